using System.Collections.Generic;

namespace System.Collections.ObjectModel;

/// <summary>A list to read: a view of another.</summary>
public class ReadOnlyCollection<T>(IList<T> list) : IList<T>, IReadOnlyList<T>
{
    /// <summary>The number of elements.</summary>
    public int Count => list.Count;

    /// <summary>The element at an index.</summary>
    public T this[int index] => list[index];

    bool ICollection<T>.IsReadOnly => true;

    T IList<T>.this[int index]
    {
        get => list[index];
        set => ReadOnly();
    }

    /// <summary>Whether an element is there.</summary>
    public bool Contains(T value) => list.Contains(value);

    /// <summary>The first index of an element, or -1.</summary>
    public int IndexOf(T value) => list.IndexOf(value);

    /// <summary>Copies the elements.</summary>
    public void CopyTo(T[] array, int index) => list.CopyTo(array, index);

    /// <summary>Steps through the elements.</summary>
    public IEnumerator<T> GetEnumerator() => list.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => list.GetEnumerator();

    void ICollection<T>.Add(T item) => ReadOnly();

    void ICollection<T>.Clear() => ReadOnly();

    bool ICollection<T>.Remove(T item)
    {
        ReadOnly();
        return false;
    }

    void IList<T>.Insert(int index, T item) => ReadOnly();

    void IList<T>.RemoveAt(int index) => ReadOnly();

    private static void ReadOnly() => ThrowHelper.ThrowNotSupported("Collection is read-only.");
}
