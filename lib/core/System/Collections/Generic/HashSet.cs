using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace System.Collections.Generic;

/// <summary>Values, each at most once, in a hash table.</summary>
public class HashSet<T> : ICollection<T>, IReadOnlyCollection<T>
{
    // The table wants keys that are not null; a null element is kept beside it, as the first to be enumerated.
    private HashTable<T, byte> _table;
    private bool _hasNull;

    /// <summary>An empty set.</summary>
    public HashSet() : this(0, null)
    {
    }

    /// <summary>An empty set with room for some elements.</summary>
    public HashSet(int capacity) : this(capacity, null)
    {
    }

    /// <summary>An empty set with an equality of its own.</summary>
    public HashSet(IEqualityComparer<T>? comparer) : this(0, comparer)
    {
    }

    /// <summary>An empty set with an equality of its own and room for some elements.</summary>
    public HashSet(int capacity, IEqualityComparer<T>? comparer)
    {
        _table.Comparer = comparer;
        _table.EnsureCapacity(capacity);
    }

    /// <summary>The set of a collection's elements.</summary>
    public HashSet(IEnumerable<T> collection) : this(collection, null)
    {
    }

    /// <summary>The set of a collection's elements with an equality of its own.</summary>
    public HashSet(IEnumerable<T> collection, IEqualityComparer<T>? comparer) : this(0, comparer) => UnionWith(collection);

    /// <summary>The number of elements.</summary>
    public int Count => _table.Count + (_hasNull ? 1 : 0);

    /// <summary>The equality of the elements.</summary>
    public IEqualityComparer<T> Comparer => _table.Comparer ?? EqualityComparer<T>.Default;

    bool ICollection<T>.IsReadOnly => false;

    /// <summary>Adds an element, if it is not there yet.</summary>
    public bool Add(T item)
    {
        if (item is null)
        {
            bool first = !_hasNull;
            _hasNull = true;
            _table.Version++;
            return first;
        }
        _table.FindOrAdd(item, out bool added);
        return added;
    }

    void ICollection<T>.Add(T item) => Add(item);

    /// <summary>Whether an element is there.</summary>
    public bool Contains(T item) => item is null ? _hasNull : _table.Find(item) >= 0;

    /// <summary>The element that equals a value, if it is there.</summary>
    public bool TryGetValue(T equalValue, [MaybeNullWhen(false)] out T actualValue)
    {
        actualValue = default;
        if (equalValue is null)
            return _hasNull;
        int index = _table.Find(equalValue);
        if (index >= 0)
            actualValue = _table.Entries![index].Key;
        return index >= 0;
    }

    /// <summary>Removes an element.</summary>
    public bool Remove(T item)
    {
        if (item is not null)
            return _table.Remove(item, out _);
        bool removed = _hasNull;
        _hasNull = false;
        return removed;
    }

    /// <summary>Removes all elements.</summary>
    public void Clear()
    {
        _table.Clear();
        _hasNull = false;
    }

    /// <summary>Makes room for some elements in all.</summary>
    public int EnsureCapacity(int capacity)
    {
        _table.EnsureCapacity(capacity);
        return _table.Capacity;
    }

    /// <summary>Adds a collection's elements.</summary>
    public void UnionWith(IEnumerable<T> other)
    {
        foreach (T item in NotNull(other))
            Add(item);
    }

    /// <summary>Removes a collection's elements.</summary>
    public void ExceptWith(IEnumerable<T> other)
    {
        if (NotNull(other) == this)
        {
            Clear();
            return;
        }
        foreach (T item in other)
            Remove(item);
    }

    /// <summary>Keeps only the elements that a collection has too.</summary>
    public void IntersectWith(IEnumerable<T> other)
    {
        HashSet<T> kept = AsSet(NotNull(other));
        RemoveWhere(item => !kept.Contains(item));
    }

    /// <summary>Keeps and adds what only one of the two has.</summary>
    public void SymmetricExceptWith(IEnumerable<T> other)
    {
        if (NotNull(other) == this)
        {
            Clear();
            return;
        }
        foreach (T item in AsSet(other))
        {
            if (!Remove(item))
                Add(item);
        }
    }

