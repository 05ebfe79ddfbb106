using System;
using Lithe.Posix;

namespace Lithe.Fs;

/// <summary><c>/proc/self/exe</c>.</summary>
internal sealed class ProgramLink : Inode, IMagicLink
{
    internal ProgramLink(FileSystem files)
    {
        FileSystem = files;
        Number = 10_100;
        Kind = InodeKind.Link;
        Permissions = 0x1ff;
        LinkCount = 1;
    }

    public Inode? Target => Process.ProgramFile;

    public override int ReadLink(Span<byte> target)
    {
        ReadOnlySpan<byte> path = Process.ProgramPath;
        if (path.Length > target.Length)
            return -(int)Errno.ENAMETOOLONG;
        path.CopyTo(target);
        return path.Length;
    }
}

/// <summary><c>/proc/self/fd</c>: a link for each descriptor.</summary>
internal sealed class DescriptorDirectory : Inode
{
    private const int Links = 1024;

    private readonly DescriptorLink?[] _links = new DescriptorLink?[Links];

    internal DescriptorDirectory(FileSystem files)
    {
        FileSystem = files;
        Number = 10_101;
        Kind = InodeKind.Directory;
        Permissions = 0x140;
        LinkCount = 2;
    }

    public override Errno Lookup(ReadOnlySpan<byte> name, out Inode? inode)
    {
        inode = null;
        int number = 0;
        foreach (byte digit in name)
        {
            if (digit is < (byte)'0' or > (byte)'9' || number >= Links)
                return Errno.ENOENT;
            number = number * 10 + (digit - '0');
        }

        if (number >= Links || !IsOpen(number))
            return Errno.ENOENT;
        inode = _links[number] ??= new DescriptorLink(FileSystem, number);
        return Errno.None;
    }

    public override bool ReadDirectory(ref DirectoryEntry entry)
    {
        // Places 3 and on are numbers 0 and on.
        for (int number = Math.Max((int)entry.Place - 2, 0); number < Math.Min(Links, Descriptors.TableSize); number++)
        {
            if (!IsOpen(number))
                continue;
            DescriptorLink link = _links[number] ??= new DescriptorLink(FileSystem, number);
            entry.Name = link.Text;
            entry.Number = link.Number;
            entry.Kind = InodeKind.Link;
            entry.Place = (ulong)number + 3;
            return true;
        }

        return false;
    }

    private static bool IsOpen(int number)
    {
        OpenFile? file = Descriptors.Get(number);
        if (file is null)
            return false;
        Descriptors.Put(file);
        return true;
    }

    private sealed class DescriptorLink : Inode, IMagicLink
    {
        private readonly int _number;
        private readonly byte[] _text;

        internal DescriptorLink(FileSystem files, int number)
        {
            FileSystem = files;
            Number = 20_000 + (ulong)number;
            Kind = InodeKind.Link;
            Permissions = 0x1c0;
            LinkCount = 1;
            _number = number;
            Span<byte> text = stackalloc byte[8];
            var buffer = new TextBuffer(text);
            buffer.Add((ulong)number);
            _text = text.Slice(0, buffer.Length).ToArray();
        }

        internal ReadOnlySpan<byte> Text => _text;

        public Inode? Target
        {
            get
            {
                OpenFile? file = Descriptors.Get(_number);
                Inode? inode = file?.Inode;
                if (file is not null)
                    Descriptors.Put(file);
                return inode;
            }
        }

        public override int ReadLink(Span<byte> target)
        {
            OpenFile? file = Descriptors.Get(_number);
            if (file is null)
                return -(int)Errno.ENOENT;
            var text = new TextBuffer(target);
            if (file.Inode is not { } inode)
            {
                text.Add(file.Description);
                Descriptors.Put(file);
                return text.Length;
            }

            // A file whose name was taken away has none that leads to it.
            bool isGone = inode.Parent == inode && !inode.IsDirectory;
            int length = isGone ? 0 : PathWalk.PathOf(Process.Root, inode, target);
            Descriptors.Put(file);
            if (isGone)
                return text.Add("/ (deleted)"u8).Length;
            if (length > 0)
                target.Slice(target.Length - length).CopyTo(target);
            return length < 0 ? -(int)Errno.ENAMETOOLONG : length;
        }
    }
}
