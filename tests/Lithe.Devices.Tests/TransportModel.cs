using Lithe.Dma;
using Lithe.Plat;
using Lithe.Virtio;

namespace Lithe.Devices.Tests;

/// <summary>What is wrong with a virtio device.</summary>
public enum TransportFlaw
{
    None,

    /// <summary>Its registers read as ones.</summary>
    Gone,

    /// <summary>Its registers read as zeroes.</summary>
    Silent,

    /// <summary>It never resets itself.</summary>
    NeverResets,

    /// <summary>It does not take the features that it has offered.</summary>
    RefusesFeatures,

    /// <summary>Its interface is from before virtio 1.0.</summary>
    Old,

    /// <summary>It has no queues.</summary>
    NoQueues,

    /// <summary>It asks for a reset as soon as it runs.</summary>
    AsksForReset,

    /// <summary>It is pulled out when it is first told of a buffer.</summary>
    GoneWithRequest,

    /// <summary>Its configuration is random bytes.</summary>
    Nonsense,
}

/// <summary>A virtio device that answers nothing, with a flaw.</summary>
internal sealed class TransportModel(VirtioDeviceType type, ulong features, TransportFlaw flaw, int seed = 0) : VirtioTransport, IRegisterModel
{
    private readonly Random _random = new(seed);
    private readonly byte[] _configuration = new byte[64];
    private VirtioStatus _status;
    private bool _isGone = flaw == TransportFlaw.Gone;

    public override VirtioDeviceType Type => type;

    public override VirtioStatus Status
    {
        get => _isGone ? (VirtioStatus)0xff : flaw switch
        {
            TransportFlaw.Silent => 0,
            TransportFlaw.NeverResets => _status | VirtioStatus.Acknowledge,
            TransportFlaw.RefusesFeatures => _status & ~VirtioStatus.FeaturesOk,
            TransportFlaw.AsksForReset when (_status & VirtioStatus.DriverOk) != 0 => _status | VirtioStatus.NeedsReset,
            _ => _status,
        };
        set => _status = value;
    }

    public override ulong OfferedFeatures => features | (flaw == TransportFlaw.Old ? 0 : VirtioFeatures.Version1);

    public override bool UsesMessages => false;

    public override int Line => -1;

    /// <summary>Its configuration, to be filled in.</summary>
    public Span<byte> Configuration => _configuration;

    public override int MaxQueueSize(int index) => flaw == TransportFlaw.NoQueues ? 0 : flaw == TransportFlaw.Nonsense ? _random.Next(1 << _random.Next(16)) : 256;

    public override Doorbell DoorbellOf(int index) => new(new DeviceRegisters(this, 0, 4), (ushort)index);

    public override byte ReadConfiguration8(uint offset) => (byte)Read(offset, 1);

    public override ushort ReadConfiguration16(uint offset) => (ushort)Read(offset, 2);

    public override uint ReadConfiguration32(uint offset) => (uint)Read(offset, 4);

    public override void WriteConfiguration32(uint offset, uint value)
    {
    }

    public override uint AcknowledgeInterrupt() => 0;

    public override bool SetMessage(int vector, MessageInterrupt message) => false;

    public override bool SetQueueVector(int queue, int vector) => false;

    protected override uint ConfigurationGeneration => flaw == TransportFlaw.Nonsense ? (uint)_random.Next() : 0;

    public ulong Read(uint offset, int size)
    {
        if (_isGone)
            return ulong.MaxValue;
        if (flaw == TransportFlaw.Nonsense)
            return _random.Next(4) == 0 ? 0 : (ulong)_random.NextInt64() >> _random.Next(64);
        Span<byte> value = stackalloc byte[8];
        value.Clear();
        _configuration.AsSpan((int)offset, size).CopyTo(value);
        return BitConverter.ToUInt64(value);
    }

    // The doorbell is all that is written.
    public void Write(uint offset, int size, ulong value) => _isGone |= flaw == TransportFlaw.GoneWithRequest;

    protected override void WriteFeatures(ulong agreed)
    {
    }

    protected override void EnableQueue(int index, in Virtqueue queue)
    {
    }
}
