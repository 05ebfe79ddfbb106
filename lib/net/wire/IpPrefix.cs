using System;
using System.Buffers.Binary;

namespace Lithe.Net;

/// <summary>An address and how many of its bits, from the front, are a network's: at most 32 for IPv4, at most 128 for IPv6.</summary>
public readonly record struct IpPrefix(IpAddress Address, byte Length) : IUtf8SpanFormattable, ISpanFormattable
{
    /// <summary>The most bytes of one as text.</summary>
    public const int MaxTextSize = IpAddress.MaxTextSize + 4;

    private const int MappedBits = 96;

    /// <summary>How many bits of the sixteen bytes count.</summary>
    private int Bits
    {
        get
        {
            int bits = Address.IsV4 ? Length + MappedBits : Length;
            return bits > 128 ? 128 : bits;
        }
    }

    /// <summary>The network: the address with all other bits 0.</summary>
    public IpPrefix Network => new(IpAddress.FromWords(Address.First & Mask(Bits), Address.Last & Mask(Bits - 64)), Length);

    /// <summary>An IPv4 network's address for all in it.</summary>
    public IpAddress Broadcast => IpAddress.FromV4(Address.V4 | (Length >= 32 ? 0 : uint.MaxValue >> Length));

    /// <summary>Whether an address is of this network. One of the other family never is.</summary>
    public bool Contains(in IpAddress address)
    {
        int bits = Bits;
        return ((address.First ^ Address.First) & Mask(bits)) == 0 && ((address.Last ^ Address.Last) & Mask(bits - 64)) == 0 && (bits >= MappedBits || address.IsV4 == Address.IsV4);
    }

    /// <summary>How many bits, from the front, two addresses have in common.</summary>
    public static int CommonBits(in IpAddress left, in IpAddress right)
    {
        ulong difference = BinaryPrimitives.ReverseEndianness(left.First ^ right.First);
        if (difference != 0)
            return System.Numerics.BitOperations.LeadingZeroCount(difference);
        return 64 + System.Numerics.BitOperations.LeadingZeroCount(BinaryPrimitives.ReverseEndianness(left.Last ^ right.Last));
    }

    /// <summary>Reads <c>address/length</c>; without a length all bits count.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out IpPrefix prefix)
    {
        prefix = default;
        int slash = text.IndexOf((byte)'/');
        if (!IpAddress.TryParse(slash < 0 ? text : text.Slice(0, slash), out IpAddress address))
            return false;
        uint most = address.IsV4 ? 32u : 128u, length = most;
        if (slash >= 0)
        {
            ReadOnlySpan<byte> number = text.Slice(slash + 1);
            if (number.Length == 0 || IpText.TakeNumber(number, most, out length) != number.Length)
                return false;
        }

        prefix = new IpPrefix(address, (byte)length);
        return true;
    }

    /// <summary>Writes it as it is read; at most <see cref="MaxTextSize"/> bytes.</summary>
    public bool TryFormat(Span<byte> utf8Destination, out int bytesWritten)
    {
        Span<byte> text = stackalloc byte[64];
        Address.TryFormat(text, out int length);
        text[length++] = (byte)'/';
        length += IpText.PutNumber(text.Slice(length), Length);
        bytesWritten = 0;
        if (!text.Slice(0, length).TryCopyTo(utf8Destination))
            return false;
        bytesWritten = length;
        return true;
    }

    // The mask of eight bytes of which the first so many bits count, as it lies in memory.
    private static ulong Mask(int bits) => bits <= 0 ? 0 : bits >= 64 ? ulong.MaxValue : BinaryPrimitives.ReverseEndianness(ulong.MaxValue << (64 - bits));

    bool IUtf8SpanFormattable.TryFormat(Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format, IFormatProvider? provider) => TryFormat(utf8Destination, out bytesWritten);

    bool ISpanFormattable.TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        Span<byte> text = stackalloc byte[64];
        TryFormat(text, out int length);
        return IpText.Widen(text.Slice(0, length), destination, out charsWritten);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        Span<byte> text = stackalloc byte[64];
        TryFormat(text, out int length);
        return IpText.ToString(text.Slice(0, length));
    }

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString();
}
