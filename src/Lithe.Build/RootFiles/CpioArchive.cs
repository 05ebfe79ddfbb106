using System.Globalization;
using System.Text;

namespace Lithe.Build.RootFiles;

/// <summary>Archives in the format <c>newc</c>, as lib/fs/cpio reads them.</summary>
internal static class CpioArchive
{
    private const int HeaderSize = 110, PageSize = 4096, Fields = 13;
    private const string Trailer = "TRAILER!!!";

    /// <summary>
    /// Writes an archive. The same entries give the same bytes: inode numbers count from 1. The content of a file of a page or more begins at a page, by zeros behind
    /// the name, so that it can be mapped in place.
    /// </summary>
    public static void Write(Stream to, IEnumerable<RootEntry> entries)
    {
        long at = 0;
        uint number = 0;
        foreach (RootEntry entry in entries)
            WriteEntry(to, ref at, entry, ++number);
        WriteEntry(to, ref at, new RootEntry(Trailer, 0, default), 0);
        Pad(to, ref at, (int)(-at & (PageSize - 1)));
    }

    private static void WriteEntry(Stream to, ref long at, RootEntry entry, uint number)
    {
        byte[] name = Encoding.UTF8.GetBytes(entry.Path);
        int nameSize = name.Length + 1;
        if (entry.IsRegular && entry.Content.Length >= PageSize)
        {
            // Names of up to 4,096 bytes are read.
            long dataAt = at + HeaderSize + nameSize;
            nameSize += (int)(-dataAt & (PageSize - 1));
            if (nameSize > PageSize)
                nameSize = name.Length + 1;
        }

        uint[] fields =
        [
            number, entry.Mode, entry.User, entry.Group, entry.IsDirectory ? 2u : 1u, entry.Time, (uint)entry.Content.Length, 0, 0,
            entry.Device.Major, entry.Device.Minor, (uint)nameSize, 0,
        ];
        var header = new StringBuilder("070701", HeaderSize);
        foreach (uint field in fields)
            header.Append(field.ToString("x8", CultureInfo.InvariantCulture));
        Put(to, ref at, Encoding.ASCII.GetBytes(header.ToString()));
        Put(to, ref at, name);
        Pad(to, ref at, nameSize - name.Length);
        Pad(to, ref at, (int)(-at & 3));
        Put(to, ref at, entry.Content.Span);
        Pad(to, ref at, (int)(-at & 3));
    }

    private static void Put(Stream to, ref long at, ReadOnlySpan<byte> bytes)
    {
        to.Write(bytes);
        at += bytes.Length;
    }

    private static void Pad(Stream to, ref long at, int count)
    {
        Span<byte> zeros = stackalloc byte[256];
        zeros.Clear();
        for (int left = count; left > 0; left -= zeros.Length)
            to.Write(zeros[..Math.Min(left, zeros.Length)]);
        at += count;
    }

    /// <summary>Reads the entries of an archive; null when it is none.</summary>
    public static IReadOnlyList<RootEntry>? TryRead(ReadOnlyMemory<byte> archive)
    {
        var entries = new List<RootEntry>();
        ReadOnlySpan<byte> bytes = archive.Span;
        long at = 0;
        Span<uint> fields = stackalloc uint[Fields];
        while (true)
        {
            while (at + 4 <= bytes.Length && bytes.Slice((int)at, 4).IndexOfAnyExcept((byte)0) < 0)
                at += 4;
            if (bytes.Length - at < 4)
                return entries.Count > 0 ? entries : null;
            if (bytes.Length - at < HeaderSize || !bytes.Slice((int)at, 5).SequenceEqual("07070"u8) || bytes[(int)at + 5] is not ((byte)'1' or (byte)'2'))
                return null;
            for (int i = 0; i < Fields; i++)
            {
                if (!uint.TryParse(bytes.Slice((int)at + 6 + 8 * i, 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out fields[i]))
                    return null;
            }

            long dataAt = at + HeaderSize + fields[11] + 3 & ~3L, next = dataAt + fields[6] + 3 & ~3L;
            if (fields[11] is 0 or > PageSize || dataAt + fields[6] > bytes.Length)
                return null;
            string name = Encoding.UTF8.GetString(bytes.Slice((int)at + HeaderSize, (int)fields[11])).TrimEnd('\0').TrimStart('/');
            if (name.StartsWith("./", StringComparison.Ordinal))
                name = name[2..];
            if (name is not (Trailer or "" or "."))
            {
                entries.Add(new RootEntry(name, fields[1], archive.Slice((int)dataAt, (int)fields[6]))
                {
                    User = fields[2],
                    Group = fields[3],
                    Time = fields[5],
                    Device = (fields[9], fields[10]),
                });
            }

            at = next;
        }
    }
}
