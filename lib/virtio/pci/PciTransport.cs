using Lithe.Dma;
using Lithe.Pci;
using Lithe.Plat;

namespace Lithe.Virtio;

/// <summary>A virtio device on a PCI bus, by the interface of virtio 1.0 and later (virtio 1.2, 4.1).</summary>
public sealed class PciTransport : VirtioTransport
{
    private const ushort Vendor = 0x1af4, FirstId = 0x1000, FirstModernId = 0x1040, LastId = 0x107f;
    private const byte VendorCapability = 0x09;
    private const byte CommonType = 1, NotifyType = 2, InterruptType = 3, DeviceType = 4;

    // struct virtio_pci_common_cfg (4.1.4.3).
    private const uint DeviceFeaturesSelect = 0x00, DeviceFeatures = 0x04, DriverFeaturesSelect = 0x08, DriverFeatures = 0x0c, StatusRegister = 0x14, Generation = 0x15;
    private const uint QueueSelect = 0x16, QueueSize = 0x18, QueueVector = 0x1a, QueueEnable = 0x1c, QueueNotifyOffset = 0x1e;
    private const uint QueueDescriptors = 0x20, QueueDriver = 0x28, QueueDevice = 0x30;
    private const ushort NoVector = 0xffff;

    private readonly DeviceRegisters _common, _notify, _interrupt, _configuration;
    private readonly uint _notifyMultiplier;
    private readonly MessageTable _messages;
    private readonly VirtioDeviceType _type;

    private PciTransport(PciFunction function, VirtioDeviceType type)
    {
        _type = type;
        for (int at = function.FindCapability(VendorCapability); at != 0; at = function.FindCapability(VendorCapability, at))
        {
            byte kind = function.Read8(at + 3), bar = function.Read8(at + 4);
            if (kind is < CommonType or > DeviceType)
                continue;
            DeviceRegisters part = function.MapBar(bar).Slice(function.Read32(at + 8), function.Read32(at + 12));
            // The first of a kind counts.
            switch (kind)
            {
                case CommonType when !_common.Exists:
                    _common = part;
                    break;
                case NotifyType when !_notify.Exists:
                    _notify = part;
                    _notifyMultiplier = function.Read32(at + 16);
                    break;
                case InterruptType when !_interrupt.Exists:
                    _interrupt = part;
                    break;
                case DeviceType when !_configuration.Exists:
                    _configuration = part;
                    break;
            }
        }

        function.Enable();
        MessageTable.TryEnable(function, out _messages);
    }

    /// <summary>The device of a function; null when it is no virtio device, or has the old interface only: its type is then <paramref name="old"/>.</summary>
    public static PciTransport? TryOpen(PciFunction function, out VirtioDeviceType old)
    {
        old = VirtioDeviceType.None;
        if (function.VendorId != Vendor || function.DeviceId is < FirstId or > LastId)
            return null;
        // Devices that also have the old interface say what they are in the subsystem.
        int type = function.DeviceId >= FirstModernId ? function.DeviceId - FirstModernId : function.SubsystemId;
        var transport = new PciTransport(function, (VirtioDeviceType)type);
        if (transport._common.Length >= QueueDevice + 8 && transport._notify.Exists)
            return transport;
        old = (VirtioDeviceType)type;
        return null;
    }

    public override VirtioDeviceType Type => _type;

    public override VirtioStatus Status
    {
        get => (VirtioStatus)_common.Read8(StatusRegister);
        set => _common.Write8(StatusRegister, (byte)value);
    }

    public override ulong OfferedFeatures
    {
        get
        {
            _common.Write32(DeviceFeaturesSelect, 0);
            ulong features = _common.Read32(DeviceFeatures);
            _common.Write32(DeviceFeaturesSelect, 1);
            return features | (ulong)_common.Read32(DeviceFeatures) << 32;
        }
    }

    public override bool UsesMessages => _messages.Count > 0;

    public override int Line => -1;

    public override int MaxQueueSize(int index)
    {
        _common.Write16(QueueSelect, (ushort)index);
        int size = _common.Read16(QueueSize);
        return size > Virtqueue.MaxSize ? Virtqueue.MaxSize : size;
    }

    public override Doorbell DoorbellOf(int index)
    {
        _common.Write16(QueueSelect, (ushort)index);
        return new Doorbell(_notify.Slice(_common.Read16(QueueNotifyOffset) * _notifyMultiplier, 2), (ushort)index);
    }

    public override byte ReadConfiguration8(uint offset) => _configuration.Read8(offset);

    public override ushort ReadConfiguration16(uint offset) => _configuration.Read16(offset);

    public override uint ReadConfiguration32(uint offset) => _configuration.Read32(offset);

    public override void WriteConfiguration32(uint offset, uint value) => _configuration.Write32(offset, value);

    public override uint AcknowledgeInterrupt() => _interrupt.Exists ? _interrupt.Read8(0) : 0u;

    public override bool SetMessage(int vector, MessageInterrupt message) => _messages.Set(vector, message);

    public override bool SetQueueVector(int queue, int vector)
    {
        ushort wanted = vector < 0 ? NoVector : (ushort)vector;
        _common.Write16(QueueSelect, (ushort)queue);
        _common.Write16(QueueVector, wanted);
        return _common.Read16(QueueVector) == wanted;
    }

    protected override uint ConfigurationGeneration => _common.Read8(Generation);

    protected override void WriteFeatures(ulong features)
    {
        _common.Write32(DriverFeaturesSelect, 0);
        _common.Write32(DriverFeatures, (uint)features);
        _common.Write32(DriverFeaturesSelect, 1);
        _common.Write32(DriverFeatures, (uint)(features >> 32));
    }

    protected override void EnableQueue(int index, in Virtqueue queue)
    {
        _common.Write16(QueueSelect, (ushort)index);
        _common.Write16(QueueSize, (ushort)queue.Size);
        _common.Write16(QueueVector, NoVector);
        WriteAddress(QueueDescriptors, queue.DescriptorAddress);
        WriteAddress(QueueDriver, queue.DriverAddress);
        WriteAddress(QueueDevice, queue.DeviceAddress);
        _common.Write16(QueueEnable, 1);
    }

    private void WriteAddress(uint offset, ulong address)
    {
        _common.Write32(offset, (uint)address);
        _common.Write32(offset + 4, (uint)(address >> 32));
    }
}
