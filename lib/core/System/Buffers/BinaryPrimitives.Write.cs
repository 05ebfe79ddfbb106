using System.Runtime.CompilerServices;

namespace System.Buffers.Binary;

public static partial class BinaryPrimitives
{
    /// <summary>Writes a number, least significant byte first; too few bytes fail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteInt16LittleEndian(Span<byte> destination, short value)
    {
        if ((uint)destination.Length < sizeof(short))
            ThrowHelper.ThrowArgumentOutOfRange("length");
        Unsafe.WriteUnaligned(ref destination[0], value);
    }

    /// <summary>Writes a number, least significant byte first, if it fits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryWriteInt16LittleEndian(Span<byte> destination, short value)
    {
        if ((uint)destination.Length < sizeof(short))
            return false;
        Unsafe.WriteUnaligned(ref destination[0], value);
        return true;
    }

    /// <summary>Writes a number, most significant byte first; too few bytes fail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteInt16BigEndian(Span<byte> destination, short value)
    {
        if ((uint)destination.Length < sizeof(short))
            ThrowHelper.ThrowArgumentOutOfRange("length");
        Unsafe.WriteUnaligned(ref destination[0], ReverseEndianness(value));
    }

    /// <summary>Writes a number, most significant byte first, if it fits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryWriteInt16BigEndian(Span<byte> destination, short value)
    {
        if ((uint)destination.Length < sizeof(short))
            return false;
        Unsafe.WriteUnaligned(ref destination[0], ReverseEndianness(value));
        return true;
    }

    /// <summary>Writes a number, least significant byte first; too few bytes fail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteInt32LittleEndian(Span<byte> destination, int value)
    {
        if ((uint)destination.Length < sizeof(int))
            ThrowHelper.ThrowArgumentOutOfRange("length");
        Unsafe.WriteUnaligned(ref destination[0], value);
    }

    /// <summary>Writes a number, least significant byte first, if it fits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryWriteInt32LittleEndian(Span<byte> destination, int value)
    {
        if ((uint)destination.Length < sizeof(int))
            return false;
        Unsafe.WriteUnaligned(ref destination[0], value);
        return true;
    }

    /// <summary>Writes a number, most significant byte first; too few bytes fail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteInt32BigEndian(Span<byte> destination, int value)
    {
        if ((uint)destination.Length < sizeof(int))
            ThrowHelper.ThrowArgumentOutOfRange("length");
        Unsafe.WriteUnaligned(ref destination[0], ReverseEndianness(value));
    }

    /// <summary>Writes a number, most significant byte first, if it fits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryWriteInt32BigEndian(Span<byte> destination, int value)
    {
        if ((uint)destination.Length < sizeof(int))
            return false;
        Unsafe.WriteUnaligned(ref destination[0], ReverseEndianness(value));
        return true;
    }

    /// <summary>Writes a number, least significant byte first; too few bytes fail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteInt64LittleEndian(Span<byte> destination, long value)
    {
        if ((uint)destination.Length < sizeof(long))
            ThrowHelper.ThrowArgumentOutOfRange("length");
        Unsafe.WriteUnaligned(ref destination[0], value);
    }

    /// <summary>Writes a number, least significant byte first, if it fits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryWriteInt64LittleEndian(Span<byte> destination, long value)
    {
        if ((uint)destination.Length < sizeof(long))
            return false;
        Unsafe.WriteUnaligned(ref destination[0], value);
        return true;
    }

    /// <summary>Writes a number, most significant byte first; too few bytes fail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteInt64BigEndian(Span<byte> destination, long value)
    {
        if ((uint)destination.Length < sizeof(long))
            ThrowHelper.ThrowArgumentOutOfRange("length");
        Unsafe.WriteUnaligned(ref destination[0], ReverseEndianness(value));
    }

    /// <summary>Writes a number, most significant byte first, if it fits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryWriteInt64BigEndian(Span<byte> destination, long value)
    {
        if ((uint)destination.Length < sizeof(long))
            return false;
        Unsafe.WriteUnaligned(ref destination[0], ReverseEndianness(value));
        return true;
    }

    /// <summary>Writes a number, least significant byte first; too few bytes fail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteUInt16LittleEndian(Span<byte> destination, ushort value)
    {
        if ((uint)destination.Length < sizeof(ushort))
            ThrowHelper.ThrowArgumentOutOfRange("length");
        Unsafe.WriteUnaligned(ref destination[0], value);
    }

