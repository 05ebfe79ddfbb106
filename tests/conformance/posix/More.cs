using static Conformance.Sys;

namespace Conformance;

/// <summary>Older forms of calls, calls that take a folder, and those that few programs make.</summary>
internal static unsafe class More
{
    private const int Here = -100;

    public static void Run()
    {
        Names();
        Identities();
        Files();
        Mappings();
        Events();
        Programs();
    }

    private static void Names()
    {
        byte* memory = Memory(300);
        long buffer = (long)memory, a = Text("more-a"), b = Text("more-b"), link = Text("more-link"), none = Text("more-none");
        Say("mknodat fifo", Call(259, Here, Text("more-fifo"), 0x11a4, 0));
        Say("mknodat again", Call(259, Here, Text("more-fifo"), 0x11a4, 0));
        Say("mknodat bad", Call(259, Here, Bad, 0x11a4, 0));
        Say("unlinkat fifo", Call(263, Here, Text("more-fifo"), 0));
        long file = Call(257, Here, a, 0x42 | 0x80000, 0x1a4);
        Say("openat", file >= 0);
        Say("symlinkat", Call(266, a, Here, link));
        Say("symlinkat again", Call(266, a, Here, link));
        Say("readlinkat", Ascii(memory, Call(267, Here, link, buffer, 100)));
        Say("readlinkat short", Ascii(memory, Call(267, Here, link, buffer, 3)));
        Say("readlinkat file", Call(267, Here, a, buffer, 100));
        Say("readlinkat zero", Call(267, Here, link, buffer, 0));
        Say("linkat", Call(265, Here, a, Here, b, 0));
        Say("linkat link", Call(265, Here, link, Here, Text("more-c"), 0x400));
        Say("linkat flags", Call(265, Here, a, Here, Text("more-d"), 0x4000));
        Say("linkat none", Call(265, Here, none, Here, Text("more-d"), 0));
        Say("renameat", Call(264, Here, b, Here, Text("more-e")));
        Say("renameat none", Call(264, Here, none, Here, Text("more-e")));
        Say("renameat2 noreplace", Call(316, Here, a, Here, Text("more-e"), 1));
        Say("renameat2 both", Call(316, Here, a, Here, Text("more-c"), 3));
        Exchanged(a, memory);
        Say("fchmodat", Call(268, Here, a, 0x180));
        Say("fchmodat none", Call(268, Here, none, 0x180));
        Say("fchownat", Call(260, Here, link, -1, -1, 0x100));
        Say("fchownat flags", Call(260, Here, link, -1, -1, 0x4000));
        Say("fchownat empty", Call(260, file, Text(""), -1, -1, 0x1000));
        Say("lchown", Call(94, link, -1, -1));
        Say("lchown none", Call(94, none, -1, -1));
        Say("faccessat2", Call(439, Here, a, 6, 0x200));
        Say("faccessat2 link", Call(439, Here, link, 4, 0x100));
        Say("faccessat2 flags", Call(439, Here, a, 4, 0x4000));
        Say("faccessat2 mode", Call(439, Here, a, 8, 0));
        Say("faccessat2 empty", Call(439, file, Text(""), 4, 0x1000));
        long* times = (long*)Memory(32);
        (times[0], times[1], times[2], times[3]) = (1000, 5, 2000, 6);
        Say("utimes", Call(235, a, (long)times));
        Say("statx", Call(332, Here, a, 0x4000, 0x7ff, buffer));
        Say("times", *(long*)(memory + 0x40) == 1000 && *(long*)(memory + 0x70) == 2000);
        Say("statx flags", Call(332, Here, a, 0x6000, 0x7ff, buffer));
        times[1] = 1_000_000;
        Say("utimes bad", Call(235, a, (long)times));
        Say("utimensat link", Call(280, Here, link, 0, 0x100));
        Say("newfstatat empty", Call(262, file, Text(""), buffer, 0x1000));
        Say("newfstatat mount", Call(262, Here, a, buffer, 0x800));
        Say("sync_file_range", Call(277, file, 0, 0, 2));
        Say("sync_file_range flags", Call(277, file, 0, 0, 8));
        Say("syncfs", Call(306, file));
        Say("syncfs bad", Call(306, -1));
        Say("sync", Call(162));
        foreach (string name in (string[])["more-a", "more-c", "more-e", "more-link"])
            Say("unlinkat", Call(263, Here, Text(name), 0));
        Say("close", Call(3, file));
    }

