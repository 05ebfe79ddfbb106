using System.Buffers.Binary;
using CsCheck;
using Lithe.Tests.Shared;

namespace Lithe.Net.Tests;

/// <summary>The checksum against its definition, a word at a time.</summary>
public sealed class ChecksumTests
{
    private static ushort Naive(ReadOnlySpan<byte> bytes)
    {
        ulong sum = 0;
        for (int i = 0; i < bytes.Length; i++)
            sum += (i & 1) == 0 ? (ulong)bytes[i] << 8 : bytes[i];
        while (sum >> 16 != 0)
            sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)~sum;
    }

    [Fact]
    public void AgreesWithTheDefinition() => Gen.OneOf(Gen.Byte.Array[0, 200], Gen.Const((byte)0xff).Array[0, 4000]).Sample(bytes => Assert.Equal(Naive(bytes), Checksum.Compute(bytes)));

    [Fact]
    public void StoredItIsRightAndAnyChangedBitIsNot() =>
        Gen.Select(Gen.Byte.Array[4, 100], Gen.Int[0, 799], (bytes, bit) => (bytes, bit)).Sample(t =>
        {
            byte[] bytes = t.bytes;
            bytes[2] = bytes[3] = 0;
            Checksum.Store(bytes.AsSpan(2), Checksum.Add(bytes, 0));
            Assert.True(Checksum.IsRight(bytes));
            Assert.Equal(Naive(bytes.AsSpan(0, 2).ToArray().Concat(new byte[2]).Concat(bytes.Skip(4)).ToArray()), BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(2)));
            int bit = t.bit % (8 * bytes.Length);
            bytes[bit / 8] ^= (byte)(1 << bit % 8);
            Assert.False(Checksum.IsRight(bytes));
        });

    [Fact]
    public void PartsSumToTheWhole() =>
        Gen.Select(Gen.Byte.Array[0, 100], Gen.Byte.Array[0, 100], (left, right) => (left, right)).Sample(t =>
        {
            ulong sum = Checksum.Add(t.left, 0);
            sum = (t.left.Length & 1) != 0 ? Checksum.AddAtOdd(t.right, sum) : Checksum.Add(t.right, sum);
            Assert.Equal(Naive([.. t.left, .. t.right]), Checksum.Finish(sum));
        });

    [Fact]
    public void ChangedWordsChangeItAsIfComputedAgain() =>
        Gen.Select(Gen.Byte.Array[20], Gen.Int[0, 9], Gen.UShort, (bytes, place, value) => (bytes, place, value)).Sample(t =>
        {
            ushort before = Checksum.Compute(t.bytes), from = BinaryPrimitives.ReadUInt16BigEndian(t.bytes.AsSpan(2 * t.place));
            BinaryPrimitives.WriteUInt16BigEndian(t.bytes.AsSpan(2 * t.place), t.value);
            ushort expected = Naive(t.bytes), updated = Checksum.Update(before, from, t.value);
            // All zero is the one sum whose two forms the difference cannot tell.
            if (t.bytes.Any(b => b != 0))
                Assert.Equal(expected, updated);
        });

    [Needs("NET_IPV6")]
    [Fact]
    public void PseudoHeadersAreThoseOfBothVersions() =>
        Gen.Select(Gen.Byte.Array[16], Gen.Byte.Array[16], Gen.UShort, Gen.Byte, (source, destination, length, protocol) => (source, destination, length, protocol)).Sample(t =>
        {
            byte[] v4 = [.. t.source[..4], .. t.destination[..4], 0, t.protocol, (byte)(t.length >> 8), (byte)t.length, 1];
            Assert.Equal(Naive(v4), Checksum.Finish(Checksum.Add([1], Checksum.PseudoHeader(IpAddress.ReadV4(t.source), IpAddress.ReadV4(t.destination), t.length, t.protocol))));
            byte[] v6 = [.. t.source, .. t.destination, 0, 0, (byte)(t.length >> 8), (byte)t.length, 0, 0, 0, t.protocol, 1];
            Assert.Equal(Naive(v6), Checksum.Finish(Checksum.Add([1], Checksum.PseudoHeader(IpAddress.ReadV6(t.source), IpAddress.ReadV6(t.destination), t.length, t.protocol))));
        });
}