    /// <summary>Writes a number, least significant byte first, if it fits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryWriteUInt16LittleEndian(Span<byte> destination, ushort value)
    {
        if ((uint)destination.Length < sizeof(ushort))
            return false;
        Unsafe.WriteUnaligned(ref destination[0], value);
        return true;
    }

    /// <summary>Writes a number, most significant byte first; too few bytes fail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteUInt16BigEndian(Span<byte> destination, ushort value)
    {
        if ((uint)destination.Length < sizeof(ushort))
            ThrowHelper.ThrowArgumentOutOfRange("length");
        Unsafe.WriteUnaligned(ref destination[0], ReverseEndianness(value));
    }

    /// <summary>Writes a number, most significant byte first, if it fits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryWriteUInt16BigEndian(Span<byte> destination, ushort value)
    {
        if ((uint)destination.Length < sizeof(ushort))
            return false;
        Unsafe.WriteUnaligned(ref destination[0], ReverseEndianness(value));
        return true;
    }

    /// <summary>Writes a number, least significant byte first; too few bytes fail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteUInt32LittleEndian(Span<byte> destination, uint value)
    {
        if ((uint)destination.Length < sizeof(uint))
            ThrowHelper.ThrowArgumentOutOfRange("length");
        Unsafe.WriteUnaligned(ref destination[0], value);
    }

    /// <summary>Writes a number, least significant byte first, if it fits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryWriteUInt32LittleEndian(Span<byte> destination, uint value)
    {
        if ((uint)destination.Length < sizeof(uint))
            return false;
        Unsafe.WriteUnaligned(ref destination[0], value);
        return true;
    }

    /// <summary>Writes a number, most significant byte first; too few bytes fail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteUInt32BigEndian(Span<byte> destination, uint value)
    {
        if ((uint)destination.Length < sizeof(uint))
            ThrowHelper.ThrowArgumentOutOfRange("length");
        Unsafe.WriteUnaligned(ref destination[0], ReverseEndianness(value));
    }

    /// <summary>Writes a number, most significant byte first, if it fits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryWriteUInt32BigEndian(Span<byte> destination, uint value)
    {
        if ((uint)destination.Length < sizeof(uint))
            return false;
        Unsafe.WriteUnaligned(ref destination[0], ReverseEndianness(value));
        return true;
    }

    /// <summary>Writes a number, least significant byte first; too few bytes fail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteUInt64LittleEndian(Span<byte> destination, ulong value)
    {
        if ((uint)destination.Length < sizeof(ulong))
            ThrowHelper.ThrowArgumentOutOfRange("length");
        Unsafe.WriteUnaligned(ref destination[0], value);
    }

    /// <summary>Writes a number, least significant byte first, if it fits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryWriteUInt64LittleEndian(Span<byte> destination, ulong value)
    {
        if ((uint)destination.Length < sizeof(ulong))
            return false;
        Unsafe.WriteUnaligned(ref destination[0], value);
        return true;
    }

    /// <summary>Writes a number, most significant byte first; too few bytes fail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteUInt64BigEndian(Span<byte> destination, ulong value)
    {
        if ((uint)destination.Length < sizeof(ulong))
            ThrowHelper.ThrowArgumentOutOfRange("length");
        Unsafe.WriteUnaligned(ref destination[0], ReverseEndianness(value));
    }

    /// <summary>Writes a number, most significant byte first, if it fits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryWriteUInt64BigEndian(Span<byte> destination, ulong value)
    {
        if ((uint)destination.Length < sizeof(ulong))
            return false;
        Unsafe.WriteUnaligned(ref destination[0], ReverseEndianness(value));
        return true;
    }

    /// <summary>Writes a number, least significant byte first; too few bytes fail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteIntPtrLittleEndian(Span<byte> destination, nint value)
    {
        if ((uint)destination.Length < 8)
            ThrowHelper.ThrowArgumentOutOfRange("length");
        Unsafe.WriteUnaligned(ref destination[0], value);
    }

    /// <summary>Writes a number, least significant byte first, if it fits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryWriteIntPtrLittleEndian(Span<byte> destination, nint value)
    {
        if ((uint)destination.Length < 8)
            return false;
        Unsafe.WriteUnaligned(ref destination[0], value);
        return true;
    }

    /// <summary>Writes a number, most significant byte first; too few bytes fail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteIntPtrBigEndian(Span<byte> destination, nint value)
    {
        if ((uint)destination.Length < 8)
            ThrowHelper.ThrowArgumentOutOfRange("length");
        Unsafe.WriteUnaligned(ref destination[0], ReverseEndianness(value));
    }

