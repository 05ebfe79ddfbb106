using System.Runtime.CompilerServices;

namespace System;

/// <summary>Values as their bits and bytes, in the processor's own order (little-endian everywhere).</summary>
public static class BitConverter
{
    /// <summary>Whether the least significant byte comes first: always.</summary>
    public static readonly bool IsLittleEndian = true;

    /// <summary>The bits of a number.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe long DoubleToInt64Bits(double value) => *(long*)&value;

    /// <summary>The number of some bits.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe double Int64BitsToDouble(long value) => *(double*)&value;

    /// <summary>The bits of a number.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe int SingleToInt32Bits(float value) => *(int*)&value;

    /// <summary>The number of some bits.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe float Int32BitsToSingle(int value) => *(float*)&value;

    /// <summary>The bits of a number.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe ulong DoubleToUInt64Bits(double value) => *(ulong*)&value;

    /// <summary>The number of some bits.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe double UInt64BitsToDouble(ulong value) => *(double*)&value;

    /// <summary>The bits of a number.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe uint SingleToUInt32Bits(float value) => *(uint*)&value;

    /// <summary>The number of some bits.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe float UInt32BitsToSingle(uint value) => *(float*)&value;

    /// <summary>The number at the start of some bytes.</summary>
    public static short ToInt16(ReadOnlySpan<byte> value) => Read<short>(value);

    /// <summary>The number at an index of an array.</summary>
    public static short ToInt16(byte[] value, int startIndex) => Read<short>(value, startIndex);

    /// <summary>Writes a number to the start of some bytes, if it fits.</summary>
    public static bool TryWriteBytes(Span<byte> destination, short value) => TryWrite(destination, value);

    /// <summary>The bytes of a number.</summary>
    public static byte[] GetBytes(short value)
    {
        byte[] bytes = new byte[2];
        Unsafe.As<byte, short>(ref bytes[0]) = value;
        return bytes;
    }

    /// <summary>The number at the start of some bytes.</summary>
    public static int ToInt32(ReadOnlySpan<byte> value) => Read<int>(value);

    /// <summary>The number at an index of an array.</summary>
    public static int ToInt32(byte[] value, int startIndex) => Read<int>(value, startIndex);

    /// <summary>Writes a number to the start of some bytes, if it fits.</summary>
    public static bool TryWriteBytes(Span<byte> destination, int value) => TryWrite(destination, value);

    /// <summary>The bytes of a number.</summary>
    public static byte[] GetBytes(int value)
    {
        byte[] bytes = new byte[4];
        Unsafe.As<byte, int>(ref bytes[0]) = value;
        return bytes;
    }

    /// <summary>The number at the start of some bytes.</summary>
    public static long ToInt64(ReadOnlySpan<byte> value) => Read<long>(value);

    /// <summary>The number at an index of an array.</summary>
    public static long ToInt64(byte[] value, int startIndex) => Read<long>(value, startIndex);

    /// <summary>Writes a number to the start of some bytes, if it fits.</summary>
    public static bool TryWriteBytes(Span<byte> destination, long value) => TryWrite(destination, value);

    /// <summary>The bytes of a number.</summary>
    public static byte[] GetBytes(long value)
    {
        byte[] bytes = new byte[8];
        Unsafe.As<byte, long>(ref bytes[0]) = value;
        return bytes;
    }

    /// <summary>The number at the start of some bytes.</summary>
    public static ushort ToUInt16(ReadOnlySpan<byte> value) => Read<ushort>(value);

    /// <summary>The number at an index of an array.</summary>
    public static ushort ToUInt16(byte[] value, int startIndex) => Read<ushort>(value, startIndex);

    /// <summary>Writes a number to the start of some bytes, if it fits.</summary>
    public static bool TryWriteBytes(Span<byte> destination, ushort value) => TryWrite(destination, value);

    /// <summary>The bytes of a number.</summary>
    public static byte[] GetBytes(ushort value)
    {
        byte[] bytes = new byte[2];
        Unsafe.As<byte, ushort>(ref bytes[0]) = value;
        return bytes;
    }