    private static void Identities()
    {
        byte* memory = Memory(64);
        long buffer = (long)memory;
        Say("getpgrp", Call(111) == Call(121, 0));
        Say("getresgid", Call(120, buffer, buffer + 4, buffer + 8) == 0 && *(int*)memory == Call(104) && *(int*)(memory + 4) == Call(108));
        Say("getresgid bad", Call(120, Bad, buffer, buffer));
        Say("setregid", Call(114, -1, -1));
        Say("setreuid", Call(113, -1, -1));
        Say("setgid", Call(106, Call(104)));
        Say("setpriority", Call(141, 0, 0, 0));
        Say("setpriority which", Call(141, 9, 0, 0));
        Say("setpriority none", Call(141, 0, 4_000_000, 0));
        *(int*)memory = 0;
        Say("sched_setparam", Call(142, 0, buffer));
        *(int*)memory = 5;
        Say("sched_setparam priority", Call(142, 0, buffer));
        Say("sched_setparam bad", Call(142, 0, Bad));
        Say("sched_setscheduler batch", Call(144, 0, 3, (long)Memory(8)));
        Say("sched_setscheduler idle", Call(144, 0, 5, (long)Memory(8)));
        Say("sched_setscheduler other", Call(144, 0, 0, (long)Memory(8)));
        Say("sched_setscheduler policy", Call(144, 0, 77, (long)Memory(8)));
        Say("get_robust_list", Call(274, 0, buffer, buffer + 8) == 0 && *(long*)(memory + 8) == 24);
        Say("get_robust_list none", Call(274, 4_000_000, buffer, buffer + 8));
        foreach (int limit in (int[])[0, 1, 2, 4, 6, 8, 9, 11])
            Say("prlimit", Call(302, 0, limit, 0, buffer));
        Say("prlimit which", Call(302, 0, 99, 0, buffer));
        Say("getrusage thread", Call(98, 1, (long)Memory(200)));
        Say("getrusage children", Call(98, -1, (long)Memory(200)));
        Say("getrusage who", Call(98, 9, (long)Memory(200)));
        Say("getrandom nonblock", Call(318, buffer, 16, 1));
        Say("getrandom random", Call(318, buffer, 16, 2));
        Say("getrandom insecure", Call(318, buffer, 16, 4));
        Say("getrandom flags", Call(318, buffer, 16, 16));
        foreach (int clock in (int[])[0, 1, 2, 3, 4, 5, 6, 7])
        {
            Say("clock_gettime", Call(228, clock, buffer));
            Say("clock_getres", Call(229, clock, buffer));
        }

        Say("clock_gettime tai", Call(228, 11, buffer));
    }

    private static void Files()
    {
        byte* memory = Memory(64);
        long file = Call(2, Text("more-file"), 0x42 | 0x80 | 0x80000, 0x1a4);
        Say("open exclusive", file >= 0);
        Say("open exists", Call(2, Text("more-file"), 0x42 | 0x80, 0x1a4));
        Say("open folder", Call(2, Text("more-file"), 0x10000));
        Say("write", Call(1, file, Text("0123456789"), 10));
        foreach (int lockKind in (int[])[1, 2, 5, 6, 8])
            Say("flock", Call(73, file, lockKind));
        Say("flock kind", Call(73, file, 16));
        Say("lseek data", Call(8, file, 0, 3));
        Say("lseek hole", Call(8, file, 0, 4));
        Say("lseek data end", Call(8, file, 10, 3));
        Say("fadvise", Call(221, file, 0, 0, 0));
        foreach (int advice in (int[])[1, 2, 3, 4])
            Say("fadvise", Call(221, file, 0, 0, advice));
        Say("fadvise advice", Call(221, file, 0, 0, 99));
        Say("open append", Close(Call(2, Text("more-file"), 0x401 | 0x800)));
        Say("open sync", Close(Call(257, Here, Text("more-file"), 0x101002, 0)));
        Say("open dsync", Close(Call(257, Here, Text("more-file"), 0x1002, 0)));
        Say("open path", Close(Call(257, Here, Text("more-file"), 0x200000, 0)));
        Say("open noctty", Close(Call(257, Here, Text("more-file"), 0x100, 0)));
        Say("open truncate", Close(Call(2, Text("more-file"), 0x201)));
        Say("open nofollow", Close(Call(2, Text("more-file"), 0x20000)));
        Say("fcntl owner", Call(72, file, 9));
        Say("fcntl signal", Call(72, file, 11));
        Say("close_range cloexec", Call(436, 500, 600, 4));
        Say("close_range flags", Call(436, 500, 600, 8));
        Say("close_range order", Call(436, 600, 500, 0));
        Say("close", Call(3, file));
        Say("unlink", Call(87, Text("more-file")));
        Say("pipe2 packets", Call(293, (long)memory, 0x4000));
        Say("close", Call(3, ((int*)memory)[0]) + Call(3, ((int*)memory)[1]));
        Say("memfd", Close(Call(319, Text("more"), 3)));
        Say("memfd flags", Call(319, Text("more"), 0x100));
    }

