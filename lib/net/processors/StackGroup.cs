using System;

namespace Lithe.Net;

/// <summary>The stacks of an image that has one for each processor, and the rings between them.</summary>
public sealed class StackGroup
{
    /// <summary>The most stacks.</summary>
    public const int MaxCount = 64;

    private readonly StackMember[] _members;
    private readonly FrameRing?[] _rings;

    /// <summary>Makes a group of so many stacks; between each two, rings of so many frames (a power of two).</summary>
    public StackGroup(int count, int ringSize)
    {
        _members = new StackMember[count];
        _rings = new FrameRing[count * count];
        for (int i = 0; i < _rings.Length; i++)
            _rings[i] = i / count == i % count ? null : new FrameRing(ringSize);
        for (int i = 0; i < count; i++)
            _members[i] = new StackMember(this, i);
    }

    /// <summary>How many there are.</summary>
    public int Count => _members.Length;

    /// <summary>What a processor has of the group.</summary>
    public StackMember this[int index] => _members[index];

    internal FrameRing Ring(int from, int to) => _rings[from * _members.Length + to]!;
}

/// <summary>Counters of what a stack passed to others, for it is where it is.</summary>
public struct PassingCounters
{
    /// <summary>Frames that concern all.</summary>
    public ulong Told;

    /// <summary>Frames of no connection or port of this stack.</summary>
    public ulong Offered;

    /// <summary>Frames that arrived at this processor's queue and are another's, as those of a card with fewer queues.</summary>
    public ulong Steered;

    /// <summary>Frames for the queue of another processor.</summary>
    public ulong Sent;

    /// <summary>Frames from others, of all kinds.</summary>
    public ulong Taken;

    /// <summary>Frames that were lost: no room in the ring, too long for it, or no netbuf at its end.</summary>
    public ulong Lost;
}

/// <summary>One processor's part of a <see cref="StackGroup"/>: used by the flow of control that its stack belongs to, and by nobody else.</summary>
public sealed class StackMember : StackPeers
{
    // So many frames of each other processor between two polls of the stack.
    private const int Burst = 32;

    private readonly StackGroup _group;
    private NetStack? _stack;
    private ulong _woken;

    internal StackMember(StackGroup group, int index) => (_group, Index) = (group, index);

    /// <summary>Counters.</summary>
    public PassingCounters Counters;

    /// <summary>The processor's number.</summary>
    public int Index { get; }

    /// <summary>Gives it the processor's stack, before there is anything to be passed.</summary>
    public void Join(NetStack stack)
    {
        _stack = stack;
        stack.Peers = this;
    }

    /// <summary>Whether others have passed something that is not taken yet.</summary>
    public bool HasWaiting
    {
        get
        {
            for (int i = 0; i < _group.Count; i++)
            {
                if (i != Index && !_group.Ring(i, Index).IsEmpty)
                    return true;
            }

            return false;
        }
    }

    /// <summary>Takes what others have passed: the stack receives it, or it goes out. True when there was something.</summary>
    public bool Take()
    {
        NetStack stack = _stack!;
        bool hasTaken = false;
        for (int i = 0; i < _group.Count; i++)
        {
            if (i == Index)
                continue;
            FrameRing ring = _group.Ring(i, Index);
            for (int k = 0; k < Burst && ring.TryTake(stack.Pool, out Netbuf frame, out PassedFrame note); k++)
            {
                hasTaken = true;
                Counters.Taken++;
                if (!frame.Exists)
                    Counters.Lost++;
                else if (note.IsToSend)
                    Send(stack.Interfaces[note.Interface], frame, i);
                else
                    stack.ReceivePassed(stack.Interfaces[note.Interface], frame, note.Asked);
            }
        }

        if (hasTaken)
        {
            foreach (NetInterface one in stack.Interfaces)
                (one as SteeringLink)?.SendOthers();
        }

        return hasTaken;
    }

    /// <summary>The processors, as bits, that were given something since the last time: they may have to be woken.</summary>
    public ulong TakeWoken()
    {
        ulong woken = _woken;
        _woken = 0;
        return woken;
    }

    /// <inheritdoc/>
    public override void Tell(NetInterface from, Netbuf frame)
    {
        for (int i = 0; i < _group.Count; i++)
        {
            if (i != Index && TryPut(i, frame, new PassedFrame { Interface = (byte)from.Index, Asked = NetStack.Told }))
                Counters.Told++;
        }
    }

    /// <inheritdoc/>
    public override bool TryOffer(NetInterface from, Netbuf frame, int asked)
    {
        if (asked >= _group.Count)
            return false;
        if (TryPut((Index + 1) % _group.Count, frame, new PassedFrame { Interface = (byte)from.Index, Asked = (byte)asked }))
            Counters.Offered++;
        return true;
    }

    /// <summary>Gives another processor's stack a frame that arrived here. It stays the caller's.</summary>
    internal void Steer(int to, NetInterface from, Netbuf frame)
    {
        if (TryPut(to, frame, new PassedFrame { Interface = (byte)from.Index }))
            Counters.Steered++;
    }

    /// <summary>Has another processor send a frame. It stays the caller's. False when there is no room.</summary>
    internal bool TrySend(int to, NetInterface by, Netbuf frame)
    {
        ulong lost = Counters.Lost;
        if (!TryPut(to, frame, new PassedFrame { Interface = (byte)by.Index, IsToSend = true }))
        {
            Counters.Lost = lost;
            return false;
        }

        Counters.Sent++;
        return true;
    }

    private bool TryPut(int to, Netbuf frame, in PassedFrame note)
    {
        if (!_group.Ring(Index, to).TryPut(frame, note))
        {
            Counters.Lost++;
            return false;
        }

        _woken |= 1UL << to;
        return true;
    }

    private static void Send(NetInterface by, Netbuf frame, int processor)
    {
        if (by is SteeringLink link)
            link.SendFor(processor, frame);
        else
            frame.Free();
    }
}
