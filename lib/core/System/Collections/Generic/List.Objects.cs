namespace System.Collections.Generic;

// A list as one of objects, as .NET's is. The read-only lists that the compiler makes of collection expressions ask theirs through this.
public partial class List<T> : IList
{
    bool ICollection.IsSynchronized => false;

    object ICollection.SyncRoot => this;

    bool IList.IsFixedSize => false;

    bool IList.IsReadOnly => false;

    object? IList.this[int index]
    {
        get => this[index];
        set => this[index] = Element(value);
    }

    void ICollection.CopyTo(Array array, int index) => Array.Copy(_items, 0, array, index, _size);

    int IList.Add(object? value)
    {
        Add(Element(value));
        return _size - 1;
    }

    bool IList.Contains(object? value) => IsElement(value) && Contains((T)value!);

    int IList.IndexOf(object? value) => IsElement(value) ? IndexOf((T)value!) : -1;

    void IList.Insert(int index, object? value) => Insert(index, Element(value));

    void IList.Remove(object? value)
    {
        if (IsElement(value))
            Remove((T)value!);
    }

    private static bool IsElement(object? value) => value is T || (value is null && default(T) is null);

    private static T Element(object? value)
    {
        if (!IsElement(value))
            ThrowHelper.ThrowArgument("The value is not of the type of the list's elements.");
        return (T)value!;
    }
}
