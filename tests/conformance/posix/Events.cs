using System.Text;
using static Conformance.Sys;

namespace Conformance;

/// <summary>timerfd, signalfd, inotify, what timers count, and what /proc and /sys say.</summary>
internal static unsafe class Events
{
    public static void Run()
    {
        byte* memory = Memory(8192);
        long buffer = (long)memory;
        RunTimers(memory, buffer);
        RunSignals(memory, buffer);
        RunInotify(memory, buffer);
        RunText(memory, buffer);
    }

    private static void RunTimers(byte* memory, long buffer)
    {
        long* times = (long*)Memory(64);
        long* old = (long*)Memory(64);
        Say("timerfd clock", Call(283, 2, 0));
        Say("timerfd flags", Call(283, 1, 1));
        long timer = Call(283, 1, 0x800);
        Say("timerfd nothing", Call(0, timer, buffer, 8));
        Say("timerfd short", Call(0, timer, buffer, 7));
        Say("timerfd write", Call(1, timer, buffer, 8));
        Say("timerfd set bad", Call(286, timer, 0, Bad, 0));
        Say("timerfd set flags", Call(286, timer, 8, (long)times, 0));
        Say("timerfd set other", Call(286, 0, 0, (long)times, 0));
        Say("timerfd set none", Call(286, 99, 0, (long)times, 0));
        (times[0], times[1], times[2], times[3]) = (0, 1_000_000, 0, 2_000_000_000);
        Say("timerfd set wrong", Call(286, timer, 0, (long)times, 0));
        times[3] = 1_000_000;
        Say("timerfd set", Call(286, timer, 0, (long)times, (long)old));
        Say("old", old[0] == 0 && old[1] == 0 && old[2] == 0 && old[3] == 0);
        times[4] = 0;
        times[5] = 20_000_000;
        Call(35, (long)(times + 4), 0);
        Say("timerfd read", Call(0, timer, buffer, 100) == 8 && *(long*)memory >= 10);
        Say("timerfd get", Call(287, timer, buffer) == 0 && ((long*)memory)[1] == 1_000_000 && ((long*)memory)[2] == 0);
        times[2] = times[3] = 0;
        Say("timerfd off", Call(286, timer, 0, (long)times, (long)old));
        Say("old", old[1]);
        (times[1], times[3]) = (0, 1);
        Say("timerfd past", Call(286, timer, 1, (long)times, 0));
        int* polls = (int*)Memory(16);
        (polls[0], polls[1]) = ((int)timer, 1);
        Say("timerfd poll", Call(7, (long)polls, 1, 1000));
        Say("timerfd once", Call(0, timer, buffer, 8) == 8 && *(long*)memory == 1);
        Say("timerfd no more", Call(0, timer, buffer, 8));
        Call(3, timer);
    }

    private static void RunSignals(byte* memory, long buffer)
    {
        const int User2 = 12;
        ulong* set = (ulong*)Memory(32);
        ulong* mask = (ulong*)Memory(32);
        *set = 1UL << (User2 - 1);
        Call(14, 0, (long)set, (long)mask, 8);
        Say("signalfd size", Call(289, -1, (long)set, 4, 0));
        Say("signalfd bad", Call(289, -1, Bad, 8, 0));
        Say("signalfd flags", Call(289, -1, (long)set, 8, 1));
        Say("signalfd other", Call(289, 0, (long)set, 8, 0));
        Say("signalfd none", Call(289, 99, (long)set, 8, 0));
        long file = Call(289, -1, (long)set, 8, 0x800);
        Say("signalfd nothing", Call(0, file, buffer, 128));
        Say("signalfd short", Call(0, file, buffer, 127));
        long self = Call(39);
        Call(234, self, Call(186), User2);
        int* polls = (int*)Memory(16);
        (polls[0], polls[1]) = ((int)file, 1);
        Say("signalfd poll", Call(7, (long)polls, 1, 1000));
        Say("signalfd read", Call(0, file, buffer, 300));
        Say("signal", $"{*(int*)memory} {((int*)memory)[2]} {((int*)memory)[3] == self}");
        Say("signalfd no more", Call(0, file, buffer, 128));
        *set = 0;
        Say("signalfd changed", Call(289, file, (long)set, 8, 0) == file);
        Call(234, self, Call(186), User2);
        Say("signalfd not this", Call(0, file, buffer, 128));
        *set = 1UL << (User2 - 1);
        Say("taken", Call(128, (long)set, 0, 0, 8));
        Call(3, file);
        int* happening = (int*)Memory(64);
        int* id = (int*)Memory(8);
        // To this thread: the runtime's others do not block it.
        (happening[2], happening[3], happening[4]) = (User2, 4, (int)Call(186));
        Say("timer_create", Call(222, 1, (long)happening, (long)id));
        long* times = (long*)Memory(64);
        times[1] = times[3] = 1_000_000;
        Call(223, *id, 0, (long)times, 0);
        times[5] = 30_000_000;
        Call(35, (long)(times + 4), 0);
        Say("timer signal", Call(128, (long)set, buffer, 0, 8));
        Say("overrun", Call(225, *id) > 10);
        Say("info", ((int*)memory)[2] == -2 && ((int*)memory)[5] > 10);
        Say("overrun none", Call(225, 99));
        Call(226, *id);
        times[5] = 0;
        Call(128, (long)set, 0, (long)(times + 4), 8);
        Call(14, 2, (long)mask, 0, 8);
    }

