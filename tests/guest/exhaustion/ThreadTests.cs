using System;
using System.Runtime.CompilerServices;
using System.Threading;
using Lithe;
using Lithe.Alloc;
using Lithe.Sched;
using Lithe.Sync;
using Lithe.Testing;

namespace ExhaustionTests;

/// <summary>No more threads, and no more of what threads need.</summary>
public static class ThreadTests
{
    // The first thread and the idle one count.
    private const int Others = 2;

    private static int s_ran;
    private static Action<object?> s_work = null!;

    private static void Work(object? gate)
    {
        ((Event)gate!).Wait();
        Interlocked.Increment(ref s_ran);
    }

    // Starts threads that wait for the event until there are no more.
    private static int StartAll(KernelThread?[] threads, Event gate)
    {
        int count = 0;
        while (count < threads.Length && (threads[count] = Scheduler.Start(s_work, gate, default)) is not null)
            count++;
        return count;
    }

    private static void JoinAll(KernelThread?[] threads, int count, Event gate)
    {
        s_ran = 0;
        gate.Set();
        for (int i = 0; i < count; i++)
            Check.True(Scheduler.Join(threads[i]!, ulong.MaxValue));
        Check.Equal(count, s_ran);
        Check.Equal(1, Scheduler.ThreadCount);
    }

    // First, while no thread has ended: one that has leaves its stack to the next.
    [GuestTest]
    public static void WithoutMemoryForAStackNoThreadStarts()
    {
        var gate = new Event();
        var threads = new KernelThread?[Config.SCHED_MAX_THREADS];
        // What the attempt itself needs once: its delegate.
        s_work = Work;
        // Nothing is checked as long as there is no memory: a check may need some.
        nint blocks = Memory.TakeAll(4096);
        ulong before = Heap.Statistics.Used;
        int started = StartAll(threads, gate);
        ulong lost = Heap.Statistics.Used - before;
        nint rest = Memory.TakeAll(16);
        before = Heap.Statistics.Used;
        for (int i = 0; i < 100; i++)
            started += StartAll(threads, gate);
        lost += Heap.Statistics.Used - before;
        Memory.Give(rest);
        Memory.Give(blocks);
        Check.Equal(0, started);
        Check.Equal(0UL, lost);

        // Little by little more, so that once there is enough for a stack but not for the objects that go with it.
        for (nuint room = 16 * 1024; started == 0 && room < 128 * 1024; room += 256)
        {
            nint hole = Heap.Allocate(room, 16);
            blocks = Memory.TakeAll(16);
            before = Heap.Statistics.Used;
            Heap.Free(hole);
            started = StartAll(threads, gate);
            lost = started == 0 ? before - Heap.Statistics.Used : 0;
            Memory.Give(blocks);
            Check.True(started == 1 || lost >= room && lost < room + 64);
        }

        Check.Equal(1, started);
        JoinAll(threads, started, gate);
    }

    [GuestTest]
    public static void TheCallerIsToldWhenThereAreAsManyThreadsAsThereMayBe()
    {
        s_work = Work;
        var threads = new KernelThread?[Config.SCHED_MAX_THREADS];
        // Again and again: those that have ended make room.
        for (int round = 0; round < 3; round++)
        {
            var gate = new Event();
            int count = StartAll(threads, gate);
            Check.Equal(Config.SCHED_MAX_THREADS - Others, count);
            Check.Equal(count + 1, Scheduler.ThreadCount);
            ulong before = Heap.Statistics.Used;
            bool isRefused = Scheduler.Start(s_work, null, default) is null;
            ulong after = Heap.Statistics.Used;
            Check.True(isRefused);
            Check.Equal(before, after);
            JoinAll(threads, count, gate);
        }
    }

    [GuestTest]
    public static void AWaitNeedsNoMemory()
    {
        var gate = new Event();
        KernelThread sleeper = Scheduler.Start(static _ => Scheduler.SleepUntil(Lithe.Plat.Clock.Nanoseconds + 2_000_000), null, default)!;
        nint blocks = Memory.TakeAll(4096), rest = Memory.TakeAll(16);
        bool hasEnded = Scheduler.Join(sleeper, ulong.MaxValue);
        bool wasSet = gate.Wait(Lithe.Plat.Clock.Nanoseconds + 1_000_000);
        Memory.Give(rest);
        Memory.Give(blocks);
        Check.True(hasEnded);
        Check.False(wasSet);
    }

    [GuestTest]
    public static void TokensHaveALimit()
    {
        var semaphore = new Semaphore(0, 3);
        Check.True(semaphore.Release(3));
        Check.False(semaphore.Release());
        Check.Equal(3, semaphore.Count);
        semaphore = new Semaphore(int.MaxValue);
        Check.False(semaphore.Release());
        Check.Equal(int.MaxValue, semaphore.Count);
    }

    [GuestTest(Panic = "; the stack has 0x4000 bytes"), MethodImpl(MethodImplOptions.NoInlining)]
    public static void AThreadsStack()
    {
        KernelThread deep = Scheduler.Start(static _ => s_ran = Recurse(1), null, new ThreadOptions { Name = "deep" })!;
        Scheduler.Join(deep, ulong.MaxValue);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Recurse(int depth)
    {
        Span<int> local = stackalloc int[64];
        local[depth & 63] = depth;
        return Recurse(depth + 1) + local[depth & 31]; // panics here
    }

    [GuestTest(Panic = "deadlock: no thread can run, no timer is set and no interrupt is expected; the threads are listed above")]
    public static void EverybodyWaits()
    {
        KernelThread other = Scheduler.Start(static _ => new Event().Wait(), null, default)!;
        Scheduler.Join(other, ulong.MaxValue);
    }
}
