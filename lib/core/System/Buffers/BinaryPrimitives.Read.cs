using System.Runtime.CompilerServices;

namespace System.Buffers.Binary;

/// <summary>Numbers in bytes, in either order.</summary>
public static partial class BinaryPrimitives
{
    /// <summary>Reads a number, least significant byte first; too few bytes fail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static short ReadInt16LittleEndian(ReadOnlySpan<byte> source)
    {
        if ((uint)source.Length < sizeof(short))
            ThrowHelper.ThrowArgumentOutOfRange("length");
        return Unsafe.ReadUnaligned<short>(in source[0]);
    }

    /// <summary>Reads a number, least significant byte first, if there are enough bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadInt16LittleEndian(ReadOnlySpan<byte> source, out short value)
    {
        if ((uint)source.Length < sizeof(short))
        {
            value = default;
            return false;
        }
        value = Unsafe.ReadUnaligned<short>(in source[0]);
        return true;
    }

    /// <summary>Reads a number, most significant byte first; too few bytes fail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static short ReadInt16BigEndian(ReadOnlySpan<byte> source)
    {
        if ((uint)source.Length < sizeof(short))
            ThrowHelper.ThrowArgumentOutOfRange("length");
        return ReverseEndianness(Unsafe.ReadUnaligned<short>(in source[0]));
    }

    /// <summary>Reads a number, most significant byte first, if there are enough bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadInt16BigEndian(ReadOnlySpan<byte> source, out short value)
    {
        if ((uint)source.Length < sizeof(short))
        {
            value = default;
            return false;
        }
        value = ReverseEndianness(Unsafe.ReadUnaligned<short>(in source[0]));
        return true;
    }

    /// <summary>Reads a number, least significant byte first; too few bytes fail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ReadInt32LittleEndian(ReadOnlySpan<byte> source)
    {
        if ((uint)source.Length < sizeof(int))
            ThrowHelper.ThrowArgumentOutOfRange("length");
        return Unsafe.ReadUnaligned<int>(in source[0]);
    }

    /// <summary>Reads a number, least significant byte first, if there are enough bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadInt32LittleEndian(ReadOnlySpan<byte> source, out int value)
    {
        if ((uint)source.Length < sizeof(int))
        {
            value = default;
            return false;
        }
        value = Unsafe.ReadUnaligned<int>(in source[0]);
        return true;
    }

    /// <summary>Reads a number, most significant byte first; too few bytes fail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ReadInt32BigEndian(ReadOnlySpan<byte> source)
    {
        if ((uint)source.Length < sizeof(int))
            ThrowHelper.ThrowArgumentOutOfRange("length");
        return ReverseEndianness(Unsafe.ReadUnaligned<int>(in source[0]));
    }

    /// <summary>Reads a number, most significant byte first, if there are enough bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadInt32BigEndian(ReadOnlySpan<byte> source, out int value)
    {
        if ((uint)source.Length < sizeof(int))
        {
            value = default;
            return false;
        }
        value = ReverseEndianness(Unsafe.ReadUnaligned<int>(in source[0]));
        return true;
    }

    /// <summary>Reads a number, least significant byte first; too few bytes fail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long ReadInt64LittleEndian(ReadOnlySpan<byte> source)
    {
        if ((uint)source.Length < sizeof(long))
            ThrowHelper.ThrowArgumentOutOfRange("length");
        return Unsafe.ReadUnaligned<long>(in source[0]);
    }

    /// <summary>Reads a number, least significant byte first, if there are enough bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadInt64LittleEndian(ReadOnlySpan<byte> source, out long value)
    {
        if ((uint)source.Length < sizeof(long))
        {
            value = default;
            return false;
        }
        value = Unsafe.ReadUnaligned<long>(in source[0]);
        return true;
    }

    /// <summary>Reads a number, most significant byte first; too few bytes fail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long ReadInt64BigEndian(ReadOnlySpan<byte> source)
    {
        if ((uint)source.Length < sizeof(long))
            ThrowHelper.ThrowArgumentOutOfRange("length");
        return ReverseEndianness(Unsafe.ReadUnaligned<long>(in source[0]));
    }

    /// <summary>Reads a number, most significant byte first, if there are enough bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadInt64BigEndian(ReadOnlySpan<byte> source, out long value)
    {
        if ((uint)source.Length < sizeof(long))
        {
            value = default;
            return false;
        }
        value = ReverseEndianness(Unsafe.ReadUnaligned<long>(in source[0]));
        return true;
    }

    /// <summary>Reads a number, least significant byte first; too few bytes fail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort ReadUInt16LittleEndian(ReadOnlySpan<byte> source)
    {
        if ((uint)source.Length < sizeof(ushort))
            ThrowHelper.ThrowArgumentOutOfRange("length");
        return Unsafe.ReadUnaligned<ushort>(in source[0]);
    }

