using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Lithe.Net;

/// <summary>A received segment's header, as far as every segment needs it; options other than timestamps are read where they are asked for.</summary>
internal ref struct TcpSegment
{
    // No operation twice, timestamps with their length: what most segments have and nothing else.
    private const uint AlignedTimestamps = 0x0101_080a;

    internal TcpHeader Header;

    /// <summary>The bytes of the options.</summary>
    internal ReadOnlySpan<byte> OptionBytes;

    internal bool HasTimestamps;

    /// <summary>Whether there are options beside timestamps in their usual place.</summary>
    internal bool HasMoreOptions;

    internal uint Timestamp, TimestampEcho;

    /// <summary>Bytes of data.</summary>
    internal int Length;

    internal readonly uint Sequence => Header.Sequence;

    internal readonly uint Acknowledgment => Header.Acknowledgment;

    internal readonly TcpFlags Flags => Header.Flags;

    internal readonly bool Has(TcpFlags flags) => (Header.Flags & flags) != 0;

    /// <summary>Sequence numbers that it takes up: data, SYN, FIN.</summary>
    internal readonly uint SequenceLength => (uint)Length + (Has(TcpFlags.Syn) ? 1u : 0) + (Has(TcpFlags.Fin) ? 1u : 0);

    internal readonly TcpOptions Options
    {
        get
        {
            TcpOptions.TryRead(OptionBytes, out TcpOptions options);
            return options;
        }
    }

    /// <summary>Reads the header of a segment of so many bytes, headers and data, whose first part this is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryRead(ReadOnlySpan<byte> bytes, int total, out TcpSegment segment)
    {
        segment = default;
        if (!TcpHeader.TryRead(bytes, out segment.Header))
            return false;
        int size = segment.Header.HeaderLength;
        segment.Length = total - size;
        if (size == TcpHeader.MinSize)
            return true;
        segment.OptionBytes = bytes.Slice(TcpHeader.MinSize, size - TcpHeader.MinSize);
        if (size == TcpHeader.MinSize + 12 && BinaryPrimitives.ReadUInt32BigEndian(segment.OptionBytes) == AlignedTimestamps)
        {
            segment.HasTimestamps = true;
            segment.Timestamp = BinaryPrimitives.ReadUInt32BigEndian(segment.OptionBytes.Slice(4));
            segment.TimestampEcho = BinaryPrimitives.ReadUInt32BigEndian(segment.OptionBytes.Slice(8));
            return true;
        }

        segment.HasMoreOptions = true;
        TcpOptions options = segment.Options;
        segment.HasTimestamps = options.HasTimestamps;
        segment.Timestamp = options.Timestamp;
        segment.TimestampEcho = options.TimestampEcho;
        return true;
    }
}
