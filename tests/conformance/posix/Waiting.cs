using static Conformance.Sys;

namespace Conformance;

internal static unsafe class Waiting
{
    public static void Run()
    {
        byte* memory = Memory(200_000);
        long buffer = (long)memory;
        int* ends = (int*)Memory(16);
        Say("pipe2", Call(293, (long)ends, 0x800));
        Say("pipe2 bad", Call(293, Bad, 0));
        Say("pipe2 flags", Call(293, (long)ends, 1));
        long reader = ends[0], writer = ends[1];
        Say("read empty", Call(0, reader, buffer, 10));
        Say("write", Call(1, writer, buffer, 10));
        Say("available", Call(16, reader, 0x541b, buffer) == 0 && *(int*)memory == 10);
        Say("read some", Call(0, reader, buffer, 4));
        Say("read rest", Call(0, reader, buffer, 100));
        Say("fill", Call(1, writer, buffer, 200_000));
        Say("full", Call(1, writer, buffer, 1));
        Say("drain", Call(0, reader, buffer, 200_000));
        Say("lseek", Call(8, reader, 0, 0));
        Say("pread", Call(17, reader, buffer, 1, 0));
        Say("write reader", Call(1, reader, buffer, 1));
        Say("read writer", Call(0, writer, buffer, 1));
        Call(5, reader, buffer);
        Say("mode", *(uint*)(memory + 24));

        long* polls = (long*)Memory(64);
        polls[0] = reader | 1L << 32;
        polls[1] = writer | 4L << 32;
        polls[2] = 99 | 1L << 32;
        Say("poll", Call(7, (long)polls, 3, 0));
        Say("events", $"{polls[0] >> 48} {polls[1] >> 48} {polls[2] >> 48}");
        Say("poll time", Call(7, (long)polls, 1, 10));
        Say("poll bad", Call(7, Bad, 1, 0));
        Say("poll many", Call(7, (long)polls, 1 << 30, 0));
        long* time = (long*)Memory(32);
        time[1] = 5_000_000;
        Say("ppoll", Call(271, (long)polls, 1, (long)time, 0, 8));
        time[1] = -1;
        Say("ppoll time", Call(271, (long)polls, 1, (long)time, 0, 8));
        long* set = (long*)Memory(256);
        set[0] = 1L << (int)reader | 1L << (int)writer;
        long* writeSet = (long*)Memory(256);
        writeSet[0] = 1L << (int)writer;
        time[1] = 0;
        Say("select", Call(23, 64, (long)set, (long)writeSet, 0, (long)time));
        Say("sets", $"{set[0] == 0} {writeSet[0] == 1L << (int)writer}");
        set[0] = 1L << 40;
        Say("select bad", Call(23, 64, (long)set, 0, 0, (long)time));
        Say("select negative", Call(23, -1, (long)set, 0, 0, (long)time));
        Say("pselect6", Call(270, 0, 0, 0, 0, (long)time, 0));

        long poll = Call(291, 0);
        Say("epoll_create", Call(213, 0));
        Say("epoll_create1", Call(291, 1));
        byte* what = Memory(16);
        *(uint*)what = 1;
        *(long*)(what + 4) = 77;
        byte* found = Memory(200);
        Say("epoll add", Call(233, poll, 1, reader, (long)what));
        Say("epoll again", Call(233, poll, 1, reader, (long)what));
        Say("epoll bad", Call(233, poll, 1, 99, (long)what));
        Say("epoll itself", Call(233, poll, 1, poll, (long)what));
        NestPolls(poll, reader, writer, (long)what);
        Say("epoll operation", Call(233, poll, 9, reader, (long)what));
        Say("epoll pointer", Call(233, poll, 1, writer, Bad));
        Say("epoll not one", Call(233, reader, 1, writer, (long)what));
        Say("epoll change none", Call(233, poll, 3, writer, (long)what));
        Say("epoll remove none", Call(233, poll, 2, writer, (long)what));
        long file = Call(2, Text("f"), 0x42, 0x1a4);
        Say("epoll file", Call(233, poll, 1, file, (long)what));
        Call(3, file);
        Call(87, Text("f"));
        Say("epoll nothing", Call(232, poll, (long)found, 10, 0));
        Say("epoll count", Call(232, poll, (long)found, 0, 0));
        Say("epoll buffer", Call(232, poll, Bad, 10, 0));
        Call(1, writer, buffer, 1);
        Say("epoll ready", Call(232, poll, (long)found, 10, 100));
        Say("event", $"{*(uint*)found} {*(long*)(found + 4)}");
        Say("epoll level", Call(232, poll, (long)found, 10, 0));
        *(uint*)what = 1 | 1u << 31;
        Say("epoll edge", Call(233, poll, 3, reader, (long)what));
        Say("once", Call(232, poll, (long)found, 10, 0));
        Say("not again", Call(232, poll, (long)found, 10, 0));
        Call(1, writer, buffer, 1);
        Say("again", Call(232, poll, (long)found, 10, 0));
        *(uint*)what = 1 | 1u << 30;
        Say("epoll oneshot", Call(233, poll, 3, reader, (long)what));
        Say("once", Call(232, poll, (long)found, 10, 0));
        Call(1, writer, buffer, 1);
        Say("not again", Call(232, poll, (long)found, 10, 0));
        Say("armed again", Call(233, poll, 3, reader, (long)what) + Call(281, poll, (long)found, 10, 0, 0, 8));
        Call(3, writer);
        Call(0, reader, buffer, 100);
        Say("end", Call(0, reader, buffer, 100));
        *(uint*)what = 1;
        Call(233, poll, 3, reader, (long)what);
        Say("hang up", Call(232, poll, (long)found, 10, 0) == 1 && (*(uint*)found & 16) != 0);
        Call(3, reader);
        Say("forgotten", Call(232, poll, (long)found, 10, 0));
        Call(3, poll);

        long number = Call(290, 3, 0x800);
        Say("eventfd read", Call(0, number, buffer, 8) == 8 && *(long*)memory == 3);
        Say("eventfd empty", Call(0, number, buffer, 8));
        Say("eventfd short", Call(0, number, buffer, 4));
        *(long*)memory = -1;
        Say("eventfd most", Call(1, number, buffer, 8));
        *(long*)memory = -2;
        Say("eventfd fill", Call(1, number, buffer, 8));
        *(long*)memory = 1;
        Say("eventfd full", Call(1, number, buffer, 8));
        Say("eventfd flags", Call(290, 0, 2));
        Call(3, number);
        number = Call(290, 2, 1 | 0x800);
        Say("semaphore", Call(0, number, buffer, 8) == 8 && *(long*)memory == 1);
        Say("semaphore", Call(0, number, buffer, 8) == 8 && *(long*)memory == 1);
        Say("semaphore", Call(0, number, buffer, 8));
        Call(3, number);

        int* word = (int*)Memory(16);
        *word = 5;
        Say("futex other", Call(202, (long)word, 128, 4, 0));
        (time[0], time[1]) = (0, 1_000_000);
        Say("futex time", Call(202, (long)word, 128, 5, (long)time));
        time[1] = 2_000_000_000;
        Say("futex wrong time", Call(202, (long)word, 128, 5, (long)time));
        Say("futex wake", Call(202, (long)word, 129, 1));
        Say("futex bad", Call(202, Bad, 128, 5, 0));
        Say("futex unaligned", Call(202, (long)word + 1, 128, 5, 0));
        Say("futex bits", Call(202, (long)word, 137, 5, 0, 0, 0));
        Say("futex requeue", Call(202, (long)word, 128 | 4, 1, 1, (long)(word + 1), 4));
        Say("futex operation", Call(202, (long)word, 99, 5, 0));

        (time[0], time[1]) = (0, 1_000_000);
        Say("nanosleep", Call(35, (long)time, 0));
        time[1] = -1;
        Say("nanosleep wrong", Call(35, (long)time, 0));
        Say("nanosleep bad", Call(35, Bad, 0));
        (time[0], time[1]) = (0, 5);
        Say("clock_nanosleep past", Call(230, 1, 1, (long)time, 0));
        Say("clock_nanosleep clock", Call(230, 99, 0, (long)time, 0));
        Say("clock_gettime", Call(228, 1, (long)time));
        Say("clock_gettime clock", Call(228, 99, (long)time));
        Say("clock_gettime bad", Call(228, 1, Bad));
        Say("clock_getres", Call(229, 0, (long)time));
        Say("gettimeofday", Call(96, (long)time, 0));
        Say("time", Call(201, 0) > 1_000_000_000);
        int* timer = (int*)Memory(16);
        Say("timer_create", Call(222, 1, 0, (long)timer));
        Say("timer_create clock", Call(222, 99, 0, (long)timer));
        Say("timer_gettime", Call(224, *timer, buffer));
        Say("timer_delete", Call(226, *timer));
        Say("timer_delete again", Call(226, *timer));
        Say("getitimer", Call(36, 0, buffer));
        Say("getitimer which", Call(36, 9, buffer));
        Say("alarm", Call(37, 0));
    }

