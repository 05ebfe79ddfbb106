using System;
using Lithe.Mem;
using Lithe.Posix;

namespace Lithe.Fs;

/// <summary><c>/proc</c>, as far as programs read it: files that are written when they are opened.</summary>
public static class ProcessFiles
{
    private const uint ProcMagic = 0x9fa0;

    private static readonly byte[] s_bootId = new byte[36];

    /// <summary>Makes the file system.</summary>
    public static FileSystem Create()
    {
        MakeBootId();
        var files = new RamFileSystem("proc", magic: ProcMagic);
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
        files.AddNode(root, "cpuinfo"u8, new TextInode(files, ProcessText.Cpuinfo));
        files.AddNode(root, "cgroups"u8, new TextInode(files, ProcessText.Cgroups));
        files.AddNode(self!, "smaps"u8, new TextInode(files, ProcessText.SelfSmaps));
        files.AddNode(self!, "limits"u8, new TextInode(files, ProcessText.SelfLimits));
        files.AddNode(self!, "oom_score_adj"u8, new TextInode(files, ProcessText.SelfOomScoreAdj));
        files.AddNode(self!, "coredump_filter"u8, new TextInode(files, ProcessText.SelfCoredumpFilter));
        files.AddNode(self!, "task"u8, new TaskDirectory(files));
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
        if (Config.PROGRAM_COUNT_CALLS && root.Create("lithe"u8, InodeKind.Directory, 0x16d, 0, out Inode? image) == Errno.None)
            files.AddNode(image!, "calls"u8, new TextInode(files, ProcessText.Calls));
        AddSystem(files, root);
        return files;
    }

    /// <summary>Writes a file's text.</summary>
    internal static void Write(ProcessText what, int thread, ref TextBuffer text)
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
            case ProcessText.Calls:
                WriteCalls(ref text);
                break;
            case ProcessText.Loadavg:
                text.Add("0.00 0.00 0.00 1/1 2\n"u8);
                break;
            case ProcessText.SelfMaps:
                WriteMaps(ref text, isLong: false);
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
                WriteMountInfo(ref text);
                break;
            case ProcessText.Cpuinfo:
                WriteProcessors(ref text);
                break;
            case ProcessText.Cgroups:
                text.Add("#subsys_name\thierarchy\tnum_cgroups\tenabled\n"u8);
                break;
            case ProcessText.SelfSmaps:
                WriteMaps(ref text, isLong: true);
                break;
            case ProcessText.SelfLimits:
                WriteLimits(ref text);
                break;
            case ProcessText.SelfOomScoreAdj:
                text.Add("0\n"u8);
                break;
            case ProcessText.SelfCoredumpFilter:
                text.Add("00000033\n"u8);
                break;
            case ProcessText.TaskComm or ProcessText.TaskStat or ProcessText.TaskStatus:
                WriteThread(what, thread, ref text);
                break;
            case ProcessText.SystemSomaxconn:
                text.Add("4096\n"u8);
                break;
            case ProcessText.SystemFileMax:
                text.Add("1048576\n"u8);
                break;
            case ProcessText.SystemPipeMaxSize:
                text.Add("65536\n"u8);
                break;
            case ProcessText.SystemMaxUserWatches:
                text.Add("8192\n"u8);
                break;
            case ProcessText.SystemHostname:
                text.Add("lithe\n"u8);
                break;
            case ProcessText.SystemThreadsMax:
                text.Add((ulong)Config.SCHED_MAX_THREADS).Add("\n"u8);
                break;
            case ProcessText.SystemBootId:
                text.Add(s_bootId).Add("\n"u8);
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
        files.AddNode(kernel!, "hostname"u8, new TextInode(files, ProcessText.SystemHostname));
        files.AddNode(kernel!, "threads-max"u8, new TextInode(files, ProcessText.SystemThreadsMax));
        if (kernel!.Create("random"u8, InodeKind.Directory, 0x16d, 0, out Inode? random) == Errno.None)
            files.AddNode(random!, "boot_id"u8, new TextInode(files, ProcessText.SystemBootId));
        if (system.Create("fs"u8, InodeKind.Directory, 0x16d, 0, out Inode? fs) == Errno.None)
        {
            files.AddNode(fs!, "file-max"u8, new TextInode(files, ProcessText.SystemFileMax));
            files.AddNode(fs!, "pipe-max-size"u8, new TextInode(files, ProcessText.SystemPipeMaxSize));
            if (fs!.Create("inotify"u8, InodeKind.Directory, 0x16d, 0, out Inode? inotify) == Errno.None)
                files.AddNode(inotify!, "max_user_watches"u8, new TextInode(files, ProcessText.SystemMaxUserWatches));
        }

