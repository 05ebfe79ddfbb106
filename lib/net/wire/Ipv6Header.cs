using System;
using System.Buffers.Binary;

namespace Lithe.Net;

/// <summary>The header of an IPv6 packet (RFC 8200 3).</summary>
public readonly record struct Ipv6Header
{
    /// <summary>Number of bytes.</summary>
    public const int Size = 40;

    /// <summary>The least MTU of a link (RFC 8200 5).</summary>
    public const int MinMtu = 1280;

    /// <summary>Differentiated services and congestion marks.</summary>
    public byte TrafficClass { get; init; }

    /// <summary>20 bits.</summary>
    public uint FlowLabel { get; init; }

    /// <summary>Number of bytes behind this header.</summary>
    public ushort PayloadLength { get; init; }

    /// <summary>What follows: <see cref="IpProtocol"/>.</summary>
    public byte NextHeader { get; init; }

    /// <summary>How many routers more it may pass.</summary>
    public byte HopLimit { get; init; }

    /// <summary>Sender.</summary>
    public IpAddress Source { get; init; }

    /// <summary>Receiver.</summary>
    public IpAddress Destination { get; init; }

    /// <summary>Reads one. False when it is not version 6 or the packet is shorter than it says.</summary>
    public static bool TryRead(ReadOnlySpan<byte> packet, out Ipv6Header header)
    {
        header = default;
        if (packet.Length < Size)
            return false;
        uint first = BinaryPrimitives.ReadUInt32BigEndian(packet);
        ushort length = BinaryPrimitives.ReadUInt16BigEndian(packet.Slice(4));
        if (first >> 28 != 6 || packet.Length - Size < length)
            return false;
        header = new Ipv6Header
        {
            TrafficClass = (byte)(first >> 20),
            FlowLabel = first & 0xf_ffff,
            PayloadLength = length,
            NextHeader = packet[6],
            HopLimit = packet[7],
            Source = IpAddress.ReadV6(packet.Slice(8)),
            Destination = IpAddress.ReadV6(packet.Slice(24)),
        };
        return true;
    }

    /// <summary>Writes it.</summary>
    public void Write(Span<byte> packet)
    {
        Destination.WriteV6(packet.Slice(24));
        BinaryPrimitives.WriteUInt32BigEndian(packet, 6u << 28 | (uint)TrafficClass << 20 | (FlowLabel & 0xf_ffff));
        BinaryPrimitives.WriteUInt16BigEndian(packet.Slice(4), PayloadLength);
        packet[6] = NextHeader;
        packet[7] = HopLimit;
        Source.WriteV6(packet.Slice(8));
    }
}
