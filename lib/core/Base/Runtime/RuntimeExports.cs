using System.Runtime.CompilerServices;
using Internal.Runtime;

namespace System.Runtime;

// Boxing in compiled code; the compiler calls these by name.
internal static unsafe class RuntimeExports
{
    [RuntimeImport("*", "RhNewObject"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern object NewObject(MethodTable* type);

    [RuntimeImport("*", "memmove"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void* MoveBytes(void* destination, void* source, nuint length);

    internal static object? RhBox(MethodTable* type, ref byte data)
    {
        byte* value = (byte*)Unsafe.AsPointer(ref data);
        if (type->IsNullable)
        {
            // The flag comes first; a box holds the value alone.
            if (*value == 0)
                return null;
            value += type->NullableValueOffset;
            type = type->NullableType;
        }
        object box = NewObject(type);
        MoveBytes(Unsafe.AsPointer(ref box.GetRawData()), value, type->ValueSize);
        return box;
    }

    internal static ref byte RhUnbox2(MethodTable* type, object? o)
    {
        if (o is null)
            Lithe.Fail.Stop(Lithe.FailReason.NullReference);
        if (!IsBoxOf(o.m_pEEType, type))
            ThrowHelper.ThrowInvalidCast();
        return ref o.GetRawData();
    }

    // When compiled code reads the box itself and only the test is left.
    internal static void RhUnboxTypeTest(MethodTable* type, MethodTable* boxType)
    {
        if (!IsBoxOf(boxType, type))
            ThrowHelper.ThrowInvalidCast();
    }

    internal static void RhUnboxNullable(ref byte data, MethodTable* type, object? o)
    {
        byte* nullable = (byte*)Unsafe.AsPointer(ref data);
        MethodTable* valueType = type->NullableType;
        if (o is null)
        {
            SpanHelpers.ClearWithoutReferences(ref data, type->ValueSize);
            return;
        }
        if (!IsBoxOf(o.m_pEEType, valueType))
            ThrowHelper.ThrowInvalidCast();
        *nullable = 1;
        MoveBytes(nullable + type->NullableValueOffset, Unsafe.AsPointer(ref o.GetRawData()), valueType->ValueSize);
    }

    // A box of an enum may be unboxed as its underlying type and the other way round.
    private static bool IsBoxOf(MethodTable* boxType, MethodTable* type) =>
        boxType == type || (type->IsPrimitive && boxType->IsPrimitive && type->Element == boxType->Element);
}