        if (system.Create("net"u8, InodeKind.Directory, 0x16d, 0, out Inode? net) == Errno.None && net!.Create("core"u8, InodeKind.Directory, 0x16d, 0, out Inode? core) == Errno.None)
            files.AddNode(core!, "somaxconn"u8, new TextInode(files, ProcessText.SystemSomaxconn));
    }

    private static ReadOnlySpan<byte> NameOf(ReadOnlySpan<byte> name)
    {
        int end = name.IndexOf((byte)0);
        return end < 0 ? name : name.Slice(0, end);
    }

    private static void WriteCalls(ref TextBuffer text)
    {
        for (int i = 0; i < CallCounts.Numbers; i++)
        {
            CallCounts.Entry entry = CallCounts.Of(i);
            if (entry.Calls > 0)
                text.Add(entry.Calls).Add(" "u8).Add(entry.Errors).Add(" "u8).Add(entry.Nanoseconds).Add(" "u8).Add(CallCounts.NameOf(i)).Add("\n"u8);
        }
    }

    private static void WriteMemory(ref TextBuffer text)
    {
        FrameStatistics frames = Frames.Statistics;
        ulong free = (frames.Capacity - frames.Used) / 1024;
        // What can be read once more counts as memory that is to be had: runtimes size their heaps by it.
        ulong cached = (Vmem.PageReclaimer.Current?.Kept ?? 0) / 1024;
        text.Add("MemTotal:       "u8).Add(frames.Capacity / 1024).Add(" kB\nMemFree:        "u8).Add(free).Add(" kB\nMemAvailable:   "u8).Add(free + cached);
        text.Add(" kB\nBuffers:        0 kB\nCached:         "u8).Add(cached).Add(" kB\nSwapTotal:      0 kB\nSwapFree:       0 kB\n"u8);
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
        text.Add(hundredths / 100).Add("."u8).Add(hundredths % 100 / 10).Add(hundredths % 10);
        ulong idle = RunTimes.Idle / 10_000_000;
        text.Add(" "u8).Add(idle / 100).Add("."u8).Add(idle % 100 / 10).Add(idle % 10).Add("\n"u8);
    }

    private static void WriteVersion(ref TextBuffer text) => text.Add("Linux version 6.1.0-lithe (Lithe) #1\n"u8);

    private static void WriteFileSystems(ref TextBuffer text) => text.Add("nodev\ttmpfs\nnodev\tproc\nnodev\tdevtmpfs\n"u8);

    private static void WriteStatistics(ref TextBuffer text)
    {
        ulong time = RunTimes.OfProcess / 10_000_000, idle = RunTimes.Idle / 10_000_000, processors = Config.SMP ? (ulong)Plat.Processors.Count : 1;
        text.Add("cpu  "u8).Add(time).Add(" 0 0 "u8).Add(idle).Add(" 0 0 0 0 0 0\n"u8);
        for (ulong i = 0; i < processors; i++)
            text.Add("cpu"u8).Add(i).Add(" "u8).Add(time / processors).Add(" 0 0 "u8).Add(idle / processors).Add(" 0 0 0 0 0 0\n"u8);
        text.Add("btime "u8);
        text.Add(ImageHost.Instance.WallOffset / 1_000_000_000).Add("\nprocesses 1\nprocs_running 1\nprocs_blocked 0\n"u8);
    }

    private static void WriteProcess(ref TextBuffer text)
    {
        text.Add((ulong)Process.Id).Add(" ("u8).Add(NameOf(ProgramThread.Current.Name)).Add(") R 1 2 2 1281 2 0 0 0 0 0 "u8);
        text.Add(RunTimes.OfProcess / 10_000_000).Add(" 0 0 0 20 0 "u8).Add((ulong)ProgramThread.Count).Add(" 0 1 "u8);
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

    private static void WriteMaps(ref TextBuffer text, bool isLong)
    {
        for (ulong at = 0; Vmem.AddressSpace.TryFindNext(at, out ulong start, out ulong length, out Arch.PageAccess access, out Vmem.Pager? pager, out ulong offset); at = start + length)
        {
            text.AddHex(start).Add("-"u8).AddHex(start + length).Add(" "u8);
            text.Add((access & Arch.PageAccess.Read) != 0 ? "r"u8 : "-"u8).Add((access & Arch.PageAccess.Write) != 0 ? "w"u8 : "-"u8);
            text.Add((access & Arch.PageAccess.Execute) != 0 ? "x"u8 : "-"u8).Add(pager is { IsShared: true } ? "s "u8 : "p "u8);
            text.AddHex(offset).Add(" 00:00 0\n"u8);
            if (!isLong)
                continue;
            ulong there = 0;
            for (ulong page = start; Arch.PageTables.Next(page, start + length, out Arch.PageMapping mapping); page = mapping.Address + mapping.Length)
                there += mapping.Length;
            text.Add("Size: "u8).Add(length / 1024).Add(" kB\nRss: "u8).Add(there / 1024).Add(" kB\nPss: "u8).Add(there / 1024);
            text.Add(" kB\nPrivate_Dirty: "u8).Add(there / 1024).Add(" kB\nReferenced: "u8).Add(there / 1024).Add(" kB\nAnonHugePages: 0 kB\nSwap: 0 kB\n"u8);
        }
    }

    private static void MakeBootId()
    {
        Span<byte> random = stackalloc byte[16];
        Entropy.EntropySource.Fill(random);
        random[6] = (byte)(random[6] & 0x0f | 0x40);
        random[8] = (byte)(random[8] & 0x3f | 0x80);
        var text = new TextBuffer(s_bootId);
        for (int i = 0; i < random.Length; i++)
        {
            if (i is 4 or 6 or 8 or 10)
                text.Add("-"u8);
            ReadOnlySpan<byte> digits = "0123456789abcdef"u8;
            text.Add([digits[random[i] >> 4], digits[random[i] & 15]]);
        }
    }

    private static void WriteMountInfo(ref TextBuffer text)
    {
        Span<byte> path = new byte[PathWalk.MaxPath];
        ulong id = 0;
        for (FileSystem? files = Mounts.First; files is not null; files = files.Next)
        {
            int length = files.MountPoint is null ? 0 : PathWalk.PathOf(Process.Root, files.MountPoint, path);
            text.Add(++id).Add(" 1 0:"u8).Add(files.Device).Add(" / "u8).Add(length <= 0 ? "/"u8 : path.Slice(path.Length - length));
            text.Add(" rw - "u8).Add(files.Name).Add(" "u8).Add(files.Name).Add(" rw\n"u8);
        }
    }

    private static void WriteProcessors(ref TextBuffer text)
    {
        int count = Config.SMP ? Plat.Processors.Count : 1;
        for (int i = 0; i < count; i++)
        {
            text.Add("processor\t: "u8).Add((ulong)i).Add("\nvendor_id\t: Lithe\nmodel name\t: Lithe virtual processor\nphysical id\t: 0\ncore id\t\t: "u8).Add((ulong)i);
            text.Add("\ncpu cores\t: "u8).Add((ulong)count).Add("\nflags\t\t: fpu tsc msr cx8 cmov mmx fxsr sse sse2 syscall nx lm constant_tsc\ncache_alignment\t: 64\n\n"u8);
        }
    }

    private static void WriteLimits(ref TextBuffer text)
    {
        text.Add("Limit                     Soft Limit           Hard Limit           Units     \nMax open files            "u8).Add((ulong)Descriptors.Limit);
        text.Add("                 1048576              files     \nMax stack size            8388608              unlimited            bytes     \n"u8);
        text.Add("Max processes             "u8).Add((ulong)Config.SCHED_MAX_THREADS).Add("                 "u8).Add((ulong)Config.SCHED_MAX_THREADS).Add("                 processes \n"u8);
    }

    // Of a thread that has ended meanwhile there is nothing to say.
    private static void WriteThread(ProcessText what, int id, ref TextBuffer text)
    {
        Span<byte> name = stackalloc byte[16];
        ProgramThread.EnterList();
        ProgramThread? thread = ProgramThread.Find(id);
        ulong start = thread?.StartTime ?? 0;
        thread?.Name.AsSpan().CopyTo(name);
        ProgramThread.ExitList();
        if (thread is null)
            return;
        switch (what)
        {
            case ProcessText.TaskComm:
                text.Add(NameOf(name)).Add("\n"u8);
                break;
            case ProcessText.TaskStat:
                text.Add((ulong)id).Add(" ("u8).Add(NameOf(name)).Add(") R 1 2 2 1281 2 0 0 0 0 0 "u8);
                text.Add((RunTimes.TryRead(id, out ulong used) ? used : 0) / 10_000_000).Add(" 0 0 0 20 0 "u8).Add((ulong)ProgramThread.Count).Add(" 0 "u8).Add(start / 10_000_000);
                text.Add(" 0 0 18446744073709551615 0 0 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0 0 0 0 0 0 0 0\n"u8);
                break;
            default:
                text.Add("Name:\t"u8).Add(NameOf(name)).Add("\nState:\tR (running)\nTgid:\t2\nPid:\t"u8).Add((ulong)id).Add("\nPPid:\t1\nThreads:\t"u8).Add((ulong)ProgramThread.Count).Add("\n"u8);
                break;
        }
    }
}
