using System;
using Lithe;

/// <summary>The files of the image, found by path, each with the fields that its answers have.</summary>
internal sealed class Site
{
    private readonly Page[] _table;
    private readonly int _mask;

    internal Site()
    {
        int size = 16;
        while (size < 4 * EmbeddedFiles.Count)
            size *= 2;
        _table = new Page[size];
        _mask = size - 1;
        for (int i = 0; i < EmbeddedFiles.Count; i++)
        {
            ReadOnlySpan<byte> path = EmbeddedFiles.PathOf(i);
            var page = new Page(path, i);
            Add(page, path);
            // A folder stands for its index.
            if (path.EndsWith("index.html"u8) && (path.Length == 10 || path[path.Length - 11] == '/'))
                Add(page, path.Slice(0, path.Length - 10));
        }
    }

    /// <summary>The file with this path, without the slash in front; null when there is none.</summary>
    internal Page? Find(ReadOnlySpan<byte> path)
    {
        for (uint at = Hash(path); ; at++)
        {
            Page? page = _table[(int)at & _mask];
            if (page is null || page.Has(path))
                return page;
        }
    }

    private void Add(Page page, ReadOnlySpan<byte> path)
    {
        uint at = Hash(path);
        while (_table[(int)at & _mask] is not null)
            at++;
        _table[(int)at & _mask] = page.Path.Length == path.Length ? page : page.As(path);
    }

    // FNV-1a.
    private static uint Hash(ReadOnlySpan<byte> path)
    {
        uint hash = 2166136261;
        foreach (byte b in path)
            hash = (hash ^ b) * 16777619;
        return hash ^ hash >> 15;
    }
}

/// <summary>A file: its bytes, and what every answer about it says.</summary>
internal sealed class Page
{
    private readonly byte[] _path;
    private readonly int _index;

    internal Page(ReadOnlySpan<byte> path, int index)
    {
        ReadOnlySpan<byte> hash = EmbeddedFiles.HashOf(index);
        _path = path.ToArray();
        _index = index;
        Length = EmbeddedFiles.LengthOf(index);
        Tag = new byte[hash.Length + 2];
        Tag[0] = Tag[hash.Length + 1] = (byte)'"';
        hash.CopyTo(Tag.AsSpan(1));
        Span<byte> text = stackalloc byte[256];
        int length = 0;
        Text.Put(text, ref length, "ETag: "u8);
        Text.Put(text, ref length, Tag);
        Text.Put(text, ref length, "\r\nAccept-Ranges: bytes\r\nContent-Type: "u8);
        Text.Put(text, ref length, TypeOf(path));
        Text.Put(text, ref length, "\r\n"u8);
        Fields = text.Slice(0, length).ToArray();
        Text.Put(text, ref length, "Content-Length: "u8);
        Text.Put(text, ref length, (ulong)Length);
        Text.Put(text, ref length, "\r\n"u8);
        WholeFields = text.Slice(0, length).ToArray();
    }

    private Page(Page page, ReadOnlySpan<byte> path)
    {
        _path = path.ToArray();
        _index = page._index;
        Length = page.Length;
        Tag = page.Tag;
        Fields = page.Fields;
        WholeFields = page.WholeFields;
    }

    internal ReadOnlySpan<byte> Path => _path;

    /// <summary>Number of bytes.</summary>
    internal int Length { get; }

    /// <summary>Its entity tag, with the quotes.</summary>
    internal byte[] Tag { get; }

    /// <summary>Entity tag and type.</summary>
    internal byte[] Fields { get; }

    /// <summary>The same with the length of the whole.</summary>
    internal byte[] WholeFields { get; }

    /// <summary>How many pieces a part of it lies in.</summary>
    internal static int PiecesOf(int start, int count) => (start + count - 1) / EmbeddedFiles.PieceSize - start / EmbeddedFiles.PieceSize + 1;

    /// <summary>The piece that a byte lies in, and where.</summary>
    internal byte[] PieceAt(int start, out int offset)
    {
        offset = start % EmbeddedFiles.PieceSize;
        return EmbeddedFiles.PieceOf(_index, start / EmbeddedFiles.PieceSize);
    }

    internal bool Has(ReadOnlySpan<byte> path) => path.SequenceEqual(_path);

    /// <summary>The same file under another path.</summary>
    internal Page As(ReadOnlySpan<byte> path) => new(this, path);

    private static ReadOnlySpan<byte> TypeOf(ReadOnlySpan<byte> path)
    {
        int dot = path.Length - 1;
        while (dot >= 0 && path[dot] != '.' && path[dot] != '/')
            dot--;
        return Text.TypeOf(dot < 0 ? default : path.Slice(dot));
    }
}