    /// <summary>The number at the start of some bytes.</summary>
    public static uint ToUInt32(ReadOnlySpan<byte> value) => Read<uint>(value);

    /// <summary>The number at an index of an array.</summary>
    public static uint ToUInt32(byte[] value, int startIndex) => Read<uint>(value, startIndex);

    /// <summary>Writes a number to the start of some bytes, if it fits.</summary>
    public static bool TryWriteBytes(Span<byte> destination, uint value) => TryWrite(destination, value);

    /// <summary>The bytes of a number.</summary>
    public static byte[] GetBytes(uint value)
    {
        byte[] bytes = new byte[4];
        Unsafe.As<byte, uint>(ref bytes[0]) = value;
        return bytes;
    }

    /// <summary>The number at the start of some bytes.</summary>
    public static ulong ToUInt64(ReadOnlySpan<byte> value) => Read<ulong>(value);

    /// <summary>The number at an index of an array.</summary>
    public static ulong ToUInt64(byte[] value, int startIndex) => Read<ulong>(value, startIndex);

    /// <summary>Writes a number to the start of some bytes, if it fits.</summary>
    public static bool TryWriteBytes(Span<byte> destination, ulong value) => TryWrite(destination, value);

    /// <summary>The bytes of a number.</summary>
    public static byte[] GetBytes(ulong value)
    {
        byte[] bytes = new byte[8];
        Unsafe.As<byte, ulong>(ref bytes[0]) = value;
        return bytes;
    }

    /// <summary>The number at the start of some bytes.</summary>
    public static float ToSingle(ReadOnlySpan<byte> value) => Read<float>(value);

    /// <summary>The number at an index of an array.</summary>
    public static float ToSingle(byte[] value, int startIndex) => Read<float>(value, startIndex);

    /// <summary>Writes a number to the start of some bytes, if it fits.</summary>
    public static bool TryWriteBytes(Span<byte> destination, float value) => TryWrite(destination, value);

    /// <summary>The bytes of a number.</summary>
    public static byte[] GetBytes(float value)
    {
        byte[] bytes = new byte[4];
        Unsafe.As<byte, float>(ref bytes[0]) = value;
        return bytes;
    }

    /// <summary>The number at the start of some bytes.</summary>
    public static double ToDouble(ReadOnlySpan<byte> value) => Read<double>(value);

    /// <summary>The number at an index of an array.</summary>
    public static double ToDouble(byte[] value, int startIndex) => Read<double>(value, startIndex);

    /// <summary>Writes a number to the start of some bytes, if it fits.</summary>
    public static bool TryWriteBytes(Span<byte> destination, double value) => TryWrite(destination, value);

    /// <summary>The bytes of a number.</summary>
    public static byte[] GetBytes(double value)
    {
        byte[] bytes = new byte[8];
        Unsafe.As<byte, double>(ref bytes[0]) = value;
        return bytes;
    }

    private static T Read<T>(ReadOnlySpan<byte> value) where T : unmanaged
    {
        if (value.Length < Unsafe.SizeOf<T>())
            ThrowHelper.ThrowArgumentOutOfRange(nameof(value));
        return Unsafe.ReadUnaligned<T>(in value[0]);
    }

    private static T Read<T>(byte[]? value, int startIndex) where T : unmanaged
    {
        if (value is null)
            ThrowHelper.ThrowArgumentNull(nameof(value));
        if ((uint)startIndex >= (uint)value.Length)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(startIndex));
        if (startIndex > value.Length - Unsafe.SizeOf<T>())
            ThrowHelper.ThrowArgument("The array starting from the specified index is not long enough to read a value of the specified type.");
        return Unsafe.ReadUnaligned<T>(in value[startIndex]);
    }

    private static bool TryWrite<T>(Span<byte> destination, T value) where T : unmanaged
    {
        if (destination.Length < Unsafe.SizeOf<T>())
            return false;
        Unsafe.WriteUnaligned(ref destination[0], value);
        return true;
    }
}
