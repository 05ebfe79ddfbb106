extern alias lithe;

using System;
using System.Buffers.Binary;
using System.Numerics;
using CsCheck;
using Xunit;
using Ours = lithe::System;

namespace Lithe.Core.Tests.Properties;

public class MathProperties
{
    private static readonly Gen<double> Doubles = Gen.OneOf(
        Gen.ULong.Select(BitConverter.UInt64BitsToDouble), Gen.Double[-100, 100], Gen.Int[-200, 200].Select(n => n / 2.0),
        Pick.From(0.0, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 4503599627370495.5, -4503599627370495.5, 0.49999999999999994));

    private static readonly Gen<float> Floats = Gen.OneOf(
        Gen.UInt.Select(BitConverter.UInt32BitsToSingle), Gen.Int[-200, 200].Select(n => n / 2f), Pick.From(0f, -0f, float.NaN, 8388607.5f, 0.49999997f));

    [Fact]
    public void RoundingEqualsDotNet() => Doubles.Sample(x =>
    {
        Same(Math.Floor(x), Ours.Math.Floor(x));
        Same(Math.Ceiling(x), Ours.Math.Ceiling(x));
        Same(Math.Truncate(x), Ours.Math.Truncate(x));
        Same(Math.Round(x), Ours.Math.Round(x));
        Same(Math.Abs(x), Ours.Math.Abs(x));
        Same(Math.BitIncrement(x), Ours.Math.BitIncrement(x));
        Same(Math.BitDecrement(x), Ours.Math.BitDecrement(x));
    }, iter: 100_000);

    [Fact]
    public void RoundingByModeEqualsDotNet() => Gen.Select(Doubles, Gen.Int[0, 15], Gen.Int[0, 4]).Sample((x, digits, mode) =>
    {
        Same(Math.Round(x, (MidpointRounding)mode), Ours.Math.Round(x, (Ours.MidpointRounding)mode));
        Same(Math.Round(x, digits, (MidpointRounding)mode), Ours.Math.Round(x, digits, (Ours.MidpointRounding)mode));
    }, iter: 50_000);

    [Fact]
    public void RoundingOfFloatsEqualsDotNet() => Floats.Sample(x =>
    {
        Same(MathF.Floor(x), Ours.MathF.Floor(x));
        Same(MathF.Ceiling(x), Ours.MathF.Ceiling(x));
        Same(MathF.Truncate(x), Ours.MathF.Truncate(x));
        Same(MathF.Round(x), Ours.MathF.Round(x));
        Same(MathF.BitIncrement(x), Ours.MathF.BitIncrement(x));
        Same(MathF.BitDecrement(x), Ours.MathF.BitDecrement(x));
    }, iter: 100_000);

    [Fact]
    public void MinMaxAndSignsEqualDotNet() => Gen.Select(Doubles, Doubles).Sample((x, y) =>
    {
        Same(Math.Min(x, y), Ours.Math.Min(x, y));
        Same(Math.Max(x, y), Ours.Math.Max(x, y));
        Same(Math.CopySign(x, y), Ours.Math.CopySign(x, y));
    }, iter: 50_000);

    [Fact]
    public void WideProductsEqualDotNet() => Gen.Select(Gen.Long, Gen.Long).Sample((a, b) =>
    {
        long high = Math.BigMul(a, b, out long low);
        Assert.Equal(high, Ours.Math.BigMul(a, b, out long ourLow));
        Assert.Equal(low, ourLow);
        ulong unsignedHigh = Math.BigMul((ulong)a, (ulong)b, out ulong unsignedLow);
        Assert.Equal(unsignedHigh, Ours.Math.BigMul((ulong)a, (ulong)b, out ulong ourUnsignedLow));
        Assert.Equal(unsignedLow, ourUnsignedLow);
    }, iter: 50_000);