    /// <summary>Writes a number, most significant byte first, if it fits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryWriteIntPtrBigEndian(Span<byte> destination, nint value)
    {
        if ((uint)destination.Length < 8)
            return false;
        Unsafe.WriteUnaligned(ref destination[0], ReverseEndianness(value));
        return true;
    }

    /// <summary>Writes a number, least significant byte first; too few bytes fail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteUIntPtrLittleEndian(Span<byte> destination, nuint value)
    {
        if ((uint)destination.Length < 8)
            ThrowHelper.ThrowArgumentOutOfRange("length");
        Unsafe.WriteUnaligned(ref destination[0], value);
    }

    /// <summary>Writes a number, least significant byte first, if it fits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryWriteUIntPtrLittleEndian(Span<byte> destination, nuint value)
    {
        if ((uint)destination.Length < 8)
            return false;
        Unsafe.WriteUnaligned(ref destination[0], value);
        return true;
    }

    /// <summary>Writes a number, most significant byte first; too few bytes fail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteUIntPtrBigEndian(Span<byte> destination, nuint value)
    {
        if ((uint)destination.Length < 8)
            ThrowHelper.ThrowArgumentOutOfRange("length");
        Unsafe.WriteUnaligned(ref destination[0], ReverseEndianness(value));
    }

    /// <summary>Writes a number, most significant byte first, if it fits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryWriteUIntPtrBigEndian(Span<byte> destination, nuint value)
    {
        if ((uint)destination.Length < 8)
            return false;
        Unsafe.WriteUnaligned(ref destination[0], ReverseEndianness(value));
        return true;
    }

    /// <summary>Writes a number, least significant byte first; too few bytes fail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteSingleLittleEndian(Span<byte> destination, float value)
    {
        if ((uint)destination.Length < sizeof(uint))
            ThrowHelper.ThrowArgumentOutOfRange("length");
        Unsafe.WriteUnaligned(ref destination[0], BitConverter.SingleToUInt32Bits(value));
    }

    /// <summary>Writes a number, least significant byte first, if it fits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryWriteSingleLittleEndian(Span<byte> destination, float value)
    {
        if ((uint)destination.Length < sizeof(uint))
            return false;
        Unsafe.WriteUnaligned(ref destination[0], BitConverter.SingleToUInt32Bits(value));
        return true;
    }

    /// <summary>Writes a number, most significant byte first; too few bytes fail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteSingleBigEndian(Span<byte> destination, float value)
    {
        if ((uint)destination.Length < sizeof(uint))
            ThrowHelper.ThrowArgumentOutOfRange("length");
        Unsafe.WriteUnaligned(ref destination[0], ReverseEndianness(BitConverter.SingleToUInt32Bits(value)));
    }

    /// <summary>Writes a number, most significant byte first, if it fits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryWriteSingleBigEndian(Span<byte> destination, float value)
    {
        if ((uint)destination.Length < sizeof(uint))
            return false;
        Unsafe.WriteUnaligned(ref destination[0], ReverseEndianness(BitConverter.SingleToUInt32Bits(value)));
        return true;
    }

    /// <summary>Writes a number, least significant byte first; too few bytes fail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteDoubleLittleEndian(Span<byte> destination, double value)
    {
        if ((uint)destination.Length < sizeof(ulong))
            ThrowHelper.ThrowArgumentOutOfRange("length");
        Unsafe.WriteUnaligned(ref destination[0], BitConverter.DoubleToUInt64Bits(value));
    }

    /// <summary>Writes a number, least significant byte first, if it fits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryWriteDoubleLittleEndian(Span<byte> destination, double value)
    {
        if ((uint)destination.Length < sizeof(ulong))
            return false;
        Unsafe.WriteUnaligned(ref destination[0], BitConverter.DoubleToUInt64Bits(value));
        return true;
    }

    /// <summary>Writes a number, most significant byte first; too few bytes fail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteDoubleBigEndian(Span<byte> destination, double value)
    {
        if ((uint)destination.Length < sizeof(ulong))
            ThrowHelper.ThrowArgumentOutOfRange("length");
        Unsafe.WriteUnaligned(ref destination[0], ReverseEndianness(BitConverter.DoubleToUInt64Bits(value)));
    }

    /// <summary>Writes a number, most significant byte first, if it fits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryWriteDoubleBigEndian(Span<byte> destination, double value)
    {
        if ((uint)destination.Length < sizeof(ulong))
            return false;
        Unsafe.WriteUnaligned(ref destination[0], ReverseEndianness(BitConverter.DoubleToUInt64Bits(value)));
        return true;
    }
}
