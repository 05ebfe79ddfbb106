using System;
using System.Collections.Generic;
using Lithe.Device;
using Lithe.Pci;

namespace Lithe.Virtio;

/// <summary>The virtio devices of the machine, looked for when somebody asks first: in memory, then on PCI, in the order of the machine.</summary>
/// <remarks>Owned by the processor that starts drivers.</remarks>
public static class VirtioDevices
{
    private static readonly List<VirtioTransport> s_devices = [];
    private static bool s_searched;

    /// <summary>How many devices of a type there are.</summary>
    public static int Count(VirtioDeviceType type)
    {
        Search();
        int count = 0;
        foreach (VirtioTransport device in s_devices)
        {
            if (device.Type == type)
                count++;
        }

        return count;
    }

    /// <summary>Takes the device with this number among those of its type.</summary>
    public static DeviceError TryTake(VirtioDeviceType type, int index, out VirtioTransport? device)
    {
        Search();
        device = null;
        foreach (VirtioTransport candidate in s_devices)
        {
            if (candidate.Type != type || index-- != 0)
                continue;
            if (candidate.IsTaken)
                return DeviceError.Missing;
            candidate.IsTaken = true;
            device = candidate;
            return DeviceError.None;
        }

        return DeviceError.Missing;
    }

    private static void Search()
    {
        if (s_searched)
            return;
        s_searched = true;
        if (Config.VIRTIO_MMIO)
        {
            int before = s_devices.Count;
            for (int i = 0; MmioSlots.TryGet(i, out MmioSlot slot); i++)
                Add(MmioTransport.TryOpen(slot));
            if (MmioSlots.AreReversed)
                s_devices.Reverse(before, s_devices.Count - before);
        }

        if (Config.VIRTIO_PCI)
        {
            foreach (PciFunction function in PciBus.Functions)
                Add(PciTransport.TryOpen(function));
        }
    }

    private static void Add(VirtioTransport? device)
    {
        if (device is not null)
            s_devices.Add(device);
    }
}
