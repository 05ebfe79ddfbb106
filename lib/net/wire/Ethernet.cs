using System;
using System.Buffers.Binary;

namespace Lithe.Net;

/// <summary>What a frame carries.</summary>
public static class EtherType
{
    public const ushort Ipv4 = 0x0800, Arp = 0x0806, Vlan = 0x8100, Ipv6 = 0x86dd;
}

/// <summary>The header of an Ethernet II frame.</summary>
public readonly record struct EthernetHeader(MacAddress Destination, MacAddress Source, ushort Type)
{
    /// <summary>Number of bytes.</summary>
    public const int Size = 14;

    /// <summary>Reads one. False when the frame is too short.</summary>
    public static bool TryRead(ReadOnlySpan<byte> frame, out EthernetHeader header)
    {
        header = default;
        if (frame.Length < Size)
            return false;
        header = new EthernetHeader(MacAddress.Read(frame), MacAddress.Read(frame.Slice(6)), BinaryPrimitives.ReadUInt16BigEndian(frame.Slice(12)));
        return true;
    }

    /// <summary>Writes it to the front of the frame, which has room for it.</summary>
    public void Write(Span<byte> frame)
    {
        BinaryPrimitives.WriteUInt16BigEndian(frame.Slice(12), Type);
        Destination.Write(frame);
        Source.Write(frame.Slice(6));
    }
}

/// <summary>A tag of IEEE 802.1Q, behind the type <see cref="EtherType.Vlan"/>: 3 bits of priority, whether it may be dropped, 12 bits of the network's number, and what follows.</summary>
public readonly record struct VlanTag(byte Priority, bool MayDrop, ushort Identifier, ushort Type)
{
    /// <summary>Number of bytes.</summary>
    public const int Size = 4;

    /// <summary>Reads one from behind the Ethernet header's type.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out VlanTag tag)
    {
        tag = default;
        if (bytes.Length < Size)
            return false;
        ushort control = BinaryPrimitives.ReadUInt16BigEndian(bytes);
        tag = new VlanTag((byte)(control >> 13), (control & 0x1000) != 0, (ushort)(control & 0xfff), BinaryPrimitives.ReadUInt16BigEndian(bytes.Slice(2)));
        return true;
    }

    /// <summary>Writes it; bits that a field does not have are not written.</summary>
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt16BigEndian(bytes.Slice(2), Type);
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)((Priority & 7) << 13 | (MayDrop ? 0x1000 : 0) | (Identifier & 0xfff)));
    }
}
