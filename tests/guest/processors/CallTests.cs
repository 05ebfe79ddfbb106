using System;
using System.Threading;
using Lithe.Arch;
using Lithe.Net;
using Lithe.Plat;
using Lithe.Sched;
using Lithe.Testing;

/// <summary><c>Network.CallOn</c> between the stacks' processors, and the resolver of each. With one processor: the same program on the one stack.</summary>
public static class CallTests
{
    private const int Calls = 2_000;

    private static int s_stacks, s_resolved, s_failed;

    [GuestTest]
    public static void EachProcessorHasAStack()
    {
        Check.Equal("", Network.TryStart(new NetStackOptions(), needsCard: false) ?? "");
        s_stacks = Network.StackCount;
        Check.Equal(Processors.Count, s_stacks);
        for (int i = 1; i < s_stacks; i++)
            Check.True(Network.StackOf(i) != Network.StackOf(0));
    }

    [GuestTest]
    public static void CallsRunOnTheOtherProcessorWhoeverElseCalls()
    {
        // A thread on each processor calls all stacks, its own too, while all of them are driven; the last one stops them.
        Check.Equal("", Network.RunEach<Program>() ?? "");
        Check.Equal(0, s_failed);
        // One thread on each processor to each stack.
        Check.Equal(s_stacks * s_stacks * Calls, Program.Done);
        for (int i = 0; i < s_stacks; i++)
            Check.Equal(s_stacks * Calls, Program.DoneOn(i));
    }

    [GuestTest]
    public static void EachStackAsksForNames() => Check.Equal(s_stacks, s_resolved);

    /// <summary>Counts where it runs.</summary>
    private sealed class Count(int processor) : StackCall
    {
        internal int Runs;

        protected override void Run(NetStack stack)
        {
            Runs++;
            if (Processor.Index != processor || stack != Network.StackOf(processor))
                Interlocked.Increment(ref s_failed);
            Program.Add(processor);
        }
    }

    private sealed class StopCall : StackCall
    {
        protected override void Run(NetStack stack) => Network.Stop();
    }

    private readonly struct Program : INetworkProgram
    {
        // Of each stack, written by who drives it alone.
        private static readonly int[] s_done = new int[8];
        private static int s_begun, s_callers;

        internal static int Done
        {
            get
            {
                int sum = 0;
                foreach (int done in s_done)
                    sum += done;
                return sum;
            }
        }

        internal static int DoneOn(int processor) => s_done[processor];

        internal static void Add(int processor) => s_done[processor]++;

        public static string? Start(NetStack stack)
        {
            string? wrong = Names.Ask(stack);
            if (wrong is not null)
                return wrong;
            Interlocked.Increment(ref s_begun);
            return Scheduler.Start(CallAll, null, new ThreadOptions { Name = "caller", IsDetached = true, Processor = Processor.Index }) is null ? "there is no thread" : null;
        }

        private static void CallAll(object? argument)
        {
            while (Volatile.Read(ref s_begun) < s_stacks)
                Scheduler.SleepUntil(Clock.Nanoseconds + 1_000_000);
            var calls = new Count[s_stacks];
            for (int i = 0; i < s_stacks; i++)
                calls[i] = new Count(i);
            for (int i = 0; i < Calls; i++)
            {
                // It is done when the call returns, and the object serves again.
                foreach (Count call in calls)
                {
                    Network.CallOn(Array.IndexOf(calls, call), call);
                    if (call.Runs != i + 1)
                        Interlocked.Increment(ref s_failed);
                }
            }

            // Names that are asked for on the way come meanwhile.
            ulong end = Clock.Nanoseconds + 10_000_000_000;
            while (Volatile.Read(ref s_resolved) < s_stacks && Clock.Nanoseconds < end)
                Scheduler.SleepUntil(Clock.Nanoseconds + 1_000_000);
            if (Interlocked.Increment(ref s_callers) < s_stacks)
                return;
            for (int i = 0; i < s_stacks; i++)
                Network.CallOn(i, new StopCall());
        }
    }

    /// <summary>A server of one name on a stack, and who asks it.</summary>
    private sealed class Names : UdpHandler
    {
        private static readonly IpAddress s_answer = IpAddress.FromV4(0x0a01_0203);

        internal static string? Ask(NetStack stack)
        {
            Udp? udp = Udp.Of(stack);
            if (udp is null || !udp.TryOpen(new IpEndpoint(IpAddress.LoopbackV4, DnsHeader.Port), new Names(), out _) || !stack.TryAddNameServer(IpAddress.LoopbackV4))
                return "the name server's port cannot be opened";
            return new DnsResolver(udp).TryResolve("name.test"u8, isV4: true, new Asker(), null, out _) ? "answered by nobody" : null;
        }

        public override void OnReceive(UdpEndpoint endpoint, Netbuf packet, in UdpDatagram datagram)
        {
            Span<byte> name = stackalloc byte[DnsName.MaxSize];
            DnsHeader.TryRead(packet.Data, out DnsHeader question);
            var reader = new DnsReader(packet.Data);
            reader.TryReadQuestion(name, out int length, out ushort type, out _);
            packet.TrySetLength(DnsHeader.PlainSize);
            var writer = new DnsWriter(packet.Data);
            writer.TryAddQuestion(name.Slice(0, length), type);
            Span<byte> address = stackalloc byte[4];
            s_answer.WriteV4(address);
            writer.TryAddRecord(name.Slice(0, length), type, 60, address);
            new DnsHeader { Identifier = question.Identifier, IsResponse = true, Questions = 1, Answers = 1 }.Write(packet.Data);
            packet.TrySetLength(writer.Length);
            endpoint.TryReply(packet, datagram);
        }

        private sealed class Asker : DnsHandler
        {
            public override void OnResolved(in DnsAnswer answer, object? state)
            {
                if (answer.Result == DnsResult.Found && answer.Count == 1 && answer[0] == s_answer)
                    Interlocked.Increment(ref s_resolved);
            }
        }
    }
}
