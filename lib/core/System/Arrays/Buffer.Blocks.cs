using System.Runtime.CompilerServices;

namespace System;

public static unsafe partial class Buffer
{
    /// <summary>The bytes that the elements of an array of primitives take.</summary>
    public static int ByteLength(Array array)
    {
        CheckPrimitive(array, nameof(array));
        return checked((int)((uint)array.Length * array.m_pEEType->ElementSize));
    }

    /// <summary>A byte of an array of primitives.</summary>
    public static byte GetByte(Array array, int index)
    {
        if ((uint)index >= (uint)ByteLength(array))
            ThrowHelper.ThrowArgumentOutOfRange(nameof(index));
        return Unsafe.Add(ref array.ElementData, index);
    }

    /// <summary>Sets a byte of an array of primitives.</summary>
    public static void SetByte(Array array, int index, byte value)
    {
        if ((uint)index >= (uint)ByteLength(array))
            ThrowHelper.ThrowArgumentOutOfRange(nameof(index));
        Unsafe.Add(ref array.ElementData, index) = value;
    }

    /// <summary>Copies bytes between arrays of primitives; the ranges may overlap.</summary>
    public static void BlockCopy(Array src, int srcOffset, Array dst, int dstOffset, int count)
    {
        CheckPrimitive(src, nameof(src));
        CheckPrimitive(dst, nameof(dst));
        if (srcOffset < 0)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(srcOffset));
        if (dstOffset < 0)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(dstOffset));
        if (count < 0)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(count));
        if (srcOffset > ByteLength(src) - count || dstOffset > ByteLength(dst) - count)
            ThrowHelper.ThrowArgument("Offset and length were out of bounds for the array.");
        Memmove(ref Unsafe.Add(ref dst.ElementData, dstOffset), ref Unsafe.Add(ref src.ElementData, srcOffset), (nuint)(uint)count);
    }

    private static void CheckPrimitive([Diagnostics.CodeAnalysis.NotNull] Array? array, string name)
    {
        if (array is null)
            ThrowHelper.ThrowArgumentNull(name);
        if (!array.m_pEEType->RelatedType->IsPrimitive)
            ThrowHelper.ThrowArgument("Object must be an array of primitives.");
    }
}
