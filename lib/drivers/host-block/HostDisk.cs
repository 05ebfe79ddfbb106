using System;
using Lithe.Block;
using Lithe.Device;

namespace Lithe.Host;

/// <summary>A disk of a process: a file of its host.</summary>
/// <remarks>States: running (<see cref="TryOpen"/> has returned it) - closed (<see cref="Close"/>).</remarks>
public sealed class HostDisk
{
    private const int MaxDisks = 8, SectorSize = 512, MaxTransfer = 1 << 20;

    // Owned by the processor that opens disks.
    private static readonly bool[] s_taken = new bool[MaxDisks];

    private readonly int _index, _file;
    private readonly HostDiskQueue[] _queues;

    private HostDisk(int index, int file, BlockGeometry geometry, int queues, int depth)
    {
        (_index, _file) = (index, file);
        Geometry = geometry;
        _queues = new HostDiskQueue[queues];
        for (int i = 0; i < queues; i++)
            _queues[i] = new HostDiskQueue(file, geometry, depth);
    }

    /// <summary>Opens the disk with this number: the word <c>disk=</c> that comes so many after the first.</summary>
    public static DeviceError TryOpen(int index, int queues, int depth, out HostDisk? disk)
    {
        disk = null;
        Span<byte> value = stackalloc byte[HostDevices.MaxValue];
        if ((uint)index >= MaxDisks || s_taken[index] || !HostDevices.TryGet("disk"u8, index, value, out int length))
            return DeviceError.Missing;
        if (queues < 1 || depth < 1)
            return DeviceError.Unsupported;
        if (length < 4 || value[0] != 'r' || value[1] is not ((byte)'o' or (byte)'w') || value[2] != ':')
            return DeviceError.Misdescribed;
        bool isReadOnly = value[1] == 'o';
        int file = HostFiles.OpenFile(value.Slice(3, length - 3), isReadOnly);
        if (file < 0)
            return HostDevices.ErrorOf(file);
        long bytes = HostFiles.LengthOf(file);
        // Whole sectors, as on a machine: a file's last bytes are neither left out nor made more.
        if (bytes < SectorSize || bytes % SectorSize != 0)
        {
            HostFiles.Close(file);
            return DeviceError.Unsupported;
        }

        var geometry = new BlockGeometry
        {
            SectorSize = SectorSize,
            SectorCount = (ulong)bytes / SectorSize,
            MaxTransfer = MaxTransfer,
            IsReadOnly = isReadOnly,
            HasCache = true,
            CanDiscard = !isReadOnly,
            CanWriteZeroes = !isReadOnly,
        };
        s_taken[index] = true;
        disk = new HostDisk(index, file, geometry, queues, depth);
        return DeviceError.None;
    }

    /// <summary>What the disk is like.</summary>
    public BlockGeometry Geometry { get; }

    /// <summary>How many queues it runs with: as many as were asked for.</summary>
    public int QueueCount => _queues.Length;

    /// <summary>A queue, for its owner: in place, never to be copied.</summary>
    public ref HostDiskQueue Queue(int index) => ref _queues[index];

    /// <summary>Closes the disk.</summary>
    public bool Close()
    {
        HostFiles.Close(_file);
        s_taken[_index] = false;
        return true;
    }
}
