using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Internal.Runtime;

namespace System.Runtime;

// Stores to arrays of references: an array may hold a more derived type than its variable says.
internal static unsafe partial class TypeCast
{
    internal static void StelemRef(object?[] array, nint index, object? o)
    {
        if ((nuint)index >= (nuint)array.Length)
            ThrowHelper.ThrowIndexOutOfRange();
        if (o is not null)
        {
            MethodTable* element = array.m_pEEType->RelatedType;
            if (o.m_pEEType != element && !IsAssignable(o.m_pEEType, element))
                ThrowHelper.ThrowArrayTypeMismatch();
        }
        Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(array), index) = o;
    }

    internal static ref object? LdelemaRef(object?[] array, nint index, MethodTable* elementType)
    {
        if ((nuint)index >= (nuint)array.Length)
            ThrowHelper.ThrowIndexOutOfRange();
        if (array.m_pEEType->RelatedType != elementType)
            ThrowHelper.ThrowArrayTypeMismatch();
        return ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(array), index);
    }
}
