namespace System.Collections
{
    /// <summary>A collection with an order.</summary>
    public interface IList : ICollection
    {
        /// <summary>The element at an index.</summary>
        object? this[int index] { get; set; }

        /// <summary>Whether elements cannot be added or removed.</summary>
        bool IsFixedSize { get; }

        /// <summary>Whether elements cannot be changed.</summary>
        bool IsReadOnly { get; }

        /// <summary>Adds an element and returns its index.</summary>
        int Add(object? value);

        /// <summary>Removes all elements.</summary>
        void Clear();

        /// <summary>Whether an element is there.</summary>
        bool Contains(object? value);

        /// <summary>The first index of an element, or -1.</summary>
        int IndexOf(object? value);

        /// <summary>Puts an element at an index.</summary>
        void Insert(int index, object? value);

        /// <summary>Removes the first such element.</summary>
        void Remove(object? value);

        /// <summary>Removes the element at an index.</summary>
        void RemoveAt(int index);
    }

    /// <summary>Tells whether objects are equal.</summary>
    public interface IEqualityComparer
    {
        /// <summary>Whether two objects are equal.</summary>
        bool Equals(object? x, object? y);

        /// <summary>A hash that equal objects share.</summary>
        int GetHashCode(object obj);
    }

    /// <summary>Orders objects.</summary>
    public interface IComparer
    {
        /// <summary>Negative, zero or positive as the first is before, with or after the second.</summary>
        int Compare(object? x, object? y);
    }
}

namespace System.Collections.Generic
{
    /// <summary>Tells whether values are equal.</summary>
    public interface IEqualityComparer<in T> where T : allows ref struct
    {
        /// <summary>Whether two values are equal.</summary>
        bool Equals(T? x, T? y);

        /// <summary>A hash that equal values share.</summary>
        int GetHashCode([System.Diagnostics.CodeAnalysis.DisallowNull] T obj);
    }

    /// <summary>Orders values.</summary>
    public interface IComparer<in T> where T : allows ref struct
    {
        /// <summary>Negative, zero or positive as the first is before, with or after the second.</summary>
        int Compare(T? x, T? y);
    }

    /// <summary>Values by their keys.</summary>
    public interface IDictionary<TKey, TValue> : ICollection<KeyValuePair<TKey, TValue>>
    {
        /// <summary>The value of a key; reading fails when the key is absent.</summary>
        TValue this[TKey key] { get; set; }

        /// <summary>The keys.</summary>
        ICollection<TKey> Keys { get; }

        /// <summary>The values.</summary>
        ICollection<TValue> Values { get; }

        /// <summary>Whether a key is there.</summary>
        bool ContainsKey(TKey key);

        /// <summary>Adds a key, which must not be there yet.</summary>
        void Add(TKey key, TValue value);

        /// <summary>Removes a key.</summary>
        bool Remove(TKey key);

        /// <summary>The value of a key, if it is there.</summary>
        bool TryGetValue(TKey key, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out TValue value);
    }

    /// <summary>Values by their keys, to read.</summary>
    public interface IReadOnlyDictionary<TKey, TValue> : IReadOnlyCollection<KeyValuePair<TKey, TValue>>
    {
        /// <summary>The value of a key, which must be there.</summary>
        TValue this[TKey key] { get; }

        /// <summary>The keys.</summary>
        IEnumerable<TKey> Keys { get; }

        /// <summary>The values.</summary>
        IEnumerable<TValue> Values { get; }

        /// <summary>Whether a key is there.</summary>
        bool ContainsKey(TKey key);

        /// <summary>The value of a key, if it is there.</summary>
        bool TryGetValue(TKey key, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out TValue value);
    }
}
