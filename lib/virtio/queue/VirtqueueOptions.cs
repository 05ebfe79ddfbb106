namespace Lithe.Virtio;

/// <summary>What a queue and its device have agreed on.</summary>
public readonly record struct VirtqueueOptions
{
    /// <summary>Number of descriptors: a power of two from 2 to 32,768.</summary>
    public int Size { get; init; }

    /// <summary>A packed ring (VIRTIO_F_RING_PACKED); only with the symbol <c>VIRTIO_PACKED</c>.</summary>
    public bool IsPacked { get; init; }

    /// <summary>The device uses buffers in the order in which they were added (VIRTIO_F_IN_ORDER); only with the symbol <c>VIRTIO_IN_ORDER</c>.</summary>
    public bool IsInOrder { get; init; }

    /// <summary>Notifications by index (VIRTIO_F_EVENT_IDX).</summary>
    public bool UsesEventIndex { get; init; }

    /// <summary>Buffers of several parts lie in tables of their own (VIRTIO_F_INDIRECT_DESC).</summary>
    public bool UsesIndirect { get; init; }

    /// <summary>The most parts of a buffer.</summary>
    public int MaxParts { get; init; }
}

/// <summary>A buffer that the device has given back.</summary>
/// <param name="Id">The number that it got when it was added.</param>
/// <param name="Written">Number of bytes that the device says to have written; never more than the buffer has for it.</param>
public readonly record struct UsedBuffer(int Id, uint Written);
