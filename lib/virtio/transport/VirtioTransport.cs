using System.Threading;
using Lithe.Device;
using Lithe.Plat;

namespace Lithe.Virtio;

/// <summary>
/// A virtio device as its bus shows it: features, status, configuration, queues. Setting up is the same for each bus: <see cref="TryNegotiate"/>, the
/// queues, <see cref="Start"/> (virtio 1.2, 3.1.1).
/// </summary>
/// <remarks>Owned by one driver; set up by one processor.</remarks>
public abstract class VirtioTransport
{
    /// <summary>A device that has not reset itself by then never will.</summary>
    private const int ResetPatience = 1_000_000;

    private const int ConfigurationPatience = 100;

    /// <summary>What kind of device it is.</summary>
    public abstract VirtioDeviceType Type { get; }

    /// <summary>The device found next; for the library that finds them.</summary>
    public VirtioTransport? Next { get; set; }

    /// <summary>A driver has it.</summary>
    public bool IsTaken { get; set; }

    /// <summary>The features that both agreed on.</summary>
    public ulong Features { get; private set; }

    /// <summary>The status field.</summary>
    public abstract VirtioStatus Status { get; set; }

    /// <summary>Features that the device offers.</summary>
    public abstract ulong OfferedFeatures { get; }

    /// <summary>Interrupts are messages (MSI-X) instead of a line.</summary>
    public abstract bool UsesMessages { get; }

    /// <summary>The device's interrupt line; -1 when it has none.</summary>
    public abstract int Line { get; }

    /// <summary>Has the features in <paramref name="wanted"/> that the device offers; all in <paramref name="required"/> must be. Resets the device first.</summary>
    public DeviceError TryNegotiate(ulong wanted, ulong required)
    {
        if (!Reset())
        {
            IsTaken = false;
            return DeviceError.Failed;
        }

        Status = VirtioStatus.Acknowledge;
        Status = VirtioStatus.Acknowledge | VirtioStatus.Driver;
        // Registers of one that is gone take nothing.
        if ((Status & (VirtioStatus.Acknowledge | VirtioStatus.Driver)) != (VirtioStatus.Acknowledge | VirtioStatus.Driver))
        {
            IsTaken = false;
            return DeviceError.Failed;
        }

        required |= VirtioFeatures.Version1;
        wanted |= required | VirtioFeatures.IndirectDescriptors | VirtioFeatures.EventIndex;
        if (Config.VIRTIO_PACKED)
            wanted |= VirtioFeatures.PackedRing;
        if (Config.VIRTIO_IN_ORDER)
            wanted |= VirtioFeatures.InOrder;
        ulong features = OfferedFeatures & wanted;
        if ((features & required) != required)
        {
            Fail();
            return DeviceError.Unsupported;
        }

        WriteFeatures(features);
        Status = VirtioStatus.Acknowledge | VirtioStatus.Driver | VirtioStatus.FeaturesOk;
        if ((Status & VirtioStatus.FeaturesOk) == 0)
        {
            Fail();
            return DeviceError.Failed;
        }

        Features = features;
        return DeviceError.None;
    }

    /// <summary>Whether a feature was agreed on.</summary>
    public bool Has(ulong feature) => (Features & feature) != 0;

    /// <summary>Makes a queue of at most <paramref name="size"/> descriptors and hands it to the device.</summary>
    public DeviceError TryAddQueue(int index, int size, int maxParts, out Virtqueue queue)
    {
        queue = default;
        int most = MaxQueueSize(index);
        if (most < 2)
            return DeviceError.Unsupported;
        while (size > most || !System.Numerics.BitOperations.IsPow2(size))
            size = size > most ? most : size & (size - 1);
        var options = new VirtqueueOptions
        {
            Size = size,
            MaxParts = maxParts < size ? maxParts : size,
            IsPacked = Has(VirtioFeatures.PackedRing),
            IsInOrder = Has(VirtioFeatures.InOrder),
            UsesEventIndex = Has(VirtioFeatures.EventIndex),
            UsesIndirect = Has(VirtioFeatures.IndirectDescriptors),
        };
        if (!Virtqueue.TryCreate(options, out queue))
            return DeviceError.NoMemory;
        EnableQueue(index, in queue);
        return DeviceError.None;
    }

    /// <summary>The device may use its queues from here on.</summary>
    public void Start() => Status |= VirtioStatus.DriverOk;

    /// <summary>
    /// Of a device that was started: whether only a reset mends it. It says so itself; or it was reset by somebody else and runs no more; or it is gone, and its registers read as ones.
    /// </summary>
    public bool NeedsReset => (Status & (VirtioStatus.NeedsReset | VirtioStatus.DriverOk)) != VirtioStatus.DriverOk;

    /// <summary>
    /// For who waits for an answer: whether the device still runs, asked at each 65,536th turn, since it costs a register. False: no answer comes any more.
    /// </summary>
    public bool StillRuns(int turn) => (turn & 0xffff) != 0xffff || !NeedsReset;

    /// <summary>Says that the driver has given up.</summary>
    public void Fail()
    {
        Status |= VirtioStatus.Failed;
        IsTaken = false;
    }

    /// <summary>Takes everything back from the device. False when it does not answer.</summary>
    public bool Reset()
    {
        Status = VirtioStatus.None;
        for (int i = 0; i < ResetPatience; i++)
        {
            if (Status == VirtioStatus.None)
                return true;
        }

        return false;
    }

    /// <summary>The most descriptors that a queue can have; 0 when there is no such queue.</summary>
    public abstract int MaxQueueSize(int index);

    /// <summary>Where to tell the device of a queue.</summary>
    public abstract Doorbell DoorbellOf(int index);

    /// <summary>A byte of the device's own configuration.</summary>
    public abstract byte ReadConfiguration8(uint offset);

    /// <summary>Two bytes of it.</summary>
    public abstract ushort ReadConfiguration16(uint offset);

    /// <summary>Four bytes of it.</summary>
    public abstract uint ReadConfiguration32(uint offset);

    /// <summary>Writes four bytes of it.</summary>
    public abstract void WriteConfiguration32(uint offset, uint value);

    /// <summary>Eight bytes of it, both halves of the same moment (2.5.1).</summary>
    public ulong ReadConfiguration64(uint offset)
    {
        ulong value = 0;
        for (int i = 0; i < ConfigurationPatience; i++)
        {
            uint before = ConfigurationGeneration;
            value = ReadConfiguration32(offset) | (ulong)ReadConfiguration32(offset + 4) << 32;
            if (ConfigurationGeneration == before)
                break;
        }

        return value;
    }

    /// <summary>Reads why the device interrupts, which ends the interrupt of a line: bit 0 queues, bit 1 configuration.</summary>
    public abstract uint AcknowledgeInterrupt();

    /// <summary>Sets the message of a vector. False when there is no such vector.</summary>
    public abstract bool SetMessage(int vector, MessageInterrupt message);

    /// <summary>Has a queue interrupt by a vector; -1 for none. False when the device refuses.</summary>
    public abstract bool SetQueueVector(int queue, int vector);

    protected abstract uint ConfigurationGeneration { get; }

    protected abstract void WriteFeatures(ulong features);

    protected abstract void EnableQueue(int index, in Virtqueue queue);
}
