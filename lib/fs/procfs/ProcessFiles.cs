using System;
using Lithe.Mem;
using Lithe.Posix;

namespace Lithe.Fs;

/// <summary><c>/proc</c>, as far as programs read it: files that are written when they are opened.</summary>
public static class ProcessFiles
{
    /// <summary>Makes the file system.</summary>
    public static FileSystem Create()
    {
        var files = new RamFileSystem("proc");
        Inode root = files.Root;
        if (root.Create("self"u8, InodeKind.Directory, 0x16d, 0, out Inode? self) != Errno.None)
            return files;
        files.AddNode(root, "meminfo"u8, new TextInode(files, ProcessText.Meminfo));
        files.AddNode(root, "mounts"u8, new TextInode(files, ProcessText.Mounts));
        files.AddNode(root, "uptime"u8, new TextInode(files, ProcessText.Uptime));
        files.AddNode(root, "version"u8, new TextInode(files, ProcessText.Version));
        files.AddNode(root, "filesystems"u8, new TextInode(files, ProcessText.Filesystems));
        files.AddNode(root, "stat"u8, new TextInode(files, ProcessText.Stat));
        files.AddNode(root, "loadavg"u8, new TextInode(files, ProcessText.Loadavg));
        files.AddNode(self!, "maps"u8, new TextInode(files, ProcessText.SelfMaps));
        files.AddNode(self!, "mounts"u8, new TextInode(files, ProcessText.SelfMounts));
        files.AddNode(self!, "cmdline"u8, new TextInode(files, ProcessText.SelfCmdline));
        files.AddNode(self!, "stat"u8, new TextInode(files, ProcessText.SelfStat));
        files.AddNode(self!, "status"u8, new TextInode(files, ProcessText.SelfStatus));
        files.AddNode(self!, "statm"u8, new TextInode(files, ProcessText.SelfStatm));
        files.AddNode(self!, "cgroup"u8, new TextInode(files, ProcessText.SelfCgroup));
        files.AddNode(self!, "mountinfo"u8, new TextInode(files, ProcessText.SelfMountinfo));
        files.AddNode(self!, "comm"u8, new TextInode(files, ProcessText.SelfComm));
        files.AddNode(self!, "exe"u8, new ProgramLink(files));
        files.AddNode(self!, "fd"u8, new DescriptorDirectory(files));
        root.CreateLink("2"u8, "self"u8, out _);
        AddSystem(files, root);
        return files;
    }

    /// <summary>Writes a file's text.</summary>
    internal static void Write(ProcessText what, ref TextBuffer text)
    {
        switch (what)
        {
            case ProcessText.Meminfo:
                WriteMemory(ref text);
                break;
            case ProcessText.Mounts:
                WriteMounts(ref text);
                break;
            case ProcessText.Uptime:
                WriteUptime(ref text);
                break;
            case ProcessText.Version:
                WriteVersion(ref text);
                break;
            case ProcessText.Filesystems:
                WriteFileSystems(ref text);
                break;
            case ProcessText.Stat:
                WriteStatistics(ref text);
                break;
            case ProcessText.Loadavg:
                text.Add("0.00 0.00 0.00 1/1 2\n"u8);
                break;
            case ProcessText.SelfMaps:
                WriteMaps(ref text);
                break;
            case ProcessText.SelfMounts:
                WriteMounts(ref text);
                break;
            case ProcessText.SelfCmdline:
                text.Add(Process.CommandLine);
                break;
            case ProcessText.SelfStat:
                WriteProcess(ref text);
                break;
            case ProcessText.SelfStatus:
                WriteStatus(ref text);
                break;
            case ProcessText.SelfStatm:
                WritePages(ref text);
                break;
            case ProcessText.SelfCgroup:
                text.Add("0::/\n"u8);
                break;
            case ProcessText.SelfMountinfo:
                break;
            case ProcessText.SelfComm:
                text.Add(NameOf(ProgramThread.Current.Name)).Add("\n"u8);
                break;
            case ProcessText.SystemOvercommitMemory:
                text.Add("1\n"u8);
                break;
            case ProcessText.SystemMaxMapCount:
                text.Add("65530\n"u8);
                break;
            case ProcessText.SystemNgroupsMax:
                text.Add("65536\n"u8);
                break;
            case ProcessText.SystemPidMax:
                text.Add("4194304\n"u8);
                break;
            case ProcessText.SystemOsrelease:
                text.Add("6.1.0-lithe\n"u8);
                break;
        }
    }

    private static void AddSystem(RamFileSystem files, Inode root)
    {
        if (root.Create("sys"u8, InodeKind.Directory, 0x16d, 0, out Inode? system) != Errno.None
            || system!.Create("vm"u8, InodeKind.Directory, 0x16d, 0, out Inode? memory) != Errno.None
            || system.Create("kernel"u8, InodeKind.Directory, 0x16d, 0, out Inode? kernel) != Errno.None)
        {
            return;
        }

        files.AddNode(memory!, "overcommit_memory"u8, new TextInode(files, ProcessText.SystemOvercommitMemory));
        files.AddNode(memory!, "max_map_count"u8, new TextInode(files, ProcessText.SystemMaxMapCount));
        files.AddNode(kernel!, "ngroups_max"u8, new TextInode(files, ProcessText.SystemNgroupsMax));
        files.AddNode(kernel!, "pid_max"u8, new TextInode(files, ProcessText.SystemPidMax));
        files.AddNode(kernel!, "osrelease"u8, new TextInode(files, ProcessText.SystemOsrelease));
    }

