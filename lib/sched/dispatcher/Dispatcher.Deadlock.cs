using System;
using System.Threading;
using Lithe.Interrupts;
using Lithe.Plat;

namespace Lithe.Sched;

// A deadlock is nobody that can run, no timer, and no interrupt that could wake somebody.
public static partial class Dispatcher
{
    private static int s_interruptSources;

    /// <summary>The newest thread; the others follow by <see cref="KernelThread.NextOfAll"/>.</summary>
    internal static KernelThread? AllThreads => Volatile.Read(ref s_allThreads);

    /// <summary>Says that something outside may wake threads by an interrupt (or, with false, no longer does): a wait without end is no deadlock then.</summary>
    public static void ExpectInterrupts(bool areExpected) => Interlocked.Add(ref s_interruptSources, areExpected ? 1 : -1);

    /// <summary>How many threads there are that have not ended, without those that idle.</summary>
    public static int ThreadCount
    {
        get
        {
            int count = 0;
            for (KernelThread? thread = AllThreads; thread is not null; thread = thread.NextOfAll)
                count += IsListed(thread) ? 1 : 0;
            return count;
        }
    }

    private static bool IsListed(KernelThread thread) => thread.State != ThreadState.Exited && thread.Priority != IdlePriority;

    // On a processor with nothing to do; the others may be at work.
    private static void DetectDeadlock()
    {
        if (Volatile.Read(ref s_interruptSources) + InterruptHandling.HandlerCount != 0)
            return;
        if (Config.SMP)
        {
            // Work may go from a processor not looked at yet to one that was: then somebody has come into a queue in the meantime. Whoever sleeps last
            // finds nothing changing any more.
            uint arrivals = CountArrivals();
            for (int i = 0; i < s_processorCount; i++)
            {
                if (MayStillWake(i))
                    return;
            }

            if (CountArrivals() != arrivals)
                return;
        }

        Text("\n"u8);
        for (KernelThread? thread = AllThreads; thread is not null; thread = thread.NextOfAll)
        {
            if (IsListed(thread))
                Report(thread);
        }

        Fail.Stop(FailReason.Synchronization, "deadlock: no thread can run, no timer is set and no interrupt is expected; the threads are listed above");
    }

    private static uint CountArrivals()
    {
        uint count = 0;
        for (int i = 0; i < s_processorCount; i++)
            count += Volatile.Read(ref s_processors[i].Arrivals);
        return count;
    }

    // Whether a processor is at work, is about to look for some, or has a timer. One that was never started is none of that.
    private static bool MayStillWake(int index)
    {
        ref ProcessorState processor = ref s_processors[index];
        processor.Lock.EnterDisabled();
        bool isAsleep = (Volatile.Read(ref s_idle) & 1UL << index) != 0 && processor.NextTimer != 0;
        bool may = processor.IsStarted && (!isAsleep || processor.NextTimer != ulong.MaxValue || !processor.Ready.IsEmpty);
        processor.Lock.ExitDisabled();
        return may;
    }

    private static void Report(KernelThread thread)
    {
        Text("thread "u8);
        Identify(thread.Id);
        if (thread.WaitsFor is { } thing)
        {
            Text(" waits for "u8);
            Text(thing.Kind);
            if (thing.Name is { } name)
            {
                Text(" '"u8);
                Text(name);
                Text("'"u8);
            }

            if (thing.OwnerId != 0)
            {
                Text(", which is held by thread "u8);
                Identify(thing.OwnerId);
            }
        }
        else if (thread.WaitReason is { } reason)
        {
            Text(" waits for "u8);
            Text(reason);
        }
        else
        {
            Text(" is blocked"u8);
        }

        Text("\n"u8);
    }

    private static void Identify(int id)
    {
        Span<byte> digits = stackalloc byte[12];
        int first = digits.Length;
        for (int rest = id; first == digits.Length || rest != 0; rest /= 10)
            digits[--first] = (byte)('0' + rest % 10);
        PolledConsole.Write(digits[first..]);
        for (KernelThread? thread = AllThreads; thread is not null; thread = thread.NextOfAll)
        {
            if (thread.Id != id || thread.Name is not { } name)
                continue;
            Text(" '"u8);
            Text(name);
            Text("'"u8);
        }
    }

    private static void Text(ReadOnlySpan<byte> utf8) => PolledConsole.Write(utf8);

    private static void Text(string text)
    {
        Span<byte> one = stackalloc byte[1];
        foreach (char c in text)
        {
            one[0] = c is >= ' ' and <= '~' ? (byte)c : (byte)'?';
            PolledConsole.Write(one);
        }
    }
}
