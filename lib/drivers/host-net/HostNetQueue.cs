using System;
using Lithe.Device;
using Lithe.Net;

namespace Lithe.Host;

/// <summary>The queue of a process's network card. One owner; not to be copied.</summary>
public struct HostNetQueue : INetQueue
{
    private const int MaxFrame = 65536;

    private readonly NetbufPool _pool;
    private readonly int _file, _line;

    // The netbuf that the next frame goes to, and bytes of a chain on their way: made when the first one comes.
    private Netbuf _next;
    private byte[]? _whole;
    private NetStatistics _statistics;
    private bool _isGone;

    internal HostNetQueue(int file, int line, NetbufPool pool)
    {
        _file = file;
        _line = line;
        _pool = pool;
    }

    /// <summary>The pool that received packets come from.</summary>
    public readonly NetbufPool Pool => _pool;

    /// <inheritdoc/>
    public readonly NetStatistics Statistics => _statistics;

    /// <inheritdoc/>
    public readonly DeviceError Error => _isGone ? DeviceError.NeedsReset : DeviceError.None;

    /// <inheritdoc/>
    public readonly bool TryAllocate(out Netbuf netbuf) => _pool.TryAllocate(out netbuf);

    /// <summary>How many packets have arrived and not been received: the host does not say.</summary>
    public readonly int Waiting => _pool.Count;

    /// <inheritdoc/>
    public readonly bool EnableInterrupts()
    {
        // One that is gone, or has no line, interrupts nobody: its owner is not to wait for it.
        if (_isGone || _line < 0)
            return true;
        HostFiles.WantLine(_line, true);
        return HostFiles.HasInput(_file);
    }

    /// <inheritdoc/>
    public readonly void DisableInterrupts() => HostFiles.WantLine(_line, false);

    /// <inheritdoc/>
    public int Receive(Span<Netbuf> burst)
    {
        int count = 0;
        while (count < burst.Length && !_isGone && (_next.Exists || _pool.TryAllocate(out _next)))
        {
            int length = HostFiles.Receive(_file, _next.RoomWithHeader(0).Bytes);
            _isGone = length < 0;
            if (length <= 0)
                break;
            _next.TrySetLength(length);
            _statistics.ReceivedBytes += (uint)length;
            burst[count++] = _next;
            _next = default;
        }

        _statistics.Received += (uint)count;
        return count;
    }

    /// <inheritdoc/>
    public int Transmit(ReadOnlySpan<Netbuf> burst)
    {
        int count = 0;
        for (; count < burst.Length && !_isGone; count++)
        {
            ReadOnlySpan<byte> frame = burst[count].Next.Exists ? Gather(burst[count]) : burst[count].Data;
            int sent = HostFiles.Send(_file, frame);
            _isGone = sent < 0;
            if (sent <= 0)
                break;
            _statistics.TransmittedBytes += (uint)frame.Length;
            burst[count].Free();
        }

        _statistics.Transmitted += (uint)count;
        _statistics.Refused += (uint)(burst.Length - count);
        return count;
    }

    /// <summary>What is sent is free at once: nothing is left to do.</summary>
    public readonly void Reclaim()
    {
    }

    internal void Stop()
    {
        HostFiles.RemoveLine(_line);
        HostFiles.Close(_file);
        _isGone = true;
        if (_next.Exists)
            _next.Free();
        _next = default;
    }

    private ReadOnlySpan<byte> Gather(Netbuf first)
    {
        _whole ??= new byte[MaxFrame];
        int length = 0;
        for (Netbuf part = first; part.Exists && part.Length <= MaxFrame - length; part = part.Next)
        {
            part.Data.CopyTo(_whole.AsSpan(length));
            length += part.Length;
        }

        return _whole.AsSpan(0, length);
    }
}
