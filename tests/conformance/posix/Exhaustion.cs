using static Conformance.Sys;

namespace Conformance;

/// <summary>More of what the image itself keeps memory for than there is memory: an error each time, and all of it comes back. Only in the image: Linux has other limits.</summary>
internal static unsafe class Exhaustion
{
    private static long s_first;

    public static void Run()
    {
        const int Most = 100_000;
        ulong* limit = stackalloc ulong[2] { Most, Most };
        Say("setrlimit", Call(160, 7, (long)limit));
        // What is below is the runtime's.
        s_first = Call(32, 1);
        CloseAll();
        FilesUnderWay();
        FilesUnderWay();
        *limit = Most;
        Call(160, 7, (long)limit);
        Circle();
        for (int round = 0; round < 2; round++)
        {
            Say("full socket pairs", Fill(isPipe: false));
            Say("full pipes", Fill(isPipe: true));
            long made = 0, result;
            do
                result = Call(290, 0, 0x800);
            while (result >= 0 && made++ < Most);
            Say("event files", result);
            CloseAll();
        }
    }

    // As many as may be open: Linux lets its administrator have more.
    private static void FilesUnderWay()
    {
        ulong* limit = stackalloc ulong[2] { 256, 100_000 };
        byte* control = Memory(32), bytes = Memory(8), message = Memory(64);
        long* vector = (long*)Memory(16);
        int* pair = stackalloc int[2];
        Call(160, 7, (long)limit);
        Call(53, 1, 1, 0, (long)pair);
        (vector[0], vector[1]) = ((long)bytes, 1);
        (*(long*)control, *(int*)(control + 8), *(int*)(control + 12), *(int*)(control + 16)) = (20, 1, 1, 1);
        (*(long*)(message + 16), *(long*)(message + 24), *(long*)(message + 32), *(long*)(message + 40)) = ((long)vector, 1, (long)control, 24);
        long result, count = 0;
        while ((result = Call(46, pair[0], (long)message, 0)) == 1)
            count++;
        Say("files under way", $"{count} {result}");
        Call(3, pair[0]);
        Call(3, pair[1]);
    }

    // What waits in sockets that only have each other is closed: the reader of a pipe whose other end was passed is told.
    private static void Circle()
    {
        byte* control = Memory(32), bytes = Memory(8), message = Memory(64);
        long* vector = (long*)Memory(16);
        int* pair = stackalloc int[2], pipe = stackalloc int[2], poll = stackalloc int[2];
        Call(22, (long)pipe);
        (vector[0], vector[1]) = ((long)bytes, 1);
        (*(long*)control, *(int*)(control + 8), *(int*)(control + 12)) = (28, 1, 1);
        (*(long*)(message + 16), *(long*)(message + 24), *(long*)(message + 32), *(long*)(message + 40)) = ((long)vector, 1, (long)control, 32);
        for (int round = 0; round < 20; round++)
        {
            Call(53, 1, 1, 0, (long)pair);
            (*(int*)(control + 16), *(int*)(control + 20), *(int*)(control + 24)) = (pair[1], pair[0], pipe[1]);
            if (Call(46, pair[0], (long)message, 0) != 1 || Call(46, pair[1], (long)message, 0) != 1)
                Say("circle", round);
            Call(3, pair[0]);
            Call(3, pair[1]);
            if (round > 0)
                continue;
            Call(3, pipe[1]);
            pipe[1] = 1;
        }

        (poll[0], poll[1]) = (pipe[0], 1);
        Say("circle", $"{Call(7, (long)poll, 1, 0)} {poll[1]:x}");
        Call(3, pipe[0]);
    }

    private static long Fill(bool isPipe)
    {
        const int Size = 4096;
        byte* bytes = Memory(Size);
        int* pair = stackalloc int[2];
        while (true)
        {
            long result = isPipe ? Call(293, (long)pair, 0x800) : Call(53, 1, 1, 0, (long)pair);
            if (result == 0)
                result = Call(1, pair[1], (long)bytes, Size);
            if (result == Size)
                continue;
            CloseAll();
            return result;
        }
    }

    private static void CloseAll() => Call(436, s_first, uint.MaxValue, 0);
}
