using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Lithe.Net;

/// <summary>The Internet checksum (RFC 1071), and its change by the difference (RFC 1624).</summary>
/// <remarks>
/// A sum is a number that grows: words are added in any width, as they lie in memory, which RFC 1071 2(B) allows; so nothing is swapped on the way. The sum of a header or packet with its
/// checksum in it folds to 0xffff. A sum of up to 2^29 bytes does not overflow.
/// </remarks>
public static class Checksum
{
    /// <summary>What <see cref="Fold"/> makes of the sum of bytes that hold their right checksum.</summary>
    public const ushort Right = 0xffff;

    /// <summary>Adds bytes to a sum. A part that is followed by another one has an even number.</summary>
    public static ulong Add(ReadOnlySpan<byte> bytes, ulong sum)
    {
        if (bytes.Length >= 32)
        {
            ulong odd = 0;
            foreach (ref readonly Words words in MemoryMarshal.Cast<byte, Words>(bytes))
            {
                sum += words.A;
                odd += words.B;
                sum += words.C;
                odd += words.D;
                sum += words.E;
                odd += words.F;
                sum += words.G;
                odd += words.H;
            }

            sum += odd;
            bytes = bytes.Slice(bytes.Length & ~31);
        }

        foreach (uint word in MemoryMarshal.Cast<byte, uint>(bytes))
            sum += word;
        bytes = bytes.Slice(bytes.Length & ~3);
        if (bytes.Length >= 2)
        {
            sum += BinaryPrimitives.ReadUInt16LittleEndian(bytes);
            bytes = bytes.Slice(2);
        }

        return bytes.Length > 0 ? sum + bytes[0] : sum;
    }

    /// <summary>Adds a part that begins at an odd place of what is summed: its bytes have their places changed.</summary>
    public static ulong AddAtOdd(ReadOnlySpan<byte> bytes, ulong sum) => sum + BinaryPrimitives.ReverseEndianness(Fold(Add(bytes, 0)));

    /// <summary>The sum as 16 bits, in the order of memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort Fold(ulong sum)
    {
        sum = (sum & uint.MaxValue) + (sum >> 32);
        sum = (sum & 0xffff) + (sum >> 16);
        sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)((sum & 0xffff) + (sum >> 16));
    }

    /// <summary>The checksum as a number, which is written with its most significant byte first.</summary>
    public static ushort Finish(ulong sum) => BinaryPrimitives.ReverseEndianness((ushort)~Fold(sum));

    /// <summary>Writes the checksum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Span<byte> place, ulong sum) => BinaryPrimitives.WriteUInt16LittleEndian(place, (ushort)~Fold(sum));

    /// <summary>Writes the checksum where 0 would say that there is none: its other form then.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreNotZero(Span<byte> place, ulong sum)
    {
        ushort value = (ushort)~Fold(sum);
        BinaryPrimitives.WriteUInt16LittleEndian(place, value == 0 ? (ushort)0xffff : value);
    }

    /// <summary>The checksum of bytes, as a number.</summary>
    public static ushort Compute(ReadOnlySpan<byte> bytes) => Finish(Add(bytes, 0));

    /// <summary>Whether bytes hold their right checksum.</summary>
    public static bool IsRight(ReadOnlySpan<byte> bytes) => Fold(Add(bytes, 0)) == Right;

    /// <summary>The checksum after one 16-bit word of what it covers has changed (RFC 1624, equation 3). All are numbers.</summary>
    public static ushort Update(ushort checksum, ushort from, ushort to) => (ushort)~Fold((ulong)(ushort)~checksum + (ushort)~from + to);

    /// <summary>The sum of a pseudo-header: addresses, the transport's length in bytes, its protocol number (RFC 9293 3.1, RFC 8200 8.1). Both addresses are of one family.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong PseudoHeader(in IpAddress source, in IpAddress destination, int length, byte protocol)
    {
        ulong sum = (ulong)BinaryPrimitives.ReverseEndianness((uint)length) + ((ulong)protocol << 8);
        if (!Config.NET_IPV6)
            return sum + source.V4Word + destination.V4Word;
        // Of mapped addresses only the last four bytes count; the others sum to twice 0xffff, which is 0.
        return sum + (source.First & uint.MaxValue) + (source.First >> 32) + (source.Last & uint.MaxValue) + (source.Last >> 32)
            + (destination.First & uint.MaxValue) + (destination.First >> 32) + (destination.Last & uint.MaxValue) + (destination.Last >> 32);
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Words
    {
        internal uint A, B, C, D, E, F, G, H;
    }
}
