using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace System.Collections.Generic;

/// <summary>Elements by priority, the least first, in a heap of four children a node. Equal priorities come in no order.</summary>
public class PriorityQueue<TElement, TPriority>
{
    private const int Arity = 4;

    private (TElement Element, TPriority Priority)[] _nodes;
    private int _size;
    private readonly IComparer<TPriority>? _comparer;

    /// <summary>An empty queue.</summary>
    public PriorityQueue() : this(0, null)
    {
    }

    /// <summary>An empty queue with room for some elements.</summary>
    public PriorityQueue(int initialCapacity) : this(initialCapacity, null)
    {
    }

    /// <summary>An empty queue with an order of its own.</summary>
    public PriorityQueue(IComparer<TPriority>? comparer) : this(0, comparer)
    {
    }

    /// <summary>An empty queue with an order of its own and room for some elements.</summary>
    public PriorityQueue(int initialCapacity, IComparer<TPriority>? comparer)
    {
        if (initialCapacity < 0)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(initialCapacity));
        _nodes = initialCapacity == 0 ? [] : new (TElement, TPriority)[initialCapacity];
        _comparer = comparer;
    }

    /// <summary>The number of elements.</summary>
    public int Count => _size;

    /// <summary>The number of elements that fit before the next growth.</summary>
    public int Capacity => _nodes.Length;

    /// <summary>The order of the priorities.</summary>
    public IComparer<TPriority> Comparer => _comparer ?? Comparer<TPriority>.Default;

    /// <summary>Adds an element.</summary>
    public void Enqueue(TElement element, TPriority priority)
    {
        if (_size == _nodes.Length)
            EnsureCapacity(_size == 0 ? 4 : checked(_size * 2));
        MoveUp((element, priority), _size++);
    }

    /// <summary>Takes an element of the least priority; an empty queue fails.</summary>
    public TElement Dequeue()
    {
        if (!TryDequeue(out TElement? element, out _))
            ThrowHelper.ThrowInvalidOperation("Queue empty.");
        return element;
    }

    /// <summary>Takes an element of the least priority, if there is one.</summary>
    public bool TryDequeue([MaybeNullWhen(false)] out TElement element, [MaybeNullWhen(false)] out TPriority priority)
    {
        if (_size == 0)
        {
            element = default;
            priority = default;
            return false;
        }
        (element, priority) = _nodes[0];
        (TElement, TPriority) last = _nodes[--_size];
        if (RuntimeHelpers.IsReferenceOrContainsReferences<(TElement, TPriority)>())
            _nodes[_size] = default;
        if (_size > 0)
            MoveDown(last, 0);
        return true;
    }

    /// <summary>An element of the least priority; an empty queue fails.</summary>
    public TElement Peek()
    {
        if (_size == 0)
            ThrowHelper.ThrowInvalidOperation("Queue empty.");
        return _nodes[0].Element;
    }

    /// <summary>An element of the least priority, if there is one.</summary>
    public bool TryPeek([MaybeNullWhen(false)] out TElement element, [MaybeNullWhen(false)] out TPriority priority)
    {
        if (_size == 0)
        {
            element = default;
            priority = default;
            return false;
        }
        (element, priority) = _nodes[0];
        return true;
    }

    /// <summary>Adds an element and takes one of the least priority, which may be the same.</summary>
    public TElement EnqueueDequeue(TElement element, TPriority priority)
    {
        if (_size == 0 || Compare(priority, _nodes[0].Priority) <= 0)
            return element;
        TElement first = _nodes[0].Element;
        MoveDown((element, priority), 0);
        return first;
    }

    /// <summary>Removes all elements.</summary>
    public void Clear()
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<(TElement, TPriority)>())
            new Span<(TElement, TPriority)>(_nodes, 0, _size).Clear();
        _size = 0;
    }

    /// <summary>Makes room for some elements in all.</summary>
    public int EnsureCapacity(int capacity)
    {
        if (capacity < 0)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(capacity));
        if (_nodes.Length < capacity)
        {
            (TElement, TPriority)[] nodes = new (TElement, TPriority)[int.Max(capacity, _nodes.Length * 2)];
            new ReadOnlySpan<(TElement, TPriority)>(_nodes, 0, _size).CopyTo(nodes);
            _nodes = nodes;
        }
        return _nodes.Length;
    }

    private int Compare(TPriority left, TPriority right) =>
        _comparer is null ? Comparer<TPriority>.Default.Compare(left, right) : _comparer.Compare(left, right);

    private void MoveUp((TElement Element, TPriority Priority) node, int index)
    {
        while (index > 0)
        {
            int parent = (index - 1) / Arity;
            if (Compare(node.Priority, _nodes[parent].Priority) >= 0)
                break;
            _nodes[index] = _nodes[parent];
            index = parent;
        }
        _nodes[index] = node;
    }

    private void MoveDown((TElement Element, TPriority Priority) node, int index)
    {
        while (true)
        {
            int first = index * Arity + 1;
            if (first >= _size)
                break;
            int least = first;
            int end = int.Min(first + Arity, _size);
            for (int i = first + 1; i < end; i++)
            {
                if (Compare(_nodes[i].Priority, _nodes[least].Priority) < 0)
                    least = i;
            }
            if (Compare(node.Priority, _nodes[least].Priority) <= 0)
                break;
            _nodes[index] = _nodes[least];
            index = least;
        }
        _nodes[index] = node;
    }
}