    private static ReadOnlySpan<byte> NameOf(ReadOnlySpan<byte> name)
    {
        int end = name.IndexOf((byte)0);
        return end < 0 ? name : name.Slice(0, end);
    }

    private static void WriteMemory(ref TextBuffer text)
    {
        FrameStatistics frames = Frames.Statistics;
        ulong free = (frames.Capacity - frames.Used) / 1024;
        text.Add("MemTotal:       "u8).Add(frames.Capacity / 1024).Add(" kB\nMemFree:        "u8).Add(free).Add(" kB\nMemAvailable:   "u8).Add(free);
        text.Add(" kB\nBuffers:        0 kB\nCached:         0 kB\nSwapTotal:      0 kB\nSwapFree:       0 kB\n"u8);
    }

    private static void WriteMounts(ref TextBuffer text)
    {
        Span<byte> path = new byte[PathWalk.MaxPath];
        for (FileSystem? files = Mounts.First; files is not null; files = files.Next)
        {
            int length = files.MountPoint is null ? 0 : PathWalk.PathOf(Process.Root, files.MountPoint, path);
            text.Add(files.Name).Add(" "u8).Add(length <= 0 ? "/"u8 : path.Slice(path.Length - length)).Add(" "u8).Add(files.Name).Add(" rw 0 0\n"u8);
        }
    }

    private static void WriteUptime(ref TextBuffer text)
    {
        ulong hundredths = Plat.Clock.Nanoseconds / 10_000_000;
        text.Add(hundredths / 100).Add("."u8).Add(hundredths % 100 / 10).Add(hundredths % 10).Add(" 0.00\n"u8);
    }

    private static void WriteVersion(ref TextBuffer text) => text.Add("Linux version 6.1.0-lithe (Lithe) #1\n"u8);

    private static void WriteFileSystems(ref TextBuffer text) => text.Add("nodev\ttmpfs\nnodev\tproc\nnodev\tdevtmpfs\n"u8);

    private static void WriteStatistics(ref TextBuffer text)
    {
        ulong time = Plat.Clock.Nanoseconds / 10_000_000;
        text.Add("cpu  "u8).Add(time).Add(" 0 0 0 0 0 0 0 0 0\ncpu0 "u8).Add(time).Add(" 0 0 0 0 0 0 0 0 0\nbtime "u8);
        text.Add(ImageHost.Instance.WallOffset / 1_000_000_000).Add("\nprocesses 1\nprocs_running 1\nprocs_blocked 0\n"u8);
    }

    private static void WriteProcess(ref TextBuffer text)
    {
        text.Add((ulong)Process.Id).Add(" ("u8).Add(NameOf(ProgramThread.Current.Name)).Add(") R 1 2 2 1281 2 0 0 0 0 0 "u8);
        text.Add(Plat.Clock.Nanoseconds / 10_000_000).Add(" 0 0 0 20 0 "u8).Add((ulong)ProgramThread.Count).Add(" 0 1 "u8);
        text.Add(Vmem.AddressSpace.Committed).Add(" "u8).Add(Vmem.AddressSpace.Committed / 4096);
        text.Add(" 18446744073709551615 0 0 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0 0 0 0 0 0 0 0\n"u8);
    }

    private static void WriteStatus(ref TextBuffer text)
    {
        text.Add("Name:\t"u8).Add(NameOf(ProgramThread.Current.Name)).Add("\nState:\tR (running)\nTgid:\t2\nPid:\t2\nPPid:\t1\nUid:\t"u8);
        for (int i = 0; i < 4; i++)
            text.Add(i == 0 ? Process.RealUser : Process.Credentials.User).Add(i < 3 ? "\t"u8 : "\nGid:\t"u8);
        for (int i = 0; i < 4; i++)
            text.Add(i == 0 ? Process.RealGroup : Process.Credentials.Group).Add(i < 3 ? "\t"u8 : "\n"u8);
        ulong committed = Vmem.AddressSpace.Committed / 1024;
        text.Add("VmSize:\t"u8).Add(committed).Add(" kB\nVmRSS:\t"u8).Add(committed).Add(" kB\nThreads:\t"u8).Add((ulong)ProgramThread.Count).Add("\n"u8);
    }

    private static void WritePages(ref TextBuffer text)
    {
        ulong pages = Vmem.AddressSpace.Committed / 4096;
        text.Add(pages).Add(" "u8).Add(pages).Add(" 0 0 0 "u8).Add(pages).Add(" 0\n"u8);
    }

    private static void WriteMaps(ref TextBuffer text)
    {
        for (ulong at = 0; Vmem.AddressSpace.TryFindNext(at, out ulong start, out ulong length, out Arch.PageAccess access, out Vmem.Pager? pager, out ulong offset); at = start + length)
        {
            text.AddHex(start).Add("-"u8).AddHex(start + length).Add(" "u8);
            text.Add((access & Arch.PageAccess.Read) != 0 ? "r"u8 : "-"u8).Add((access & Arch.PageAccess.Write) != 0 ? "w"u8 : "-"u8);
            text.Add((access & Arch.PageAccess.Execute) != 0 ? "x"u8 : "-"u8).Add(pager is { IsShared: true } ? "s "u8 : "p "u8);
            text.AddHex(offset).Add(" 00:00 0\n"u8);
        }
    }
}
