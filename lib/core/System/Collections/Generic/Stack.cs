using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace System.Collections.Generic;

/// <summary>Last in, first out, in an array that doubles.</summary>
public class Stack<T> : IReadOnlyCollection<T>
{
    private T[] _items;
    private int _size;
    private int _version;

    /// <summary>An empty stack.</summary>
    public Stack() => _items = [];

    /// <summary>An empty stack with room for some elements.</summary>
    public Stack(int capacity)
    {
        if (capacity < 0)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(capacity));
        _items = new T[capacity];
    }

    /// <summary>A stack of the elements of a collection; the last is on top.</summary>
    public Stack(IEnumerable<T> collection) : this()
    {
        if (collection is null)
            ThrowHelper.ThrowArgumentNull(nameof(collection));
        foreach (T item in collection)
            Push(item);
    }

    /// <summary>The number of elements.</summary>
    public int Count => _size;

    /// <summary>The number of elements that fit before the next growth.</summary>
    public int Capacity => _items.Length;

    /// <summary>Puts an element on top.</summary>
    public void Push(T item)
    {
        if (_size == _items.Length)
            EnsureCapacity(_size == 0 ? 4 : checked(_size * 2));
        _items[_size++] = item;
        _version++;
    }

    /// <summary>Takes the top element; an empty stack fails.</summary>
    public T Pop()
    {
        if (!TryPop(out T? item))
            ThrowHelper.ThrowInvalidOperation("Stack empty.");
        return item;
    }

    /// <summary>Takes the top element, if there is one.</summary>
    public bool TryPop([MaybeNullWhen(false)] out T result)
    {
        if (_size == 0)
        {
            result = default;
            return false;
        }
        result = _items[--_size];
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
            _items[_size] = default!;
        _version++;
        return true;
    }

    /// <summary>The top element; an empty stack fails.</summary>
    public T Peek()
    {
        if (_size == 0)
            ThrowHelper.ThrowInvalidOperation("Stack empty.");
        return _items[_size - 1];
    }

    /// <summary>The top element, if there is one.</summary>
    public bool TryPeek([MaybeNullWhen(false)] out T result)
    {
        result = _size == 0 ? default : _items[_size - 1];
        return _size != 0;
    }

    /// <summary>Removes all elements.</summary>
    public void Clear()
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
            new Span<T>(_items, 0, _size).Clear();
        _size = 0;
        _version++;
    }

    /// <summary>Whether an element is there.</summary>
    public bool Contains(T item)
    {
        for (int i = _size - 1; i >= 0; i--)
        {
            if (EqualityComparer<T>.Default.Equals(_items[i], item))
                return true;
        }
        return false;
    }

    /// <summary>The elements in a new array, top first.</summary>
    public T[] ToArray()
    {
        T[] array = new ReadOnlySpan<T>(_items, 0, _size).ToArray();
        new Span<T>(array).Reverse();
        return array;
    }

    /// <summary>Copies the elements, top first.</summary>
    public void CopyTo(T[] array, int arrayIndex)
    {
        Span<T> destination = new Span<T>(array).Slice(arrayIndex, _size);
        new ReadOnlySpan<T>(_items, 0, _size).CopyTo(destination);
        destination.Reverse();
    }

    /// <summary>Makes room for some elements in all.</summary>
    public int EnsureCapacity(int capacity)
    {
        if (capacity < 0)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(capacity));
        if (_items.Length < capacity)
        {
            T[] items = new T[int.Max(capacity, _items.Length * 2)];
            new ReadOnlySpan<T>(_items, 0, _size).CopyTo(items);
            _items = items;
        }
        return _items.Length;
    }

    /// <summary>Steps through the elements, top first.</summary>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => new Enumerator(this);

    IEnumerator IEnumerable.GetEnumerator() => new Enumerator(this);

    /// <summary>Steps through the elements of a stack, which must not change meanwhile.</summary>
    public struct Enumerator : IEnumerator<T>
    {
        private readonly Stack<T> _stack;
        private readonly int _version;
        private int _index;
        private T? _current;

        internal Enumerator(Stack<T> stack)
        {
            _stack = stack;
            _version = stack._version;
            _index = stack._size;
            _current = default;
        }

        /// <summary>The element.</summary>
        public readonly T Current => _current!;

        readonly object? IEnumerator.Current => _current;

        /// <summary>Goes on to the next element.</summary>
        public bool MoveNext()
        {
            if (_version != _stack._version)
                ThrowHelper.ThrowInvalidOperation("Collection was modified; enumeration operation may not execute.");
            bool more = _index > 0;
            _current = more ? _stack._items[--_index] : default;
            return more;
        }

        void IEnumerator.Reset() => _index = _stack._size;

        /// <summary>Does nothing.</summary>
        public readonly void Dispose()
        {
        }
    }
}
