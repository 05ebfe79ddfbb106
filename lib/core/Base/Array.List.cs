using System.Collections;
using System.Runtime;
using System.Runtime.CompilerServices;
using Internal.Runtime;

namespace System;

// An array as a list of objects. The read-only lists that the compiler makes of collection expressions ask their array through this.
public abstract unsafe partial class Array : IList
{
    /// <summary>Whether elements cannot be added or removed: always so.</summary>
    public bool IsFixedSize => true;

    /// <summary>Whether elements cannot be changed: they can.</summary>
    public bool IsReadOnly => false;

    object? IList.this[int index]
    {
        get
        {
            if ((uint)index >= (uint)Length)
                ThrowHelper.ThrowIndexOutOfRange();
            return GetBoxed(index);
        }
        set
        {
            if ((uint)index >= (uint)Length)
                ThrowHelper.ThrowIndexOutOfRange();
            SetBoxed(index, value);
        }
    }

    int IList.Add(object? value)
    {
        ThrowFixedSize();
        return -1;
    }

    void IList.Clear() => Clear(this);

    bool IList.Contains(object? value) => IndexOfObject(value) >= 0;

    int IList.IndexOf(object? value) => IndexOfObject(value);

    void IList.Insert(int index, object? value) => ThrowFixedSize();

    void IList.Remove(object? value) => ThrowFixedSize();

    void IList.RemoveAt(int index) => ThrowFixedSize();

    private protected static void ThrowFixedSize() => ThrowHelper.ThrowNotSupported("Collection was of a fixed size.");

    private int IndexOfObject(object? value)
    {
        for (int i = 0; i < Length; i++)
        {
            object? element = GetBoxed(i);
            if (value is null ? element is null : value.Equals(element))
                return i;
        }
        return -1;
    }

    private void SetBoxed(int index, object? value)
    {
        MethodTable* type = m_pEEType->RelatedType;
        ref byte element = ref Unsafe.AddByteOffset(ref ElementData, (nuint)index * m_pEEType->ElementSize);
        if (!type->IsValueType)
        {
            if (value is not null && !TypeCast.IsAssignable(value.m_pEEType, type))
                ThrowHelper.ThrowInvalidCast();
            Unsafe.As<byte, object?>(ref element) = value;
        }
        else if (type->IsNullable)
        {
            RuntimeExports.RhUnboxNullable(ref element, type, value);
        }
        else if (value is null)
        {
            SpanHelpers.ClearWithoutReferences(ref element, m_pEEType->ElementSize);
        }
        else
        {
            Buffer.Memmove(ref element, ref RuntimeExports.RhUnbox2(type, value), m_pEEType->ElementSize);
        }
    }
}
