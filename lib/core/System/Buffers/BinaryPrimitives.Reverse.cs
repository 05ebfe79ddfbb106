using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace System.Buffers.Binary;

public static partial class BinaryPrimitives
{
    /// <summary>The number itself.</summary>
    public static byte ReverseEndianness(byte value) => value;

    /// <summary>The number itself.</summary>
    public static sbyte ReverseEndianness(sbyte value) => value;

    /// <summary>The bytes in the other order.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort ReverseEndianness(ushort value) => (ushort)((value >> 8) | (value << 8));

    /// <summary>The bytes in the other order.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ReverseEndianness(uint value) =>
        (value >> 24) | ((value >> 8) & 0xFF00) | ((value << 8) & 0xFF_0000) | (value << 24);

    /// <summary>The bytes in the other order.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong ReverseEndianness(ulong value) =>
        ((ulong)ReverseEndianness((uint)value) << 32) | ReverseEndianness((uint)(value >> 32));

    /// <summary>The bytes in the other order.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static short ReverseEndianness(short value) => (short)ReverseEndianness((ushort)value);

    /// <summary>The bytes in the other order.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ReverseEndianness(int value) => (int)ReverseEndianness((uint)value);

    /// <summary>The bytes in the other order.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long ReverseEndianness(long value) => (long)ReverseEndianness((ulong)value);

    /// <summary>The bytes in the other order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint ReverseEndianness(nint value) => (nint)ReverseEndianness((long)value);

    /// <summary>The bytes in the other order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nuint ReverseEndianness(nuint value) => (nuint)ReverseEndianness((ulong)value);

    /// <summary>Copies numbers with the bytes of each in the other order.</summary>
    public static void ReverseEndianness(ReadOnlySpan<ushort> source, Span<ushort> destination)
    {
        if (destination.Length < source.Length)
            ThrowHelper.ThrowArgument("Destination is too short.");
        // Backwards when the destination starts inside the source, so that no number is overwritten before it is read.
        if (Unsafe.IsAddressGreaterThan(ref MemoryMarshal.GetReference(destination), ref MemoryMarshal.GetReference(source)))
        {
            for (int i = source.Length - 1; i >= 0; i--)
                destination[i] = ReverseEndianness(source[i]);
        }
        else
        {
            for (int i = 0; i < source.Length; i++)
                destination[i] = ReverseEndianness(source[i]);
        }
    }

    /// <summary>Copies numbers with the bytes of each in the other order.</summary>
    public static void ReverseEndianness(ReadOnlySpan<short> source, Span<short> destination)
    {
        if (destination.Length < source.Length)
            ThrowHelper.ThrowArgument("Destination is too short.");
        // Backwards when the destination starts inside the source, so that no number is overwritten before it is read.
        if (Unsafe.IsAddressGreaterThan(ref MemoryMarshal.GetReference(destination), ref MemoryMarshal.GetReference(source)))
        {
            for (int i = source.Length - 1; i >= 0; i--)
                destination[i] = ReverseEndianness(source[i]);
        }
        else
        {
            for (int i = 0; i < source.Length; i++)
                destination[i] = ReverseEndianness(source[i]);
        }
    }

    /// <summary>Copies numbers with the bytes of each in the other order.</summary>
    public static void ReverseEndianness(ReadOnlySpan<uint> source, Span<uint> destination)
    {
        if (destination.Length < source.Length)
            ThrowHelper.ThrowArgument("Destination is too short.");
        // Backwards when the destination starts inside the source, so that no number is overwritten before it is read.
        if (Unsafe.IsAddressGreaterThan(ref MemoryMarshal.GetReference(destination), ref MemoryMarshal.GetReference(source)))
        {
            for (int i = source.Length - 1; i >= 0; i--)
                destination[i] = ReverseEndianness(source[i]);
        }
        else
        {
            for (int i = 0; i < source.Length; i++)
                destination[i] = ReverseEndianness(source[i]);
        }
    }

