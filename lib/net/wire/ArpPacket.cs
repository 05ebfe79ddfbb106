using System;
using System.Buffers.Binary;

namespace Lithe.Net;

/// <summary>What an ARP packet is for.</summary>
public enum ArpOperation : ushort
{
    Request = 1,
    Reply = 2,
}

/// <summary>ARP for IPv4 over Ethernet (RFC 826). Protocol addresses are IPv4.</summary>
public readonly record struct ArpPacket(ArpOperation Operation, MacAddress SenderMac, IpAddress Sender, MacAddress TargetMac, IpAddress Target)
{
    /// <summary>Number of bytes.</summary>
    public const int Size = 28;

    // Ethernet, IPv4, six and four bytes of address, as they lie in memory.
    private const ulong Kind = 0x0406_0008_0100;

    /// <summary>Reads one. False when it is too short or of another kind; the operation may be any number.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out ArpPacket packet)
    {
        packet = default;
        if (bytes.Length < Size || (BinaryPrimitives.ReadUInt64LittleEndian(bytes) & 0xffff_ffff_ffff) != Kind)
            return false;
        packet = new ArpPacket(
            (ArpOperation)BinaryPrimitives.ReadUInt16BigEndian(bytes.Slice(6)), MacAddress.Read(bytes.Slice(8)), IpAddress.ReadV4(bytes.Slice(14)), MacAddress.Read(bytes.Slice(18)),
            IpAddress.ReadV4(bytes.Slice(24)));
        return true;
    }

    /// <summary>Writes it.</summary>
    public void Write(Span<byte> bytes)
    {
        Target.WriteV4(bytes.Slice(24, 4));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Kind);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.Slice(6), (ushort)Operation);
        SenderMac.Write(bytes.Slice(8));
        Sender.WriteV4(bytes.Slice(14));
        TargetMac.Write(bytes.Slice(18));
    }
}
