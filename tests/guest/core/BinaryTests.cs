using System;
using System.Buffers.Binary;
using Lithe.Testing;

namespace CoreTests;

public static class BinaryTests
{
    [GuestTest]
    public static void Reading()
    {
        ReadOnlySpan<byte> bytes = [0x81, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x88];
        Check.Equal(unchecked((short)0x8102), BinaryPrimitives.ReadInt16BigEndian(bytes));
        Check.Equal((short)0x0281, BinaryPrimitives.ReadInt16LittleEndian(bytes));
        Check.Equal((ushort)0x8102, BinaryPrimitives.ReadUInt16BigEndian(bytes));
        Check.Equal(unchecked((int)0x81020304), BinaryPrimitives.ReadInt32BigEndian(bytes));
        Check.Equal(0x04030281, BinaryPrimitives.ReadInt32LittleEndian(bytes));
        Check.Equal(0x81020304u, BinaryPrimitives.ReadUInt32BigEndian(bytes));
        Check.Equal(0x8102030405060788ul, BinaryPrimitives.ReadUInt64BigEndian(bytes));
        Check.Equal(unchecked((long)0x8807060504030281), BinaryPrimitives.ReadInt64LittleEndian(bytes));
        Check.Equal(0x8807060504030281ul, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        Check.False(BinaryPrimitives.TryReadUInt32BigEndian(bytes[..3], out uint missing));
        Check.Equal(0u, missing);
        Check.True(BinaryPrimitives.TryReadUInt16LittleEndian(bytes[6..], out ushort last));
        Check.Equal((ushort)0x8807, last);
        Check.Equal(1.0, BinaryPrimitives.ReadDoubleBigEndian([0x3F, 0xF0, 0, 0, 0, 0, 0, 0]));
        Check.Equal(-2f, BinaryPrimitives.ReadSingleLittleEndian([0, 0, 0, 0xC0]));
    }

    [GuestTest]
    public static void Writing()
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, 0x1234);
        Seq.Equal<byte>([0x12, 0x34], bytes[..2]);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, 0x12345678);
        Seq.Equal<byte>([0x78, 0x56, 0x34, 0x12], bytes[..4]);
        BinaryPrimitives.WriteInt64BigEndian(bytes, -2);
        Seq.Equal<byte>([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE], bytes);
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, 1.0);
        Seq.Equal<byte>([0, 0, 0, 0, 0, 0, 0xF0, 0x3F], bytes);
        Check.False(BinaryPrimitives.TryWriteInt64LittleEndian(bytes[..7], 1));
        Check.True(BinaryPrimitives.TryWriteInt16BigEndian(bytes[6..], -1));
        Check.Equal((byte)0xFF, bytes[7]);
    }

    [GuestTest]
    public static void Reversing()
    {
        Check.Equal((ushort)0x3412, BinaryPrimitives.ReverseEndianness((ushort)0x1234));
        Check.Equal(0x78563412u, BinaryPrimitives.ReverseEndianness(0x12345678u));
        Check.Equal(0x0807060504030201ul, BinaryPrimitives.ReverseEndianness(0x0102030405060708ul));
        Check.Equal(unchecked((short)0xFE00) >> 0, BinaryPrimitives.ReverseEndianness((short)0x00FE));
        Check.Equal(-1, BinaryPrimitives.ReverseEndianness(-1));
        Check.Equal((byte)5, BinaryPrimitives.ReverseEndianness((byte)5));
        uint[] numbers = [1, 2, 3];
        BinaryPrimitives.ReverseEndianness(numbers, numbers);
        Seq.Equal([0x01000000u, 0x02000000u, 0x03000000u], numbers);
    }

    [GuestTest]
    public static void Converting()
    {
        Check.Equal(0x3FF0000000000000L, BitConverter.DoubleToInt64Bits(1.0));
        Check.Equal(-0.0, BitConverter.Int64BitsToDouble(long.MinValue));
        Check.Equal(0x3F800000u, BitConverter.SingleToUInt32Bits(1f));
        Check.Equal(float.NegativeInfinity, BitConverter.Int32BitsToSingle(unchecked((int)0xFF800000)));
        Seq.Equal<byte>([0x78, 0x56, 0x34, 0x12], BitConverter.GetBytes(0x12345678));
        Check.Equal(0x12345678, BitConverter.ToInt32([0x78, 0x56, 0x34, 0x12]));
        Check.Equal((ushort)0x3456, BitConverter.ToUInt16([0x78, 0x56, 0x34, 0x12], 1));
        Check.False(BitConverter.TryWriteBytes(new byte[3], 1));
        Check.True(BitConverter.IsLittleEndian);
    }
}
