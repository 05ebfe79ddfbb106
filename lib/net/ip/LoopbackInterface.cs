using System;

namespace Lithe.Net;

/// <summary>The interface on which a stack's packets to itself come back to it. Nothing is copied, no checksum computed, nothing cut.</summary>
public sealed class LoopbackInterface : NetInterface
{
    private readonly Netbuf[] _ring;
    private int _first, _count;

    /// <summary>Makes one that holds at most so many packets, a power of two.</summary>
    public LoopbackInterface(int size = 256)
        : base("lo", LinkKind.None, default, ushort.MaxValue, NetOffloads.Checksum | NetOffloads.TcpV4 | NetOffloads.TcpV6)
    {
        IsLoopback = true;
        _ring = new Netbuf[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)size)];
    }

    /// <summary>Adds it to a stack, with 127.0.0.1 and ::1.</summary>
    public static bool TryAddTo(NetStack stack, LoopbackInterface loopback) =>
        stack.TryAddInterface(loopback) && (!Config.NET_IPV4 || stack.TryAddAddress(loopback, new IpPrefix(IpAddress.LoopbackV4, 8)))
        && (!Config.NET_IPV6 || stack.TryAddAddress(loopback, new IpPrefix(IpAddress.LoopbackV6, 128)));

    /// <inheritdoc/>
    public override bool HasWork => _count > 0;

    /// <inheritdoc/>
    public override int Poll(NetStack stack)
    {
        // What is sent meanwhile waits for the next time, so that two ends which answer each other let others have their turn.
        int count = _count < BurstSize ? _count : BurstSize;
        for (int i = 0; i < count; i++)
        {
            Netbuf packet = _ring[_first];
            _first = (_first + 1) & (_ring.Length - 1);
            _count--;
            stack.Receive(this, packet);
        }

        return count;
    }

    /// <inheritdoc/>
    protected override int Transmit(ReadOnlySpan<Netbuf> burst)
    {
        int count = 0;
        for (; count < burst.Length && _count < _ring.Length; count++)
            _ring[(_first + _count++) & (_ring.Length - 1)] = burst[count];
        return count;
    }
}
