using System;
using Lithe.Device;
using Lithe.Dma;

namespace Lithe.Virtio;

/// <summary>A port of a console: bytes both ways. One owner.</summary>
public sealed class VirtioConsolePort
{
    internal const int BufferSize = 512;

    private const int Buffers = 8, Patience = 200_000_000;

    private readonly VirtioTransport _transport;
    private readonly Doorbell _receiveBell, _transmitBell;
    private readonly DmaMemory _memory;
    private readonly int[] _bufferOf;
    private Virtqueue _receive, _transmit;

    // The buffer that is being read: where the rest of it lies.
    private int _current = -1, _at, _end;

    private VirtioConsolePort(VirtioTransport transport, int receive, int transmit, Virtqueue receiveQueue, Virtqueue transmitQueue, DmaMemory memory)
    {
        _transport = transport;
        _receiveBell = transport.DoorbellOf(receive);
        _transmitBell = transport.DoorbellOf(transmit);
        (_receive, _transmit) = (receiveQueue, transmitQueue);
        _memory = memory;
        _bufferOf = new int[receiveQueue.Size];
    }

    internal static DeviceError TryCreate(VirtioTransport transport, int receive, int transmit, out VirtioConsolePort? port)
    {
        port = null;
        DeviceError error = transport.TryAddQueue(receive, Buffers, 1, out Virtqueue receiveQueue);
        if (error != DeviceError.None)
            return error;
        error = transport.TryAddQueue(transmit, 2, 1, out Virtqueue transmitQueue);
        if (error != DeviceError.None)
            return error;
        // One buffer for each that is received, and one to send from.
        DmaMemory memory = DmaMemory.Allocate((Buffers + 1) * BufferSize);
        if (!memory.Exists)
            return DeviceError.NoMemory;
        port = new VirtioConsolePort(transport, receive, transmit, receiveQueue, transmitQueue, memory) { IsThere = receive == 0 };
        return DeviceError.None;
    }

    /// <summary>Whether the device has it.</summary>
    public bool IsThere { get; internal set; }

    /// <summary>Writes all bytes, waiting for the device.</summary>
    public DeviceError Write(ReadOnlySpan<byte> bytes)
    {
        DmaMemory buffer = _memory.Slice(Buffers * BufferSize, BufferSize);
        while (bytes.Length > 0)
        {
            int count = Math.Min(bytes.Length, BufferSize);
            bytes.Slice(0, count).CopyTo(buffer.Bytes);
            if (!_transmit.TryAdd(buffer.Slice(0, count), deviceWrites: false, out _))
                return DeviceError.NeedsReset;
            _transmit.Publish();
            if (_transmit.ShouldKick())
                _transmitBell.Ring();
            for (int i = 0; !_transmit.TryTake(out _); i++)
            {
                if (i == Patience || _transmit.IsBroken || !_transport.StillRuns(i))
                    return DeviceError.NeedsReset;
            }

            bytes = bytes.Slice(count);
        }

        return DeviceError.None;
    }

    /// <summary>Reads what has arrived, at most one message of the device; returns how many bytes, 0 when there are none.</summary>
    public int Read(Span<byte> bytes)
    {
        if (_current < 0)
        {
            if (!_receive.TryTake(out UsedBuffer used))
                return 0;
            (_current, _at, _end) = (_bufferOf[used.Id], 0, (int)used.Written);
        }

        int count = Math.Min(bytes.Length, _end - _at);
        _memory.Bytes.Slice(_current * BufferSize + _at, count).CopyTo(bytes);
        _at += count;
        if (_at == _end)
        {
            Give(_current);
            _current = -1;
            Tell();
        }

        return count;
    }

    /// <summary>Asks for an interrupt when bytes arrive. True when some are there already.</summary>
    public bool EnableInterrupts() => _receive.EnableInterrupts() || _current >= 0;

    /// <summary>Asks for none.</summary>
    public void DisableInterrupts() => _receive.DisableInterrupts();

    internal void Fill()
    {
        for (int i = 0; i < Buffers && i < _receive.Size; i++)
            Give(i);
        Tell();
    }

    internal void Stop()
    {
        _receive.Free();
        _transmit.Free();
        _memory.Free();
    }

    private void Give(int buffer)
    {
        if (_receive.TryAdd(_memory.Slice(buffer * BufferSize, BufferSize), deviceWrites: true, out int number))
            _bufferOf[number] = buffer;
    }

    private void Tell()
    {
        _receive.Publish();
        if (_receive.ShouldKick())
            _receiveBell.Ring();
    }
}
