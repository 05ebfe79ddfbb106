using System;
using System.Buffers.Binary;

namespace Lithe.Net;

/// <summary>
/// A message of MLD (RFC 2710 3, RFC 3810 5.1): queries of both versions, reports and ends of version 1. <c>MaxResponse</c> is in milliseconds as it stands there: <see cref="Time"/>.
/// </summary>
public readonly record struct MldMessage(byte Type, ushort MaxResponse, IpAddress Group)
{
    /// <summary>Number of bytes.</summary>
    public const int Size = 24;

    /// <summary>Number of bytes of a query of version 2 without sources.</summary>
    public const int QueryV2Size = 28;

    /// <summary>The time in which a query is answered, in milliseconds.</summary>
    public int Time => GroupReport.Decode16(MaxResponse);

    /// <summary>Reads one. False when it is too short or of another type.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out MldMessage message)
    {
        message = default;
        if (bytes.Length < Size || bytes[0] is not (IcmpV6Type.ListenerQuery or IcmpV6Type.ListenerReport or IcmpV6Type.ListenerDone))
            return false;
        message = new MldMessage(bytes[0], BinaryPrimitives.ReadUInt16BigEndian(bytes.Slice(4)), IpAddress.ReadV6(bytes.Slice(8)));
        return true;
    }

    /// <summary>Writes it, with a checksum of 0.</summary>
    public void Write(Span<byte> bytes)
    {
        Group.WriteV6(bytes.Slice(8));
        new IcmpHeader(Type, 0, 0, (uint)MaxResponse << 16).Write(bytes);
    }
}
