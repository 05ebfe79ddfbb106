using System;
using Lithe.Device;

namespace Lithe.Net;

/// <summary>A queue without a device: what is transmitted is received, in order.</summary>
public struct LoopbackQueue : INetQueue
{
    private readonly NetbufPool _pool;
    private readonly Netbuf[] _ring;
    private int _first, _count;
    private NetStatistics _statistics;

    private LoopbackQueue(NetbufPool pool, int size)
    {
        _pool = pool;
        _ring = new Netbuf[size];
    }

    /// <summary>Makes one that holds at most so many packets, with a pool of twice as many.</summary>
    public static DeviceError TryCreate(int size, out LoopbackQueue queue)
    {
        queue = default;
        NetbufPool? pool = size > 0 ? NetbufPool.TryCreate(2 * size) : null;
        if (pool is null)
            return DeviceError.NoMemory;
        queue = new LoopbackQueue(pool, size);
        return DeviceError.None;
    }

    /// <summary>The pool that its packets come from.</summary>
    public readonly NetbufPool Pool => _pool;

    /// <inheritdoc/>
    public readonly DeviceError Error => DeviceError.None;

    /// <inheritdoc/>
    public readonly NetStatistics Statistics => _statistics;

    /// <inheritdoc/>
    public int Receive(Span<Netbuf> burst)
    {
        int count = 0;
        for (; count < burst.Length && _count > 0; count++, _count--)
        {
            burst[count] = _ring[_first];
            _statistics.ReceivedBytes += (uint)burst[count].TotalLength;
            _first = (_first + 1) % _ring.Length;
        }

        _statistics.Received += (uint)count;
        return count;
    }

    /// <inheritdoc/>
    public int Transmit(ReadOnlySpan<Netbuf> burst)
    {
        int count = 0;
        for (; count < burst.Length && _count < _ring.Length; count++)
        {
            _ring[(_first + _count++) % _ring.Length] = burst[count];
            _statistics.TransmittedBytes += (uint)burst[count].TotalLength;
        }

        _statistics.Transmitted += (uint)count;
        _statistics.Refused += (uint)(burst.Length - count);
        return count;
    }

    /// <inheritdoc/>
    public readonly bool TryAllocate(out Netbuf netbuf) => _pool.TryAllocate(out netbuf);

    /// <inheritdoc/>
    public readonly bool EnableInterrupts() => _count > 0;

    /// <inheritdoc/>
    public readonly void DisableInterrupts()
    {
    }
}
