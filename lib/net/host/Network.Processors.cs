using System;
using Lithe.Arch;
using Lithe.Device;
using Lithe.Interrupts;
using Lithe.Plat;
using Lithe.Sched;
using Lithe.Virtio;

namespace Lithe.Net;

/// <summary>
/// A stack for each processor: each with its own pair of a card's queues, where the card has so many; else some share, and the one that has the queue passes on what is for the others. What the
/// card does for packets is used in the first case only.
/// </summary>
public static partial class Network
{
    // Frames between two processors that wait.
    private const int RingSize = 256;

    private static StackGroup? s_group;
    private static bool s_areRunning;

    /// <summary>How many processors there are to have stacks: all that run, which <c>lib/net/processors/started</c> says at start-up.</summary>
    public static int ProcessorCount { get; set; } = 1;

    /// <summary>What a processor's stack passed to others.</summary>
    public static PassingCounters PassingOf(int processor) => Config.NET_STACK_PER_PROCESSOR && s_group is not null ? s_group[processor].Counters : default;

    /// <summary>
    /// Has something done on the stack of a processor, by whoever drives it there, and waits until it has been. Somebody must drive it. On the calling thread's own processor it is done at once.
    /// </summary>
    public static void CallOn(int processor, StackCall call)
    {
        if (!Config.NET_STACK_PER_PROCESSOR || processor == Processor.Index)
        {
            Enter();
            call.RunHere(Stack);
            Exit();
            return;
        }

        call.Prepare();
        s_runners[processor].Post(call);
        call.Wait();
    }

    private static int WantedStacks => Math.Min(ProcessorCount, StackGroup.MaxCount);

    private static string? TryMakeAll(VirtioNet? card, in NetStackOptions sizes)
    {
        int count = WantedStacks;
        var runners = new StackRunner[count];
        s_group = new StackGroup(count, RingSize);
        for (int i = 0; i < count; i++)
        {
            NetbufPool? pool = card is not null && i < card.QueueCount ? card.Queue(i).Pool : NetbufPool.TryCreate(Netbufs);
            if (pool is null)
                return NoMemory;
            runners[i] = new StackRunner(MakeStack(pool, sizes)) { Member = s_group[i] };
            if (count > 1)
                s_group[i].Join(runners[i].Stack);
        }

        s_runners = runners;
        return null;
    }

    private static string? AddCardToAll(VirtioNet card, int index, in NetFaults faults)
    {
        int count = s_runners.Length, pairs = card.QueueCount;
        for (int i = 0; i < count; i++)
        {
            StackRunner runner = s_runners[i];
            if (pairs >= count)
                AddQueue(runner.Stack, card, index, i, faults);
            else if (i < pairs)
                AddSteering(runner, card, index, i, faults);
            else
                runner.Stack.TryAddInterface(new FollowerInterface(NameOf(index), runner.Member!, i % pairs, card.Address, card.Mtu));
        }

        CardCount++;
        for (int i = 0; i < pairs; i++)
        {
            // By a message to the queue's processor, or by the line that all queues share.
            DeviceError error = VirtioInterrupts.TryConnect<ProcessorHandler>(card.Transport, 2 * i, card.Transport.UsesMessages ? i : Everybody, card.Transport.UsesMessages ? i : 0);
            if (error != DeviceError.None)
                return Describe(error);
            if (!card.Transport.UsesMessages)
                break;
        }

        Scheduler.ExpectInterrupts(true);
        return null;
    }

