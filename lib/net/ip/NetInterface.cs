using System;
using System.Runtime.CompilerServices;

namespace Lithe.Net;

/// <summary>What an interface does for packets.</summary>
[Flags]
public enum NetOffloads : byte
{
    None = 0,

    /// <summary>Computes a packet's transport checksum: <see cref="ChecksumState.Partial"/>.</summary>
    Checksum = 1,

    /// <summary>Cuts TCP over IPv4 into segments.</summary>
    TcpV4 = 2,

    /// <summary>Cuts TCP over IPv6 into segments.</summary>
    TcpV6 = 4,

    /// <summary>Takes the parts of a packet from wherever they lie, and changes none of them.</summary>
    Gather = 8,
}

/// <summary>How frames of an interface look.</summary>
public enum LinkKind : byte
{
    /// <summary>Ethernet: a header of 14 bytes, neighbours are asked for their addresses.</summary>
    Ethernet,

    /// <summary>IP packets without anything in front; all of them go to the one other end, or back to ourselves.</summary>
    None,
}

/// <summary>
/// One end of a link: a card's queue, or something that behaves so. Belongs to one <see cref="NetStack"/>. Calls of the derived class come once a burst, not once a packet.
/// </summary>
public abstract partial class NetInterface
{
    /// <summary>The most frames that wait to be taken by <see cref="Transmit"/>.</summary>
    public const int BurstSize = 64;

    // Where the burst is sent whether or not the queue has been read to its end.
    private const int FlushAt = 32;

    private readonly Netbuf[] _burst = new Netbuf[BurstSize];
    private int _count;

    protected NetInterface(string name, LinkKind link, MacAddress mac, int mtu, NetOffloads offloads)
    {
        Name = name;
        Link = link;
        Mac = mac;
        Mtu = mtu < MinMtu ? MinMtu : mtu > ushort.MaxValue ? ushort.MaxValue : mtu;
        MtuV6 = Mtu;
        Offloads = offloads;
    }

    /// <summary>Every link takes packets of this size (RFC 791 3.1).</summary>
    public const int MinMtu = 68;

    /// <summary>For people.</summary>
    public string Name { get; }

    /// <summary>What stands in front of IP packets.</summary>
    public LinkKind Link { get; }

    /// <summary>The interface's own address on the link.</summary>
    public MacAddress Mac { get; }

    /// <summary>The most bytes of an IP packet.</summary>
    public int Mtu { get; }

    /// <summary>What transports may ask for.</summary>
    public NetOffloads Offloads { get; }

    /// <summary>Its place among the stack's interfaces; -1 before it has one.</summary>
    public int Index { get; internal set; } = -1;

    /// <summary>Whether packets sent here come back here.</summary>
    public bool IsLoopback { get; protected init; }

    /// <summary>How many more frames can be sent before the next are dropped.</summary>
    public int Room => BurstSize - _count;

    /// <summary>Frames that were sent.</summary>
    public ulong SentFrames { get; private set; }

    /// <summary>Frames that were received.</summary>
    public ulong ReceivedFrames { get; internal set; }

    /// <summary>Whether it has something to be received that no interrupt will tell of.</summary>
    public virtual bool HasWork => false;

    /// <summary>Takes at most a burst of what has arrived and hands each to <see cref="NetStack.Receive"/>; how many. 0 says that nothing waits.</summary>
    public abstract int Poll(NetStack stack);

    /// <summary>Sends frames; how many were taken, from the front. The rest is offered again.</summary>
    protected abstract int Transmit(ReadOnlySpan<Netbuf> burst);

    /// <summary>Asks for an interrupt when the next frame arrives. True when one has arrived already, or something else is to be done: then poll first.</summary>
    public virtual bool EnableInterrupts() => HasWork;

    /// <summary>Asks for none, the state in which an interface starts.</summary>
    public virtual void DisableInterrupts()
    {
    }

    /// <summary>Asks the card for frames to a group's address. Cards that take them all have nothing to do.</summary>
    public virtual void JoinGroup(MacAddress group)
    {
    }

    /// <summary>Puts a frame behind the others; false when there is no room, and it stays the caller's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryEnqueue(Netbuf frame)
    {
        if (_count >= FlushAt)
        {
            Flush();
            if (_count >= BurstSize)
                return false;
        }

        _burst[_count++] = frame;
        return true;
    }

    /// <summary>Whether nothing waits to be sent.</summary>
    internal bool IsFlushed
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _count == 0;
    }

    /// <summary>Offers what waits to the link. True when nothing is left.</summary>
    internal bool Flush()
    {
        int count = _count;
        if (count == 0)
            return true;
        int sent = Transmit(_burst.AsSpan(0, count));
        SentFrames += (uint)sent;
        if (sent < count)
            _burst.AsSpan(sent, count - sent).CopyTo(_burst);
        _count = count - sent;
        return sent == count;
    }
}
