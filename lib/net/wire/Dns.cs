using System;
using System.Buffers.Binary;

namespace Lithe.Net;

/// <summary>Types of records (IANA).</summary>
public static class DnsType
{
    public const ushort A = 1, NameServer = 2, CanonicalName = 5, StartOfAuthority = 6, Pointer = 12, MailExchange = 15, Text = 16, Aaaa = 28, Service = 33, Options = 41, Any = 255;
}

/// <summary>What came of a question (RFC 1035 4.1.1).</summary>
public enum DnsStatus : byte
{
    Success = 0,
    FormatError = 1,
    ServerFailure = 2,
    NoSuchName = 3,
    NotImplemented = 4,
    Refused = 5,
}

/// <summary>The header of a message (RFC 1035 4.1.1).</summary>
public readonly record struct DnsHeader
{
    /// <summary>Number of bytes.</summary>
    public const int Size = 12;

    /// <summary>The server's port.</summary>
    public const ushort Port = 53;

    /// <summary>The most bytes of a message over UDP when nobody says more.</summary>
    public const int PlainSize = 512;

    /// <summary>By which an answer is known.</summary>
    public ushort Identifier { get; init; }

    /// <summary>An answer, or a question.</summary>
    public bool IsResponse { get; init; }

    /// <summary>0 for an ordinary question.</summary>
    public byte Operation { get; init; }

    /// <summary>Whether the server is who decides about the name.</summary>
    public bool IsAuthoritative { get; init; }

    /// <summary>Whether it did not fit.</summary>
    public bool IsTruncated { get; init; }

    /// <summary>Whether the server shall ask others.</summary>
    public bool RecursionDesired { get; init; }

    /// <summary>Whether it would.</summary>
    public bool RecursionAvailable { get; init; }

    /// <summary>What came of it.</summary>
    public DnsStatus Status { get; init; }

    public ushort Questions { get; init; }

    public ushort Answers { get; init; }

    public ushort Authorities { get; init; }

    public ushort Additionals { get; init; }

    /// <summary>Reads one. False when the message is too short.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, out DnsHeader header)
    {
        header = default;
        if (message.Length < Size)
            return false;
        ushort flags = BinaryPrimitives.ReadUInt16BigEndian(message.Slice(2));
        header = new DnsHeader
        {
            Identifier = BinaryPrimitives.ReadUInt16BigEndian(message),
            IsResponse = (flags & 0x8000) != 0,
            Operation = (byte)(flags >> 11 & 15),
            IsAuthoritative = (flags & 0x400) != 0,
            IsTruncated = (flags & 0x200) != 0,
            RecursionDesired = (flags & 0x100) != 0,
            RecursionAvailable = (flags & 0x80) != 0,
            Status = (DnsStatus)(flags & 15),
            Questions = BinaryPrimitives.ReadUInt16BigEndian(message.Slice(4)),
            Answers = BinaryPrimitives.ReadUInt16BigEndian(message.Slice(6)),
            Authorities = BinaryPrimitives.ReadUInt16BigEndian(message.Slice(8)),
            Additionals = BinaryPrimitives.ReadUInt16BigEndian(message.Slice(10)),
        };
        return true;
    }

    /// <summary>Writes it.</summary>
    public void Write(Span<byte> message)
    {
        BinaryPrimitives.WriteUInt16BigEndian(message.Slice(10), Additionals);
        BinaryPrimitives.WriteUInt16BigEndian(message, Identifier);
        BinaryPrimitives.WriteUInt16BigEndian(
            message.Slice(2),
            (ushort)((IsResponse ? 0x8000 : 0) | (Operation & 15) << 11 | (IsAuthoritative ? 0x400 : 0) | (IsTruncated ? 0x200 : 0) | (RecursionDesired ? 0x100 : 0) | (RecursionAvailable ? 0x80 : 0)
                | ((int)Status & 15)));
        BinaryPrimitives.WriteUInt16BigEndian(message.Slice(4), Questions);
        BinaryPrimitives.WriteUInt16BigEndian(message.Slice(6), Answers);
        BinaryPrimitives.WriteUInt16BigEndian(message.Slice(8), Authorities);
    }
}

/// <summary>A record of a message, its data in place.</summary>
public readonly ref struct DnsRecord
{
    internal DnsRecord(ushort type, ushort recordClass, uint ttl, int dataOffset, ReadOnlySpan<byte> data)
    {
        Type = type;
        Class = recordClass;
        Ttl = ttl;
        DataOffset = dataOffset;
        Data = data;
    }

    /// <summary>What it says: <see cref="DnsType"/>.</summary>
    public ushort Type { get; }

    /// <summary>1 is the Internet; of the options' record, the most bytes that the sender takes.</summary>
    public ushort Class { get; }

    /// <summary>For how many seconds it holds.</summary>
    public uint Ttl { get; }

    /// <summary>Where its data stand in the message, for names in them.</summary>
    public int DataOffset { get; }

    /// <summary>Its data.</summary>
    public ReadOnlySpan<byte> Data { get; }
}

/// <summary>Reads the questions and records of a message, one after the other. Names go into bytes of the caller.</summary>
public ref struct DnsReader(ReadOnlySpan<byte> message)
{
    /// <summary>The class of the Internet.</summary>
    public const ushort Internet = 1;

    private readonly ReadOnlySpan<byte> _message = message;

    /// <summary>Where the next one begins.</summary>
    public int Offset { get; private set; } = DnsHeader.Size;

    /// <summary>Reads a question.</summary>
    public bool TryReadQuestion(scoped Span<byte> name, out int nameLength, out ushort type, out ushort questionClass)
    {
        type = questionClass = 0;
        int offset = Offset;
        if (!DnsName.TryRead(_message, ref offset, name, out nameLength) || _message.Length - offset < 4)
            return false;
        type = BinaryPrimitives.ReadUInt16BigEndian(_message.Slice(offset));
        questionClass = BinaryPrimitives.ReadUInt16BigEndian(_message.Slice(offset + 2));
        Offset = offset + 4;
        return true;
    }

    /// <summary>Reads a record.</summary>
    public bool TryReadRecord(scoped Span<byte> name, out int nameLength, out DnsRecord record)
    {
        record = default;
        int offset = Offset;
        if (!DnsName.TryRead(_message, ref offset, name, out nameLength) || _message.Length - offset < 10)
            return false;
        int size = BinaryPrimitives.ReadUInt16BigEndian(_message.Slice(offset + 8));
        if (_message.Length - offset - 10 < size)
            return false;
        // Of a lifetime the highest bit is a mistake, and means 0 (RFC 2181 8).
        uint ttl = BinaryPrimitives.ReadUInt32BigEndian(_message.Slice(offset + 4));
        ushort type = BinaryPrimitives.ReadUInt16BigEndian(_message.Slice(offset));
        record = new DnsRecord(
            type, BinaryPrimitives.ReadUInt16BigEndian(_message.Slice(offset + 2)), ttl > int.MaxValue && type != DnsType.Options ? 0 : ttl, offset + 10, _message.Slice(offset + 10, size));
        Offset = offset + 10 + size;
        return true;
    }
}
