using System;
using System.Threading;
using Lithe.Alloc;
using Lithe.Plat;
using Lithe.Sched;
using Lithe.Sync;

namespace SoakTests;

/// <summary>
/// 64 threads, each in a pair: they exchange wake-ups, share a lock, a read-write lock, tokens and a bounded queue of heap blocks, and sleep. What they do is
/// counted on both sides. Everything is made once: a run leaves nothing behind.
/// </summary>
internal static class Soak
{
    internal const int Threads = 64;
    private const int QueueLength = 32, Tokens = 5;

    // Written by the threads: each its own place, or under the lock that its name says.
    private static readonly object[] s_places = new object[Threads];
    private static readonly KernelThread[] s_threads = new KernelThread[Threads];
    private static readonly Event[] s_turns = new Event[Threads];
    private static readonly Mutex s_mutex = new() { Name = "soak" }, s_queueMutex = new() { Name = "soak queue" };
    private static readonly Condition s_mayPut = new(), s_mayTake = new();
    private static readonly Semaphore s_tokens = new(Tokens);
    private static readonly RwLock s_rwLock = new();
    private static readonly nint[] s_queue = new nint[QueueLength];
    private static readonly bool[] s_stopFlags = new bool[Threads];
    private static int s_queueFirst, s_queueCount;
    private static long s_put, s_taken, s_locked, s_first, s_second;
    private static int s_holders;
    private static ulong s_end;

    /// <summary>What went wrong, or null.</summary>
    internal static string? Failure;

    /// <summary>How often something was done: by all threads together.</summary>
    internal static long Rounds, WakeUps, Sleeps;

    /// <summary>The longest that somebody slept beyond the deadline, in nanoseconds.</summary>
    internal static ulong LatestWakeUp;

    internal static void Prepare()
    {
        for (int i = 0; i < Threads; i++)
        {
            s_places[i] = new int[1] { i };
            s_turns[i] = new Event(isAutomatic: true) { Name = "turn" };
        }

        // Each step once: what is made at its first use is there then.
        PassBlock(0, leads: true, 0);
        PassBlock(1, leads: false, 0);
        ReadOrWrite(0);
        ReadOrWrite(1 << 12);
        HoldToken();
        Sleep(0);
    }

    /// <summary>Runs all threads for so long, in nanoseconds.</summary>
    internal static bool Run(ulong duration, int processors)
    {
        Rounds = WakeUps = Sleeps = s_put = s_taken = s_locked = s_first = s_second = 0;
        s_end = Clock.Nanoseconds + duration;
        for (int i = 0; i < Threads; i++)
        {
            // Every fourth pair is kept on two processors, so that its wake-ups go from one to the other.
            int processor = i / 2 % 4 == 0 ? (i / 8 + i % 2) % processors : -1;
            KernelThread? thread = Scheduler.Start(static place => Work(((int[])place!)[0]), s_places[i], new ThreadOptions { Name = "soak", Processor = processor });
            if (thread is null)
                return false;
            s_threads[i] = thread;
        }

        for (int i = 0; i < Threads; i++)
            Scheduler.Join(s_threads[i], ulong.MaxValue);
        Require(s_put == s_taken && s_queueCount == 0, "blocks are left in the queue");
        Require(s_first == s_second, "a write under the lock was seen in part");
        Require(s_locked == Rounds, "an increment under the mutex was lost");
        Require(s_tokens.Count == Tokens, "tokens were lost");
        Require(s_rwLock.Readers == 0 && s_rwLock.OwnerId == 0 && s_mutex.OwnerId == 0, "a lock is still held");
        return Failure is null;
    }

    private static void Require(bool holds, string failure)
    {
        if (!holds)
            Failure = failure;
    }

    private static void Work(int self)
    {
        uint random = (uint)self * 2654435761 + 1;
        bool leads = self % 2 == 0;
        long rounds = 0, wakeUps = 0, sleeps = 0;
        while (true)
        {
            // The leader decides whether there is another round, and says so before it gives the turn.
            if (leads)
            {
                bool ends = Clock.Nanoseconds >= s_end;
                s_stopFlags[self] = ends;
                s_turns[self + 1].Set();
                if (ends)
                    break;
                s_turns[self].Wait();
            }
            else
            {
                s_turns[self].Wait();
                if (s_stopFlags[self - 1])
                    break;
                s_turns[self - 1].Set();
            }

            wakeUps++;
            rounds++;
            random = random * 1664525 + 1013904223;
            s_mutex.Enter();
            s_locked++;
            s_mutex.Exit();
            PassBlock(self, leads, random);
            if ((random >> 20) % 8 == 0)
                ReadOrWrite(random);
            if ((random >> 24) % 4 == 0)
                HoldToken();
            if ((random >> 16) % 32 == 0)
            {
                Sleep(random);
                sleeps++;
            }
        }

        Interlocked.Add(ref Rounds, rounds);
        Interlocked.Add(ref WakeUps, wakeUps);
        Interlocked.Add(ref Sleeps, sleeps);
    }

    // Leaders put as many blocks as followers take: a round of a pair is one of each.
    private static void PassBlock(int self, bool leads, uint random)
    {
        if (leads)
        {
            nuint size = 16 + (random >> 8) % 2000;
            nint block = Heap.Allocate(size, 16);
            Require(block != 0, "the heap is exhausted");
            Blocks.Fill(block, size, (byte)self);
            s_queueMutex.Enter();
            while (s_queueCount == QueueLength)
                s_mayPut.Wait(s_queueMutex);
            s_queue[(s_queueFirst + s_queueCount++) % QueueLength] = block;
            s_put++;
            s_mayTake.Signal();
            s_queueMutex.Exit();
            return;
        }

        s_queueMutex.Enter();
        while (s_queueCount == 0)
            s_mayTake.Wait(s_queueMutex);
        nint taken = s_queue[s_queueFirst];
        s_queueFirst = (s_queueFirst + 1) % QueueLength;
        s_queueCount--;
        s_taken++;
        s_mayPut.Signal();
        s_queueMutex.Exit();
        Require(Blocks.IsWhole(taken), "a block of the heap was overwritten");
        Heap.Free(taken);
    }

    private static void ReadOrWrite(uint random)
    {
        if ((random >> 12) % 4 == 0)
        {
            s_rwLock.EnterWrite();
            s_first++;
            if ((random >> 10) % 2 == 0)
                Scheduler.Yield();
            s_second++;
            s_rwLock.ExitWrite();
            return;
        }

        s_rwLock.EnterRead();
        Require(Volatile.Read(ref s_first) == Volatile.Read(ref s_second), "a reader was let in beside a writer");
        s_rwLock.ExitRead();
    }

    private static void HoldToken()
    {
        s_tokens.Take();
        Require(Interlocked.Increment(ref s_holders) <= Tokens, "more tokens than there are");
        Scheduler.Yield();
        Interlocked.Decrement(ref s_holders);
        s_tokens.Release();
    }

    private static void Sleep(uint random)
    {
        ulong deadline = Clock.Nanoseconds + 10_000 + (random >> 4) % 1_000_000;
        Scheduler.SleepUntil(deadline);
        ulong now = Clock.Nanoseconds;
        Require(now >= deadline, "a sleeper woke early");
        // A figure for the log: an update may be lost.
        if (now - deadline > LatestWakeUp)
            LatestWakeUp = now - deadline;
    }
}
