using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace System.Collections.Generic;

/// <summary>Elements in one array that doubles.</summary>
public partial class List<T> : IList<T>, IReadOnlyList<T>
{
    internal T[] _items;
    internal int _size;
    private int _version;

    /// <summary>An empty list.</summary>
    public List() => _items = [];

    /// <summary>An empty list with room for some elements.</summary>
    public List(int capacity)
    {
        if (capacity < 0)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(capacity));
        _items = capacity == 0 ? [] : new T[capacity];
    }

    /// <summary>A list of the elements of a collection.</summary>
    public List(IEnumerable<T> collection)
    {
        _items = [];
        AddRange(collection);
    }

    /// <summary>The number of elements.</summary>
    public int Count => _size;

    /// <summary>The number of elements that fit before the next growth.</summary>
    public int Capacity
    {
        get => _items.Length;
        set
        {
            if (value < _size)
                ThrowHelper.ThrowArgumentOutOfRange(nameof(value));
            if (value != _items.Length)
                Reallocate(value);
        }
    }

    bool ICollection<T>.IsReadOnly => false;

    /// <summary>The element at an index.</summary>
    public T this[int index]
    {
        get
        {
            if ((uint)index >= (uint)_size)
                ThrowHelper.ThrowArgumentOutOfRange(nameof(index));
            return _items[index];
        }
        set
        {
            if ((uint)index >= (uint)_size)
                ThrowHelper.ThrowArgumentOutOfRange(nameof(index));
            _items[index] = value;
            _version++;
        }
    }

    /// <summary>Adds an element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(T item)
    {
        _version++;
        T[] items = _items;
        int size = _size;
        if ((uint)size < (uint)items.Length)
        {
            _size = size + 1;
            items[size] = item;
        }
        else
        {
            Open(size, 1);
            _items[size] = item;
        }
    }

    /// <summary>Adds the elements of a collection.</summary>
    public void AddRange(IEnumerable<T> collection) => InsertRange(_size, collection);

    /// <summary>Puts an element at an index.</summary>
    public void Insert(int index, T item)
    {
        if ((uint)index > (uint)_size)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(index));
        Open(index, 1);
        _items[index] = item;
        _version++;
    }

    /// <summary>Puts the elements of a collection at an index.</summary>
    public void InsertRange(int index, IEnumerable<T> collection)
    {
        if (collection is null)
            ThrowHelper.ThrowArgumentNull(nameof(collection));
        if ((uint)index > (uint)_size)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(index));
        if (collection is ICollection<T> known)
        {
            int count = known.Count;
            if (count == 0)
                return;
            if (this == known)
            {
                T[] copy = ToArray();
                Open(index, count);
                copy.CopyTo(_items, index);
            }
            else
            {
                Open(index, count);
                known.CopyTo(_items, index);
            }
        }
        else
        {
            foreach (T item in collection)
                Insert(index++, item);
        }
        _version++;
    }

    /// <summary>Removes all elements.</summary>
    public void Clear()
    {
        _version++;
        Forget(0, _size);
        _size = 0;
    }

    /// <summary>Removes the first such element.</summary>
    public bool Remove(T item)
    {
        int index = IndexOf(item);
        if (index < 0)
            return false;
        RemoveAt(index);
        return true;
    }

    /// <summary>Removes the element at an index.</summary>
    public void RemoveAt(int index)
    {
        if ((uint)index >= (uint)_size)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(index));
        RemoveRange(index, 1);
    }

    /// <summary>Removes some elements.</summary>
    public void RemoveRange(int index, int count)
    {
        CheckRange(index, count);
        if (count == 0)
            return;
        new ReadOnlySpan<T>(_items, index + count, _size - index - count).CopyTo(new Span<T>(_items, index, _size - index - count));
        _size -= count;
        Forget(_size, count);
        _version++;
    }

    /// <summary>Removes the elements that pass a test, and returns how many.</summary>
    public int RemoveAll(Predicate<T> match)
    {
        if (match is null)
            ThrowHelper.ThrowArgumentNull(nameof(match));
        int kept = 0;
        for (int i = 0; i < _size; i++)
        {
            if (!match(_items[i]))
                _items[kept++] = _items[i];
        }
        int removed = _size - kept;
        Forget(kept, removed);
        _size = kept;
        _version++;
        return removed;
    }

    /// <summary>Makes room for some elements in all.</summary>
    public int EnsureCapacity(int capacity)
    {
        if (capacity < 0)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(capacity));
        if (_items.Length < capacity)
            Grow(capacity);
        return _items.Length;
    }

    /// <summary>Gives back room that is not used, if that is over a tenth.</summary>
    public void TrimExcess()
    {
        if (_size < (int)(_items.Length * 0.9))
            Capacity = _size;
    }

    /// <summary>The elements in a new array.</summary>
    public T[] ToArray() => new ReadOnlySpan<T>(_items, 0, _size).ToArray();

    /// <summary>Copies all elements.</summary>
    public void CopyTo(T[] array) => CopyTo(array, 0);

    /// <summary>Copies all elements.</summary>
    public void CopyTo(T[] array, int arrayIndex) => Array.Copy(_items, 0, array, arrayIndex, _size);

    /// <summary>Some elements as a new list.</summary>
    public List<T> GetRange(int index, int count)
    {
        CheckRange(index, count);
        List<T> part = new(count);
        new ReadOnlySpan<T>(_items, index, count).CopyTo(part._items);
        part._size = count;
        return part;
    }

    /// <summary>Some elements as a new list.</summary>
    public List<T> Slice(int start, int length) => GetRange(start, length);

    private void CheckRange(int index, int count)
    {
        if (index < 0)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(index));
        if (count < 0)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(count));
        if (_size - index < count)
            ThrowHelper.ThrowArgument("Offset and length were out of bounds.");
    }

    // Makes a gap of `count` elements at an index.
    private void Open(int index, int count)
    {
        if (count > _items.Length - _size)
            Grow(checked(_size + count));
        int tail = _size - index;
        if (tail > 0)
            new ReadOnlySpan<T>(_items, index, tail).CopyTo(new Span<T>(_items, index + count, tail));
        _size += count;
    }

    private void Grow(int needed)
    {
        int capacity = _items.Length == 0 ? 4 : _items.Length * 2;
        if ((uint)capacity > (uint)Array.MaxLength)
            capacity = Array.MaxLength;
        Reallocate(capacity < needed ? needed : capacity);
    }

    private void Reallocate(int capacity)
    {
        T[] items = capacity == 0 ? [] : new T[capacity];
        new ReadOnlySpan<T>(_items, 0, _size).CopyTo(items);
        _items = items;
    }

    // References that were removed must not keep objects reachable.
    private void Forget(int index, int count)
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
            new Span<T>(_items, index, count).Clear();
    }
}