    // Epoll files that watch each other: never in a circle, however long, and not deep.
    private static void NestPolls(long first, long reader, long writer, long what)
    {
        long[] chain = [first, Call(291, 0), Call(291, 0), Call(291, 0)];
        for (int i = 1; i < chain.Length; i++)
            Say("epoll of epoll", Call(233, chain[i], 1, chain[i - 1], what));
        for (int i = 1; i < chain.Length; i++)
            Say("epoll circle", Call(233, chain[0], 1, chain[i], what));
        byte* byteAndEvents = Memory(32);
        Say("epoll chain idle", Call(232, chain[3], (long)byteAndEvents, 1, 0));
        Say("epoll chain write", Call(1, writer, (long)byteAndEvents, 1));
        Say("epoll chain ready", Call(232, chain[3], (long)byteAndEvents, 1, 0));
        Say("epoll chain read", Call(0, reader, (long)byteAndEvents, 1));
        Say("epoll chain idle", Call(232, chain[3], (long)byteAndEvents, 1, 0));
        bool isRefused = false;
        long last = chain[3];
        List<long> more = [];
        while (!isRefused && more.Count < 50)
        {
            more.Add(Call(291, 0));
            isRefused = Call(233, more[^1], 1, last, what) == -40;
            last = more[^1];
        }

        Say("epoll deep refused", isRefused);
        foreach (long number in more)
            Call(3, number);
        for (int i = 1; i < chain.Length; i++)
            Call(3, chain[i]);
    }
}
