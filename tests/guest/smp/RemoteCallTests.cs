using System.Threading;
using Lithe.Arch;
using Lithe.Plat;
using Lithe.Smp;
using Lithe.Sync;
using Lithe.Testing;

public static class RemoteCallTests
{
    private static int s_ranOn;
    private static int s_count;
    private static SpinLock s_lock;
    private static int s_unprotected;

    [GuestTest]
    public static void EveryProcessorOfTheMachineStarts() => Check.Equal(Processors.Count, Multiprocessing.StartedCount);

    [GuestTest]
    public static void CallRunsOnTheProcessorThatIsNamed()
    {
        for (int i = 0; i < Multiprocessing.StartedCount; i++)
        {
            Volatile.Write(ref s_ranOn, -1);
            RemoteCalls.Run<Where>(i, 0);
            Check.Equal(i, Volatile.Read(ref s_ranOn));
        }
    }

    [GuestTest]
    public static void CallOnOthersRunsOnceOnEach()
    {
        for (int round = 1; round <= 1000; round++)
        {
            RemoteCalls.RunOnOthers<Increment>(1);
            if (Volatile.Read(ref s_count) != round * (Multiprocessing.StartedCount - 1))
            {
                Check.Equal(round * (Multiprocessing.StartedCount - 1), Volatile.Read(ref s_count));
                return;
            }
        }

        Check.Equal(1000 * (Multiprocessing.StartedCount - 1), s_count);
    }

    [GuestTest]
    public static void SpinLockKeepsOthersOut()
    {
        // The others spin for the lock in a remote call of long duration, and so must this processor.
        s_lock.Enter();
        s_lock.Exit();
        int before = s_unprotected;
        for (int round = 0; round < 200; round++)
            RemoteCalls.RunOnOthers<LockedIncrements>(50);
        Check.Equal(before + 200 * 50 * (Multiprocessing.StartedCount - 1), s_unprotected);
    }

    [GuestTest]
    public static void EveryProcessorSeesTheSameTime()
    {
        bool isMonotonic = true;
        for (int round = 0; round < 500; round++)
        {
            for (int i = 0; i < Multiprocessing.StartedCount; i++)
            {
                ulong before = Clock.Nanoseconds;
                RemoteCalls.Run<ReadClock>(i, 0);
                ulong there = Volatile.Read(ref s_time);
                isMonotonic &= there >= before && Clock.Nanoseconds >= there;
            }
        }

        Check.True(isMonotonic);
    }

    private static ulong s_time;

    private readonly struct Where : IRemoteCall
    {
        public static void Run(nint argument) => Volatile.Write(ref s_ranOn, Processor.Index);
    }

    private readonly struct Increment : IRemoteCall
    {
        public static void Run(nint argument) => Interlocked.Add(ref s_count, (int)argument);
    }

    private readonly struct LockedIncrements : IRemoteCall
    {
        public static void Run(nint argument)
        {
            for (int i = 0; i < argument; i++)
            {
                s_lock.Enter();
                s_unprotected++;
                s_lock.Exit();
            }
        }
    }

    private readonly struct ReadClock : IRemoteCall
    {
        public static void Run(nint argument) => Volatile.Write(ref s_time, Clock.Nanoseconds);
    }
}
