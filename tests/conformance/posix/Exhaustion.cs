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
