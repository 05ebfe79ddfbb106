namespace System.Collections
{
    /// <summary>Steps through a collection.</summary>
    public interface IEnumerator
    {
        /// <summary>Goes on to the next element.</summary>
        bool MoveNext();

        /// <summary>The element.</summary>
        object? Current { get; }

        /// <summary>Starts again.</summary>
        void Reset();
    }

    /// <summary>Can be stepped through.</summary>
    public interface IEnumerable
    {
        /// <summary>Starts at the first element.</summary>
        IEnumerator GetEnumerator();
    }

    /// <summary>A collection of a known size.</summary>
    public interface ICollection : IEnumerable
    {
        /// <summary>The number of elements.</summary>
        int Count { get; }

        /// <summary>Whether several threads may use it at once.</summary>
        bool IsSynchronized { get; }

        /// <summary>The object to lock for one's own use.</summary>
        object SyncRoot { get; }

        /// <summary>Copies all elements.</summary>
        void CopyTo(Array array, int index);
    }
}

namespace System.Collections.Generic
{
    /// <summary>Steps through a collection.</summary>
    public interface IEnumerator<out T> : IEnumerator, IDisposable where T : allows ref struct
    {
        /// <summary>The element.</summary>
        new T Current { get; }
    }

    /// <summary>Can be stepped through.</summary>
    public interface IEnumerable<out T> : IEnumerable where T : allows ref struct
    {
        /// <summary>Starts at the first element.</summary>
        new IEnumerator<T> GetEnumerator();
    }

    /// <summary>A collection of a known size.</summary>
    public interface ICollection<T> : IEnumerable<T>
    {
        /// <summary>The number of elements.</summary>
        int Count { get; }

        /// <summary>Whether elements cannot be added or removed.</summary>
        bool IsReadOnly { get; }

        /// <summary>Adds an element.</summary>
        void Add(T item);

        /// <summary>Removes all elements.</summary>
        void Clear();

        /// <summary>Whether an element is there.</summary>
        bool Contains(T item);

        /// <summary>Copies all elements.</summary>
        void CopyTo(T[] array, int arrayIndex);

        /// <summary>Removes the first such element.</summary>
        bool Remove(T item);
    }

    /// <summary>A collection with an order.</summary>
    public interface IList<T> : ICollection<T>
    {
        /// <summary>The element at an index.</summary>
        T this[int index] { get; set; }

        /// <summary>The first index of an element, or -1.</summary>
        int IndexOf(T item);

        /// <summary>Puts an element at an index.</summary>
        void Insert(int index, T item);

        /// <summary>Removes the element at an index.</summary>
        void RemoveAt(int index);
    }

    /// <summary>A collection of a known size, to read.</summary>
    public interface IReadOnlyCollection<out T> : IEnumerable<T>
    {
        /// <summary>The number of elements.</summary>
        int Count { get; }
    }

    /// <summary>A collection with an order, to read.</summary>
    public interface IReadOnlyList<out T> : IReadOnlyCollection<T>
    {
        /// <summary>The element at an index.</summary>
        T this[int index] { get; }
    }
}
