using System.Runtime;
using System.Runtime.CompilerServices;

namespace System;

/// <summary>Memory as bytes.</summary>
public static unsafe partial class Buffer
{
    [RuntimeImport("*", "memmove"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void* MoveBytes(void* destination, void* source, nuint length);

    /// <summary>Copies bytes; the ranges may overlap.</summary>
    public static void MemoryCopy(void* source, void* destination, ulong destinationSizeInBytes, ulong sourceBytesToCopy)
    {
        if (sourceBytesToCopy > destinationSizeInBytes)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(sourceBytesToCopy));
        MoveBytes(destination, source, (nuint)sourceBytesToCopy);
    }

    // Objects never move, so a reference may become a pointer for the length of a call.
    internal static void Memmove<T>(ref T destination, ref T source, nuint elementCount) =>
        MoveBytes(Unsafe.AsPointer(ref destination), Unsafe.AsPointer(ref source), elementCount * (nuint)sizeof(T));

    // The compiler calls this for structs that hold references. No collector watches: a plain copy will do. The order of the
    // parts may be seen by another processor, which holds for any struct that is not copied under a lock.
    internal static void BulkMoveWithWriteBarrier(ref byte destination, ref byte source, nuint byteCount) =>
        MoveBytes(Unsafe.AsPointer(ref destination), Unsafe.AsPointer(ref source), byteCount);
}

// Named by the compiler: block copies and fills of unknown or great length.
internal static unsafe partial class SpanHelpers
{
    [RuntimeImport("*", "memmove"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void* MoveBytes(void* destination, void* source, nuint length);

    [RuntimeImport("*", "memset"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void* SetBytes(void* destination, int value, nuint length);

    internal static void Memmove(ref byte destination, ref byte source, nuint byteCount) =>
        MoveBytes(Unsafe.AsPointer(ref destination), Unsafe.AsPointer(ref source), byteCount);

    internal static void Fill(ref byte destination, byte value, nuint byteCount) =>
        SetBytes(Unsafe.AsPointer(ref destination), value, byteCount);

    [RuntimeImport("*", "memcmp"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern int CompareBytes(void* left, void* right, nuint length);

    internal static bool SequenceEqual(ref byte left, ref byte right, nuint byteCount) =>
        CompareBytes(Unsafe.AsPointer(ref left), Unsafe.AsPointer(ref right), byteCount) == 0;

    internal static void ClearWithoutReferences(ref byte destination, nuint byteCount) =>
        SetBytes(Unsafe.AsPointer(ref destination), 0, byteCount);
}
