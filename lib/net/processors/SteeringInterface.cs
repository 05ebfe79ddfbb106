using System;

namespace Lithe.Net;

/// <summary>A card's queue that several processors have to share.</summary>
public abstract class SteeringLink(string name, MacAddress mac, int mtu) : NetInterface(name, LinkKind.Ethernet, mac, mtu, NetOffloads.None)
{
    /// <summary>Sends a frame of another processor, at the latest at the next <see cref="SendOthers"/>.</summary>
    internal abstract void SendFor(int processor, Netbuf frame);

    /// <summary>Sends what waits of other processors.</summary>
    internal abstract void SendOthers();
}

/// <summary>The interface of the processor that has the queue: what arrives is its own stack's or is passed on, by flow.</summary>
public sealed class SteeringInterface<TQueue, TSource>(string name, TSource source, StackMember member, FlowTable flows, MacAddress mac, int mtu) : SteeringLink(name, mac, mtu)
    where TQueue : struct, INetQueue
    where TSource : struct, IQueueSource<TQueue>
{
    private const int Burst = 32;

    private readonly Netbuf[] _others = new Netbuf[Burst];
    private int _otherCount;

    /// <inheritdoc/>
    public override int Poll(NetStack stack)
    {
        Span<Netbuf> burst = stackalloc Netbuf[Burst];
        ref TQueue queue = ref source.Queue;
        int count = queue.Receive(burst);
        for (int i = 0; i < count; i++)
        {
            int to = flows.ProcessorOf(burst[i].Data);
            if (to == member.Index)
            {
                stack.Receive(this, burst[i]);
                continue;
            }

            member.Steer(to, this, burst[i]);
            burst[i].Free();
        }

        if (count == 0)
            queue.Transmit(default);
        return count;
    }

    /// <inheritdoc/>
    protected override int Transmit(ReadOnlySpan<Netbuf> burst)
    {
        foreach (Netbuf frame in burst)
            flows.Sent(frame.Data, member.Index);
        return source.Queue.Transmit(burst);
    }

    internal override void SendFor(int processor, Netbuf frame)
    {
        flows.Sent(frame.Data, processor);
        if (_otherCount == Burst)
            SendOthers();
        _others[_otherCount++] = frame;
    }

    internal override void SendOthers()
    {
        ReadOnlySpan<Netbuf> all = _others.AsSpan(0, _otherCount);
        int sent = source.Queue.Transmit(all);
        // As on a wire that is full: what was dropped is sent again by whoever misses it.
        member.Counters.Lost += (uint)(all.Length - sent);
        foreach (Netbuf frame in all.Slice(sent))
            frame.Free();
        _otherCount = 0;
    }

    /// <inheritdoc/>
    public override bool EnableInterrupts() => source.Queue.EnableInterrupts();

    /// <inheritdoc/>
    public override void DisableInterrupts() => source.Queue.DisableInterrupts();
}

/// <summary>The interface of a processor whose card's queue is another's: what is sent is passed there, and what arrives comes from there, by <see cref="StackMember.Take"/>.</summary>
public sealed class FollowerInterface(string name, StackMember member, int owner, MacAddress mac, int mtu) : NetInterface(name, LinkKind.Ethernet, mac, mtu, NetOffloads.None)
{
    /// <inheritdoc/>
    public override int Poll(NetStack stack) => 0;

    /// <inheritdoc/>
    protected override int Transmit(ReadOnlySpan<Netbuf> burst)
    {
        int count = 0;
        while (count < burst.Length && member.TrySend(owner, this, burst[count]))
            burst[count++].Free();
        return count;
    }
}
