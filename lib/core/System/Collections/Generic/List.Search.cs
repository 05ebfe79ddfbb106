using System.Diagnostics.CodeAnalysis;

namespace System.Collections.Generic;

public partial class List<T>
{
    /// <summary>Whether an element is there.</summary>
    public bool Contains(T item) => IndexOf(item) >= 0;

    /// <summary>The first index of an element, or -1.</summary>
    public int IndexOf(T item) => Array.IndexOf(_items, item, 0, _size);

    /// <summary>The last index of an element, or -1.</summary>
    public int LastIndexOf(T item)
    {
        for (int i = _size - 1; i >= 0; i--)
        {
            if (EqualityComparer<T>.Default.Equals(_items[i], item))
                return i;
        }
        return -1;
    }

    /// <summary>Whether an element passes a test.</summary>
    public bool Exists(Predicate<T> match) => FindIndex(match) >= 0;

    /// <summary>The first element that passes a test, or the default.</summary>
    public T? Find(Predicate<T> match)
    {
        int index = FindIndex(match);
        return index < 0 ? default : _items[index];
    }

    /// <summary>The first index of an element that passes a test, or -1.</summary>
    public int FindIndex(Predicate<T> match)
    {
        if (match is null)
            ThrowHelper.ThrowArgumentNull(nameof(match));
        for (int i = 0; i < _size; i++)
        {
            if (match(_items[i]))
                return i;
        }
        return -1;
    }

    /// <summary>The last index of an element that passes a test, or -1.</summary>
    public int FindLastIndex(Predicate<T> match)
    {
        if (match is null)
            ThrowHelper.ThrowArgumentNull(nameof(match));
        for (int i = _size - 1; i >= 0; i--)
        {
            if (match(_items[i]))
                return i;
        }
        return -1;
    }

    /// <summary>The elements that pass a test.</summary>
    public List<T> FindAll(Predicate<T> match)
    {
        if (match is null)
            ThrowHelper.ThrowArgumentNull(nameof(match));
        List<T> found = new();
        for (int i = 0; i < _size; i++)
        {
            if (match(_items[i]))
                found.Add(_items[i]);
        }
        return found;
    }

    /// <summary>Whether all elements pass a test.</summary>
    public bool TrueForAll(Predicate<T> match)
    {
        if (match is null)
            ThrowHelper.ThrowArgumentNull(nameof(match));
        for (int i = 0; i < _size; i++)
        {
            if (!match(_items[i]))
                return false;
        }
        return true;
    }

    /// <summary>Calls a method with each element.</summary>
    public void ForEach(Action<T> action)
    {
        if (action is null)
            ThrowHelper.ThrowArgumentNull(nameof(action));
        int version = _version;
        for (int i = 0; i < _size; i++)
        {
            if (version != _version)
                break;
            action(_items[i]);
        }
        if (version != _version)
            ThrowHelper.ThrowInvalidOperation("Collection was modified; enumeration operation may not execute.");
    }

    /// <summary>The elements converted.</summary>
    public List<TOutput> ConvertAll<TOutput>(Converter<T, TOutput> converter)
    {
        if (converter is null)
            ThrowHelper.ThrowArgumentNull(nameof(converter));
        List<TOutput> list = new(_size);
        for (int i = 0; i < _size; i++)
            list.Add(converter(_items[i]));
        return list;
    }

    /// <summary>Sorts; equal elements may change places.</summary>
    public void Sort()
    {
        _version++;
        new Span<T>(_items, 0, _size).Sort();
    }

    /// <summary>Sorts by an order; equal elements may change places.</summary>
    public void Sort(Comparison<T> comparison)
    {
        _version++;
        new Span<T>(_items, 0, _size).Sort(comparison);
    }

    /// <summary>Sorts by an order; equal elements may change places.</summary>
    public void Sort(IComparer<T>? comparer)
    {
        _version++;
        new Span<T>(_items, 0, _size).Sort(comparer);
    }

    /// <summary>The index of an element in a sorted list; of the next larger one, complemented, when it is not there.</summary>
    public int BinarySearch(T item) => BinarySearch(item, null);

    /// <summary>The index of an element in a list sorted by an order; of the next larger one, complemented, when it is not there.</summary>
    public int BinarySearch(T item, IComparer<T>? comparer) =>
        new ReadOnlySpan<T>(_items, 0, _size).BinarySearch(item, comparer ?? Comparer<T>.Default);

    /// <summary>Turns the order round.</summary>
    public void Reverse()
    {
        _version++;
        new Span<T>(_items, 0, _size).Reverse();
    }

    /// <summary>Turns the order of some elements round.</summary>
    public void Reverse(int index, int count)
    {
        CheckRange(index, count);
        _version++;
        new Span<T>(_items, index, count).Reverse();
    }

    /// <summary>Steps through the elements.</summary>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => new Enumerator(this);

    IEnumerator IEnumerable.GetEnumerator() => new Enumerator(this);

    /// <summary>Steps through the elements of a list, which must not change meanwhile.</summary>
    public struct Enumerator : IEnumerator<T>
    {
        private readonly List<T> _list;
        private readonly int _version;
        private int _index;
        private T? _current;

        internal Enumerator(List<T> list)
        {
            _list = list;
            _version = list._version;
            _index = 0;
            _current = default;
        }

        /// <summary>The element.</summary>
        public readonly T Current => _current!;

        readonly object? IEnumerator.Current => _current;

        /// <summary>Goes on to the next element.</summary>
        public bool MoveNext()
        {
            List<T> list = _list;
            if (_version != list._version)
                ThrowHelper.ThrowInvalidOperation("Collection was modified; enumeration operation may not execute.");
            if ((uint)_index >= (uint)list._size)
            {
                _current = default;
                return false;
            }
            _current = list._items[_index++];
            return true;
        }

        void IEnumerator.Reset()
        {
            _index = 0;
            _current = default;
        }

        /// <summary>Does nothing.</summary>
        public readonly void Dispose()
        {
        }
    }
}