    /// <summary>Reads a number, least significant byte first, if there are enough bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadUInt16LittleEndian(ReadOnlySpan<byte> source, out ushort value)
    {
        if ((uint)source.Length < sizeof(ushort))
        {
            value = default;
            return false;
        }
        value = Unsafe.ReadUnaligned<ushort>(in source[0]);
        return true;
    }

    /// <summary>Reads a number, most significant byte first; too few bytes fail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort ReadUInt16BigEndian(ReadOnlySpan<byte> source)
    {
        if ((uint)source.Length < sizeof(ushort))
            ThrowHelper.ThrowArgumentOutOfRange("length");
        return ReverseEndianness(Unsafe.ReadUnaligned<ushort>(in source[0]));
    }

    /// <summary>Reads a number, most significant byte first, if there are enough bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadUInt16BigEndian(ReadOnlySpan<byte> source, out ushort value)
    {
        if ((uint)source.Length < sizeof(ushort))
        {
            value = default;
            return false;
        }
        value = ReverseEndianness(Unsafe.ReadUnaligned<ushort>(in source[0]));
        return true;
    }

    /// <summary>Reads a number, least significant byte first; too few bytes fail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ReadUInt32LittleEndian(ReadOnlySpan<byte> source)
    {
        if ((uint)source.Length < sizeof(uint))
            ThrowHelper.ThrowArgumentOutOfRange("length");
        return Unsafe.ReadUnaligned<uint>(in source[0]);
    }

    /// <summary>Reads a number, least significant byte first, if there are enough bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadUInt32LittleEndian(ReadOnlySpan<byte> source, out uint value)
    {
        if ((uint)source.Length < sizeof(uint))
        {
            value = default;
            return false;
        }
        value = Unsafe.ReadUnaligned<uint>(in source[0]);
        return true;
    }

    /// <summary>Reads a number, most significant byte first; too few bytes fail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ReadUInt32BigEndian(ReadOnlySpan<byte> source)
    {
        if ((uint)source.Length < sizeof(uint))
            ThrowHelper.ThrowArgumentOutOfRange("length");
        return ReverseEndianness(Unsafe.ReadUnaligned<uint>(in source[0]));
    }

    /// <summary>Reads a number, most significant byte first, if there are enough bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadUInt32BigEndian(ReadOnlySpan<byte> source, out uint value)
    {
        if ((uint)source.Length < sizeof(uint))
        {
            value = default;
            return false;
        }
        value = ReverseEndianness(Unsafe.ReadUnaligned<uint>(in source[0]));
        return true;
    }

    /// <summary>Reads a number, least significant byte first; too few bytes fail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong ReadUInt64LittleEndian(ReadOnlySpan<byte> source)
    {
        if ((uint)source.Length < sizeof(ulong))
            ThrowHelper.ThrowArgumentOutOfRange("length");
        return Unsafe.ReadUnaligned<ulong>(in source[0]);
    }

    /// <summary>Reads a number, least significant byte first, if there are enough bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadUInt64LittleEndian(ReadOnlySpan<byte> source, out ulong value)
    {
        if ((uint)source.Length < sizeof(ulong))
        {
            value = default;
            return false;
        }
        value = Unsafe.ReadUnaligned<ulong>(in source[0]);
        return true;
    }

    /// <summary>Reads a number, most significant byte first; too few bytes fail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong ReadUInt64BigEndian(ReadOnlySpan<byte> source)
    {
        if ((uint)source.Length < sizeof(ulong))
            ThrowHelper.ThrowArgumentOutOfRange("length");
        return ReverseEndianness(Unsafe.ReadUnaligned<ulong>(in source[0]));
    }

    /// <summary>Reads a number, most significant byte first, if there are enough bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadUInt64BigEndian(ReadOnlySpan<byte> source, out ulong value)
    {
        if ((uint)source.Length < sizeof(ulong))
        {
            value = default;
            return false;
        }
        value = ReverseEndianness(Unsafe.ReadUnaligned<ulong>(in source[0]));
        return true;
    }

    /// <summary>Reads a number, least significant byte first; too few bytes fail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint ReadIntPtrLittleEndian(ReadOnlySpan<byte> source)
    {
        if ((uint)source.Length < 8)
            ThrowHelper.ThrowArgumentOutOfRange("length");
        return Unsafe.ReadUnaligned<nint>(in source[0]);
    }

    /// <summary>Reads a number, least significant byte first, if there are enough bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadIntPtrLittleEndian(ReadOnlySpan<byte> source, out nint value)
    {
        if ((uint)source.Length < 8)
        {
            value = default;
            return false;
        }
        value = Unsafe.ReadUnaligned<nint>(in source[0]);
        return true;
    }

    /// <summary>Reads a number, most significant byte first; too few bytes fail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint ReadIntPtrBigEndian(ReadOnlySpan<byte> source)
    {
        if ((uint)source.Length < 8)
            ThrowHelper.ThrowArgumentOutOfRange("length");
        return ReverseEndianness(Unsafe.ReadUnaligned<nint>(in source[0]));
    }

