using System;
using Lithe.Device;
using Lithe.Host;
using Lithe.Sched;

namespace Lithe.Net;

/// <summary>The cards of a Linux process: taps and sockets of its host.</summary>
public static partial class Network
{
    private static DeviceError TryAddHostCard(int index, in NetFaults faults, in NetStackOptions sizes)
    {
        DeviceError error = HostNet.TryOpen(index, new HostNetOptions { Netbufs = Netbufs }, out HostNet? card);
        if (card is null)
            return error;
        if (!IsStarted)
            s_only = new StackRunner(MakeStack(card.Queue(0).Pool, sizes));
        NetStack stack = s_only!.Stack;
        if (Config.NET_FAULTS && faults != default)
        {
            var box = new QueueBox<FaultyQueue<ForwardedHostQueue>>(new FaultyQueue<ForwardedHostQueue>(new ForwardedHostQueue(card), faults, stack.Random.Next()));
            stack.TryAddInterface(new QueueInterface<FaultyQueue<ForwardedHostQueue>, BoxedQueue<FaultyQueue<ForwardedHostQueue>>>(NameOf(index), new(box), card.Address, card.Mtu));
        }
        else
        {
            stack.TryAddInterface(new QueueInterface<HostNetQueue, HostCardQueue>(NameOf(index), new HostCardQueue(card), card.Address, card.Mtu));
        }

        CardCount++;
        error = HostNetInterrupts.TryConnect<Handler>(card, index);
        if (error == DeviceError.None)
            Scheduler.ExpectInterrupts(true);
        return error;
    }

    // A card's queue stays where it is; what stands around it has this.
    private readonly struct ForwardedHostQueue(HostNet card) : INetQueue
    {
        public int Receive(Span<Netbuf> burst) => card.Queue(0).Receive(burst);

        public int Transmit(ReadOnlySpan<Netbuf> burst) => card.Queue(0).Transmit(burst);

        public bool TryAllocate(out Netbuf netbuf) => card.Queue(0).TryAllocate(out netbuf);

        public bool EnableInterrupts() => card.Queue(0).EnableInterrupts();

        public void DisableInterrupts() => card.Queue(0).DisableInterrupts();

        public DeviceError Error => card.Queue(0).Error;

        public NetStatistics Statistics => card.Queue(0).Statistics;
    }

    private readonly struct HostCardQueue(HostNet card) : IQueueSource<HostNetQueue>
    {
        public ref HostNetQueue Queue => ref card.Queue(0);
    }
}