    /// <summary>Copies numbers with the bytes of each in the other order.</summary>
    public static void ReverseEndianness(ReadOnlySpan<int> source, Span<int> destination)
    {
        if (destination.Length < source.Length)
            ThrowHelper.ThrowArgument("Destination is too short.");
        // Backwards when the destination starts inside the source, so that no number is overwritten before it is read.
        if (Unsafe.IsAddressGreaterThan(ref MemoryMarshal.GetReference(destination), ref MemoryMarshal.GetReference(source)))
        {
            for (int i = source.Length - 1; i >= 0; i--)
                destination[i] = ReverseEndianness(source[i]);
        }
        else
        {
            for (int i = 0; i < source.Length; i++)
                destination[i] = ReverseEndianness(source[i]);
        }
    }

    /// <summary>Copies numbers with the bytes of each in the other order.</summary>
    public static void ReverseEndianness(ReadOnlySpan<ulong> source, Span<ulong> destination)
    {
        if (destination.Length < source.Length)
            ThrowHelper.ThrowArgument("Destination is too short.");
        // Backwards when the destination starts inside the source, so that no number is overwritten before it is read.
        if (Unsafe.IsAddressGreaterThan(ref MemoryMarshal.GetReference(destination), ref MemoryMarshal.GetReference(source)))
        {
            for (int i = source.Length - 1; i >= 0; i--)
                destination[i] = ReverseEndianness(source[i]);
        }
        else
        {
            for (int i = 0; i < source.Length; i++)
                destination[i] = ReverseEndianness(source[i]);
        }
    }

    /// <summary>Copies numbers with the bytes of each in the other order.</summary>
    public static void ReverseEndianness(ReadOnlySpan<long> source, Span<long> destination)
    {
        if (destination.Length < source.Length)
            ThrowHelper.ThrowArgument("Destination is too short.");
        // Backwards when the destination starts inside the source, so that no number is overwritten before it is read.
        if (Unsafe.IsAddressGreaterThan(ref MemoryMarshal.GetReference(destination), ref MemoryMarshal.GetReference(source)))
        {
            for (int i = source.Length - 1; i >= 0; i--)
                destination[i] = ReverseEndianness(source[i]);
        }
        else
        {
            for (int i = 0; i < source.Length; i++)
                destination[i] = ReverseEndianness(source[i]);
        }
    }

    /// <summary>Copies numbers with the bytes of each in the other order.</summary>
    public static void ReverseEndianness(ReadOnlySpan<nuint> source, Span<nuint> destination)
    {
        if (destination.Length < source.Length)
            ThrowHelper.ThrowArgument("Destination is too short.");
        // Backwards when the destination starts inside the source, so that no number is overwritten before it is read.
        if (Unsafe.IsAddressGreaterThan(ref MemoryMarshal.GetReference(destination), ref MemoryMarshal.GetReference(source)))
        {
            for (int i = source.Length - 1; i >= 0; i--)
                destination[i] = ReverseEndianness(source[i]);
        }
        else
        {
            for (int i = 0; i < source.Length; i++)
                destination[i] = ReverseEndianness(source[i]);
        }
    }

    /// <summary>Copies numbers with the bytes of each in the other order.</summary>
    public static void ReverseEndianness(ReadOnlySpan<nint> source, Span<nint> destination)
    {
        if (destination.Length < source.Length)
            ThrowHelper.ThrowArgument("Destination is too short.");
        // Backwards when the destination starts inside the source, so that no number is overwritten before it is read.
        if (Unsafe.IsAddressGreaterThan(ref MemoryMarshal.GetReference(destination), ref MemoryMarshal.GetReference(source)))
        {
            for (int i = source.Length - 1; i >= 0; i--)
                destination[i] = ReverseEndianness(source[i]);
        }
        else
        {
            for (int i = 0; i < source.Length; i++)
                destination[i] = ReverseEndianness(source[i]);
        }
    }
}
