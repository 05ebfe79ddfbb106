using System;
using System.Buffers.Binary;

namespace Lithe.Fs;

/// <summary>The messages' types: those of requests; a reply's is one higher.</summary>
internal enum NinePType : byte
{
    Error = 6,
    Statfs = 8,
    Open = 12,
    Create = 14,
    Symlink = 16,
    Mknod = 18,
    Readlink = 22,
    Getattr = 24,
    Setattr = 26,
    Readdir = 40,
    Fsync = 50,
    Link = 70,
    Mkdir = 72,
    Rename = 74,
    Unlink = 76,
    Version = 100,
    Attach = 104,
    Walk = 110,
    Read = 116,
    Write = 118,
    Clunk = 120,
}

/// <summary>Writes a request: size, type, tag, then its fields, least significant byte first.</summary>
internal ref struct NinePWriter
{
    internal const int HeaderSize = 7;

    private readonly Span<byte> _bytes;
    private int _length;

    internal NinePWriter(Span<byte> bytes, NinePType type, ushort tag)
    {
        _bytes = bytes;
        bytes[4] = (byte)type;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.Slice(5), tag);
        _length = HeaderSize;
    }

    /// <summary>Something did not fit.</summary>
    internal bool HasOverflowed { get; private set; }

    internal void Byte(byte value)
    {
        if (Take(1) is { Length: > 0 } to)
            to[0] = value;
    }

    internal void Half(ushort value)
    {
        if (Take(2) is { Length: > 0 } to)
            BinaryPrimitives.WriteUInt16LittleEndian(to, value);
    }

    internal void Word(uint value)
    {
        if (Take(4) is { Length: > 0 } to)
            BinaryPrimitives.WriteUInt32LittleEndian(to, value);
    }

    internal void Long(ulong value)
    {
        if (Take(8) is { Length: > 0 } to)
            BinaryPrimitives.WriteUInt64LittleEndian(to, value);
    }

    internal void Text(scoped ReadOnlySpan<byte> text)
    {
        if (text.Length > ushort.MaxValue)
        {
            HasOverflowed = true;
            return;
        }

        Half((ushort)text.Length);
        Bytes(text);
    }

    internal void Bytes(scoped ReadOnlySpan<byte> bytes)
    {
        if (Take(bytes.Length) is { Length: > 0 } to)
            bytes.CopyTo(to);
    }

    /// <summary>Writes the size; the length.</summary>
    internal readonly int Finish()
    {
        BinaryPrimitives.WriteInt32LittleEndian(_bytes, _length);
        return _length;
    }

    private Span<byte> Take(int count)
    {
        if (count > _bytes.Length - _length)
        {
            HasOverflowed = true;
            return default;
        }

        Span<byte> taken = _bytes.Slice(_length, count);
        _length += count;
        return taken;
    }
}

/// <summary>Reads a reply's fields. What is not there reads as zero, and <see cref="IsShort"/> says so.</summary>
internal ref struct NinePReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>More was read than there is.</summary>
    internal bool IsShort { get; private set; }

    internal readonly int Left => _rest.Length;

    internal byte Byte() => Take(1) is { Length: > 0 } from ? from[0] : (byte)0;

    internal ushort Half() => Take(2) is { Length: > 0 } from ? BinaryPrimitives.ReadUInt16LittleEndian(from) : (ushort)0;

    internal uint Word() => Take(4) is { Length: > 0 } from ? BinaryPrimitives.ReadUInt32LittleEndian(from) : 0;

    internal ulong Long() => Take(8) is { Length: > 0 } from ? BinaryPrimitives.ReadUInt64LittleEndian(from) : 0;

    internal ReadOnlySpan<byte> Text() => Take(Half());

    internal ReadOnlySpan<byte> Take(int count)
    {
        if ((uint)count > (uint)_rest.Length)
        {
            IsShort = true;
            _rest = default;
            return default;
        }

        ReadOnlySpan<byte> taken = _rest.Slice(0, count);
        _rest = _rest.Slice(count);
        return taken;
    }
}
