using System;
using Lithe.Device;
using Lithe.Dma;
using Lithe.Net;

namespace Lithe.Virtio;

/// <summary>The control queue (virtio 1.2, 5.1.6.5): one command at a time, waited for.</summary>
public sealed class VirtioNetControl
{
    private const byte ReceiveMode = 0, Mac = 1, Multiqueue = 4;
    private const int Patience = 200_000_000;

    private readonly VirtioTransport _transport;
    private readonly Doorbell _doorbell;
    private readonly DmaMemory _memory;
    private Virtqueue _queue;

    private VirtioNetControl(VirtioTransport transport, Virtqueue queue, Doorbell doorbell, DmaMemory memory) => (_transport, _queue, _doorbell, _memory) = (transport, queue, doorbell, memory);

    internal static DeviceError TryCreate(VirtioTransport transport, int index, out VirtioNetControl? control)
    {
        control = null;
        DeviceError error = transport.TryAddQueue(index, 4, 2, out Virtqueue queue);
        if (error != DeviceError.None)
            return error;
        DmaMemory memory = DmaMemory.Allocate(64);
        if (!memory.Exists)
            return DeviceError.NoMemory;
        control = new VirtioNetControl(transport, queue, transport.DoorbellOf(index), memory);
        return DeviceError.None;
    }

    /// <summary>Has the card take all frames, or those for its own address.</summary>
    public bool SetPromiscuous(bool on) => Run(ReceiveMode, 0, [on ? (byte)1 : (byte)0]);

    /// <summary>Gives the card another address.</summary>
    public bool SetAddress(MacAddress address) => Run(Mac, 1, [address.A, address.B, address.C, address.D, address.E, address.F]);

    /// <summary>Has the card use so many pairs of queues.</summary>
    public bool SetPairs(int pairs) => Run(Multiqueue, 0, [(byte)pairs, (byte)(pairs >> 8)]);

    private bool Run(byte commandClass, byte command, ReadOnlySpan<byte> data)
    {
        Span<byte> bytes = _memory.Bytes;
        bytes[0] = commandClass;
        bytes[1] = command;
        data.CopyTo(bytes.Slice(2));
        // What the device leaves untouched is no success.
        bytes[63] = 0xff;
        ReadOnlySpan<DmaMemory> command1 = [_memory.Slice(0, 2 + data.Length)];
        ReadOnlySpan<DmaMemory> answer = [_memory.Slice(63, 1)];
        if (!_queue.TryAdd(command1, answer, out _))
            return false;
        _queue.Publish();
        if (_queue.ShouldKick())
            _doorbell.Ring();
        for (int i = 0; i < Patience && !_queue.IsBroken && _transport.StillRuns(i); i++)
        {
            if (_queue.TryTake(out _))
                return _memory.Bytes[63] == 0;
        }

        return false;
    }
}
