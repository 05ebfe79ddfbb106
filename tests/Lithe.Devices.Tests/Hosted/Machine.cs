using Lithe.Device;
using Lithe.Dma;
using Lithe.Plat;

#pragma warning disable SA1402, SA1649 // Small stand-ins for what an image has.

namespace Lithe.Plat
{
    /// <summary>A message that interrupts.</summary>
    public readonly record struct MessageInterrupt(ulong Address, uint Data);
}

namespace Lithe.Devices.Tests
{
    /// <summary>A device as its registers are read and written.</summary>
    public interface IRegisterModel
    {
        ulong Read(uint offset, int size);

        void Write(uint offset, int size, ulong value);
    }
}

namespace Lithe.Dma
{
    using Lithe.Devices.Tests;

    /// <summary>Registers that a model answers for. What leaves them ends a test, as it ends an image.</summary>
    public readonly struct DeviceRegisters
    {
        private readonly IRegisterModel? _model;
        private readonly uint _start, _length;

        public DeviceRegisters(IRegisterModel model, uint start, uint length) => (_model, _start, _length) = (model, start, length);

        public bool Exists => _length != 0;

        public uint Length => _length;

        public DeviceRegisters Slice(uint offset, uint length) => offset > _length || length > _length - offset ? default : new DeviceRegisters(_model!, _start + offset, length);

        public byte Read8(uint offset) => (byte)Read(offset, 1);

        public ushort Read16(uint offset) => (ushort)Read(offset, 2);

        public uint Read32(uint offset) => (uint)Read(offset, 4);

        public ulong Read64(uint offset) => Read(offset, 8);

        public void Write8(uint offset, byte value) => Write(offset, 1, value);

        public void Write16(uint offset, ushort value) => Write(offset, 2, value);

        public void Write32(uint offset, uint value) => Write(offset, 4, value);

        public void Write64(uint offset, ulong value) => Write(offset, 8, value);

        private ulong Read(uint offset, int size)
        {
            Check(offset, size);
            return _model!.Read(_start + offset, size);
        }

        private void Write(uint offset, int size, ulong value)
        {
            Check(offset, size);
            _model!.Write(_start + offset, size, value);
        }

        private void Check(uint offset, int size)
        {
            if (_length < size || offset > _length - size)
                throw new InvalidOperationException($"a register at {offset} of {_length}");
        }
    }
}

namespace Lithe.Pci
{
    using Lithe.Devices.Tests;

    /// <summary>Functions with a model behind their first base address register.</summary>
    public static class PciBus
    {
        public static List<PciFunction> Functions { get; } = [];
    }

    public sealed record PciFunction(IRegisterModel Model, uint ClassCode, uint Length)
    {
        public DeviceRegisters MapBar(int index) => index == 0 && Length > 0 ? new DeviceRegisters(Model, 0, Length) : default;

        public void Enable()
        {
        }
    }

    /// <summary>No messages: queues are polled.</summary>
    public readonly struct MessageTable
    {
        public static bool TryEnable(PciFunction function, out MessageTable table)
        {
            table = default;
            return function.ClassCode == 0;
        }

        public int Count => 0;

        public bool Set(int vector, MessageInterrupt message) => false;

        public void Mask(int vector, bool isMasked)
        {
        }
    }
}

namespace Lithe.Virtio
{
    /// <summary>One device at a time: the test's.</summary>
    public static class VirtioDevices
    {
        public static VirtioTransport? Device { get; set; }

        public static DeviceError TryTake(VirtioDeviceType type, int index, out VirtioTransport? device)
        {
            device = index == 0 && Device is { IsTaken: false } candidate && candidate.Type == type ? candidate : null;
            if (device is null)
                return DeviceError.Missing;
            device.IsTaken = true;
            return DeviceError.None;
        }
    }
}
