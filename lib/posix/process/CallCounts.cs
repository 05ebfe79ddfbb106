using System;
using System.Runtime.CompilerServices;
using System.Threading;
using Lithe.Plat;

namespace Lithe.Posix;

/// <summary>
/// How often each call was made, how often it failed, and how long the calls took in all (<c>PROGRAM_COUNT_CALLS</c>): printed when the program ends, and read at any time from <c>/proc/lithe/calls</c>.
/// A call's time has the time in it that it waited.
/// </summary>
public static class CallCounts
{
    /// <summary>Calls of higher numbers are counted as the last one.</summary>
    public const int Numbers = 512;

    private static readonly Entry[] s_entries = Config.PROGRAM_COUNT_CALLS ? new Entry[Numbers] : [];

    /// <summary>What there is of one call.</summary>
    public struct Entry
    {
        /// <summary>How often it was made, and how often it answered an error.</summary>
        public ulong Calls, Errors;

        /// <summary>The sum of the calls' times.</summary>
        public ulong Nanoseconds;
    }

    /// <summary>A call's name, or its number when the image has no such call.</summary>
    public static string NameOf(int number)
    {
        string name = SyscallTable.NameOf(number);
        return name.Length > 0 ? name.Substring(1) : number.ToString();
    }

    /// <summary>What there is of a call.</summary>
    public static Entry Of(int number) => s_entries[number];

    /// <summary>Makes a call and counts it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static ulong Dispatch(ref SyscallFrame frame)
    {
        ref Entry entry = ref s_entries[(ulong)frame.Number < Numbers ? (int)frame.Number : Numbers - 1];
        ulong start = Clock.Nanoseconds;
        // Before: some calls do not come back. Other threads count, too.
        Interlocked.Increment(ref entry.Calls);
        long result = SyscallTable.Dispatch(ref frame);
        Interlocked.Add(ref entry.Nanoseconds, Clock.Nanoseconds - start);
        if (result is < 0 and > -4096)
            Interlocked.Increment(ref entry.Errors);
        return (ulong)result;
    }

    /// <summary>Prints those that were made, the ones that took longest first.</summary>
    internal static void Print()
    {
        Console.WriteLine("     calls    errors   microseconds  call");
        ulong below = ulong.MaxValue;
        int last = Numbers;
        while (true)
        {
            // The next one by time; of those with the same time, by number.
            int next = -1;
            for (int i = 0; i < Numbers; i++)
            {
                ref Entry entry = ref s_entries[i];
                bool isLater = entry.Nanoseconds < below || entry.Nanoseconds == below && i > last;
                if (entry.Calls > 0 && isLater && (next < 0 || entry.Nanoseconds > s_entries[next].Nanoseconds))
                    next = i;
            }

            if (next < 0)
                return;
            below = s_entries[next].Nanoseconds;
            last = next;
            Console.Write($"{s_entries[next].Calls,10}{s_entries[next].Errors,10}{s_entries[next].Nanoseconds / 1000,15}  ");
            Console.WriteLine(NameOf(next));
        }
    }
}
