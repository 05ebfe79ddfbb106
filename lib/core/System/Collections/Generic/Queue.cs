using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace System.Collections.Generic;

/// <summary>First in, first out, in a ring that doubles.</summary>
public class Queue<T> : IReadOnlyCollection<T>
{
    private T[] _items;
    private int _head;
    private int _size;
    private int _version;

    /// <summary>An empty queue.</summary>
    public Queue() => _items = [];

    /// <summary>An empty queue with room for some elements.</summary>
    public Queue(int capacity)
    {
        if (capacity < 0)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(capacity));
        _items = new T[capacity];
    }

    /// <summary>A queue of the elements of a collection.</summary>
    public Queue(IEnumerable<T> collection) : this()
    {
        if (collection is null)
            ThrowHelper.ThrowArgumentNull(nameof(collection));
        foreach (T item in collection)
            Enqueue(item);
    }

    /// <summary>The number of elements.</summary>
    public int Count => _size;

    /// <summary>The number of elements that fit before the next growth.</summary>
    public int Capacity => _items.Length;

    /// <summary>Adds an element at the end.</summary>
    public void Enqueue(T item)
    {
        if (_size == _items.Length)
            Grow(int.Max(checked(_size * 2), _size + 4));
        int tail = _head + _size;
        if (tail >= _items.Length)
            tail -= _items.Length;
        _items[tail] = item;
        _size++;
        _version++;
    }

    /// <summary>Takes the first element; an empty queue fails.</summary>
    public T Dequeue()
    {
        if (!TryDequeue(out T? item))
            ThrowHelper.ThrowInvalidOperation("Queue empty.");
        return item;
    }

    /// <summary>Takes the first element, if there is one.</summary>
    public bool TryDequeue([MaybeNullWhen(false)] out T result)
    {
        if (_size == 0)
        {
            result = default;
            return false;
        }
        result = _items[_head];
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
            _items[_head] = default!;
        _head = _head + 1 == _items.Length ? 0 : _head + 1;
        _size--;
        _version++;
        return true;
    }

    /// <summary>The first element; an empty queue fails.</summary>
    public T Peek()
    {
        if (_size == 0)
            ThrowHelper.ThrowInvalidOperation("Queue empty.");
        return _items[_head];
    }

    /// <summary>The first element, if there is one.</summary>
    public bool TryPeek([MaybeNullWhen(false)] out T result)
    {
        result = _size == 0 ? default : _items[_head];
        return _size != 0;
    }

    /// <summary>Removes all elements.</summary>
    public void Clear()
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
            new Span<T>(_items).Clear();
        _head = 0;
        _size = 0;
        _version++;
    }

    /// <summary>Whether an element is there.</summary>
    public bool Contains(T item)
    {
        for (int i = 0; i < _size; i++)
        {
            if (EqualityComparer<T>.Default.Equals(At(i), item))
                return true;
        }
        return false;
    }

    /// <summary>The elements in a new array, first one first.</summary>
    public T[] ToArray()
    {
        if (_size == 0)
            return [];
        T[] array = new T[_size];
        CopyTo(array, 0);
        return array;
    }

    /// <summary>Copies the elements, first one first.</summary>
    public void CopyTo(T[] array, int arrayIndex)
    {
        Span<T> destination = new Span<T>(array).Slice(arrayIndex, _size);
        int first = int.Min(_size, _items.Length - _head);
        new ReadOnlySpan<T>(_items, _head, first).CopyTo(destination);
        new ReadOnlySpan<T>(_items, 0, _size - first).CopyTo(destination.Slice(first));
    }

    /// <summary>Makes room for some elements in all.</summary>
    public int EnsureCapacity(int capacity)
    {
        if (capacity < 0)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(capacity));
        if (_items.Length < capacity)
            Grow(int.Max(capacity, _items.Length * 2));
        return _items.Length;
    }

    /// <summary>Steps through the elements, first one first.</summary>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => new Enumerator(this);

    IEnumerator IEnumerable.GetEnumerator() => new Enumerator(this);

    private T At(int index)
    {
        int i = _head + index;
        return _items[i >= _items.Length ? i - _items.Length : i];
    }

    private void Grow(int capacity)
    {
        T[] items = new T[capacity];
        CopyTo(items, 0);
        _items = items;
        _head = 0;
        _version++;
    }

    /// <summary>Steps through the elements of a queue, which must not change meanwhile.</summary>
    public struct Enumerator : IEnumerator<T>
    {
        private readonly Queue<T> _queue;
        private readonly int _version;
        private int _index;
        private T? _current;

        internal Enumerator(Queue<T> queue)
        {
            _queue = queue;
            _version = queue._version;
            _index = 0;
            _current = default;
        }

        /// <summary>The element.</summary>
        public readonly T Current => _current!;

        readonly object? IEnumerator.Current => _current;

        /// <summary>Goes on to the next element.</summary>
        public bool MoveNext()
        {
            if (_version != _queue._version)
                ThrowHelper.ThrowInvalidOperation("Collection was modified; enumeration operation may not execute.");
            bool more = _index < _queue._size;
            _current = more ? _queue.At(_index++) : default;
            return more;
        }

        void IEnumerator.Reset() => _index = 0;

        /// <summary>Does nothing.</summary>
        public readonly void Dispose()
        {
        }
    }
}
