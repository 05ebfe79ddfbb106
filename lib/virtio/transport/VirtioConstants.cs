using System;

namespace Lithe.Virtio;

/// <summary>Types of devices (virtio 1.2, chapter 5).</summary>
public enum VirtioDeviceType
{
    /// <summary>An empty slot.</summary>
    None = 0,

    /// <summary>Network card.</summary>
    Network = 1,

    /// <summary>Block device.</summary>
    Block = 2,

    /// <summary>Console.</summary>
    Console = 3,

    /// <summary>Entropy source.</summary>
    Entropy = 4,

    /// <summary>Memory balloon.</summary>
    Balloon = 5,

    /// <summary>9P transport.</summary>
    NineP = 9,
}

/// <summary>The device status field (2.1).</summary>
[Flags]
public enum VirtioStatus : byte
{
    /// <summary>After a reset.</summary>
    None = 0,

    /// <summary>The driver has seen the device.</summary>
    Acknowledge = 1,

    /// <summary>It knows how to drive it.</summary>
    Driver = 2,

    /// <summary>It drives it.</summary>
    DriverOk = 4,

    /// <summary>Both agree on the features.</summary>
    FeaturesOk = 8,

    /// <summary>The device has met an error that it cannot recover from.</summary>
    NeedsReset = 64,

    /// <summary>The driver has given up.</summary>
    Failed = 128,
}

/// <summary>Feature bits that are every device's (chapter 6). A device's own ones stand with its driver.</summary>
public static class VirtioFeatures
{
    /// <summary>Tables of descriptors (VIRTIO_F_INDIRECT_DESC).</summary>
    public const ulong IndirectDescriptors = 1UL << 28;

    /// <summary>Notifications by index (VIRTIO_F_EVENT_IDX).</summary>
    public const ulong EventIndex = 1UL << 29;

    /// <summary>Not older than virtio 1.0 (VIRTIO_F_VERSION_1).</summary>
    public const ulong Version1 = 1UL << 32;

    /// <summary>Packed rings (VIRTIO_F_RING_PACKED).</summary>
    public const ulong PackedRing = 1UL << 34;

    /// <summary>Buffers are used in the order in which they were made available (VIRTIO_F_IN_ORDER).</summary>
    public const ulong InOrder = 1UL << 35;
}
