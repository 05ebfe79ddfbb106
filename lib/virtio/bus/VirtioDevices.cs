using Lithe.Device;
using Lithe.Pci;

namespace Lithe.Virtio;

/// <summary>The virtio devices of the machine, looked for when somebody asks first: in memory, then on PCI, in the order of the machine.</summary>
/// <remarks>Owned by the processor that starts drivers.</remarks>
public static class VirtioDevices
{
    private static VirtioTransport? s_first, s_last;
    private static bool s_searched;

    // A bit for each type of which there are devices that have the interface from before virtio 1.0 only.
    private static uint s_old;

    /// <summary>How many devices of a type there are.</summary>
    public static int Count(VirtioDeviceType type)
    {
        Search();
        int count = 0;
        for (VirtioTransport? device = s_first; device is not null; device = device.Next)
        {
            if (device.Type == type)
                count++;
        }

        return count;
    }

    /// <summary>Takes the device with this number among those of its type. Where there are only such as are older than virtio 1.0 beyond that number: <see cref="DeviceError.Unsupported"/>.</summary>
    public static DeviceError TryTake(VirtioDeviceType type, int index, out VirtioTransport? device)
    {
        Search();
        device = null;
        for (VirtioTransport? candidate = s_first; candidate is not null; candidate = candidate.Next)
        {
            if (candidate.Type != type || index-- != 0)
                continue;
            if (candidate.IsTaken)
                return DeviceError.Missing;
            candidate.IsTaken = true;
            device = candidate;
            return DeviceError.None;
        }

        return index >= 0 && (s_old >> (int)type & 1) != 0 ? DeviceError.Unsupported : DeviceError.Missing;
    }

    private static void Search()
    {
        if (s_searched)
            return;
        s_searched = true;
        if (Config.VIRTIO_MMIO)
        {
            bool areReversed = MmioSlots.AreReversed;
            for (int i = 0; MmioSlots.TryGet(i, out MmioSlot slot); i++)
            {
                Add(MmioTransport.TryOpen(slot, out VirtioDeviceType old), areReversed);
                NoteOld(old);
            }
        }

        if (Config.VIRTIO_PCI)
        {
            foreach (PciFunction function in PciBus.Functions)
            {
                Add(PciTransport.TryOpen(function, out VirtioDeviceType old), atFront: false);
                NoteOld(old);
            }
        }
    }

    private static void NoteOld(VirtioDeviceType type)
    {
        if (type is > VirtioDeviceType.None and < (VirtioDeviceType)32)
            s_old |= 1u << (int)type;
    }

    private static void Add(VirtioTransport? device, bool atFront)
    {
        if (device is null)
            return;
        if (s_first is null)
        {
            s_first = s_last = device;
        }
        else if (atFront)
        {
            device.Next = s_first;
            s_first = device;
        }
        else
        {
            s_last!.Next = device;
            s_last = device;
        }
    }
}
