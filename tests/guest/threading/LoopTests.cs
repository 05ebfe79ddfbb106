using System;
using System.Threading;
using System.Threading.Tasks;
using Lithe.Alloc;
using Lithe.Plat;
using Lithe.Sched;
using Lithe.Testing;
using Lithe.Threading;
using Lithe.Time;
using Timer = Lithe.Time.Timer;

namespace ThreadingTests;

/// <summary>What only a booted image shows: the loop under its scheduler, and what it takes.</summary>
public static class LoopTests
{
    private const ulong Millisecond = 1_000_000;

    private static readonly AsyncEvent s_event = new();
    private static int s_sets;

    private static async ValueTask<int> Slow(int value)
    {
        await Task.Yield();
        return value + 1;
    }

    private static async ValueTask<int> Slower(int value)
    {
        for (int i = 0; i < 10; i++)
            value = await Slow(value);
        return value;
    }

    private static async Task<ulong> MemoryOfAwaits(int rounds)
    {
        int value = 0;
        // The first wait makes this method's own task.
        await Task.Yield();
        ulong before = Heap.Statistics.Used;
        for (int i = 0; i < rounds; i++)
            value = await Slower(value);
        ulong taken = Heap.Statistics.Used - before;
        Check.Equal(rounds * 10, value);
        return taken;
    }

    private static async Task<ulong> MemoryOfTicks(PeriodicTimer timer, int rounds)
    {
        await Task.Yield();
        ulong before = Heap.Statistics.Used;
        for (int i = 0; i < rounds; i++)
            await timer.WaitForNextTickAsync();
        return Heap.Statistics.Used - before;
    }

    private static async Task<ulong> MemoryOfEvents(int rounds)
    {
        await Task.Yield();
        ulong before = Heap.Statistics.Used;
        for (int i = 0; i < rounds; i++)
        {
            s_event.Set();
            await s_event.WaitAsync();
        }

        return Heap.Statistics.Used - before;
    }

    [GuestTest]
    public static void AwaitsTakeNoMemory()
    {
        // The first time makes the objects that are used again.
        MemoryOfAwaits(1).Wait();
        Check.Equal(0UL, MemoryOfAwaits(1000).Result);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        MemoryOfTicks(timer, 1).Wait();
        Check.Equal(0UL, MemoryOfTicks(timer, 10).Result);
        MemoryOfEvents(1).Wait();
        Check.Equal(0UL, MemoryOfEvents(1000).Result);
    }

    [GuestTest]
    public static void ADelayIsNeverEarly()
    {
        for (int milliseconds = 1; milliseconds <= 16; milliseconds *= 2)
        {
            ulong start = Clock.Nanoseconds;
            Task.Delay(milliseconds).Wait();
            Check.True(Clock.Nanoseconds - start >= (ulong)milliseconds * Millisecond);
        }
    }

    private sealed class Ring : Timer
    {
        public override void OnExpire()
        {
            s_sets++;
            s_event.Set();
        }
    }

    // A timer of its own plays the device: with the preemptive scheduler it expires in an interrupt's handler.
    [GuestTest]
    public static void AnEventIsSetFromAnInterrupt()
    {
        s_sets = 0;
        var ring = new Ring();
        Task wait = Task.Run(static async () =>
        {
            for (int i = 0; i < 5; i++)
                await s_event.WaitAsync();
        });
        for (int i = 1; i <= 5; i++)
        {
            Timers.Start(ring, Clock.Nanoseconds + Millisecond);
            Task.Delay(3).Wait();
        }

        wait.Wait();
        Check.Equal(5, s_sets);
        Check.Equal(1, Scheduler.ThreadCount);
    }

    [GuestTest]
    public static void AnEventIsSetByAnotherThread()
    {
        s_sets = 0;
        KernelThread? thread = Scheduler.Start(static _ =>
        {
            for (int i = 0; i < 5; i++)
            {
                Scheduler.SleepUntil(Clock.Nanoseconds + Millisecond);
                s_sets++;
                s_event.Set();
            }
        }, null, default);
        Check.Equal(Scheduler.HasThreads, thread is not null);
        if (thread is null)
            return;
        Task.Run(static async () =>
        {
            while (s_sets < 5)
                await s_event.WaitAsync();
        }).Wait();
        Check.True(Scheduler.Join(thread, ulong.MaxValue));
        Check.Equal(5, s_sets);
    }

    [GuestTest(Panic = "A task was canceled.")]
    public static void NobodyCatchesACancellation() => Task.FromCanceled(new CancellationToken()).Wait();

    [GuestTest(Panic = "deadlock")]
    public static void WhatNobodyCompletesIsADeadlock() => new TaskCompletionSource().Task.Wait();
}
