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

    /// <summary>Where its content is in the archive.</summary>
    public long Offset, Length;
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
}

/// <summary>
/// Reads archives in the format that Linux takes for initial ramdisks: <c>newc</c> (magic 070701, or 070702 with checksums, which are not looked at); several of them may follow
/// each other, with zeros between.
/// </summary>
public ref struct CpioReader(MemoryArea archive)
{
    private const int HeaderSize = 110, MaxName = 4096;

    private long _at;

    /// <summary>Where the next entry begins.</summary>
    public readonly long Offset => _at;

    /// <summary>Reads the next entry.</summary>
    public CpioError Read(out CpioEntry entry)
    {
        entry = default;
        while (true)
        {
            // Archives begin at multiples of 4, behind zeros.
            ReadOnlySpan<byte> bytes = archive.From(_at);
            while (bytes.Length >= 4 && bytes[0] == 0 && bytes[1] == 0 && bytes[2] == 0 && bytes[3] == 0)
            {
                _at += 4;
                bytes = bytes.Slice(4);
                if (bytes.Length < 4)
                    bytes = archive.From(_at);
            }

            if (bytes.Length < 4 && IsZero(bytes))
                return CpioError.End;
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
        long dataAt = _at + HeaderSize + nameSize + 3 & ~3L, next = dataAt + fields[6] + 3 & ~3L;
        if (HeaderSize + nameSize > bytes.Length || dataAt + fields[6] > archive.Length)
            return CpioError.CutOff;
        // A name may end with several zeros: builders pad it so that the content begins at a page.
        ReadOnlySpan<byte> name = bytes.Slice(HeaderSize, (int)nameSize);
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
        entry.Offset = dataAt;
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
