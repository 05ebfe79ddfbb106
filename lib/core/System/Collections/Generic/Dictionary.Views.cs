using System.Collections;

namespace System.Collections.Generic;

public partial class Dictionary<TKey, TValue>
{
    /// <summary>The keys.</summary>
    public KeyCollection Keys => new(this);

    /// <summary>The values.</summary>
    public ValueCollection Values => new(this);

    ICollection<TKey> IDictionary<TKey, TValue>.Keys => Keys;

    ICollection<TValue> IDictionary<TKey, TValue>.Values => Values;

    IEnumerable<TKey> IReadOnlyDictionary<TKey, TValue>.Keys => Keys;

    IEnumerable<TValue> IReadOnlyDictionary<TKey, TValue>.Values => Values;

    /// <summary>Steps through the keys and values, in the order they were added where none was removed.</summary>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<KeyValuePair<TKey, TValue>> IEnumerable<KeyValuePair<TKey, TValue>>.GetEnumerator() => new Enumerator(this);

    IEnumerator IEnumerable.GetEnumerator() => new Enumerator(this);

    /// <summary>Steps through the keys and values of a dictionary, which may lose keys meanwhile but gain none.</summary>
    public struct Enumerator : IEnumerator<KeyValuePair<TKey, TValue>>
    {
        private readonly Dictionary<TKey, TValue> _dictionary;
        private readonly int _version;
        private int _index;
        private KeyValuePair<TKey, TValue> _current;

        internal Enumerator(Dictionary<TKey, TValue> dictionary)
        {
            _dictionary = dictionary;
            _version = dictionary._table.Version;
            _index = 0;
            _current = default;
        }

        /// <summary>The key and its value.</summary>
        public readonly KeyValuePair<TKey, TValue> Current => _current;

        readonly object? IEnumerator.Current => _current;

        /// <summary>Goes on to the next key.</summary>
        public bool MoveNext()
        {
            ref HashTable<TKey, TValue> table = ref _dictionary._table;
            if (_version != table.Version)
                ThrowHelper.ThrowInvalidOperation("Collection was modified; enumeration operation may not execute.");
            while (_index < table.Used)
            {
                int index = _index++;
                if (!table.IsUsed(index))
                    continue;
                _current = new KeyValuePair<TKey, TValue>(table.Entries![index].Key, table.Entries[index].Value);
                return true;
            }
            _current = default;
            return false;
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

    /// <summary>The keys of a dictionary.</summary>
    public sealed class KeyCollection : ICollection<TKey>, IReadOnlyCollection<TKey>
    {
        private readonly Dictionary<TKey, TValue> _dictionary;

        /// <summary>The keys of a dictionary.</summary>
        public KeyCollection(Dictionary<TKey, TValue> dictionary) => _dictionary = dictionary;

        /// <summary>The number of keys.</summary>
        public int Count => _dictionary.Count;

        bool ICollection<TKey>.IsReadOnly => true;

        /// <summary>Whether a key is there.</summary>
        public bool Contains(TKey item) => _dictionary.ContainsKey(item);

        /// <summary>Copies the keys.</summary>
        public void CopyTo(TKey[] array, int index)
        {
            foreach (KeyValuePair<TKey, TValue> pair in _dictionary)
                array[index++] = pair.Key;
        }

        /// <summary>Steps through the keys.</summary>
        public Enumerator GetEnumerator() => new(_dictionary);

        IEnumerator<TKey> IEnumerable<TKey>.GetEnumerator() => new Enumerator(_dictionary);

        IEnumerator IEnumerable.GetEnumerator() => new Enumerator(_dictionary);

        void ICollection<TKey>.Add(TKey item) => ReadOnly();

        void ICollection<TKey>.Clear() => ReadOnly();

        bool ICollection<TKey>.Remove(TKey item)
        {
            ReadOnly();
            return false;
        }

        private static void ReadOnly() =>
            ThrowHelper.ThrowNotSupported("Mutating a key collection derived from a dictionary is not allowed.");

        /// <summary>Steps through the keys.</summary>
        public struct Enumerator : IEnumerator<TKey>
        {
            private Dictionary<TKey, TValue>.Enumerator _pairs;

            internal Enumerator(Dictionary<TKey, TValue> dictionary) => _pairs = dictionary.GetEnumerator();

            /// <summary>The key.</summary>
            public readonly TKey Current => _pairs.Current.Key;

            readonly object? IEnumerator.Current => Current;

            /// <summary>Goes on to the next key.</summary>
            public bool MoveNext() => _pairs.MoveNext();

            void IEnumerator.Reset() => ((IEnumerator)_pairs).Reset();

            /// <summary>Does nothing.</summary>
            public readonly void Dispose()
            {
            }
        }
    }

    /// <summary>The values of a dictionary.</summary>
    public sealed class ValueCollection : ICollection<TValue>, IReadOnlyCollection<TValue>
    {
        private readonly Dictionary<TKey, TValue> _dictionary;

        /// <summary>The values of a dictionary.</summary>
        public ValueCollection(Dictionary<TKey, TValue> dictionary) => _dictionary = dictionary;

        /// <summary>The number of values.</summary>
        public int Count => _dictionary.Count;

        bool ICollection<TValue>.IsReadOnly => true;

        bool ICollection<TValue>.Contains(TValue item) => _dictionary.ContainsValue(item);

        /// <summary>Copies the values.</summary>
        public void CopyTo(TValue[] array, int index)
        {
            foreach (KeyValuePair<TKey, TValue> pair in _dictionary)
                array[index++] = pair.Value;
        }

        /// <summary>Steps through the values.</summary>
        public Enumerator GetEnumerator() => new(_dictionary);

        IEnumerator<TValue> IEnumerable<TValue>.GetEnumerator() => new Enumerator(_dictionary);

        IEnumerator IEnumerable.GetEnumerator() => new Enumerator(_dictionary);

        void ICollection<TValue>.Add(TValue item) => ReadOnly();

        void ICollection<TValue>.Clear() => ReadOnly();

        bool ICollection<TValue>.Remove(TValue item)
        {
            ReadOnly();
            return false;
        }

        private static void ReadOnly() =>
            ThrowHelper.ThrowNotSupported("Mutating a value collection derived from a dictionary is not allowed.");

        /// <summary>Steps through the values.</summary>
        public struct Enumerator : IEnumerator<TValue>
        {
            private Dictionary<TKey, TValue>.Enumerator _pairs;

            internal Enumerator(Dictionary<TKey, TValue> dictionary) => _pairs = dictionary.GetEnumerator();

            /// <summary>The value.</summary>
            public readonly TValue Current => _pairs.Current.Value;

            readonly object? IEnumerator.Current => Current;

            /// <summary>Goes on to the next value.</summary>
            public bool MoveNext() => _pairs.MoveNext();

            void IEnumerator.Reset() => ((IEnumerator)_pairs).Reset();

            /// <summary>Does nothing.</summary>
            public readonly void Dispose()
            {
            }
        }
    }
}
