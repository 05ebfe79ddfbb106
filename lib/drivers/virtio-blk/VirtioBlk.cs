using System;
using Lithe.Block;
using Lithe.Device;

namespace Lithe.Virtio;

/// <summary>A virtio block device (virtio 1.2, 5.2).</summary>
/// <remarks>
/// States: taken - negotiated - running (<see cref="TryOpen"/> has returned it, interrupts off) - failed (a queue's <see cref="VirtioBlkQueue.Error"/>) - closed (<see cref="Close"/>: what was
/// under way never completes, its buffers are the owner's).
/// </remarks>
public sealed class VirtioBlk
{
    // 5.2.3.
    private const ulong SizeMax = 1 << 1, SegmentMax = 1 << 2, ReadOnly = 1 << 5, BlockSize = 1 << 6, FlushFeature = 1 << 9, Multiqueue = 1 << 12, Discard = 1 << 13, WriteZeroes = 1 << 14;

    private const uint SizeMaxOffset = 8, BlockSizeOffset = 20, QueuesOffset = 34;
    private const int LargestTransfer = 1 << 30;

    private readonly VirtioTransport _transport;
    private readonly VirtioBlkQueue[] _queues;

    private VirtioBlk(VirtioTransport transport, int queues)
    {
        _transport = transport;
        _queues = new VirtioBlkQueue[queues];
    }

    /// <summary>Starts the block device with this number, with at most so many queues of so many requests.</summary>
    public static DeviceError TryOpen(int index, int queues, int depth, out VirtioBlk? disk)
    {
        disk = null;
        DeviceError error = VirtioDevices.TryTake(VirtioDeviceType.Block, index, out VirtioTransport? transport);
        if (transport is null)
            return error;
        error = transport.TryNegotiate(SizeMax | SegmentMax | ReadOnly | BlockSize | FlushFeature | Multiqueue | Discard | WriteZeroes, 0);
        if (error != DeviceError.None)
            return error;
        int count = transport.Has(Multiqueue) ? Math.Max(1, Math.Min(queues, (int)transport.ReadConfiguration16(QueuesOffset))) : 1;
        var opened = new VirtioBlk(transport, count);
        error = opened.Start(depth);
        if (error != DeviceError.None)
        {
            opened.Close();
            transport.Fail();
            return error;
        }

        disk = opened;
        return DeviceError.None;
    }

    /// <summary>Sizes and abilities.</summary>
    public BlockGeometry Geometry { get; private set; }

    /// <summary>How many queues it runs with.</summary>
    public int QueueCount => _queues.Length;

    /// <summary>A queue, for its owner: in place, never to be copied.</summary>
    public ref VirtioBlkQueue Queue(int index) => ref _queues[index];

    /// <summary>Its transport, for interrupts.</summary>
    public VirtioTransport Transport => _transport;

    /// <summary>Stops the device.</summary>
    public bool Close()
    {
        if (!_transport.Reset())
            return false;
        for (int i = 0; i < _queues.Length; i++)
            _queues[i].Stop();
        _transport.IsTaken = false;
        return true;
    }

    private DeviceError Start(int depth)
    {
        // The capacity is in units of 512 bytes, whatever the block size (5.2.4).
        ulong units = _transport.ReadConfiguration64(0);
        uint sector = _transport.Has(BlockSize) ? _transport.ReadConfiguration32(BlockSizeOffset) : 512;
        if (sector < 512 || sector > 65536 || !System.Numerics.BitOperations.IsPow2(sector))
            return DeviceError.Unsupported;
        uint most = _transport.Has(SizeMax) ? _transport.ReadConfiguration32(SizeMaxOffset) : LargestTransfer;
        if (most < sector || most > LargestTransfer)
            most = LargestTransfer;
        Geometry = new BlockGeometry
        {
            SectorSize = (int)sector,
            SectorCount = units / (sector / 512),
            MaxTransfer = (int)(most & ~(sector - 1)),
            IsReadOnly = _transport.Has(ReadOnly),
            HasCache = _transport.Has(FlushFeature),
            CanDiscard = _transport.Has(Discard),
            CanWriteZeroes = _transport.Has(WriteZeroes),
        };
        for (int i = 0; i < _queues.Length; i++)
        {
            DeviceError error = _queues[i].Initialize(_transport, i, depth, Geometry);
            if (error != DeviceError.None)
                return error;
        }

        _transport.Start();
        return DeviceError.None;
    }
}
