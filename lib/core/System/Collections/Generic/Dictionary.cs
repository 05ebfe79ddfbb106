using System.Diagnostics.CodeAnalysis;

namespace System.Collections.Generic;

/// <summary>Values by their keys, in a hash table.</summary>
public partial class Dictionary<TKey, TValue> : IDictionary<TKey, TValue>, IReadOnlyDictionary<TKey, TValue> where TKey : notnull
{
    internal HashTable<TKey, TValue> _table;

    /// <summary>An empty dictionary.</summary>
    public Dictionary() : this(0, null)
    {
    }

    /// <summary>An empty dictionary with room for some keys.</summary>
    public Dictionary(int capacity) : this(capacity, null)
    {
    }

    /// <summary>An empty dictionary with an equality of its own.</summary>
    public Dictionary(IEqualityComparer<TKey>? comparer) : this(0, comparer)
    {
    }

    /// <summary>An empty dictionary with an equality of its own and room for some keys.</summary>
    public Dictionary(int capacity, IEqualityComparer<TKey>? comparer)
    {
        _table.Comparer = comparer;
        _table.EnsureCapacity(capacity);
    }

    /// <summary>A dictionary with the keys and values of another.</summary>
    public Dictionary(IDictionary<TKey, TValue> dictionary) : this(dictionary, null)
    {
    }

    /// <summary>A dictionary with the keys and values of another and an equality of its own.</summary>
    public Dictionary(IDictionary<TKey, TValue> dictionary, IEqualityComparer<TKey>? comparer) : this(dictionary?.Count ?? 0, comparer)
    {
        if (dictionary is null)
            ThrowHelper.ThrowArgumentNull(nameof(dictionary));
        foreach (KeyValuePair<TKey, TValue> pair in dictionary)
            Add(pair.Key, pair.Value);
    }

    /// <summary>The number of keys.</summary>
    public int Count => _table.Count;

    /// <summary>The number of keys that fit before the next growth.</summary>
    public int Capacity => _table.Capacity;

    /// <summary>The equality of the keys.</summary>
    public IEqualityComparer<TKey> Comparer => _table.Comparer ?? EqualityComparer<TKey>.Default;

    bool ICollection<KeyValuePair<TKey, TValue>>.IsReadOnly => false;

    /// <summary>The value of a key; reading fails when the key is absent.</summary>
    public TValue this[TKey key]
    {
        get
        {
            int index = Find(key);
            if (index < 0)
                ThrowHelper.ThrowKeyNotFound();
            return _table.Entries![index].Value;
        }
        set
        {
            CheckKey(key);
            int index = _table.FindOrAdd(key, out _);
            _table.Entries![index].Value = value;
        }
    }

    /// <summary>Adds a key, which must not be there yet.</summary>
    public void Add(TKey key, TValue value)
    {
        if (!TryAdd(key, value))
            ThrowHelper.ThrowArgument("An item with the same key has already been added.");
    }

    /// <summary>Adds a key, if it is not there yet.</summary>
    public bool TryAdd(TKey key, TValue value)
    {
        CheckKey(key);
        int index = _table.FindOrAdd(key, out bool added);
        if (added)
            _table.Entries![index].Value = value;
        return added;
    }

    /// <summary>Whether a key is there.</summary>
    public bool ContainsKey(TKey key) => Find(key) >= 0;

    /// <summary>Whether a value is there.</summary>
    public bool ContainsValue(TValue value)
    {
        for (int i = 0; i < _table.Used; i++)
        {
            if (_table.IsUsed(i) && EqualityComparer<TValue>.Default.Equals(_table.Entries![i].Value, value))
                return true;
        }
        return false;
    }

    /// <summary>The value of a key, if it is there.</summary>
    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        int index = Find(key);
        if (index < 0)
        {
            value = default;
            return false;
        }
        value = _table.Entries![index].Value;
        return true;
    }

    /// <summary>Removes a key.</summary>
    public bool Remove(TKey key) => Remove(key, out _);

    /// <summary>Removes a key and returns its value.</summary>
    public bool Remove(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        CheckKey(key);
        return _table.Remove(key, out value);
    }

    /// <summary>Removes all keys.</summary>
    public void Clear() => _table.Clear();

    /// <summary>Makes room for some keys in all.</summary>
    public int EnsureCapacity(int capacity)
    {
        _table.EnsureCapacity(capacity);
        return _table.Capacity;
    }

    void ICollection<KeyValuePair<TKey, TValue>>.Add(KeyValuePair<TKey, TValue> item) => Add(item.Key, item.Value);

    bool ICollection<KeyValuePair<TKey, TValue>>.Contains(KeyValuePair<TKey, TValue> item) =>
        TryGetValue(item.Key, out TValue? value) && EqualityComparer<TValue>.Default.Equals(value, item.Value);

    bool ICollection<KeyValuePair<TKey, TValue>>.Remove(KeyValuePair<TKey, TValue> item) =>
        ((ICollection<KeyValuePair<TKey, TValue>>)this).Contains(item) && Remove(item.Key);

    void ICollection<KeyValuePair<TKey, TValue>>.CopyTo(KeyValuePair<TKey, TValue>[] array, int arrayIndex)
    {
        foreach (KeyValuePair<TKey, TValue> pair in this)
            array[arrayIndex++] = pair;
    }

    internal int Find(TKey key)
    {
        CheckKey(key);
        return _table.Find(key);
    }

    private static void CheckKey(TKey key)
    {
        if (key is null)
            ThrowHelper.ThrowArgumentNull(nameof(key));
    }
}
