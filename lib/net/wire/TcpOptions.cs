using System;
using System.Buffers.Binary;

namespace Lithe.Net;

/// <summary>A block of sequence numbers that a receiver has (RFC 2018 3): from the first one on, up to before the last.</summary>
public readonly record struct SackBlock(uint Start, uint End);

/// <summary>A Fast Open cookie (RFC 7413 4.1.1): 4 to 16 bytes as they lie in memory, or, with length 0, the wish for one.</summary>
public readonly record struct FastOpenCookie(byte Length, ulong First, ulong Last);

/// <summary>The options of a segment that this stack knows: RFC 9293 3.2, 7323, 2018, 7413. Absent ones are null, false or 0.</summary>
public readonly record struct TcpOptions
{
    /// <summary>The most bytes of options.</summary>
    public const int MaxSize = TcpHeader.MaxSize - TcpHeader.MinSize;

    /// <summary>The most selective acknowledgements in a segment.</summary>
    public const int MaxSackBlocks = 4;

    private const byte End = 0, Nothing = 1, MaximumSegment = 2, Scale = 3, SackOk = 4, Sack = 5, Timestamps = 8, FastOpenKind = 34;

    // No operation twice, timestamps with their length, as a number: what most segments have and nothing else.
    private const uint AlignedTimestamps = 0x0101_080a;

    /// <summary>The most bytes of a segment's data that the sender takes, or null.</summary>
    public ushort? MaximumSegmentSize { get; init; }

    /// <summary>By how many bits the sender's windows are shifted, or null.</summary>
    public byte? WindowScale { get; init; }

    /// <summary>Whether the sender understands selective acknowledgements.</summary>
    public bool SackPermitted { get; init; }

    /// <summary>Whether there are timestamps.</summary>
    public bool HasTimestamps { get; init; }

    /// <summary>The sender's timestamp.</summary>
    public uint Timestamp { get; init; }

    /// <summary>The timestamp that it has last received.</summary>
    public uint TimestampEcho { get; init; }

    /// <summary>How many selective acknowledgements there are.</summary>
    public byte SackCount { get; init; }

    public SackBlock Sack0 { get; init; }

    public SackBlock Sack1 { get; init; }

    public SackBlock Sack2 { get; init; }

    public SackBlock Sack3 { get; init; }

    /// <summary>A Fast Open cookie, or null: without <c>NET_TCP_FAST_OPEN</c> none is read or written.</summary>
    public FastOpenCookie? FastOpen { get; init; }

    /// <summary>A selective acknowledgement, below <see cref="SackCount"/>.</summary>
    public SackBlock GetSack(int index) => index switch { 0 => Sack0, 1 => Sack1, 2 => Sack2, _ => Sack3 };

    /// <summary>
    /// Reads the bytes between the fixed header and the data. An option of the wrong length does not count; one that does not fit ends the list, and the answer is false with what
    /// came before.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out TcpOptions options)
    {
        if (bytes.Length == 12 && BinaryPrimitives.ReadUInt32BigEndian(bytes) == AlignedTimestamps)
        {
            options = new TcpOptions
            {
                HasTimestamps = true,
                Timestamp = BinaryPrimitives.ReadUInt32BigEndian(bytes.Slice(4)),
                TimestampEcho = BinaryPrimitives.ReadUInt32BigEndian(bytes.Slice(8)),
            };
            return true;
        }

        // In locals: each `with` would copy all of it.
        ushort? segment = null;
        byte? scale = null;
        bool sackOk = false, isWhole = true;
        ReadOnlySpan<byte> sacks = default, times = default;
        FastOpenCookie? cookie = null;
        while (bytes.Length > 0 && bytes[0] != End)
        {
            if (bytes[0] == Nothing)
            {
                bytes = bytes.Slice(1);
                continue;
            }

            if (bytes.Length < 2 || bytes[1] < 2 || bytes[1] > bytes.Length)
            {
                isWhole = false;
                break;
            }

            ReadOnlySpan<byte> data = bytes.Slice(2, bytes[1] - 2);
            switch (bytes[0])
            {
                case MaximumSegment when data.Length == 2:
                    segment = BinaryPrimitives.ReadUInt16BigEndian(data);
                    break;
                case Scale when data.Length == 1:
                    scale = data[0];
                    break;
                case SackOk when data.Length == 0:
                    sackOk = true;
                    break;
                case Timestamps when data.Length == 8:
                    times = data;
                    break;
                case Sack when data.Length is > 0 and <= 8 * MaxSackBlocks && data.Length % 8 == 0:
                    sacks = data;
                    break;
                case FastOpenKind when Config.NET_TCP_FAST_OPEN && data.Length is 0 or (>= 4 and <= 16):
                    cookie = ReadCookie(data);
                    break;
            }

            bytes = bytes.Slice(2 + data.Length);
        }

        options = new TcpOptions
        {
            MaximumSegmentSize = segment,
            WindowScale = scale,
            SackPermitted = sackOk,
            HasTimestamps = times.Length > 0,
            Timestamp = times.Length > 0 ? BinaryPrimitives.ReadUInt32BigEndian(times) : 0,
            TimestampEcho = times.Length > 0 ? BinaryPrimitives.ReadUInt32BigEndian(times.Slice(4)) : 0,
            SackCount = (byte)(sacks.Length / 8),
            Sack0 = ReadSack(sacks, 0),
            Sack1 = ReadSack(sacks, 1),
            Sack2 = ReadSack(sacks, 2),
            Sack3 = ReadSack(sacks, 3),
            FastOpen = cookie,
        };
        return isWhole;
    }

    private static FastOpenCookie ReadCookie(ReadOnlySpan<byte> data)
    {
        Span<byte> cookie = stackalloc byte[16];
        cookie.Clear();
        data.CopyTo(cookie);
        return new FastOpenCookie((byte)data.Length, BinaryPrimitives.ReadUInt64LittleEndian(cookie), BinaryPrimitives.ReadUInt64LittleEndian(cookie.Slice(8)));
    }

    private static SackBlock ReadSack(ReadOnlySpan<byte> data, int index)
    {
        if (data.Length < 8 * index + 8)
            return default;
        ulong both = BinaryPrimitives.ReadUInt64BigEndian(data.Slice(8 * index));
        return new SackBlock((uint)(both >> 32), (uint)both);
    }

    /// <summary>
    /// Writes the options, aligned to four bytes each, into <see cref="MaxSize"/> bytes at most; how many, a multiple of 4. Selective acknowledgements that do not fit are left
    /// out, the last ones first; so is a cookie.
    /// </summary>
    public int Write(Span<byte> bytes)
    {
        int length = 0;
        if (MaximumSegmentSize is ushort segment)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes, 0x0204_0000u | segment);
            length += 4;
        }

        if (HasTimestamps)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes.Slice(length), SackPermitted ? 0x0402_080au : AlignedTimestamps);
            BinaryPrimitives.WriteUInt32BigEndian(bytes.Slice(length + 4), Timestamp);
            BinaryPrimitives.WriteUInt32BigEndian(bytes.Slice(length + 8), TimestampEcho);
            length += 12;
        }
        else if (SackPermitted)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes.Slice(length), 0x0101_0402);
            length += 4;
        }

        if (WindowScale is byte scale)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes.Slice(length), 0x0103_0300u | scale);
            length += 4;
        }

        if (Config.NET_TCP_FAST_OPEN && FastOpen is FastOpenCookie cookie && length + (cookie.Length + 5) / 4 * 4 <= MaxSize && cookie.Length <= 16)
            length += WriteCookie(bytes.Slice(length), cookie);
        int count = Math.Min(SackCount, (MaxSize - length - 4) / 8);
        if (count > 0)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes.Slice(length), 0x0101_0500u | (uint)(2 + 8 * count));
            length += 4;
            for (int i = 0; i < count; i++)
            {
                SackBlock block = GetSack(i);
                BinaryPrimitives.WriteUInt64BigEndian(bytes.Slice(length), (ulong)block.Start << 32 | block.End);
                length += 8;
            }
        }

        return length;
    }

    private static int WriteCookie(Span<byte> bytes, FastOpenCookie cookie)
    {
        Span<byte> value = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(value, cookie.First);
        BinaryPrimitives.WriteUInt64LittleEndian(value.Slice(8), cookie.Last);
        int size = 2 + cookie.Length, padded = (size + 3) / 4 * 4;
        bytes[0] = FastOpenKind;
        bytes[1] = (byte)size;
        value.Slice(0, cookie.Length).CopyTo(bytes.Slice(2));
        bytes.Slice(size, padded - size).Fill(Nothing);
        return padded;
    }
}
