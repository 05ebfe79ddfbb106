using Lithe.Dma;
using Lithe.Plat;

namespace Lithe.Virtio;

/// <summary>A virtio device whose registers lie in memory (virtio 1.2, 4.2). Version 2 of the layout only.</summary>
public sealed class MmioTransport : VirtioTransport
{
    private const uint Magic = 0x7472_6976;

    private const uint MagicValue = 0x00, Version = 0x04, DeviceId = 0x08, DeviceFeatures = 0x10, DeviceFeaturesSelect = 0x14;
    private const uint DriverFeatures = 0x20, DriverFeaturesSelect = 0x24, QueueSelect = 0x30, QueueSizeMax = 0x34, QueueSize = 0x38, QueueReady = 0x44;
    private const uint QueueNotify = 0x50, InterruptStatus = 0x60, InterruptAcknowledge = 0x64, StatusRegister = 0x70;
    private const uint QueueDescriptors = 0x80, QueueDriver = 0x90, QueueDevice = 0xa0, Generation = 0xfc, Configuration = 0x100;

    private readonly DeviceRegisters _registers;
    private readonly int _line;
    private readonly VirtioDeviceType _type;

    private MmioTransport(DeviceRegisters registers, int line, VirtioDeviceType type) => (_registers, _line, _type) = (registers, line, type);

    /// <summary>The device of a slot; null when the slot is empty, or holds one of the old layout, whose type is then <paramref name="old"/>.</summary>
    public static MmioTransport? TryOpen(MmioSlot slot, out VirtioDeviceType old)
    {
        old = VirtioDeviceType.None;
        DeviceRegisters registers = DeviceRegisters.Map(slot.Address, slot.Length);
        if (!registers.Exists || registers.Length < Configuration || registers.Read32(MagicValue) != Magic)
            return null;
        var type = (VirtioDeviceType)registers.Read32(DeviceId);
        if (registers.Read32(Version) == 2)
            return type == VirtioDeviceType.None ? null : new MmioTransport(registers, slot.Line, type);
        old = type;
        return null;
    }

    public override VirtioDeviceType Type => _type;

    public override VirtioStatus Status
    {
        get => (VirtioStatus)_registers.Read32(StatusRegister);
        set => _registers.Write32(StatusRegister, (uint)value);
    }

    public override ulong OfferedFeatures
    {
        get
        {
            _registers.Write32(DeviceFeaturesSelect, 0);
            ulong features = _registers.Read32(DeviceFeatures);
            _registers.Write32(DeviceFeaturesSelect, 1);
            return features | (ulong)_registers.Read32(DeviceFeatures) << 32;
        }
    }

    public override bool UsesMessages => false;

    public override int Line => _line;

    public override int MaxQueueSize(int index)
    {
        _registers.Write32(QueueSelect, (uint)index);
        uint size = _registers.Read32(QueueSizeMax);
        return size > Virtqueue.MaxSize ? Virtqueue.MaxSize : (int)size;
    }

    public override Doorbell DoorbellOf(int index) => new(_registers.Slice(QueueNotify, 4), (ushort)index);

    public override byte ReadConfiguration8(uint offset) => _registers.Read8(Configuration + offset);

    public override ushort ReadConfiguration16(uint offset) => _registers.Read16(Configuration + offset);

    public override uint ReadConfiguration32(uint offset) => _registers.Read32(Configuration + offset);

    public override void WriteConfiguration32(uint offset, uint value) => _registers.Write32(Configuration + offset, value);

    public override uint AcknowledgeInterrupt()
    {
        uint why = _registers.Read32(InterruptStatus);
        if (why != 0)
            _registers.Write32(InterruptAcknowledge, why);
        return why;
    }

    public override bool SetMessage(int vector, MessageInterrupt message) => false;

    public override bool SetQueueVector(int queue, int vector) => false;

    protected override uint ConfigurationGeneration => _registers.Read32(Generation);

    protected override void WriteFeatures(ulong features)
    {
        _registers.Write32(DriverFeaturesSelect, 0);
        _registers.Write32(DriverFeatures, (uint)features);
        _registers.Write32(DriverFeaturesSelect, 1);
        _registers.Write32(DriverFeatures, (uint)(features >> 32));
    }

    protected override void EnableQueue(int index, in Virtqueue queue)
    {
        _registers.Write32(QueueSelect, (uint)index);
        _registers.Write32(QueueSize, (uint)queue.Size);
        WriteAddress(QueueDescriptors, queue.DescriptorAddress);
        WriteAddress(QueueDriver, queue.DriverAddress);
        WriteAddress(QueueDevice, queue.DeviceAddress);
        _registers.Write32(QueueReady, 1);
    }

    private void WriteAddress(uint offset, ulong address)
    {
        _registers.Write32(offset, (uint)address);
        _registers.Write32(offset + 4, (uint)(address >> 32));
    }
}