    private static long Close(long file) => file < 0 ? file : Call(3, file);

    private static void Mappings()
    {
        const long Size = 8192;
        foreach (long flags in (long[])[0x4022, 0x8022, 0x20022, 0x2022])
        {
            long at = Call(9, 0, Size, 3, flags, -1, 0);
            Say("mmap", at > 0);
            if (at > 0)
            {
                *(byte*)at = 1;
                Say("munmap", Call(11, at, Size));
            }
        }

        long code = Call(9, 0, Size, 3, 0x22, -1, 0);
        // mov eax, 42; ret
        new ReadOnlySpan<byte>([0xb8, 42, 0, 0, 0, 0xc3]).CopyTo(new Span<byte>((void*)code, 6));
        Say("mprotect exec", Call(10, code, Size, 5));
        Say("called", ((delegate* unmanaged<int>)code)());
        Say("munmap", Call(11, code, Size));
        long read = Call(9, 0, Size, 5, 0x22, -1, 0);
        Say("mmap exec", read > 0);
        foreach (int advice in (int[])[0, 1, 2, 3, 4, 8, 14, 15, 16, 17, 10, 20, 21])
            Say("madvise", Call(28, read, Size, advice));
        Say("madvise advice", Call(28, read, Size, 98));
        Say("madvise address", Call(28, read + 1, Size, 4));
        Say("msync", Call(26, read, Size, 1));
        Say("msync both", Call(26, read, Size, 5));
        Say("msync invalidate", Call(26, read, Size, 2));
        Say("munlockall", Call(152));
        Say("mlockall flags", Call(151, 16));
        Say("munmap", Call(11, read, Size));
    }

    private static void Events()
    {
        byte* memory = Memory(256);
        long buffer = (long)memory;
        long counter = Call(284, 3);
        Say("eventfd", counter >= 0);
        Say("read", Call(0, counter, buffer, 8) == 8 && *(long*)memory == 3);
        long poll = Call(291, 0);
        int* happening = (int*)Memory(16);
        happening[0] = 4;
        Say("epoll_ctl", Call(233, poll, 1, counter, (long)happening));
        long* time = (long*)Memory(16);
        Say("epoll_pwait2", Call(441, poll, buffer, 4, (long)time, 0, 8));
        time[1] = 1_000_000_000;
        Say("epoll_pwait2 time", Call(441, poll, buffer, 4, (long)time, 0, 8));
        Say("epoll_pwait2 count", Call(441, poll, buffer, 0, 0, 0, 8));
        Say("close", Call(3, poll) + Call(3, counter));
        Say("inotify_init", Close(Call(253)));
        ulong* mask = (ulong*)Memory(16);
        *mask = 1UL << 11;
        Say("signalfd", Close(Call(282, -1, (long)mask, 8)));
        Say("signalfd size", Call(282, -1, (long)mask, 4));
        foreach (int which in (int[])[0, 1, 2])
            Say("getitimer", Call(36, which, buffer));
        Say("getitimer which", Call(36, 3, buffer));
        long* timer = (long*)Memory(32);
        foreach (int which in (int[])[0, 1, 2])
            Say("setitimer", Call(38, which, (long)timer, buffer));
        timer[3] = 1_000_000;
        Say("setitimer bad", Call(38, 0, (long)timer, buffer));
        Say("tkill none", Call(200, 4_000_000, 0));
        Say("tkill bad", Call(200, -1, 0));
        Say("tkill", Call(200, Call(186), 0));
        Say("clock_settime clock", Call(227, 99, (long)timer));
        foreach (int clock in (int[])[0, 1, 7])
        {
            long descriptor = Call(283, clock, 0x80800);
            Say("timerfd_create", descriptor >= 0);
            Say("timerfd_settime", Call(286, descriptor, 1, (long)Memory(32), 0));
            Say("close", Call(3, descriptor));
        }
    }

