using System;
using System.Buffers.Binary;

namespace Lithe.Net;

/// <summary>The header of an IPv4 packet (RFC 791 3.1). Offsets and lengths are in bytes.</summary>
public readonly record struct Ipv4Header
{
    /// <summary>Number of bytes without options.</summary>
    public const int MinSize = 20;

    /// <summary>Number of bytes with as many options as there can be.</summary>
    public const int MaxSize = 60;

    /// <summary>In the word of flags and offset.</summary>
    public const ushort DontFragmentFlag = 0x4000, MoreFragmentsFlag = 0x2000, OffsetMask = 0x1fff;

    /// <summary>Number of bytes of the header, options included: a multiple of 4.</summary>
    public byte HeaderLength { get; init; }

    /// <summary>Differentiated services and congestion marks.</summary>
    public byte TrafficClass { get; init; }

    /// <summary>Number of bytes of header and data.</summary>
    public ushort TotalLength { get; init; }

    /// <summary>What fragments of one packet have in common.</summary>
    public ushort Identification { get; init; }

    /// <summary>Whether it must not be cut.</summary>
    public bool DontFragment { get; init; }

    /// <summary>Whether more fragments follow.</summary>
    public bool MoreFragments { get; init; }

    /// <summary>Where a fragment's data belong: a multiple of 8.</summary>
    public ushort FragmentOffset { get; init; }

    /// <summary>How many routers more it may pass.</summary>
    public byte HopLimit { get; init; }

    /// <summary>What follows: <see cref="IpProtocol"/>.</summary>
    public byte Protocol { get; init; }

    /// <summary>The header's checksum as read; <see cref="Write"/> computes it.</summary>
    public ushort Checksum { get; init; }

    /// <summary>Sender.</summary>
    public IpAddress Source { get; init; }

    /// <summary>Receiver.</summary>
    public IpAddress Destination { get; init; }

    /// <summary>Whether it is a part of a packet.</summary>
    public bool IsFragment => MoreFragments || FragmentOffset != 0;

    /// <summary>Reads one. False when it is not version 4, or lengths contradict each other or the packet. The checksum is not looked at.</summary>
    public static bool TryRead(ReadOnlySpan<byte> packet, out Ipv4Header header)
    {
        header = default;
        if (packet.Length < MinSize || packet[0] >> 4 != 4)
            return false;
        int size = (packet[0] & 15) * 4, total = BinaryPrimitives.ReadUInt16BigEndian(packet.Slice(2));
        if (size < MinSize || total < size || packet.Length < total)
            return false;
        ushort fragment = BinaryPrimitives.ReadUInt16BigEndian(packet.Slice(6));
        header = new Ipv4Header
        {
            HeaderLength = (byte)size,
            TrafficClass = packet[1],
            TotalLength = (ushort)total,
            Identification = BinaryPrimitives.ReadUInt16BigEndian(packet.Slice(4)),
            DontFragment = (fragment & DontFragmentFlag) != 0,
            MoreFragments = (fragment & MoreFragmentsFlag) != 0,
            FragmentOffset = (ushort)((fragment & OffsetMask) * 8),
            HopLimit = packet[8],
            Protocol = packet[9],
            Checksum = BinaryPrimitives.ReadUInt16BigEndian(packet.Slice(10)),
            Source = IpAddress.ReadV4(packet.Slice(12)),
            Destination = IpAddress.ReadV4(packet.Slice(16)),
        };
        return true;
    }

    /// <summary>Writes it, with its checksum, over options that stand behind its first <see cref="MinSize"/> bytes already.</summary>
    public void Write(Span<byte> packet)
    {
        Span<byte> bytes = packet.Slice(0, HeaderLength);
        bytes[0] = (byte)(0x40 | HeaderLength / 4);
        bytes[1] = TrafficClass;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.Slice(2), TotalLength);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.Slice(4), Identification);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.Slice(6), (ushort)(FragmentOffset / 8 | (DontFragment ? DontFragmentFlag : 0) | (MoreFragments ? MoreFragmentsFlag : 0)));
        bytes[8] = HopLimit;
        bytes[9] = Protocol;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.Slice(10), 0);
        Source.WriteV4(bytes.Slice(12));
        Destination.WriteV4(bytes.Slice(16));
        Net.Checksum.Store(bytes.Slice(10), Net.Checksum.Add(bytes, 0));
    }
}

/// <summary>The options of an IPv4 header (RFC 791 3.1), one after the other.</summary>
public ref struct Ipv4OptionReader(ReadOnlySpan<byte> options)
{
    public const byte End = 0, Nothing = 1, RecordRoute = 7, Timestamp = 68, LooseRoute = 131, StrictRoute = 137, RouterAlert = 148;

    private ReadOnlySpan<byte> _rest = options;

    /// <summary>Whether what was read last had a length that cannot be.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>The next option that says something, and the bytes behind its type and length. False at the end.</summary>
    public bool TryNext(out byte type, out ReadOnlySpan<byte> data)
    {
        type = End;
        data = default;
        while (_rest.Length > 0 && _rest[0] == Nothing)
            _rest = _rest.Slice(1);
        if (_rest.Length == 0 || _rest[0] == End)
            return false;
        if (_rest.Length < 2 || _rest[1] < 2 || _rest[1] > _rest.Length)
        {
            IsMalformed = true;
            _rest = default;
            return false;
        }

        type = _rest[0];
        data = _rest.Slice(2, _rest[1] - 2);
        _rest = _rest.Slice(_rest[1]);
        return true;
    }
}
