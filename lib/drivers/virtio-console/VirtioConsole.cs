using System;
using System.Buffers.Binary;
using Lithe.Device;
using Lithe.Dma;

namespace Lithe.Virtio;

/// <summary>A virtio console with its ports (virtio 1.2, 5.3).</summary>
/// <remarks>States: taken - negotiated - running - closed (<see cref="Close"/>). One owner.</remarks>
public sealed class VirtioConsole
{
    // 5.3.3, 5.3.6.2.
    private const ulong SizeFeature = 1 << 0, Multiport = 1 << 1;
    private const ushort DeviceReady = 0, PortAdd = 1, PortReady = 3, PortOpen = 6;
    private const uint ColumnsOffset = 0, RowsOffset = 2, PortsOffset = 4;
    private const int ControlReceive = 2, ControlTransmit = 3, MessageSize = 8, MaxPorts = 32;

    private readonly VirtioTransport _transport;
    private readonly VirtioConsolePort?[] _ports;
    private VirtioConsolePort? _control;

    private VirtioConsole(VirtioTransport transport, int ports)
    {
        _transport = transport;
        _ports = new VirtioConsolePort?[ports];
    }

    /// <summary>Starts the console with this number.</summary>
    public static DeviceError TryOpen(int index, out VirtioConsole? console)
    {
        console = null;
        DeviceError error = VirtioDevices.TryTake(VirtioDeviceType.Console, index, out VirtioTransport? transport);
        if (transport is null)
            return error;
        error = transport.TryNegotiate(SizeFeature | Multiport, 0);
        if (error != DeviceError.None)
            return error;
        bool hasPorts = transport.Has(Multiport);
        int count = hasPorts ? (int)Math.Max(1, Math.Min(transport.ReadConfiguration32(PortsOffset), MaxPorts)) : 1;
        var opened = new VirtioConsole(transport, count);
        for (int i = 0; i < count && error == DeviceError.None; i++)
        {
            // Port 0 has the first two queues; the control queues come next.
            int queue = i == 0 ? 0 : 2 * (i + 1);
            error = VirtioConsolePort.TryCreate(transport, queue, queue + 1, out opened._ports[i]);
        }

        if (error == DeviceError.None && hasPorts)
            error = VirtioConsolePort.TryCreate(transport, ControlReceive, ControlTransmit, out opened._control);
        if (error != DeviceError.None)
        {
            transport.Reset();
            transport.Fail();
            return error;
        }

        transport.Start();
        foreach (VirtioConsolePort? port in opened._ports)
            port!.Fill();
        if (opened._control is { } control)
        {
            control.Fill();
            opened.Tell(0, DeviceReady, 1);
        }

        console = opened;
        return DeviceError.None;
    }

    /// <summary>How many ports there can be. Port 0 is there from the start; the others once the device has added them.</summary>
    public int PortCount => _ports.Length;

    /// <summary>A port.</summary>
    public VirtioConsolePort Port(int index) => _ports[index]!;

    /// <summary>The terminal's size in characters; 0 by 0 when nobody says it.</summary>
    public (int Columns, int Rows) Size =>
        _transport.Has(SizeFeature) ? (_transport.ReadConfiguration16(ColumnsOffset), _transport.ReadConfiguration16(RowsOffset)) : (0, 0);

    /// <summary>Its transport, for interrupts.</summary>
    public VirtioTransport Transport => _transport;

    /// <summary>Answers what the device says of its ports: call it from time to time, and before a port other than the first is used. Returns how many messages there were.</summary>
    public int HandleControl()
    {
        int count = 0;
        Span<byte> message = stackalloc byte[VirtioConsolePort.BufferSize];
        while (_control is { } control && control.Read(message) is var length and > 0)
        {
            count++;
            uint port = length >= MessageSize ? BinaryPrimitives.ReadUInt32LittleEndian(message) : uint.MaxValue;
            if (port >= (uint)_ports.Length || BinaryPrimitives.ReadUInt16LittleEndian(message.Slice(4)) != PortAdd)
                continue;
            Tell(port, PortReady, 1);
            Tell(port, PortOpen, 1);
            _ports[port]!.IsThere = true;
        }

        return count;
    }

    /// <summary>Stops the device.</summary>
    public bool Close()
    {
        if (!_transport.Reset())
            return false;
        foreach (VirtioConsolePort? port in _ports)
            port!.Stop();
        _control?.Stop();
        _transport.IsTaken = false;
        return true;
    }

    private void Tell(uint port, ushort what, ushort value)
    {
        Span<byte> message = stackalloc byte[MessageSize];
        BinaryPrimitives.WriteUInt32LittleEndian(message, port);
        BinaryPrimitives.WriteUInt16LittleEndian(message.Slice(4), what);
        BinaryPrimitives.WriteUInt16LittleEndian(message.Slice(6), value);
        _control!.Write(message);
    }
}