    private static void AddSteering(StackRunner runner, VirtioNet card, int index, int pair, in NetFaults faults)
    {
        int pairs = card.QueueCount;
        var flows = new FlowTable(pair, pairs, (s_runners.Length - pair + pairs - 1) / pairs, runner.Stack.Random.Next());
        if (Config.NET_FAULTS && faults != default)
        {
            var box = new QueueBox<FaultyQueue<ForwardedQueue>>(new FaultyQueue<ForwardedQueue>(new ForwardedQueue(card, pair), faults, runner.Stack.Random.Next()));
            runner.Stack.TryAddInterface(
                new SteeringInterface<FaultyQueue<ForwardedQueue>, BoxedQueue<FaultyQueue<ForwardedQueue>>>(NameOf(index), new(box), runner.Member!, flows, card.Address, card.Mtu));
        }
        else
        {
            runner.Stack.TryAddInterface(new SteeringInterface<VirtioNetQueue, CardQueue>(NameOf(index), new CardQueue(card, pair), runner.Member!, flows, card.Address, card.Mtu));
        }
    }

    private static string? ConfigureAll(NetworkOptions options)
    {
        foreach (StackRunner runner in s_runners)
        {
            string? wrong = Configure(runner, options);
            if (wrong is not null)
                return wrong;
        }

        // What is said of the stack from here on is about one: this thread's.
        Scheduler.Pin(true);
        return null;
    }

    // Nobody drives them yet, and what is for one may arrive at any.
    private static bool WaitForAll(ulong deadline)
    {
        const ulong Turn = 1_000_000;
        bool areConfigured = false;
        while (!areConfigured)
        {
            if (Clock.Nanoseconds >= deadline)
                return false;
            areConfigured = true;
            foreach (StackRunner runner in s_runners)
            {
                runner.Turn();
                areConfigured &= runner.IsConfigured();
            }

            if (!areConfigured)
                Scheduler.SleepUntil(Clock.Nanoseconds + Turn);
        }

        return true;
    }

    private static string? RunOnAll<TProgram>() where TProgram : struct, INetworkProgram
    {
        var starts = new ProgramStart[s_runners.Length];
        var threads = new KernelThread?[s_runners.Length];
        string? wrong = null;
        s_areRunning = true;
        // One after the other, so that one that cannot begin keeps those behind it from doing so.
        for (int i = 0; i < starts.Length && wrong is null; i++)
        {
            starts[i] = new ProgramStart();
            threads[i] = Scheduler.Start(RunProgram<TProgram>, starts[i], new ThreadOptions { Name = "network", Processor = i });
            if (threads[i] is null)
                wrong = "network: there cannot be a thread for each processor";
            else if (!starts[i].Begun.Wait(ulong.MaxValue))
                wrong = "network: cancelled";
            else
                wrong = starts[i].Wrong;
        }

        for (int i = 0; i < starts.Length; i++)
        {
            if (wrong is not null)
                s_runners[i].Stop();
            if (threads[i] is { } thread)
                Scheduler.Join(thread, ulong.MaxValue);
        }

        return wrong;
    }

    private static void RunProgram<TProgram>(object? argument) where TProgram : struct, INetworkProgram
    {
        var start = (ProgramStart)argument!;
        StackRunner runner = Here;
        runner.Begin();
        runner.Stack.Advance(Clock.Nanoseconds);
        start.Wrong = TProgram.Start(runner.Stack);
        start.Begun.Set();
        if (start.Wrong is null)
            runner.Continue();
    }

    /// <summary>Wakes those of some processors, as bits, that sleep. What they are woken for was written before.</summary>
    internal static void Wake(ulong processors)
    {
        System.Threading.Interlocked.MemoryBarrier();
        for (int i = 0; processors != 0; i++, processors >>= 1)
        {
            if ((processors & 1) != 0)
                s_runners[i].KickSleeping();
        }
    }

    private const int Everybody = -1;

    private readonly struct ProcessorHandler : IInterruptHandler
    {
        public static void OnInterrupt(int argument)
        {
            if (argument != Everybody)
            {
                s_runners[argument].Kick();
                return;
            }

            foreach (StackRunner runner in s_runners)
                runner.KickSleeping();
        }
    }

    private sealed class ProgramStart
    {
        internal readonly Sync.Event Begun = new(isAutomatic: false);
        internal string? Wrong;
    }
}
