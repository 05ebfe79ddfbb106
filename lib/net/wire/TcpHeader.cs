using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Lithe.Net;

/// <summary>Control bits of a segment (RFC 9293 3.1, RFC 3168).</summary>
[Flags]
public enum TcpFlags : ushort
{
    None = 0,
    Fin = 1,
    Syn = 2,
    Rst = 4,
    Psh = 8,
    Ack = 16,
    Urg = 32,
    Ece = 64,
    Cwr = 128,

    /// <summary>Accurate congestion marks; once a nonce.</summary>
    Ae = 256,
}

/// <summary>The header of a TCP segment (RFC 9293 3.1).</summary>
public readonly record struct TcpHeader
{
    /// <summary>Number of bytes without options.</summary>
    public const int MinSize = 20;

    /// <summary>Number of bytes with as many options as there can be.</summary>
    public const int MaxSize = 60;

    /// <summary>Where the checksum stands.</summary>
    public const int ChecksumOffset = 16;

    public ushort SourcePort { get; init; }

    public ushort DestinationPort { get; init; }

    public uint Sequence { get; init; }

    public uint Acknowledgment { get; init; }

    /// <summary>Number of bytes of the header, options included: a multiple of 4.</summary>
    public byte HeaderLength { get; init; }

    public TcpFlags Flags { get; init; }

    /// <summary>As it stands there, not scaled.</summary>
    public ushort Window { get; init; }

    /// <summary>As it stands there.</summary>
    public ushort Checksum { get; init; }

    public ushort UrgentPointer { get; init; }

    /// <summary>Reads one. False when the segment is shorter than its header, or that shorter than it can be. The checksum is not looked at; three reserved bits are not read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(ReadOnlySpan<byte> segment, out TcpHeader header)
    {
        header = default;
        if (segment.Length < MinSize)
            return false;
        ulong first = BinaryPrimitives.ReadUInt64BigEndian(segment), second = BinaryPrimitives.ReadUInt64BigEndian(segment.Slice(8));
        int size = (int)(second >> 28 & 15) * 4;
        if (size < MinSize || size > segment.Length)
            return false;
        uint third = BinaryPrimitives.ReadUInt32BigEndian(segment.Slice(16));
        header = new TcpHeader
        {
            SourcePort = (ushort)(first >> 48),
            DestinationPort = (ushort)(first >> 32),
            Sequence = (uint)first,
            Acknowledgment = (uint)(second >> 32),
            HeaderLength = (byte)size,
            Flags = (TcpFlags)(second >> 16 & 0x1ff),
            Window = (ushort)second,
            Checksum = (ushort)(third >> 16),
            UrgentPointer = (ushort)third,
        };
        return true;
    }

    /// <summary>Writes it.</summary>
    public void Write(Span<byte> segment)
    {
        BinaryPrimitives.WriteUInt32BigEndian(segment.Slice(16), (uint)Checksum << 16 | UrgentPointer);
        BinaryPrimitives.WriteUInt64BigEndian(segment, (ulong)SourcePort << 48 | (ulong)DestinationPort << 32 | Sequence);
        BinaryPrimitives.WriteUInt64BigEndian(segment.Slice(8), (ulong)Acknowledgment << 32 | (ulong)(uint)(HeaderLength / 4) << 28 | (ulong)((ushort)Flags & 0x1ffu) << 16 | Window);
    }
}