    /// <summary>Whether a collection has all the elements.</summary>
    public bool IsSubsetOf(IEnumerable<T> other)
    {
        HashSet<T> set = AsSet(NotNull(other));
        foreach (T item in this)
        {
            if (!set.Contains(item))
                return false;
        }
        return true;
    }

    /// <summary>Whether all elements of a collection are there.</summary>
    public bool IsSupersetOf(IEnumerable<T> other)
    {
        foreach (T item in NotNull(other))
        {
            if (!Contains(item))
                return false;
        }
        return true;
    }

    /// <summary>Whether a collection has all the elements and more.</summary>
    public bool IsProperSubsetOf(IEnumerable<T> other)
    {
        HashSet<T> set = AsSet(NotNull(other));
        return set.Count > Count && IsSubsetOf(set);
    }

    /// <summary>Whether all elements of a collection are there and more.</summary>
    public bool IsProperSupersetOf(IEnumerable<T> other)
    {
        HashSet<T> set = AsSet(NotNull(other));
        return set.Count < Count && IsSupersetOf(set);
    }

    /// <summary>Whether an element of a collection is there.</summary>
    public bool Overlaps(IEnumerable<T> other)
    {
        foreach (T item in NotNull(other))
        {
            if (Contains(item))
                return true;
        }
        return false;
    }

    /// <summary>Whether a collection has just the same elements.</summary>
    public bool SetEquals(IEnumerable<T> other)
    {
        HashSet<T> set = AsSet(NotNull(other));
        return set.Count == Count && IsSupersetOf(set);
    }

    /// <summary>Removes the elements that pass a test, and returns how many.</summary>
    public int RemoveWhere(Predicate<T> match)
    {
        if (match is null)
            ThrowHelper.ThrowArgumentNull(nameof(match));
        int removed = 0;
        foreach (T item in this)
        {
            if (match(item) && Remove(item))
                removed++;
        }
        return removed;
    }

    /// <summary>Copies the elements.</summary>
    public void CopyTo(T[] array) => CopyTo(array, 0);

    /// <summary>Copies the elements.</summary>
    public void CopyTo(T[] array, int arrayIndex)
    {
        foreach (T item in this)
            array[arrayIndex++] = item;
    }

    /// <summary>Steps through the elements.</summary>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => new Enumerator(this);

    IEnumerator IEnumerable.GetEnumerator() => new Enumerator(this);

    private static IEnumerable<T> NotNull([NotNull] IEnumerable<T>? other)
    {
        if (other is null)
            ThrowHelper.ThrowArgumentNull(nameof(other));
        return other;
    }

    private HashSet<T> AsSet(IEnumerable<T> other) =>
        other is HashSet<T> set && set.Comparer == Comparer ? set : new HashSet<T>(other, _table.Comparer);

    /// <summary>Steps through the elements of a set, which may lose elements meanwhile but gain none.</summary>
    public struct Enumerator : IEnumerator<T>
    {
        private readonly HashSet<T> _set;
        private readonly int _version;
        private int _index;
        private T? _current;

        internal Enumerator(HashSet<T> set)
        {
            _set = set;
            _version = set._table.Version;
            _index = set._hasNull ? -1 : 0;
            _current = default;
        }

        /// <summary>The element.</summary>
        public readonly T Current => _current!;

        readonly object? IEnumerator.Current => _current;

        /// <summary>Goes on to the next element.</summary>
        public bool MoveNext()
        {
            ref HashTable<T, byte> table = ref _set._table;
            if (_version != table.Version)
                ThrowHelper.ThrowInvalidOperation("Collection was modified; enumeration operation may not execute.");
            _current = default;
            if (_index < 0)
            {
                _index = 0;
                return true;
            }
            while (_index < table.Used)
            {
                int index = _index++;
                if (!table.IsUsed(index))
                    continue;
                _current = table.Entries![index].Key;
                return true;
            }
            return false;
        }

        void IEnumerator.Reset()
        {
            _index = _set._hasNull ? -1 : 0;
            _current = default;
        }

        /// <summary>Does nothing.</summary>
        public readonly void Dispose()
        {
        }
    }
}
