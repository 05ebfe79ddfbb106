using System;

namespace Lithe.Fs;

/// <summary>
/// Fills a file system in memory from an archive. Contents stay where they are, in memory or on a disk: the archive must stay, too. An index at its front (<see cref="CpioReader.IndexName"/>)
/// spares reading all of it.
/// </summary>
public static class CpioLoader
{
    private const uint KindMask = 0xf000;

    /// <summary>Adds every entry; directories on the way to one that the archive does not name are made. Entries behind one that is wrong are not read.</summary>
    public static CpioError Load(in StoredContent archive, RamFileSystem files, out int count)
    {
        count = 0;
        StoredContent index = archive;
        CpioReader reader = new(archive, isIndex: false);
        CpioError error = reader.Read(out CpioEntry entry);
        // Headers in memory are as near as an index.
        bool hasIndex = error == CpioError.None && entry.Name.SequenceEqual(CpioReader.IndexName);
        if (hasIndex && archive.IsReclaimable)
        {
            index = archive.Slice(entry.Offset, entry.Length, ownsLastPage: false);
            reader = new CpioReader(index, isIndex: true);
        }

        if (hasIndex)
            error = reader.Read(out entry);
        // Names of one file follow each other, and the last one has the content.
        LinkGroup group = default;
        for (; error == CpioError.None; error = reader.Read(out entry), count++)
        {
            StoredContent content = default;
            if (entry.Length > 0 && (KindOf(entry) is InodeKind.Regular or InodeKind.Link))
            {
                content = (entry.IsInline ? index : archive).Slice(entry.Offset, entry.Length, entry.OwnsLastPage);
                if (content.Length == 0)
                    return CpioError.CutOff;
            }

            CpioError wrong = Add(content, files.Root, entry, ref group);
            if (wrong != CpioError.None)
                return wrong;
        }

        return error == CpioError.End ? CpioError.None : error;
    }

    private static InodeKind KindOf(scoped in CpioEntry entry) => (InodeKind)((entry.Mode & KindMask) >> 12);

    private static CpioError Add(in StoredContent content, Inode root, scoped in CpioEntry entry, ref LinkGroup group)
    {
        if (entry.Name.SequenceEqual("."u8))
        {
            Describe(root, entry);
            return CpioError.None;
        }

        if (!TryFindDirectory(root, entry.Name, out Inode directory, out ReadOnlySpan<byte> name))
            return CpioError.BadName;
        InodeKind kind = KindOf(entry);
        bool isThere = directory.Lookup(name, out Inode? inode) == Errno.None;
        if (isThere && kind == InodeKind.Directory && inode!.IsDirectory)
        {
            Describe(inode, entry);
            return CpioError.None;
        }

        // The later entry of one name holds.
        if (isThere && directory.RemoveName(name) != Errno.None)
            return CpioError.BadName;
        bool isShared = kind != InodeKind.Directory && entry.LinkCount > 1;
        if (isShared && group.Inode is not null && group.Is(entry))
        {
            inode = group.Inode;
            if (directory.AddName(name, inode) != Errno.None)
                return CpioError.BadName;
        }
        else if (kind == InodeKind.Link)
        {
            if (entry.Length is 0 or >= PathWalk.MaxPath || directory.Create(name, kind, 0x1ff, 0, out inode) != Errno.None)
                return CpioError.BadName;
        }
        else if (kind is InodeKind.Regular or InodeKind.Directory or InodeKind.CharacterDevice or InodeKind.BlockDevice or InodeKind.Fifo)
        {
            // st_rdev as the program sees it: the lowest 8 bits of the minor number, the major number, the rest.
            ulong device = entry.NodeMinor & 0xff | (ulong)entry.NodeMajor << 8 | (ulong)(entry.NodeMinor & ~0xffu) << 12;
            if (directory.Create(name, kind, entry.Mode & 0xfff, device, out inode) != Errno.None)
                return CpioError.BadName;
        }
        else
        {
            return CpioError.BadName;
        }

        if (content.Length > 0)
            ((RamInode)inode!).SetBase(content);
        Describe(inode!, entry);
        group = isShared ? new LinkGroup(inode!, entry) : default;
        return CpioError.None;
    }

    private static void Describe(Inode inode, scoped in CpioEntry entry)
    {
        inode.Permissions = entry.Mode & 0xfff;
        inode.Owner = entry.Owner;
        inode.Group = entry.Group;
        inode.AccessTime = inode.ModifyTime = inode.ChangeTime = entry.Time * 1_000_000_000UL;
    }

    private static bool TryFindDirectory(Inode root, ReadOnlySpan<byte> path, out Inode directory, out ReadOnlySpan<byte> name)
    {
        directory = root;
        while (path.Length > 0 && path[^1] == (byte)'/')
            path = path.Slice(0, path.Length - 1);
        while (true)
        {
            int end = path.IndexOf((byte)'/');
            name = end < 0 ? path : path.Slice(0, end);
            // No path of an archive leads out of it.
            if (name.Length is 0 or > Inode.MaxName || name[0] == (byte)'.' && (name.Length == 1 || name.Length == 2 && name[1] == (byte)'.'))
                return false;
            if (end < 0)
                return true;
            path = path.Slice(end + 1);
            if (directory.Lookup(name, out Inode? next) != Errno.None && directory.Create(name, InodeKind.Directory, 0x1ed, 0, out next) != Errno.None)
                return false;
            if (!next!.IsDirectory)
                return false;
            directory = next;
        }
    }

    private readonly struct LinkGroup(Inode inode, in CpioEntry entry)
    {
        private readonly uint _number = entry.Number, _major = entry.DeviceMajor, _minor = entry.DeviceMinor;

        internal Inode? Inode { get; } = inode;

        internal bool Is(scoped in CpioEntry entry) => entry.Number == _number && entry.DeviceMajor == _major && entry.DeviceMinor == _minor;
    }
}