    [Fact]
    public void BitOperationsEqualDotNet() => Gen.Select(Gen.ULong, Gen.Int[0, 63], Gen.Int).Sample((bits, shift, amount) =>
    {
        ulong value = bits >> shift;
        uint narrow = (uint)value;
        Assert.Equal(BitOperations.LeadingZeroCount(value), Ours.Numerics.BitOperations.LeadingZeroCount(value));
        Assert.Equal(BitOperations.LeadingZeroCount(narrow), Ours.Numerics.BitOperations.LeadingZeroCount(narrow));
        Assert.Equal(BitOperations.TrailingZeroCount(value), Ours.Numerics.BitOperations.TrailingZeroCount(value));
        Assert.Equal(BitOperations.TrailingZeroCount(narrow), Ours.Numerics.BitOperations.TrailingZeroCount(narrow));
        Assert.Equal(BitOperations.PopCount(value), Ours.Numerics.BitOperations.PopCount(value));
        Assert.Equal(BitOperations.PopCount(narrow), Ours.Numerics.BitOperations.PopCount(narrow));
        Assert.Equal(BitOperations.Log2(value), Ours.Numerics.BitOperations.Log2(value));
        Assert.Equal(BitOperations.Log2(narrow), Ours.Numerics.BitOperations.Log2(narrow));
        Assert.Equal(BitOperations.RotateLeft(value, amount), Ours.Numerics.BitOperations.RotateLeft(value, amount));
        Assert.Equal(BitOperations.RotateRight(narrow, amount), Ours.Numerics.BitOperations.RotateRight(narrow, amount));
        Assert.Equal(BitOperations.RoundUpToPowerOf2(value), Ours.Numerics.BitOperations.RoundUpToPowerOf2(value));
        Assert.Equal(BitOperations.RoundUpToPowerOf2(narrow), Ours.Numerics.BitOperations.RoundUpToPowerOf2(narrow));
        Assert.Equal(BitOperations.IsPow2((long)value), Ours.Numerics.BitOperations.IsPow2((long)value));
        Assert.Equal(BitOperations.Crc32C(narrow, value), Ours.Numerics.BitOperations.Crc32C(narrow, value));
        Assert.Equal(BitOperations.Crc32C(narrow, (ushort)value), Ours.Numerics.BitOperations.Crc32C(narrow, (ushort)value));
    }, iter: 50_000);

    [Fact]
    public void ByteOrdersEqualDotNet() => Gen.Byte.Array[8, 12].Sample(bytes =>
    {
        Assert.Equal(BinaryPrimitives.ReadInt16BigEndian(bytes), Ours.Buffers.Binary.BinaryPrimitives.ReadInt16BigEndian(bytes));
        Assert.Equal(BinaryPrimitives.ReadUInt32LittleEndian(bytes), Ours.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes));
        Assert.Equal(BinaryPrimitives.ReadInt64BigEndian(bytes), Ours.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(bytes));
        Same(BinaryPrimitives.ReadDoubleBigEndian(bytes), Ours.Buffers.Binary.BinaryPrimitives.ReadDoubleBigEndian(bytes));
        Same(BinaryPrimitives.ReadSingleLittleEndian(bytes), Ours.Buffers.Binary.BinaryPrimitives.ReadSingleLittleEndian(bytes));
        byte[] theirs = new byte[8];
        byte[] ours = new byte[8];
        long value = BitConverter.ToInt64(bytes);
        BinaryPrimitives.WriteInt64BigEndian(theirs, value);
        Ours.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(ours, value);
        Assert.Equal(theirs, ours);
        BinaryPrimitives.WriteUInt16BigEndian(theirs, (ushort)value);
        Ours.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(ours, (ushort)value);
        Assert.Equal(theirs, ours);
        BinaryPrimitives.WriteSingleBigEndian(theirs, value);
        Ours.Buffers.Binary.BinaryPrimitives.WriteSingleBigEndian(ours, value);
        Assert.Equal(theirs, ours);
    }, iter: 20_000);

    // Signs of zeros count; which NaN it is does not.
    private static void Same(double expected, double actual)
    {
        if (!double.IsNaN(expected) || !double.IsNaN(actual))
            Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(actual));
    }

    private static void Same(float expected, float actual)
    {
        if (!float.IsNaN(expected) || !float.IsNaN(actual))
            Assert.Equal(BitConverter.SingleToInt32Bits(expected), BitConverter.SingleToInt32Bits(actual));
    }
}