    /// <summary>Reads a number, most significant byte first, if there are enough bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadIntPtrBigEndian(ReadOnlySpan<byte> source, out nint value)
    {
        if ((uint)source.Length < 8)
        {
            value = default;
            return false;
        }
        value = ReverseEndianness(Unsafe.ReadUnaligned<nint>(in source[0]));
        return true;
    }

    /// <summary>Reads a number, least significant byte first; too few bytes fail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nuint ReadUIntPtrLittleEndian(ReadOnlySpan<byte> source)
    {
        if ((uint)source.Length < 8)
            ThrowHelper.ThrowArgumentOutOfRange("length");
        return Unsafe.ReadUnaligned<nuint>(in source[0]);
    }

    /// <summary>Reads a number, least significant byte first, if there are enough bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadUIntPtrLittleEndian(ReadOnlySpan<byte> source, out nuint value)
    {
        if ((uint)source.Length < 8)
        {
            value = default;
            return false;
        }
        value = Unsafe.ReadUnaligned<nuint>(in source[0]);
        return true;
    }

    /// <summary>Reads a number, most significant byte first; too few bytes fail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nuint ReadUIntPtrBigEndian(ReadOnlySpan<byte> source)
    {
        if ((uint)source.Length < 8)
            ThrowHelper.ThrowArgumentOutOfRange("length");
        return ReverseEndianness(Unsafe.ReadUnaligned<nuint>(in source[0]));
    }

    /// <summary>Reads a number, most significant byte first, if there are enough bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadUIntPtrBigEndian(ReadOnlySpan<byte> source, out nuint value)
    {
        if ((uint)source.Length < 8)
        {
            value = default;
            return false;
        }
        value = ReverseEndianness(Unsafe.ReadUnaligned<nuint>(in source[0]));
        return true;
    }

    /// <summary>Reads a number, least significant byte first; too few bytes fail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ReadSingleLittleEndian(ReadOnlySpan<byte> source)
    {
        if ((uint)source.Length < sizeof(uint))
            ThrowHelper.ThrowArgumentOutOfRange("length");
        return BitConverter.UInt32BitsToSingle(Unsafe.ReadUnaligned<uint>(in source[0]));
    }

    /// <summary>Reads a number, least significant byte first, if there are enough bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadSingleLittleEndian(ReadOnlySpan<byte> source, out float value)
    {
        if ((uint)source.Length < sizeof(uint))
        {
            value = default;
            return false;
        }
        value = BitConverter.UInt32BitsToSingle(Unsafe.ReadUnaligned<uint>(in source[0]));
        return true;
    }

    /// <summary>Reads a number, most significant byte first; too few bytes fail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ReadSingleBigEndian(ReadOnlySpan<byte> source)
    {
        if ((uint)source.Length < sizeof(uint))
            ThrowHelper.ThrowArgumentOutOfRange("length");
        return BitConverter.UInt32BitsToSingle(ReverseEndianness(Unsafe.ReadUnaligned<uint>(in source[0])));
    }

    /// <summary>Reads a number, most significant byte first, if there are enough bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadSingleBigEndian(ReadOnlySpan<byte> source, out float value)
    {
        if ((uint)source.Length < sizeof(uint))
        {
            value = default;
            return false;
        }
        value = BitConverter.UInt32BitsToSingle(ReverseEndianness(Unsafe.ReadUnaligned<uint>(in source[0])));
        return true;
    }

    /// <summary>Reads a number, least significant byte first; too few bytes fail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double ReadDoubleLittleEndian(ReadOnlySpan<byte> source)
    {
        if ((uint)source.Length < sizeof(ulong))
            ThrowHelper.ThrowArgumentOutOfRange("length");
        return BitConverter.UInt64BitsToDouble(Unsafe.ReadUnaligned<ulong>(in source[0]));
    }

    /// <summary>Reads a number, least significant byte first, if there are enough bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadDoubleLittleEndian(ReadOnlySpan<byte> source, out double value)
    {
        if ((uint)source.Length < sizeof(ulong))
        {
            value = default;
            return false;
        }
        value = BitConverter.UInt64BitsToDouble(Unsafe.ReadUnaligned<ulong>(in source[0]));
        return true;
    }

    /// <summary>Reads a number, most significant byte first; too few bytes fail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double ReadDoubleBigEndian(ReadOnlySpan<byte> source)
    {
        if ((uint)source.Length < sizeof(ulong))
            ThrowHelper.ThrowArgumentOutOfRange("length");
        return BitConverter.UInt64BitsToDouble(ReverseEndianness(Unsafe.ReadUnaligned<ulong>(in source[0])));
    }

    /// <summary>Reads a number, most significant byte first, if there are enough bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadDoubleBigEndian(ReadOnlySpan<byte> source, out double value)
    {
        if ((uint)source.Length < sizeof(ulong))
        {
            value = default;
            return false;
        }
        value = BitConverter.UInt64BitsToDouble(ReverseEndianness(Unsafe.ReadUnaligned<ulong>(in source[0])));
        return true;
    }
}
