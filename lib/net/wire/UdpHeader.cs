using System;
using System.Buffers.Binary;

namespace Lithe.Net;

/// <summary>The header of a UDP datagram (RFC 768). <c>Length</c> counts it too; a checksum of 0 says that there is none.</summary>
public readonly record struct UdpHeader(ushort SourcePort, ushort DestinationPort, ushort Length, ushort Checksum)
{
    /// <summary>Number of bytes.</summary>
    public const int Size = 8;

    /// <summary>Where the checksum stands.</summary>
    public const int ChecksumOffset = 6;

    /// <summary>Reads one. False when lengths contradict each other or the bytes.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out UdpHeader header)
    {
        header = default;
        if (bytes.Length < Size)
            return false;
        ulong word = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        header = new UdpHeader((ushort)(word >> 48), (ushort)(word >> 32), (ushort)(word >> 16), (ushort)word);
        return header.Length >= Size && header.Length <= bytes.Length;
    }

    /// <summary>Writes it.</summary>
    public void Write(Span<byte> bytes) =>
        BinaryPrimitives.WriteUInt64BigEndian(bytes, (ulong)SourcePort << 48 | (ulong)DestinationPort << 32 | (ulong)Length << 16 | Checksum);
}
