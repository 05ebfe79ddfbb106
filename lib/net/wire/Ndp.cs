using System;
using System.Buffers.Binary;

namespace Lithe.Net;

/// <summary>A neighbour solicitation or advertisement (RFC 4861 4.3, 4.4): the whole ICMPv6 message in front of its options. A solicitation has no flags.</summary>
public readonly record struct NeighborMessage(byte Type, bool IsRouter, bool IsSolicited, bool IsOverride, IpAddress Target)
{
    /// <summary>Number of bytes.</summary>
    public const int Size = 24;

    /// <summary>Reads one. False when it is too short or of another type.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, out NeighborMessage neighbor)
    {
        neighbor = default;
        if (message.Length < Size || message[0] is not (IcmpV6Type.NeighborSolicitation or IcmpV6Type.NeighborAdvertisement))
            return false;
        byte flags = message[0] == IcmpV6Type.NeighborAdvertisement ? message[4] : (byte)0;
        neighbor = new NeighborMessage(message[0], (flags & 0x80) != 0, (flags & 0x40) != 0, (flags & 0x20) != 0, IpAddress.ReadV6(message.Slice(8)));
        return true;
    }

    /// <summary>Writes it, with a checksum of 0.</summary>
    public void Write(Span<byte> message)
    {
        Target.WriteV6(message.Slice(8));
        uint flags = Type == IcmpV6Type.NeighborAdvertisement ? (IsRouter ? 1u << 31 : 0) | (IsSolicited ? 1u << 30 : 0) | (IsOverride ? 1u << 29 : 0) : 0;
        new IcmpHeader(Type, 0, 0, flags).Write(message);
    }
}

/// <summary>A router's announcement (RFC 4861 4.2), in front of its options. The lifetime is in seconds, times in milliseconds; 0 says nothing.</summary>
public readonly record struct RouterAdvertisement(byte HopLimit, bool IsManaged, bool HasOther, ushort Lifetime, uint ReachableTime, uint RetransmitTime)
{
    /// <summary>Number of bytes.</summary>
    public const int Size = 16;

    /// <summary>Reads one. False when it is too short or of another type.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, out RouterAdvertisement advertisement)
    {
        advertisement = default;
        if (message.Length < Size || message[0] != IcmpV6Type.RouterAdvertisement)
            return false;
        advertisement = new RouterAdvertisement(
            message[4], (message[5] & 0x80) != 0, (message[5] & 0x40) != 0, BinaryPrimitives.ReadUInt16BigEndian(message.Slice(6)), BinaryPrimitives.ReadUInt32BigEndian(message.Slice(8)),
            BinaryPrimitives.ReadUInt32BigEndian(message.Slice(12)));
        return true;
    }

    /// <summary>Writes it, with a checksum of 0.</summary>
    public void Write(Span<byte> message)
    {
        BinaryPrimitives.WriteUInt32BigEndian(message.Slice(12), RetransmitTime);
        BinaryPrimitives.WriteUInt32BigEndian(message.Slice(8), ReachableTime);
        new IcmpHeader(IcmpV6Type.RouterAdvertisement, 0, 0, (uint)HopLimit << 24 | (IsManaged ? 1u << 23 : 0) | (HasOther ? 1u << 22 : 0) | Lifetime).Write(message);
    }
}

/// <summary>A router's advice to take another way (RFC 4861 4.5), in front of its options.</summary>
public readonly record struct NdpRedirect(IpAddress Target, IpAddress Destination)
{
    /// <summary>Number of bytes.</summary>
    public const int Size = 40;

    /// <summary>Reads one. False when it is too short or of another type.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, out NdpRedirect redirect)
    {
        redirect = default;
        if (message.Length < Size || message[0] != IcmpV6Type.Redirect)
            return false;
        redirect = new NdpRedirect(IpAddress.ReadV6(message.Slice(8)), IpAddress.ReadV6(message.Slice(24)));
        return true;
    }

    /// <summary>Writes it, with a checksum of 0.</summary>
    public void Write(Span<byte> message)
    {
        Destination.WriteV6(message.Slice(24));
        Target.WriteV6(message.Slice(8));
        new IcmpHeader(IcmpV6Type.Redirect, 0, 0, 0).Write(message);
    }
}

