using System;
using Lithe.Plat;
using Lithe.Posix;

namespace Lithe.Fs;

/// <summary><c>/sys</c>, as far as programs read it: processors and their caches, the clock, memory settings. What it says does not change while the machine runs.</summary>
public sealed class SystemFiles : ImagePart
{
    private const uint SysfsMagic = 0x6265_6572;

    /// <summary>At start-up.</summary>
    [Init(InitStage.Late)]
    public static void Initialize() => All.Add(new SystemFiles());

    /// <inheritdoc/>
    public override void OnRoot(Inode root)
    {
        var files = new RamFileSystem("sysfs", magic: SysfsMagic);
        int processors = Config.SMP ? Processors.Count : 1;
        Span<byte> range = stackalloc byte[16];
        ReadOnlySpan<byte> numbers = WriteRange(range, processors - 1);
        Add(files, "devices/system/cpu/online"u8, numbers);
        Add(files, "devices/system/cpu/possible"u8, numbers);
        Add(files, "devices/system/cpu/present"u8, numbers);
        AddCache(files, 0, "1\n"u8, "Data\n"u8, "32K\n"u8);
        AddCache(files, 1, "1\n"u8, "Instruction\n"u8, "32K\n"u8);
        AddCache(files, 2, "2\n"u8, "Unified\n"u8, "1024K\n"u8);
        AddCache(files, 3, "3\n"u8, "Unified\n"u8, "16384K\n"u8);
        Add(files, "devices/system/node/online"u8, "0\n"u8);
        Add(files, "devices/system/clocksource/clocksource0/current_clocksource"u8, "tsc\n"u8);
        Add(files, "devices/system/clocksource/clocksource0/available_clocksource"u8, "tsc\n"u8);
        Add(files, "kernel/mm/transparent_hugepage/enabled"u8, "always madvise [never]\n"u8);
        Add(files, "kernel/mm/transparent_hugepage/hpage_pmd_size"u8, "2097152\n"u8);
        Add(files, "kernel/mm/hugepages/hugepages-2048kB/nr_hugepages"u8, "0\n"u8);
        Add(files, "fs/cgroup/cgroup.controllers"u8, "\n"u8);
        Mounts.MountAt(root, "sys"u8, files);
    }

    // The caches of the model that QEMU shows; the size is what programs divide their work by.
    private static void AddCache(RamFileSystem files, int index, ReadOnlySpan<byte> level, ReadOnlySpan<byte> type, ReadOnlySpan<byte> size)
    {
        Span<byte> path = stackalloc byte[96];
        ReadOnlySpan<byte> folder = "devices/system/cpu/cpu0/cache/index"u8;
        folder.CopyTo(path);
        path[folder.Length] = (byte)('0' + index);
        AddBelow(files, path, folder.Length + 1, "/level"u8, level);
        AddBelow(files, path, folder.Length + 1, "/type"u8, type);
        AddBelow(files, path, folder.Length + 1, "/size"u8, size);
        AddBelow(files, path, folder.Length + 1, "/coherency_line_size"u8, "64\n"u8);
        AddBelow(files, path, folder.Length + 1, "/shared_cpu_list"u8, "0\n"u8);
    }

    private static void AddBelow(RamFileSystem files, Span<byte> path, int length, ReadOnlySpan<byte> name, ReadOnlySpan<byte> text)
    {
        name.CopyTo(path.Slice(length));
        Add(files, path.Slice(0, length + name.Length), text);
    }

    private static void Add(RamFileSystem files, ReadOnlySpan<byte> path, ReadOnlySpan<byte> text)
    {
        Inode at = files.Root;
        while (true)
        {
            int end = path.IndexOf((byte)'/');
            if (end < 0)
                break;
            ReadOnlySpan<byte> name = path.Slice(0, end);
            if (at.Lookup(name, out Inode? next) != Errno.None && at.Create(name, InodeKind.Directory, 0x16d, 0, out next) != Errno.None)
                return;
            at = next!;
            path = path.Slice(end + 1);
        }

        files.AddNode(at, path, new ConstantInode(files, text));
    }

    private static ReadOnlySpan<byte> WriteRange(Span<byte> to, int last)
    {
        int at = 0;
        to[at++] = (byte)'0';
        if (last > 0)
        {
            to[at++] = (byte)'-';
            if (last >= 10)
                to[at++] = (byte)('0' + last / 10);
            to[at++] = (byte)('0' + last % 10);
        }

        to[at++] = (byte)'\n';
        return to.Slice(0, at);
    }

    // A file of a few bytes takes no page.
    private sealed class ConstantInode : Inode
    {
        private static ulong s_lastNumber = 100_000;

        private readonly byte[] _text;

        internal ConstantInode(FileSystem files, ReadOnlySpan<byte> text)
        {
            FileSystem = files;
            Number = ++s_lastNumber;
            Kind = InodeKind.Regular;
            Permissions = 0x124;
            LinkCount = 1;
            AccessTime = ModifyTime = ChangeTime = VfsHost.Current.Now;
            _text = text.ToArray();
        }

        // What sysfs says for all of its files.
        public override long Size => 4096;

        public override long ReadAt(long offset, Span<byte> bytes)
        {
            if (offset >= _text.Length)
                return 0;
            ReadOnlySpan<byte> rest = _text.AsSpan((int)offset);
            if (rest.Length > bytes.Length)
                rest = rest.Slice(0, bytes.Length);
            rest.CopyTo(bytes);
            return rest.Length;
        }
    }
}
