namespace Lithe.Sched;

/// <summary>Those that wait for one thing, in the order that they came. Whoever gives up leaves from the middle.</summary>
public struct WaitList
{
    private Schedulable? _first;
    private Schedulable? _last;

    /// <summary>Whether nobody waits.</summary>
    public readonly bool IsEmpty => _first is null;

    /// <summary>Who came first, or null.</summary>
    public readonly Schedulable? First => _first;

    /// <summary>Who came after another.</summary>
    public static Schedulable? After(Schedulable item) => item.NextToWait;

    /// <summary>Puts somebody at the end; they are in no list.</summary>
    public void Add(Schedulable item)
    {
        if (item.IsWaiting)
            Fail.Stop(FailReason.Synchronization, "a thread waits for two things at once");
        item.IsWaiting = true;
        item.PreviousToWait = _last;
        item.NextToWait = null;
        if (_last is null)
            _first = item;
        else
            _last.NextToWait = item;
        _last = item;
    }

    /// <summary>Takes somebody out, who is in this list.</summary>
    public void Remove(Schedulable item)
    {
        if (item.PreviousToWait is null)
            _first = item.NextToWait;
        else
            item.PreviousToWait.NextToWait = item.NextToWait;
        if (item.NextToWait is null)
            _last = item.PreviousToWait;
        else
            item.NextToWait.PreviousToWait = item.PreviousToWait;
        item.NextToWait = null;
        item.PreviousToWait = null;
        item.IsWaiting = false;
    }

    /// <summary>Takes out who came first, or returns null.</summary>
    public Schedulable? Take()
    {
        Schedulable? item = _first;
        if (item is not null)
            Remove(item);
        return item;
    }
}
