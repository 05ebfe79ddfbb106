using System.Numerics;
using System.Runtime.CompilerServices;

namespace Lithe.Sched;

/// <summary>Those that are ready to run, in the order that they came: one list.</summary>
public struct FifoQueue
{
    private Schedulable? _first;
    private Schedulable? _last;

    /// <summary>Whether nobody is in it.</summary>
    public readonly bool IsEmpty => _first is null;

    /// <summary>Puts somebody behind all others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Schedulable item)
    {
        // An item outside has a null link: whoever takes it clears it.
        if (_first is null)
            _first = item;
        else
            _last!.NextToRun = item;
        _last = item;
    }

    /// <summary>Puts somebody before all others.</summary>
    public void AddFirst(Schedulable item)
    {
        if (_first is null)
            _last = item;
        item.NextToRun = _first;
        _first = item;
    }

    /// <summary>Takes the first one out, or returns null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Schedulable? Take()
    {
        Schedulable? item = _first;
        if (item is not null)
        {
            _first = item.NextToRun;
            item.NextToRun = null;
        }

        return item;
    }

    /// <summary>Takes somebody out. False when they are not in it. As many steps as there are before them.</summary>
    public bool Remove(Schedulable sought)
    {
        Schedulable? before = null;
        for (Schedulable? item = _first; item is not null; before = item, item = item.NextToRun)
        {
            if (item != sought)
                continue;
            Unlink(before, item);
            return true;
        }

        return false;
    }

    /// <summary>Takes out the first one that is not pinned, or returns null.</summary>
    public Schedulable? TakeMovable()
    {
        Schedulable? before = null;
        for (Schedulable? item = _first; item is not null; before = item, item = item.NextToRun)
        {
            if (item.IsPinned)
                continue;
            Unlink(before, item);
            return item;
        }

        return null;
    }

    private void Unlink(Schedulable? before, Schedulable item)
    {
        if (before is null)
            _first = item.NextToRun;
        else
            before.NextToRun = item.NextToRun;
        if (item.NextToRun is null)
            _last = before;
        item.NextToRun = null;
    }
}

/// <summary>Those that are ready to run: the highest priority first, and in the order that they came within one. Every step but <see cref="Remove"/> and <see cref="TakeMovable"/> is O(1).</summary>
public struct PriorityQueue
{
    private Lists _lists;
    // Bit n: list n holds somebody.
    private uint _used;

    /// <summary>Whether nobody is in it.</summary>
    public readonly bool IsEmpty => _used == 0;

    /// <summary>The highest priority of those in it, or -1.</summary>
    public readonly int HighestPriority => 31 - BitOperations.LeadingZeroCount(_used);

    /// <summary>Puts somebody behind all others of the same priority.</summary>
    public void Add(Schedulable item)
    {
        int priority = item.Priority & Schedulable.MaxPriority;
        _lists[priority].Add(item);
        _used |= 1u << priority;
    }

    /// <summary>Puts somebody before all others of the same priority.</summary>
    public void AddFirst(Schedulable item)
    {
        int priority = item.Priority & Schedulable.MaxPriority;
        _lists[priority].AddFirst(item);
        _used |= 1u << priority;
    }

    /// <summary>Takes the first one of the highest priority out, or returns null.</summary>
    public Schedulable? Take()
    {
        if (_used == 0)
            return null;
        int priority = HighestPriority;
        ref FifoQueue list = ref _lists[priority];
        Schedulable? item = list.Take();
        if (list.IsEmpty)
            _used &= ~(1u << priority);
        return item;
    }

    /// <summary>Takes somebody out, whose priority is the one that they came with. False when they are not in it.</summary>
    public bool Remove(Schedulable item)
    {
        int priority = item.Priority & Schedulable.MaxPriority;
        ref FifoQueue list = ref _lists[priority];
        bool wasThere = list.Remove(item);
        if (list.IsEmpty)
            _used &= ~(1u << priority);
        return wasThere;
    }

    /// <summary>Takes out the first one, by priority, that is not pinned, or returns null.</summary>
    public Schedulable? TakeMovable()
    {
        for (uint rest = _used; rest != 0;)
        {
            int priority = 31 - BitOperations.LeadingZeroCount(rest);
            rest &= ~(1u << priority);
            ref FifoQueue list = ref _lists[priority];
            Schedulable? item = list.TakeMovable();
            if (list.IsEmpty)
                _used &= ~(1u << priority);
            if (item is not null)
                return item;
        }

        return null;
    }

    [InlineArray(Schedulable.MaxPriority + 1)]
    private struct Lists
    {
        private FifoQueue _first;
    }
}
