using System;
using Lithe.Device;
using Lithe.Net;

namespace Lithe.Virtio;

/// <summary>How a card is opened.</summary>
public readonly record struct VirtioNetOptions()
{
    /// <summary>Descriptors of each queue, at most.</summary>
    public int QueueSize { get; init; } = 256;

    /// <summary>Netbufs of each queue pair: those that wait in the receive ring, and those that the owner has or sends.</summary>
    public int Netbufs { get; init; } = 512;

    /// <summary>Pairs of queues, at most as many as the card has.</summary>
    public int Queues { get; init; } = 1;

    /// <summary>Checksums and segmentation by the card, both ways, where it can; else packets are whole and simple.</summary>
    public bool Offloads { get; init; }
}

/// <summary>A virtio network card (virtio 1.2, 5.1).</summary>
/// <remarks>
/// States: taken (found, nobody else gets it) - negotiated (features) - running (<see cref="TryOpen"/> has returned it: queues are live, interrupts off) - failed (a queue's
/// <see cref="VirtioNetQueue.Error"/> is not none: nothing more comes or goes) - closed (<see cref="Close"/>: reset, all memory the driver's again).
/// </remarks>
public sealed class VirtioNet
{
    // 5.1.3.
    internal const ulong Checksum = 1 << 0, GuestChecksum = 1 << 1, MtuFeature = 1 << 3, MacFeature = 1 << 5, GuestTsoV4 = 1 << 7, GuestTsoV6 = 1 << 8;
    internal const ulong HostTsoV4 = 1 << 11, HostTsoV6 = 1 << 12, MergeableBuffers = 1 << 15, StatusFeature = 1 << 16, ControlQueue = 1 << 17, Multiqueue = 1 << 22;

    private const uint StatusOffset = 6, PairsOffset = 8, MtuOffset = 10;
    private const ushort LinkIsUp = 1;

    /// <summary>The most netbufs of a packet that is sent; without <see cref="VirtioNetOptions.Offloads"/> four. What has more is never taken.</summary>
    public const int MaxParts = 18;

    private readonly VirtioTransport _transport;
    private readonly VirtioNetQueue[] _queues;
    private VirtioNetControl? _control;

    private VirtioNet(VirtioTransport transport, int queues)
    {
        _transport = transport;
        _queues = new VirtioNetQueue[queues];
    }

    /// <summary>Starts the network card with this number.</summary>
    public static DeviceError TryOpen(int index, VirtioNetOptions options, out VirtioNet? card)
    {
        card = null;
        DeviceError error = VirtioDevices.TryTake(VirtioDeviceType.Network, index, out VirtioTransport? transport);
        if (transport is null)
            return error;
        ulong wanted = MacFeature | StatusFeature | MtuFeature;
        if (Config.VIRTIO_NET_CONTROL && options.Queues > 1)
            wanted |= Multiqueue | ControlQueue;
        if (options.Offloads)
        {
            wanted |= Checksum | GuestChecksum | HostTsoV4 | HostTsoV6;
            if (Config.VIRTIO_NET_CONTROL)
                wanted |= ControlQueue;
            // Packets longer than a netbuf only where they can come in several; several only where packets can be that long.
            if ((transport.OfferedFeatures & MergeableBuffers) != 0 && (transport.OfferedFeatures & (GuestTsoV4 | GuestTsoV6)) != 0)
                wanted |= GuestTsoV4 | GuestTsoV6 | MergeableBuffers;
        }

        error = transport.TryNegotiate(wanted, 0);
        if (error != DeviceError.None)
            return error;
        int pairs = 1;
        if (Config.VIRTIO_NET_CONTROL && options.Queues > 1 && transport.Has(Multiqueue) && transport.Has(ControlQueue))
            pairs = Math.Max(1, Math.Min(options.Queues, (int)transport.ReadConfiguration16(PairsOffset)));
        var opened = new VirtioNet(transport, pairs);
        error = opened.Start(options);
        if (error != DeviceError.None)
        {
            opened.Close();
            transport.Fail();
            return error;
        }

        card = opened;
        return DeviceError.None;
    }

    /// <summary>The card's address; all zero when it has none.</summary>
    public MacAddress Address { get; private set; }

    /// <summary>The most bytes of a frame behind its 14-byte header.</summary>
    public int Mtu { get; private set; }

    /// <summary>Whether the cable is in.</summary>
    public bool IsLinkUp => !_transport.Has(StatusFeature) || (_transport.ReadConfiguration16(StatusOffset) & LinkIsUp) != 0;

    /// <summary>How many pairs of queues it runs with.</summary>
    public int QueueCount => _queues.Length;

    /// <summary>A pair of queues, for its owner: in place, never to be copied.</summary>
    public ref VirtioNetQueue Queue(int index) => ref _queues[index];

    /// <summary>Whether the card computes checksums of what is sent.</summary>
    public bool ComputesChecksums => _transport.Has(Checksum);

    /// <summary>Whether it cuts TCP over IPv4 into segments.</summary>
    public bool SegmentsV4 => _transport.Has(Checksum) && _transport.Has(HostTsoV4);

    /// <summary>Whether it cuts TCP over IPv6 into segments.</summary>
    public bool SegmentsV6 => _transport.Has(Checksum) && _transport.Has(HostTsoV6);

    /// <summary>The control queue; null when the card has none or none was asked for.</summary>
    public VirtioNetControl? Control => _control;

    /// <summary>Its transport, for interrupts.</summary>
    public VirtioTransport Transport => _transport;

    /// <summary>Stops the card. Netbufs in its rings are free again.</summary>
    public bool Close()
    {
        if (!_transport.Reset())
            return false;
        for (int i = 0; i < _queues.Length; i++)
            _queues[i].Stop();
        _transport.IsTaken = false;
        return true;
    }

    private DeviceError Start(VirtioNetOptions options)
    {
        if (_transport.Has(MacFeature))
        {
            Address = new MacAddress(
                _transport.ReadConfiguration8(0), _transport.ReadConfiguration8(1), _transport.ReadConfiguration8(2),
                _transport.ReadConfiguration8(3), _transport.ReadConfiguration8(4), _transport.ReadConfiguration8(5));
        }

        int mtu = _transport.Has(MtuFeature) ? _transport.ReadConfiguration16(MtuOffset) : 1500;
        Mtu = mtu is < 68 or > 1500 ? 1500 : mtu;
        for (int i = 0; i < _queues.Length; i++)
        {
            DeviceError error = _queues[i].Initialize(_transport, i, options, MaxParts);
            if (error != DeviceError.None)
                return error;
        }

        if (Config.VIRTIO_NET_CONTROL && _transport.Has(ControlQueue))
        {
            // It comes behind all pairs that the card has, or behind the only one.
            int index = _transport.Has(Multiqueue) ? 2 * _transport.ReadConfiguration16(PairsOffset) : 2;
            DeviceError error = VirtioNetControl.TryCreate(_transport, index, out _control);
            if (error != DeviceError.None)
                return error;
        }

        _transport.Start();
        for (int i = 0; i < _queues.Length; i++)
            _queues[i].Fill();
        if (Config.VIRTIO_NET_CONTROL && _queues.Length > 1 && !_control!.SetPairs(_queues.Length))
            return DeviceError.Failed;
        return DeviceError.None;
    }
}
