using System.Globalization;
using System.Text;

namespace Lithe.Build.RootFiles;

/// <summary>Archives in the format <c>newc</c>, as lib/fs/cpio reads them.</summary>
internal static class CpioArchive
{
    private const int HeaderSize = 110, PageSize = 4096, Fields = 13;
    private const string Trailer = "TRAILER!!!";

    /// <summary>
    /// The first entry's name: a list of all others for whoever has the archive on a disk, without their contents, but for symbolic links; the field for the checksum has a quarter of a content's
    /// offset, that for the device's major number 1 where the content's last page holds nothing else. lib/fs/cpio reads it.
    /// </summary>
    public const string IndexName = ".lithe-index";

    /// <summary>
    /// Writes an archive. The same entries give the same bytes: inode numbers count from 1. The content of a file of a page or more begins at a page, by zeros behind
    /// the name, so that it can be mapped in place; such files come last.
    /// </summary>
    public static void Write(Stream to, IEnumerable<RootEntry> entries)
    {
        (RootEntry Entry, uint Number)[] all = [.. entries.OrderBy(IsLarge).Select((entry, i) => (entry, (uint)i + 1))];
        // Where contents are, by a round in which nothing is written: the index has its size from the start.
        var index = new RootEntry(IndexName, RootEntry.Regular | 0x100, Index([.. all.Select(one => (one.Entry, one.Number, 0L))]));
        long at = 0;
        WriteEntry(Stream.Null, ref at, index, 0, out _);
        var placed = new List<(RootEntry, uint, long)>();
        foreach ((RootEntry entry, uint number) in all)
        {
            WriteEntry(Stream.Null, ref at, entry, number, out long contentAt);
            placed.Add((entry, number, contentAt));
        }

        at = 0;
        WriteEntry(to, ref at, index with { Content = Index(placed) }, 0, out _);
        foreach ((RootEntry entry, uint number) in all)
            WriteEntry(to, ref at, entry, number, out _);
        WriteEntry(to, ref at, new RootEntry(Trailer, 0, default), 0, out _);
        Pad(to, ref at, (int)(-at & (PageSize - 1)));
    }

    private static bool IsLarge(RootEntry entry) => entry.IsRegular && entry.Content.Length >= PageSize;

    private static byte[] Index(IReadOnlyList<(RootEntry Entry, uint Number, long ContentAt)> placed)
    {
        using var to = new MemoryStream();
        long at = 0;
        for (int i = 0; i < placed.Count; i++)
        {
            (RootEntry entry, uint number, long contentAt) = placed[i];
            byte[] name = [.. Encoding.UTF8.GetBytes(entry.Path), 0];
            long end = contentAt + entry.Content.Length + PageSize - 1 & -PageSize;
            bool ownsLastPage = contentAt % PageSize == 0 && (i == placed.Count - 1 || placed[i + 1].ContentAt >= end);
            WriteHeader(to, ref at, entry, number, name, name.Length, ownsLastPage ? 1u : 0, entry.IsLink ? 0 : checked((uint)(contentAt / 4)));
            if (entry.IsLink)
                Put(to, ref at, entry.Content.Span);
            Pad(to, ref at, (int)(-at & 3));
        }

        return to.ToArray();
    }

    private static void WriteEntry(Stream to, ref long at, RootEntry entry, uint number, out long contentAt)
    {
        byte[] name = [.. Encoding.UTF8.GetBytes(entry.Path), 0];
        int nameSize = name.Length;
        if (IsLarge(entry) && entry.Path != IndexName)
        {
            // Names of up to 4,096 bytes are read.
            nameSize += (int)(-(at + HeaderSize + nameSize) & (PageSize - 1));
            if (nameSize > PageSize)
                nameSize = name.Length;
        }

        WriteHeader(to, ref at, entry, number, name, nameSize, 0, 0);
        contentAt = at;
        Put(to, ref at, entry.Content.Span);
        Pad(to, ref at, (int)(-at & 3));
    }

    private static void WriteHeader(Stream to, ref long at, RootEntry entry, uint number, byte[] name, int nameSize, uint device, uint check)
    {
        uint[] fields =
        [
            number, entry.Mode, entry.User, entry.Group, entry.IsDirectory ? 2u : 1u, entry.Time, (uint)entry.Content.Length, device, 0,
            entry.Device.Major, entry.Device.Minor, (uint)nameSize, check,
        ];
        var header = new StringBuilder("070701", HeaderSize);
        foreach (uint field in fields)
            header.Append(field.ToString("x8", CultureInfo.InvariantCulture));
        Put(to, ref at, Encoding.ASCII.GetBytes(header.ToString()));
        Put(to, ref at, name);
        Pad(to, ref at, nameSize - name.Length);
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
            if (name is not (Trailer or IndexName or "" or "."))
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