/// <summary>A network that a router announces (RFC 4861 4.6.2). Lifetimes are in seconds; 0xffffffff is without end.</summary>
public readonly record struct NdpPrefixInformation(IpPrefix Prefix, bool IsOnLink, bool IsAutonomous, uint ValidLifetime, uint PreferredLifetime)
{
    /// <summary>Number of bytes of the option's data.</summary>
    public const int DataSize = 30;

    /// <summary>Reads one from an option's data. False when it is too short or the prefix longer than an address.</summary>
    public static bool TryRead(ReadOnlySpan<byte> data, out NdpPrefixInformation information)
    {
        information = default;
        if (data.Length < DataSize || data[0] > 128)
            return false;
        information = new NdpPrefixInformation(
            new IpPrefix(IpAddress.ReadV6(data.Slice(14)), data[0]), (data[1] & 0x80) != 0, (data[1] & 0x40) != 0, BinaryPrimitives.ReadUInt32BigEndian(data.Slice(2)),
            BinaryPrimitives.ReadUInt32BigEndian(data.Slice(6)));
        return true;
    }

    /// <summary>Writes the option's data.</summary>
    public void Write(Span<byte> data)
    {
        Prefix.Address.WriteV6(data.Slice(14));
        BinaryPrimitives.WriteUInt32BigEndian(data.Slice(10), 0);
        BinaryPrimitives.WriteUInt32BigEndian(data.Slice(6), PreferredLifetime);
        BinaryPrimitives.WriteUInt32BigEndian(data.Slice(2), ValidLifetime);
        data[1] = (byte)((IsOnLink ? 0x80 : 0) | (IsAutonomous ? 0x40 : 0));
        data[0] = Prefix.Length;
    }
}

/// <summary>Options of neighbour discovery (RFC 4861 4.6), each of which has a length that is a multiple of 8.</summary>
public ref struct NdpOptionReader(ReadOnlySpan<byte> options)
{
    public const byte SourceLink = 1, TargetLink = 2, PrefixInformation = 3, Redirected = 4, Mtu = 5, NameServers = 25;

    private ReadOnlySpan<byte> _rest = options;

    /// <summary>Whether an option's length cannot be: then the whole message does not count (RFC 4861 4.6).</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>The next option and the bytes behind its type and length.</summary>
    public bool TryNext(out byte type, out ReadOnlySpan<byte> data)
    {
        type = 0;
        data = default;
        if (_rest.Length == 0)
            return false;
        int size = _rest.Length < 2 ? 0 : _rest[1] * 8;
        if (size == 0 || size > _rest.Length)
        {
            IsMalformed = true;
            _rest = default;
            return false;
        }

        type = _rest[0];
        data = _rest.Slice(2, size - 2);
        _rest = _rest.Slice(size);
        return true;
    }

    /// <summary>Whether all lengths are as they can be.</summary>
    public static bool AreWellFormed(ReadOnlySpan<byte> options)
    {
        var reader = new NdpOptionReader(options);
        while (reader.TryNext(out _, out _))
        {
        }

        return !reader.IsMalformed;
    }

    /// <summary>Writes type and length in front of data that are already there; how many bytes in all, a multiple of 8, what is between zero.</summary>
    public static int WriteFront(Span<byte> bytes, byte type, int dataLength)
    {
        int size = (dataLength + 2 + 7) / 8 * 8;
        bytes[1] = (byte)(size / 8);
        bytes[0] = type;
        bytes.Slice(2 + dataLength, size - 2 - dataLength).Clear();
        return size;
    }
}
