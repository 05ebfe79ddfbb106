using System;
using System.Buffers.Binary;

namespace Lithe.Net;

/// <summary>
/// An IGMP message's first eight bytes (RFC 2236 2, RFC 3376 4): queries, and reports and leaves of version 2. <c>MaxResponse</c> is in tenths of a second as it stands there: <see cref="Time"/>.
/// </summary>
public readonly record struct IgmpMessage(byte Type, byte MaxResponse, IpAddress Group)
{
    public const byte Query = 0x11, ReportV1 = 0x12, ReportV2 = 0x16, Leave = 0x17, ReportV3 = 0x22;

    /// <summary>Number of bytes.</summary>
    public const int Size = 8;

    /// <summary>Number of bytes of a query of version 3 without sources.</summary>
    public const int QueryV3Size = 12;

    /// <summary>The time in which a query is answered, in tenths of a second.</summary>
    public int Time => GroupReport.Decode8(MaxResponse);

    /// <summary>Reads one. False when it is too short. The checksum is not looked at.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out IgmpMessage message)
    {
        message = default;
        if (bytes.Length < Size)
            return false;
        message = new IgmpMessage(bytes[0], bytes[1], IpAddress.ReadV4(bytes.Slice(4)));
        return true;
    }

    /// <summary>Writes it, with its checksum.</summary>
    public void Write(Span<byte> bytes)
    {
        Group.WriteV4(bytes.Slice(4, 4));
        bytes[0] = Type;
        bytes[1] = MaxResponse;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.Slice(2), 0);
        Checksum.Store(bytes.Slice(2), Checksum.Add(bytes.Slice(0, Size), 0));
    }
}

/// <summary>What a report of IGMPv3 or MLDv2 says of a group (RFC 3376 4.2.12, RFC 3810 5.2.12).</summary>
public enum GroupRecordType : byte
{
    IsInclude = 1,
    IsExclude = 2,
    ToInclude = 3,
    ToExclude = 4,
}

/// <summary>A group's record in such a report; this host asks for all sources or none, so it writes none.</summary>
public readonly record struct GroupRecord(GroupRecordType Type, IpAddress Group, ushort Sources)
{
    /// <summary>Reads one at the front of the bytes, and how long it is with its sources and additional data. False when it does not fit.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, bool isV4, out GroupRecord record, out int size)
    {
        record = default;
        int address = isV4 ? IpAddress.V4Size : IpAddress.V6Size;
        size = 4 + address;
        if (bytes.Length < size)
            return false;
        ushort sources = BinaryPrimitives.ReadUInt16BigEndian(bytes.Slice(2));
        size += sources * address + bytes[1] * 4;
        if (bytes.Length < size)
            return false;
        record = new GroupRecord((GroupRecordType)bytes[0], isV4 ? IpAddress.ReadV4(bytes.Slice(4)) : IpAddress.ReadV6(bytes.Slice(4)), sources);
        return true;
    }

    /// <summary>Writes it, with room for sources that are written behind; how many bytes in front of them.</summary>
    public int Write(Span<byte> bytes)
    {
        bool isV4 = Group.IsV4;
        bytes[0] = (byte)Type;
        bytes[1] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.Slice(2), Sources);
        if (isV4)
            Group.WriteV4(bytes.Slice(4));
        else
            Group.WriteV6(bytes.Slice(4));
        return 4 + (isV4 ? IpAddress.V4Size : IpAddress.V6Size);
    }
}

/// <summary>The front of a report of IGMPv3 or MLDv2: type, checksum, number of records, eight bytes.</summary>
public static class GroupReport
{
    /// <summary>Number of bytes.</summary>
    public const int Size = 8;

    /// <summary>Reads the number of records of a report of one of the two types.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out int records)
    {
        records = 0;
        if (bytes.Length < Size || bytes[0] is not (IgmpMessage.ReportV3 or IcmpV6Type.ListenerReportV2))
            return false;
        records = BinaryPrimitives.ReadUInt16BigEndian(bytes.Slice(6));
        return true;
    }

    /// <summary>Writes it, with a checksum of 0.</summary>
    public static void Write(Span<byte> bytes, bool isV4, int records)
    {
        BinaryPrimitives.WriteUInt32BigEndian(bytes.Slice(4), (ushort)records);
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (isV4 ? IgmpMessage.ReportV3 : (uint)IcmpV6Type.ListenerReportV2) << 24);
    }

    /// <summary>A time code of eight bits: from 128 on a number with an exponent (RFC 3376 4.1.1).</summary>
    public static int Decode8(byte code) => code < 128 ? code : ((code & 15) | 16) << ((code >> 4 & 7) + 3);

    /// <summary>A time code of sixteen bits (RFC 3810 5.1.3).</summary>
    public static int Decode16(ushort code) => code < 32768 ? code : ((code & 0xfff) | 0x1000) << ((code >> 12 & 7) + 3);
}
