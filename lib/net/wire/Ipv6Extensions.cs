using System;
using System.Buffers.Binary;

namespace Lithe.Net;

/// <summary>A fragment header (RFC 8200 4.5). The offset is in bytes, a multiple of 8.</summary>
public readonly record struct Ipv6FragmentHeader(byte NextHeader, ushort Offset, bool MoreFragments, uint Identification)
{
    /// <summary>Number of bytes.</summary>
    public const int Size = 8;

    /// <summary>Reads one.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out Ipv6FragmentHeader header)
    {
        header = default;
        if (bytes.Length < Size)
            return false;
        ushort place = BinaryPrimitives.ReadUInt16BigEndian(bytes.Slice(2));
        header = new Ipv6FragmentHeader(bytes[0], (ushort)(place & 0xfff8), (place & 1) != 0, BinaryPrimitives.ReadUInt32BigEndian(bytes.Slice(4)));
        return true;
    }

    /// <summary>Writes it.</summary>
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt32BigEndian(bytes.Slice(4), Identification);
        bytes[0] = NextHeader;
        bytes[1] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.Slice(2), (ushort)((Offset & 0xfff8) | (MoreFragments ? 1 : 0)));
    }
}

/// <summary>The front of a routing header (RFC 8200 4.4), behind next header and length.</summary>
public readonly record struct Ipv6RoutingHeader(byte Type, byte SegmentsLeft)
{
    /// <summary>Reads one from an extension's data.</summary>
    public static bool TryRead(ReadOnlySpan<byte> data, out Ipv6RoutingHeader header)
    {
        header = default;
        if (data.Length < 2)
            return false;
        header = new Ipv6RoutingHeader(data[0], data[1]);
        return true;
    }

    /// <summary>Writes it.</summary>
    public void Write(Span<byte> data)
    {
        data[1] = SegmentsLeft;
        data[0] = Type;
    }
}

/// <summary>The extension headers of an IPv6 packet, up to the first header that is none: hop-by-hop options, routing, fragment, destination options, authentication.</summary>
public ref struct Ipv6ExtensionReader(byte nextHeader, ReadOnlySpan<byte> payload)
{
    private readonly ReadOnlySpan<byte> _payload = payload;

    /// <summary>What follows the headers read so far: after the last one the transport's number.</summary>
    public byte NextHeader { get; private set; } = nextHeader;

    /// <summary>Where it begins, from the start of the payload.</summary>
    public int Offset { get; private set; }

    /// <summary>Whether a header did not fit into the packet.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>
    /// The next extension header: its number, where it begins, and its bytes behind next header and length (for a fragment header all of it). False when what follows is none.
    /// </summary>
    public bool TryNext(out byte type, out int offset, out ReadOnlySpan<byte> data)
    {
        type = NextHeader;
        offset = Offset;
        data = default;
        if (IsMalformed || type is not (IpProtocol.HopByHop or IpProtocol.Routing or IpProtocol.Fragment or IpProtocol.DestinationOptions or IpProtocol.Authentication))
            return false;
        ReadOnlySpan<byte> rest = _payload.Slice(Offset);
        int size = Ipv6FragmentHeader.Size;
        if (rest.Length < size)
        {
            IsMalformed = true;
            return false;
        }

        if (type == IpProtocol.Authentication)
            size = (rest[1] + 2) * 4;
        else if (type != IpProtocol.Fragment)
            size = (rest[1] + 1) * 8;
        if (rest.Length < size)
        {
            IsMalformed = true;
            return false;
        }

        data = type == IpProtocol.Fragment ? rest.Slice(0, size) : rest.Slice(2, size - 2);
        NextHeader = rest[0];
        Offset += size;
        return true;
    }

    /// <summary>Writes the two bytes in front of an extension's data. Data and these make a multiple of 8.</summary>
    public static void WriteFront(Span<byte> bytes, byte nextHeader, int dataLength)
    {
        bytes[1] = (byte)((dataLength + 2) / 8 - 1);
        bytes[0] = nextHeader;
    }
}

/// <summary>The options of a hop-by-hop or destination options header (RFC 8200 4.2).</summary>
public ref struct Ipv6OptionReader(ReadOnlySpan<byte> options)
{
    public const byte Pad1 = 0, PadN = 1, RouterAlert = 5, Jumbo = 0xc2;

    private readonly ReadOnlySpan<byte> _options = options;

    /// <summary>Whether an option did not fit.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>Where the option read last begins.</summary>
    public int Offset { get; private set; }

    private int _next;

    /// <summary>The next option that is no padding. The two highest bits of its type say what to do when it is not known.</summary>
    public bool TryNext(out byte type, out ReadOnlySpan<byte> data)
    {
        type = 0;
        data = default;
        while (_next < _options.Length)
        {
            Offset = _next;
            type = _options[_next];
            if (type == Pad1)
            {
                _next++;
                continue;
            }

            if (_next + 2 > _options.Length || _next + 2 + _options[_next + 1] > _options.Length)
            {
                IsMalformed = true;
                return false;
            }

            data = _options.Slice(_next + 2, _options[_next + 1]);
            _next += 2 + data.Length;
            if (type != PadN)
                return true;
        }

        return false;
    }
}
