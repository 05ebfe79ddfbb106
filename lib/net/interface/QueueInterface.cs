using System;

namespace Lithe.Net;

/// <summary>Says where a queue lies.</summary>
public interface IQueueSource<TQueue> where TQueue : struct, INetQueue
{
    /// <summary>The queue, in place.</summary>
    ref TQueue Queue { get; }
}

/// <summary>A queue that nothing else holds: a loopback, one with faults.</summary>
public sealed class QueueBox<TQueue>(TQueue queue) where TQueue : struct, INetQueue
{
    private TQueue _queue = queue;

    /// <summary>The queue, in place.</summary>
    public ref TQueue Queue => ref _queue;
}

/// <summary>The source of a <see cref="QueueBox{TQueue}"/>.</summary>
public readonly struct BoxedQueue<TQueue>(QueueBox<TQueue> box) : IQueueSource<TQueue> where TQueue : struct, INetQueue
{
    /// <inheritdoc/>
    public ref TQueue Queue => ref box.Queue;
}

/// <summary>A card's queue as an interface of the stack: one call of it a burst, and nothing of it copied.</summary>
public sealed class QueueInterface<TQueue, TSource>(string name, TSource source, MacAddress mac, int mtu, NetOffloads offloads = NetOffloads.None) : NetInterface(name, LinkKind.Ethernet, mac, mtu, offloads)
    where TQueue : struct, INetQueue
    where TSource : struct, IQueueSource<TQueue>
{
    private const int Burst = 32;

    /// <summary>The queue, for its counters and errors.</summary>
    public ref TQueue Queue => ref source.Queue;

    /// <inheritdoc/>
    public override int Poll(NetStack stack)
    {
        Span<Netbuf> burst = stackalloc Netbuf[Burst];
        ref TQueue queue = ref source.Queue;
        int count = queue.Receive(burst);
        for (int i = 0; i < count; i++)
            stack.Receive(this, burst[i]);
        // When there is time: netbufs that were sent come back only when somebody looks.
        if (count == 0)
            queue.Transmit(default);
        return count;
    }

    /// <inheritdoc/>
    protected override int Transmit(ReadOnlySpan<Netbuf> burst) => source.Queue.Transmit(burst);

    /// <inheritdoc/>
    public override bool EnableInterrupts() => source.Queue.EnableInterrupts();

    /// <inheritdoc/>
    public override void DisableInterrupts() => source.Queue.DisableInterrupts();
}