    // RENAME_EXCHANGE: files, a file and a directory, names of one file, and what is refused.
    private static void Exchanged(long file, byte* memory)
    {
        const int Here = -100, Exchange = 2;
        (long folder, long inner, long deep) = (Text("exchange"), Text("exchange/inner"), Text("exchange/inner/deep"));
        long Number(long path) => Call(4, path, (long)memory) == 0 ? *(long*)(memory + 8) : -1;
        long Links(long path) => Call(4, path, (long)memory) == 0 ? *(long*)(memory + 16) : -1;
        Call(83, folder, 0x1ed);
        Call(83, inner, 0x1ed);
        Call(83, deep, 0x1ed);
        Say("exchange none", Call(316, Here, file, Here, Text("exchange/none"), Exchange));
        Say("exchange from none", Call(316, Here, Text("exchange/none"), Here, file, Exchange));
        (long one, long two) = (Number(file), Number(inner));
        Say("exchange", Call(316, Here, file, Here, inner, Exchange));
        Say("exchanged", $"{Number(file) == two} {Number(inner) == one} {Links(folder)} {Links(file)} {Number(Text("more-a/deep")) >= 0 || Number(deep) < 0}");
        Say("parent", Number(Text("exchange/..")) >= 0);
        Say("exchange back", Call(316, Here, inner, Here, file, Exchange));
        Say("exchanged", $"{Number(file) == one} {Number(inner) == two} {Links(folder)}");
        Say("exchange into itself", Call(316, Here, folder, Here, deep, Exchange));
        Say("exchange with above", Call(316, Here, deep, Here, folder, Exchange));
        Say("exchange slash", Call(316, Here, file, Here, Text("exchange/inner/"), Exchange));
        Say("exchange slash", Call(316, Here, Text("exchange/inner/"), Here, file, Exchange));
        if (Number(file) == two)
            Call(316, Here, file, Here, inner, Exchange);
        Call(86, file, Text("exchange/same"));
        Say("exchange same", Call(316, Here, file, Here, Text("exchange/same"), Exchange));
        Call(87, Text("exchange/same"));
        Say("exchange devices", Call(316, Here, file, Here, Text("/proc/self/comm"), Exchange));
        Say("exchange dot", Call(316, Here, Text("exchange/."), Here, file, Exchange));
        Call(84, deep);
        Call(84, inner);
        Say("exchange end", Call(84, folder));
    }

    private static void Programs()
    {
        byte* memory = Memory(256);
        Say("waitid none", Call(247, 0, 0, (long)memory, 4));
        Say("waitid nohang", Call(247, 0, 0, (long)memory, 5));
        Say("waitid options", Call(247, 0, 0, (long)memory, 0));
        Say("waitid which", Call(247, 9, 0, (long)memory, 4));
        Say("wait4 none", Call(61, -1, 0, 0, 0));
        Say("wait4 nohang", Call(61, -1, 0, 1, 0));
        Say("wait4 untraced", Call(61, -1, 0, 2 | 8, 0));
        Say("wait4 options", Call(61, -1, 0, 64, 0));
        Say("execve none", Call(59, Text("/more/none"), 0, 0));
        Say("execve bad", Call(59, Bad, 0, 0));
        Say("execveat none", Call(322, Here, Text("more-none"), 0, 0, 0));
        Say("chroot none", Call(161, Text("/more/none")));
        Say("chroot bad", Call(161, Bad));
    }
}
