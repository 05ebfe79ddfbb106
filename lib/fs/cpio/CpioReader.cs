using System;

namespace Lithe.Fs;

/// <summary>An entry of an archive.</summary>
public ref struct CpioEntry
{
    /// <summary>The path, without a slash in front.</summary>
    public ReadOnlySpan<byte> Name;

    /// <summary>The value of <c>st_mode</c>.</summary>
    public uint Mode;

    /// <summary>The inode's number in the archive, which names of one file share; the archive's device.</summary>
    public uint Number, DeviceMajor, DeviceMinor;

    /// <summary>Owner, group, number of names, modification time in seconds since 1970.</summary>
    public uint Owner, Group, LinkCount, Time;

    /// <summary>A device node's number.</summary>
    public uint NodeMajor, NodeMinor;

    /// <summary>Where its content is in the archive: of an index, where it <see cref="IsInline"/>, in the index, else in the archive that the index is of.</summary>
    public long Offset, Length;

    /// <summary>Its content is in what was read.</summary>
    public bool IsInline;

    /// <summary>What lies behind its content in the last page is nobody's.</summary>
    public bool OwnsLastPage;
}

/// <summary>What is wrong with an archive.</summary>
public enum CpioError
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The last entry has been read.</summary>
    End,

    /// <summary>It ends in the middle of an entry.</summary>
    CutOff,

    /// <summary>No entry begins where one should: the magic number is missing.</summary>
    NoEntry,

    /// <summary>A field is not a number of eight hexadecimal digits.</summary>
    BadNumber,

    /// <summary>A name is empty, too long, or holds what no path may.</summary>
    BadName,

    /// <summary>The device that it is on cannot be read, or there is no memory to read it.</summary>
    Unreadable,
}

/// <summary>
/// Reads archives in the format that Linux takes for initial ramdisks: <c>newc</c> (magic 070701, or 070702 with checksums, which are not looked at); several of them may follow
/// each other, with zeros between.
/// </summary>
/// <param name="archive">The bytes.</param>
/// <param name="isIndex">
/// It is the index at the front of another archive (<see cref="IndexName"/>): the same headers and names without contents, but for symbolic links; the field for the checksum has a quarter of
/// the content's offset in that archive, that for the device's major number 1 where nothing else is in the content's last page.
/// </param>
public ref struct CpioReader(StoredContent archive, bool isIndex)
{
    /// <summary>The first entry's name where an archive has an index.</summary>
    public static ReadOnlySpan<byte> IndexName => ".lithe-index"u8;

    private const int HeaderSize = 110, MaxName = 4096;
    private const uint KindMask = 0xf000, LinkKind = 0xa000;

    // A header, and the name behind it.
    private readonly byte[] _bytes = new byte[HeaderSize + MaxName];

    private long _at;

    /// <summary>Where the next entry begins.</summary>
    public readonly long Offset => _at;

    /// <summary>Reads the next entry; its name is good until the next call.</summary>
    public CpioError Read(out CpioEntry entry)
    {
        entry = default;
        while (true)
        {
            Span<byte> bytes = _bytes.AsSpan(0, (int)Math.Clamp(archive.Length - _at, 0, HeaderSize));
            if (archive.TryCopy(_at, bytes) != PageResult.Found)
                return CpioError.Unreadable;
            // Archives begin at multiples of 4, behind zeros.
            int zeros = 0;
            while (bytes.Length - zeros >= 4 && IsZero(bytes.Slice(zeros, 4)))
                zeros += 4;
            _at += zeros;
            if (bytes.Length - zeros < 4 && archive.Length - _at < 4)
                return IsZero(bytes.Slice(zeros)) ? CpioError.End : CpioError.CutOff;
            if (zeros > 0)
                continue;
            if (bytes.Length < HeaderSize)
                return bytes.Length >= 6 && !IsMagic(bytes) ? CpioError.NoEntry : CpioError.CutOff;
            if (!IsMagic(bytes))
                return CpioError.NoEntry;
            CpioError error = ReadEntry(bytes, out entry);
            if (error != CpioError.None)
                return error;
            if (!entry.Name.SequenceEqual("TRAILER!!!"u8))
                return CpioError.None;
        }
    }

    private CpioError ReadEntry(ReadOnlySpan<byte> bytes, out CpioEntry entry)
    {
        entry = default;
        Span<uint> fields = stackalloc uint[13];
        for (int i = 0; i < fields.Length; i++)
        {
            if (!TryReadHex(bytes.Slice(6 + 8 * i, 8), out fields[i]))
                return CpioError.BadNumber;
        }

        uint nameSize = fields[11];
        if (nameSize is 0 or > MaxName)
            return CpioError.BadName;
        bool isInline = !isIndex || (fields[1] & KindMask) == LinkKind;
        long dataAt = _at + HeaderSize + nameSize + 3 & ~3L, next = isInline ? dataAt + fields[6] + 3 & ~3L : dataAt;
        if (_at + HeaderSize + nameSize > archive.Length || isInline && dataAt + fields[6] > archive.Length)
            return CpioError.CutOff;
        // A name may end with several zeros: builders pad it so that the content begins at a page.
        Span<byte> name = _bytes.AsSpan(HeaderSize, (int)nameSize);
        if (archive.TryCopy(_at + HeaderSize, name) != PageResult.Found)
            return CpioError.Unreadable;
        int end = name.IndexOf((byte)0);
        if (end < 0 || !IsZero(name.Slice(end)))
            return CpioError.BadName;
        name = name.Slice(0, end);
        while (name.Length > 0 && name[0] == (byte)'/')
            name = name.Slice(1);
        while (name.Length > 1 && name[0] == (byte)'.' && name[1] == (byte)'/')
            name = name.Slice(2);
        if (name.Length == 0)
            return CpioError.BadName;
        entry.Name = name;
        entry.Number = fields[0];
        entry.Mode = fields[1];
        entry.Owner = fields[2];
        entry.Group = fields[3];
        entry.LinkCount = fields[4];
        entry.Time = fields[5];
        entry.Length = fields[6];
        entry.DeviceMajor = fields[7];
        entry.DeviceMinor = fields[8];
        entry.NodeMajor = fields[9];
        entry.NodeMinor = fields[10];
        entry.Offset = isInline ? dataAt : 4L * fields[12];
        entry.IsInline = isInline;
        entry.OwnsLastPage = isIndex && !isInline && fields[7] == 1;
        _at = next;
        return CpioError.None;
    }

    private static bool IsMagic(ReadOnlySpan<byte> bytes) => bytes.Slice(0, 5).SequenceEqual("07070"u8) && bytes[5] is (byte)'1' or (byte)'2';

    private static bool IsZero(ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            if (value != 0)
                return false;
        }

        return true;
    }

    private static bool TryReadHex(ReadOnlySpan<byte> digits, out uint value)
    {
        value = 0;
        foreach (byte digit in digits)
        {
            int number = digit switch
            {
                >= (byte)'0' and <= (byte)'9' => digit - '0',
                >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
                >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
                _ => -1,
            };
            if (number < 0)
                return false;
            value = value << 4 | (uint)number;
        }

        return true;
    }
}
