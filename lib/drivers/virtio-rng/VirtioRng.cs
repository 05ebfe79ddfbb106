using System;
using Lithe.Device;
using Lithe.Dma;

namespace Lithe.Virtio;

/// <summary>The entropy device (virtio 1.2, 5.4): one queue, whose buffers it fills.</summary>
public sealed class VirtioRng
{
    private const int BufferSize = 4096;

    /// <summary>A device that is asked and has not answered by then is broken. Polls, not time.</summary>
    private const int Patience = 200_000_000;

    private readonly VirtioTransport _transport;
    private readonly Doorbell _doorbell;
    private readonly DmaMemory _buffer;
    private Virtqueue _queue;

    private VirtioRng(VirtioTransport transport, Virtqueue queue, DmaMemory buffer)
    {
        (_transport, _queue, _buffer) = (transport, queue, buffer);
        _doorbell = transport.DoorbellOf(0);
    }

    /// <summary>Starts the entropy device with this number.</summary>
    public static DeviceError TryOpen(int index, out VirtioRng? rng)
    {
        rng = null;
        DeviceError error = VirtioDevices.TryTake(VirtioDeviceType.Entropy, index, out VirtioTransport? transport);
        if (transport is null)
            return error;
        error = transport.TryNegotiate(0, 0);
        if (error != DeviceError.None)
            return error;
        error = transport.TryAddQueue(0, 8, 1, out Virtqueue queue);
        DmaMemory buffer = error == DeviceError.None ? DmaMemory.Allocate(BufferSize) : default;
        if (!buffer.Exists)
        {
            transport.Fail();
            return error == DeviceError.None ? DeviceError.NoMemory : error;
        }

        transport.Start();
        rng = new VirtioRng(transport, queue, buffer);
        return DeviceError.None;
    }

    /// <summary>Its transport, for interrupts and counters.</summary>
    public VirtioTransport Transport => _transport;

    /// <summary>Fills the span, waiting for the device.</summary>
    public DeviceError Fill(Span<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            DmaMemory wanted = _buffer.Slice(0, bytes.Length < BufferSize ? bytes.Length : BufferSize);
            if (!_queue.TryAdd(wanted, deviceWrites: true, out _))
                return DeviceError.NeedsReset;
            _queue.Publish();
            if (_queue.ShouldKick())
                _doorbell.Ring();
            UsedBuffer used;
            for (int i = 0; !_queue.TryTake(out used); i++)
            {
                if (i == Patience || _queue.IsBroken || !_transport.StillRuns(i))
                    return DeviceError.NeedsReset;
            }

            // Nothing is an answer that a device may not give (5.4.6.1).
            if (used.Written == 0)
                return DeviceError.NeedsReset;
            wanted.Bytes.Slice(0, (int)used.Written).CopyTo(bytes);
            bytes = bytes.Slice((int)used.Written);
        }

        return DeviceError.None;
    }
}
