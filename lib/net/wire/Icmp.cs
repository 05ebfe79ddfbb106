using System;
using System.Buffers.Binary;

namespace Lithe.Net;

/// <summary>Types of ICMP messages (RFC 792).</summary>
public static class IcmpType
{
    public const byte EchoReply = 0, Unreachable = 3, Redirect = 5, Echo = 8, TimeExceeded = 11, ParameterProblem = 12;
}

/// <summary>Codes of <see cref="IcmpType.Unreachable"/> (RFC 792, RFC 1122 3.2.2.1).</summary>
public static class IcmpCode
{
    public const byte Network = 0, Host = 1, Protocol = 2, Port = 3, FragmentationNeeded = 4, NetworkProhibited = 9, HostProhibited = 10, Prohibited = 13, ReassemblyTime = 1;
}

/// <summary>Types of ICMPv6 messages (RFC 4443, 4861, 2710, 3810).</summary>
public static class IcmpV6Type
{
    public const byte Unreachable = 1, PacketTooBig = 2, TimeExceeded = 3, ParameterProblem = 4, EchoRequest = 128, EchoReply = 129, ListenerQuery = 130, ListenerReport = 131, ListenerDone = 132,
        RouterSolicitation = 133, RouterAdvertisement = 134, NeighborSolicitation = 135, NeighborAdvertisement = 136, Redirect = 137, ListenerReportV2 = 143;
}

/// <summary>Codes of <see cref="IcmpV6Type.Unreachable"/> and of the others (RFC 4443 3).</summary>
public static class IcmpV6Code
{
    public const byte NoRoute = 0, Prohibited = 1, BeyondScope = 2, Address = 3, Port = 4, HopLimit = 0, ReassemblyTime = 1, ErroneousField = 0, UnknownNextHeader = 1, UnknownOption = 2;
}

/// <summary>The front of every ICMP message, of both versions; <c>Rest</c> is the word behind the checksum: identifier and sequence of an echo, MTU, pointer.</summary>
public readonly record struct IcmpHeader(byte Type, byte Code, ushort Checksum, uint Rest)
{
    /// <summary>Number of bytes.</summary>
    public const int Size = 8;

    /// <summary>Where the checksum stands.</summary>
    public const int ChecksumOffset = 2;

    /// <summary>An echo's identifier.</summary>
    public ushort Identifier => (ushort)(Rest >> 16);

    /// <summary>An echo's sequence number.</summary>
    public ushort Sequence => (ushort)Rest;

    /// <summary>Reads one.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out IcmpHeader header)
    {
        header = default;
        if (bytes.Length < Size)
            return false;
        header = new IcmpHeader(bytes[0], bytes[1], BinaryPrimitives.ReadUInt16BigEndian(bytes.Slice(2)), BinaryPrimitives.ReadUInt32BigEndian(bytes.Slice(4)));
        return true;
    }

    /// <summary>Writes it.</summary>
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt32BigEndian(bytes.Slice(4), Rest);
        bytes[0] = Type;
        bytes[1] = Code;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.Slice(2), Checksum);
    }
}
