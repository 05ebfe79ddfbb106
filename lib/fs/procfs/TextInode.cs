using System;

namespace Lithe.Fs;

/// <summary>A file whose text is written when it is opened.</summary>
internal sealed class TextInode : Inode
{
    private readonly ProcessText _text;

    /// <summary>The thread that it is about; 0 for the one that opens it.</summary>
    internal int Thread { get; set; }

    internal TextInode(FileSystem files, ProcessText text)
    {
        FileSystem = files;
        Number = 10_000 + (ulong)text;
        Kind = InodeKind.Regular;
        Permissions = 0x124;
        LinkCount = 1;
        AccessTime = ModifyTime = ChangeTime = VfsHost.Current.Now;
        _text = text;
    }

    public override Errno Open(OpenFlags flags, out OpenFile? file)
    {
        file = null;
        if ((flags & OpenFlags.AccessMask) != OpenFlags.ReadOnly)
            return Errno.EACCES;
        file = TextFile.Create(this, flags, _text, Thread);
        return Errno.None;
    }
}

/// <summary>An open one, with the text as it was then. The objects and their buffers are used again; the files' lock's.</summary>
internal sealed class TextFile : InodeFile
{
    private static TextFile? s_free;

    private TextFile? _nextFree;
    private byte[] _text = new byte[1024];
    private int _length;

    internal static TextFile Create(Inode inode, OpenFlags flags, ProcessText what, int thread)
    {
        TextFile file = s_free ?? new TextFile();
        s_free = file._nextFree;
        file._nextFree = null;
        file.Reuse();
        file.Set(inode, flags);
        while (true)
        {
            var text = new TextBuffer(file._text);
            ProcessFiles.Write(what, thread, ref text);
            file._length = text.Length;
            if (!text.HasOverflowed)
                return file;
            file._text = new byte[file._text.Length * 4];
        }
    }

    public override long ReadAt(long offset, Span<byte> bytes)
    {
        if (offset >= _length)
            return 0;
        ReadOnlySpan<byte> rest = _text.AsSpan((int)offset, _length - (int)offset);
        if (rest.Length > bytes.Length)
            rest = rest.Slice(0, bytes.Length);
        rest.CopyTo(bytes);
        return rest.Length;
    }

    protected override void OnClose()
    {
        base.OnClose();
        _nextFree = s_free;
        s_free = this;
    }
}

/// <summary>Text that is put together.</summary>
internal ref struct TextBuffer(Span<byte> bytes)
{
    private readonly Span<byte> _bytes = bytes;

    internal int Length { get; private set; }

    internal bool HasOverflowed { get; private set; }

    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    internal ref TextBuffer Add(scoped ReadOnlySpan<byte> text)
    {
        if (text.Length > _bytes.Length - Length)
        {
            HasOverflowed = true;
        }
        else
        {
            text.CopyTo(_bytes.Slice(Length));
            Length += text.Length;
        }

        return ref this;
    }

    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    internal ref TextBuffer Add(string text)
    {
        foreach (char letter in text)
            Add([(byte)letter]);
        return ref this;
    }

    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    internal ref TextBuffer Add(ulong number)
    {
        Span<byte> digits = stackalloc byte[20];
        int at = digits.Length;
        do
        {
            digits[--at] = (byte)('0' + number % 10);
            number /= 10;
        }
        while (number != 0);
        return ref Add(digits.Slice(at));
    }

    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    internal ref TextBuffer AddHex(ulong number)
    {
        Span<byte> digits = stackalloc byte[16];
        int at = digits.Length;
        do
        {
            int digit = (int)(number & 15);
            digits[--at] = (byte)(digit < 10 ? '0' + digit : 'a' + digit - 10);
            number >>= 4;
        }
        while (number != 0 || at > digits.Length - 8);
        return ref Add(digits.Slice(at));
    }
}
