using System.Collections;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace System;

// To the compiler every T[] has the interfaces of this class, and its methods: `this` is the array.
internal class Array<T> : Array, IList<T>, IReadOnlyList<T>
{
    private T[] Elements => Unsafe.As<T[]>(this);

    int ICollection<T>.Count => Length;

    int IReadOnlyCollection<T>.Count => Length;

    bool ICollection<T>.IsReadOnly => true;

    T IList<T>.this[int index]
    {
        get => Elements[index];
        set => Elements[index] = value;
    }

    T IReadOnlyList<T>.this[int index] => Elements[index];

    public new IEnumerator<T> GetEnumerator() => new ArrayEnumerator<T>(Elements);

    IEnumerator IEnumerable.GetEnumerator() => new ArrayEnumerator<T>(Elements);

    public bool Contains(T item) => IndexOf(item) >= 0;

    public int IndexOf(T item)
    {
        T[] elements = Elements;
        for (int i = 0; i < elements.Length; i++)
        {
            if (TupleElement<T>.Equals(elements[i], item))
                return i;
        }
        return -1;
    }

    public void CopyTo(T[] array, int arrayIndex) => Copy(this, 0, array, arrayIndex, Length);

    void ICollection<T>.Add(T item) => ThrowFixedSize();

    void ICollection<T>.Clear() => ThrowFixedSize();

    bool ICollection<T>.Remove(T item)
    {
        ThrowFixedSize();
        return false;
    }

    void IList<T>.Insert(int index, T item) => ThrowFixedSize();

    void IList<T>.RemoveAt(int index) => ThrowFixedSize();
}

internal sealed class ArrayEnumerator<T>(T[] array) : IEnumerator<T>
{
    private int _index = -1;

    public T Current
    {
        get
        {
            if ((uint)_index >= (uint)array.Length)
                ThrowHelper.ThrowInvalidOperation("Enumeration has not started or has already finished.");
            return array[_index];
        }
    }

    object? IEnumerator.Current => Current;

    public bool MoveNext()
    {
        if (_index < array.Length)
            _index++;
        return _index < array.Length;
    }

    public void Reset() => _index = -1;

    public void Dispose()
    {
    }
}
