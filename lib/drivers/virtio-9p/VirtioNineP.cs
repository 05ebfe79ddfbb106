using System;
using Lithe.Device;
using Lithe.Dma;

namespace Lithe.Virtio;

/// <summary>
/// Carries 9P messages to a share of the host (virtio 1.2, 5.9) and back. What they mean is the file system's business. Several exchanges can be under way, each in a slot of its own.
/// </summary>
/// <remarks>States: taken - negotiated - running - closed (<see cref="Close"/>). One owner.</remarks>
public sealed class VirtioNineP
{
    private const ulong MountTag = 1 << 0;
    private const uint TagOffset = 2;
    private const int MaxTag = 128, Patience = 500_000_000;

    private readonly VirtioTransport _transport;
    private readonly Doorbell _doorbell;
    private readonly DmaMemory _memory;
    private readonly int _slots;
    private readonly int[] _slotOf;
    private readonly bool[] _isBusy;
    private Virtqueue _queue;

    private VirtioNineP(VirtioTransport transport, Virtqueue queue, DmaMemory memory, int slots, int messageSize)
    {
        _transport = transport;
        _queue = queue;
        _memory = memory;
        _slots = slots;
        MessageSize = messageSize;
        _doorbell = transport.DoorbellOf(0);
        _slotOf = new int[queue.Size];
        _isBusy = new bool[slots];
    }

    /// <summary>Starts the share with this name, with so many slots for messages of so many bytes.</summary>
    public static DeviceError TryOpen(ReadOnlySpan<byte> tag, int slots, int messageSize, out VirtioNineP? share)
    {
        share = null;
        if (slots is < 1 or > 64 || messageSize is < 64 or > 1 << 20)
            return DeviceError.Unsupported;
        for (int i = 0; i < VirtioDevices.Count(VirtioDeviceType.NineP); i++)
        {
            DeviceError error = VirtioDevices.TryTake(VirtioDeviceType.NineP, i, out VirtioTransport? transport);
            if (transport is null)
                continue;
            error = transport.TryNegotiate(MountTag, 0);
            if (error != DeviceError.None)
                return error;
            if (!HasTag(transport, tag))
            {
                transport.Reset();
                transport.IsTaken = false;
                continue;
            }

            error = transport.TryAddQueue(0, slots * 2, 2, out Virtqueue queue);
            DmaMemory memory = error == DeviceError.None ? DmaMemory.Allocate(slots * messageSize * 2) : default;
            if (!memory.Exists)
            {
                transport.Reset();
                transport.Fail();
                return error == DeviceError.None ? DeviceError.NoMemory : error;
            }

            transport.Start();
            share = new VirtioNineP(transport, queue, memory, slots, messageSize);
            return DeviceError.None;
        }

        return DeviceError.Missing;
    }

    /// <summary>How many shares the machine has.</summary>
    public static int Count => VirtioDevices.Count(VirtioDeviceType.NineP);

    /// <summary>The name of a share that nobody has started: its length, 0 when it has none or is not to be had, or it does not fit.</summary>
    public static int ReadTag(int index, Span<byte> tag)
    {
        if (VirtioDevices.TryTake(VirtioDeviceType.NineP, index, out VirtioTransport? transport) != DeviceError.None || transport is null)
            return 0;
        int length = transport.TryNegotiate(MountTag, 0) == DeviceError.None && transport.Has(MountTag) ? transport.ReadConfiguration16(0) : 0;
        if (length > tag.Length || length > MaxTag)
            length = 0;
        for (int i = 0; i < length; i++)
            tag[i] = transport.ReadConfiguration8(TagOffset + (uint)i);
        transport.Reset();
        transport.IsTaken = false;
        return length;
    }

    /// <summary>The most bytes of a message.</summary>
    public int MessageSize { get; }

    /// <summary>How many exchanges can be under way.</summary>
    public int Slots => _slots;

    /// <summary>Its transport, for interrupts.</summary>
    public VirtioTransport Transport => _transport;

    /// <summary>What is wrong with it.</summary>
    public DeviceError Error => _queue.IsBroken || _transport.NeedsReset ? DeviceError.NeedsReset : DeviceError.None;

    /// <summary>Where a slot's request is written.</summary>
    public Span<byte> Request(int slot) => RequestMemory(slot).Bytes;

    /// <summary>Where a slot's reply is read.</summary>
    public ReadOnlySpan<byte> Reply(int slot) => ReplyMemory(slot).Bytes;

    /// <summary>Sends a slot's request. False when the slot has one under way already.</summary>
    public bool TrySend(int slot, int length)
    {
        if (_isBusy[slot] || !_queue.TryAdd([RequestMemory(slot).Slice(0, length)], [ReplyMemory(slot)], out int number))
            return false;
        _isBusy[slot] = true;
        _slotOf[number] = slot;
        _queue.Publish();
        if (_queue.ShouldKick())
            _doorbell.Ring();
        return true;
    }

    /// <summary>Takes a reply. False when there is none.</summary>
    public bool TryReceive(out int slot, out int length)
    {
        slot = length = 0;
        if (!_queue.TryTake(out UsedBuffer used))
            return false;
        slot = _slotOf[used.Id];
        length = (int)used.Written;
        _isBusy[slot] = false;
        return true;
    }

    /// <summary>Sends a slot's request, with nothing else under way, and waits; the reply's length, or 0 when the device has failed.</summary>
    public int Exchange(int slot, int length)
    {
        if (!TrySend(slot, length))
            return 0;
        for (int i = 0; i < Patience && !_queue.IsBroken && _transport.StillRuns(i); i++)
        {
            if (TryReceive(out int answered, out int received) && answered == slot)
                return received;
        }

        return 0;
    }

    /// <summary>Asks for an interrupt at the next reply. True when one is there already.</summary>
    public bool EnableInterrupts() => _queue.EnableInterrupts();

    /// <summary>Asks for none.</summary>
    public void DisableInterrupts() => _queue.DisableInterrupts();

    /// <summary>Stops the device.</summary>
    public bool Close()
    {
        if (!_transport.Reset())
            return false;
        _queue.Free();
        _memory.Free();
        _transport.IsTaken = false;
        return true;
    }

    private DmaMemory RequestMemory(int slot) => _memory.Slice(slot * 2 * MessageSize, MessageSize);

    private DmaMemory ReplyMemory(int slot) => _memory.Slice((slot * 2 + 1) * MessageSize, MessageSize);

    private static bool HasTag(VirtioTransport transport, ReadOnlySpan<byte> tag)
    {
        if (!transport.Has(MountTag))
            return tag.Length == 0;
        int length = transport.ReadConfiguration16(0);
        if (length != tag.Length || length > MaxTag)
            return false;
        for (int i = 0; i < length; i++)
        {
            if (transport.ReadConfiguration8(TagOffset + (uint)i) != tag[i])
                return false;
        }

        return true;
    }
}