    private static void RunInotify(byte* memory, long buffer)
    {
        Say("inotify flags", Call(294, 1));
        long file = Call(294, 0x800);
        Say("inotify nothing", Call(0, file, buffer, 100));
        Say("inotify folder", Call(83, Text("w"), 0x1ed));
        Say("inotify mask", Call(254, file, Text("w"), 0));
        Say("inotify path", Call(254, file, Text("none"), 2));
        Say("inotify bad", Call(254, file, Bad, 2));
        Say("inotify other", Call(254, 0, Text("w"), 2));
        long watch = Call(254, file, Text("w"), 0xfff);
        Say("inotify watch", watch);
        long one = Call(2, Text("w/a"), 0x42, 0x1a4);
        Call(1, one, buffer, 10);
        Call(1, one, buffer, 10);
        Call(17, one, buffer, 10, 0);
        Call(3, one);
        Call(90, Text("w/a"), 0x1ff);
        Call(83, Text("w/d"), 0x1ed);
        Call(82, Text("w/a"), Text("w/b"));
        Call(82, Text("w/b"), Text("c"));
        Call(82, Text("c"), Text("w/c"));
        Call(84, Text("w/d"));
        Call(87, Text("w/c"));
        Say("inotify short", Call(0, file, buffer, 16));
        SayEvents(file, memory, buffer);
        Say("inotify only directory", Call(254, file, Text("/dev/null"), 0x0100_0002));
        Say("inotify exclusive", Call(254, file, Text("w"), 0x1000_0002));
        Say("inotify again", Call(254, file, Text("w"), 0x100) == watch);
        Call(3, Call(2, Text("w/e"), 0x41, 0x1a4));
        Call(87, Text("w/e"));
        SayEvents(file, memory, buffer);
        Say("inotify once", Call(254, file, Text("w"), 0x8000_0100) == watch);
        Call(3, Call(2, Text("w/f"), 0x41, 0x1a4));
        Call(87, Text("w/f"));
        SayEvents(file, memory, buffer);
        Say("inotify gone", Call(255, file, watch));
        watch = Call(254, file, Text("w"), 0x400);
        Say("inotify number", watch);
        Call(84, Text("w"));
        SayEvents(file, memory, buffer);
        Call(83, Text("w"), 0x1ed);
        watch = Call(254, file, Text("w"), 0x400);
        Say("inotify remove", Call(255, file, watch));
        Say("inotify remove again", Call(255, file, watch));
        SayEvents(file, memory, buffer);
        Call(84, Text("w"));
        Call(3, file);
    }

    private static void SayEvents(long file, byte* memory, long buffer)
    {
        long count = Call(0, file, buffer, 8192);
        var text = new StringBuilder();
        for (long at = 0; at < count;)
        {
            uint* record = (uint*)(memory + at);
            string name = Encoding.ASCII.GetString(memory + at + 16, (int)record[3]).TrimEnd('\0');
            text.Append($" {record[0]}:{record[1]:x}{(record[2] != 0 ? "+" : "")}{name}");
            at += 16 + record[3];
        }

        Say("events", text.ToString());
    }

    private static void RunText(byte* memory, long buffer)
    {
        // What programs read and rely on; whatever the machine is like.
        foreach (string path in (string[])[
            "/proc/self/stat", "/proc/self/status", "/proc/self/statm", "/proc/self/maps", "/proc/self/smaps", "/proc/self/limits", "/proc/self/cgroup", "/proc/self/mountinfo",
            "/proc/self/cmdline", "/proc/self/comm", "/proc/self/oom_score_adj", "/proc/meminfo", "/proc/cpuinfo", "/proc/stat", "/proc/uptime", "/proc/loadavg", "/proc/version",
            "/proc/filesystems", "/proc/mounts", "/proc/cgroups", "/proc/sys/kernel/osrelease", "/proc/sys/kernel/hostname", "/proc/sys/kernel/pid_max", "/proc/sys/vm/overcommit_memory",
            "/proc/sys/net/core/somaxconn", "/proc/sys/fs/file-max", "/proc/sys/kernel/random/boot_id", "/sys/devices/system/cpu/online", "/sys/devices/system/cpu/possible",
            "/sys/devices/system/clocksource/clocksource0/current_clocksource", "/sys/kernel/mm/transparent_hugepage/enabled"])
        {
            long file = Call(2, Text(path), 0);
            Say(path, file < 0 ? $"error {-file}" : Call(0, file, buffer, 8192) > 0 ? "text" : "nothing");
            Call(3, file);
        }

        long self = Call(186);
        long task = Call(2, Text($"/proc/self/task/{self}/comm"), 0);
        Say("task comm", Call(0, task, buffer, 100) > 1);
        Call(3, task);
        Say("no task", Call(2, Text("/proc/self/task/99999999/comm"), 0));
        long named = Call(2, Text("name"), 0x42, 0x1a4);
        long length = Call(89, Text($"/proc/self/fd/{named}"), buffer, 8192);
        Say("fd name", Ascii(memory, length).EndsWith("/name", StringComparison.Ordinal));
        Call(87, Text("name"));
        length = Call(89, Text($"/proc/self/fd/{named}"), buffer, 8192);
        Say("fd deleted", Ascii(memory, length).EndsWith(" (deleted)", StringComparison.Ordinal));
        Call(3, named);
        // The C library's clock, from the vDSO where there is one, and the kernel's are one.
        long* time = (long*)Memory(32);
        bool isMonotonic = true;
        for (int i = 0; i < 1000; i++)
        {
            long before = System.Diagnostics.Stopwatch.GetTimestamp();
            Call(228, 1, (long)time);
            long between = time[0] * 1_000_000_000 + time[1];
            isMonotonic &= before <= between && between <= System.Diagnostics.Stopwatch.GetTimestamp();
        }

        Say("clocks agree", isMonotonic);
    }
}
