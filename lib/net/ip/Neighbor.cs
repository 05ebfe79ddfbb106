namespace Lithe.Net;

/// <summary>What is known of a neighbour (RFC 4861 7.3.2; ARP goes by the same states).</summary>
internal enum NeighborState : byte
{
    /// <summary>A free entry.</summary>
    None,

    /// <summary>Asked for, not answered yet; packets wait.</summary>
    Incomplete,

    /// <summary>Known, and was there not long ago.</summary>
    Reachable,

    /// <summary>Known, and not confirmed for a while: the next packet that is sent has it asked again.</summary>
    Stale,

    /// <summary>Being asked again, at the address that is known.</summary>
    Probe,
}

/// <summary>An entry of the table of neighbours; the timer asks again.</summary>
internal sealed class Neighbor(NetStack stack) : Time.Timer
{
    /// <summary>The most packets that wait for an answer.</summary>
    internal const int MaxWaiting = 4;

    internal NetInterface? Interface;
    internal IpAddress Address;
    internal MacAddress Mac;
    internal NeighborState State;
    internal byte Attempts;
    internal bool IsRouter;

    /// <summary>When it was last used, and last confirmed.</summary>
    internal ulong Used, Confirmed;

    /// <summary>Next in its row of the table, or of the free ones.</summary>
    internal Neighbor? NextInRow;

    private Netbuf _waiting0, _waiting1, _waiting2, _waiting3;
    private int _first, _count;

    internal bool CanSend => State >= NeighborState.Reachable;

    public override void OnExpire() => stack.OnNeighborTimer(this);

    /// <summary>Puts a packet behind the others; the oldest comes out when there are too many.</summary>
    internal Netbuf Enqueue(Netbuf packet)
    {
        Netbuf dropped = default;
        if (_count == MaxWaiting)
            TryDequeue(out dropped);
        Waiting((_first + _count++) % MaxWaiting) = packet;
        return dropped;
    }

    internal bool TryDequeue(out Netbuf packet)
    {
        packet = default;
        if (_count == 0)
            return false;
        packet = Waiting(_first);
        _first = (_first + 1) % MaxWaiting;
        _count--;
        return true;
    }

    private ref Netbuf Waiting(int index)
    {
        switch (index)
        {
            case 0:
                return ref _waiting0;
            case 1:
                return ref _waiting1;
            case 2:
                return ref _waiting2;
            default:
                return ref _waiting3;
        }
    }
}
