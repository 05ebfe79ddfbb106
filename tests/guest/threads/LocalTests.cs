using Lithe.Sched;
using Lithe.Sync;
using Lithe.Testing;

namespace ThreadsTests;

/// <summary>Values that each thread has to itself.</summary>
public static class LocalTests
{
    private static readonly ThreadLocal<long> s_sum = new();
    private static readonly ThreadLocal<string> s_name = new(static () => Scheduler.Current.Name ?? "nobody");
    private static readonly ThreadLocal<int> s_seven = new(static () => 7);
    private static int s_wrong;

    [GuestTest]
    public static void EachThreadHasItsOwnValue()
    {
        s_wrong = 0;
        s_sum.Value = -1;
        // More threads one after the other than objects: what an earlier one left is not seen.
        for (int round = 0; round < 3; round++)
        {
            Workers.Run(8, static index =>
            {
                long expected = 0;
                if (s_sum.Value != 0 || s_seven.Value != 7 || s_name.Value != "worker")
                    System.Threading.Interlocked.Increment(ref s_wrong);
                for (int i = 0; i < 20; i++)
                {
                    s_sum.Value += index;
                    s_seven.Value++;
                    expected += index;
                    Scheduler.Yield();
                    if (s_sum.Value != expected || s_seven.Value != 8 + i)
                        System.Threading.Interlocked.Increment(ref s_wrong);
                }
            });
        }

        Check.Equal(0, s_wrong);
        Check.Equal(-1L, s_sum.Value);
        Check.Equal("main", s_name.Value);
    }
}
