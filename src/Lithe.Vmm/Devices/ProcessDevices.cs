using System.Globalization;

namespace Lithe.Vmm;

/// <summary>The devices of an image that is a Linux program, as words of its command line: cards on taps, sockets and each other, and files as disks.</summary>
internal static class ProcessDevices
{
    /// <summary>The most devices of a kind (lib/drivers/host-net, host-block).</summary>
    private const int Most = 8;

    /// <summary>Refuses devices that only a machine has.</summary>
    /// <exception cref="VmException">One is such.</exception>
    public static void Validate(IReadOnlyList<GuestDevice> devices)
    {
        foreach (GuestDevice device in Connected(devices))
        {
            switch (device)
            {
                case NetworkDevice { CapturePath: not null }:
                    throw Refuse("packets of a Linux process are not captured by the launcher", "capture on the tap, with tcpdump");
                case NetworkDevice { Backend: NetworkBackend.User }:
                    throw Refuse("a Linux process is on no network of QEMU's", "use --tap NAME or --device \"net frames=LOCAL:REMOTE\", or name a qemu target with --target");
                case NetworkDevice { Backend: NetworkBackend.Stream }:
                    throw Refuse("a Linux process has no card on a stream of frames", "use --device \"net frames=LOCAL:REMOTE\"");
                case DiskDevice { IsNvme: true }:
                    throw Refuse("NVMe needs a PCI bus, and a Linux process has none", "use a disk, or name a qemu target with --target");
                case NetworkDevice { Queues: > 1 }:
                    throw Refuse("a network card of a Linux process has one queue", "take queues= out");
                case { Packed: true } or { OnPci: true } or { IsLegacy: true }:
                    throw Refuse("devices of a Linux process are on no bus and have no virtqueues", "take packed, pci and legacy out");
                case NetworkDevice or DiskDevice:
                    break;
                default:
                    throw Refuse("a Linux process has network cards and disks, and no other device", "name a qemu target with --target");
            }
        }

        RefuseMore(Connected(devices).OfType<NetworkDevice>().Count(), "network cards");
        RefuseMore(devices.OfType<DiskDevice>().Count(), "disks");
        FileChecks.Check(devices);
        NetworkChecks.Check(Connected(devices), looksAtHost: true);
        foreach (IGrouping<string, NetworkDevice> hub in devices.OfType<NetworkDevice>().Where(card => card.Backend == NetworkBackend.Hub).GroupBy(card => card.Peer))
        {
            if (hub.Count() != 2)
                throw Refuse($"hub {hub.Key} has {hub.Count()} cards, and those of a Linux process are connected in pairs", "give two cards the same hub");
        }
    }

    /// <summary>The words. Disks that last as long as the run are made in a folder, unless only the words are asked for.</summary>
    public static IEnumerable<string> Build(IReadOnlyList<GuestDevice> devices, string runFolder, bool makesDisks)
    {
        int made = 0;
        // Hubs are numbered anew: an image knows as many pairs as it has cards.
        string[] hubs = [.. devices.OfType<NetworkDevice>().Where(card => card.Backend == NetworkBackend.Hub).Select(card => card.Peer).Distinct()];
        foreach (GuestDevice device in Connected(devices))
        {
            switch (device)
            {
                case NetworkDevice { Backend: NetworkBackend.Tap } card:
                    yield return $"net={(card.MakesTap ? "new-tap" : "tap")}:{card.Peer}";
                    break;
                case NetworkDevice { Backend: NetworkBackend.Datagrams } card:
                    yield return string.Create(CultureInfo.InvariantCulture, $"net=frames:{card.Ports.Local}:{card.Ports.Remote}");
                    break;
                case NetworkDevice card:
                    yield return string.Create(CultureInfo.InvariantCulture, $"net=pair:{Array.IndexOf(hubs, card.Peer)}");
                    break;
                case DiskDevice disk:
                    string path = disk.Path ?? Path.Combine(runFolder, string.Create(CultureInfo.InvariantCulture, $"disk{made++}"));
                    if (disk.Path is null && makesDisks)
                        DeviceArguments.Make(disk, path);
                    yield return $"disk={(disk.IsReadOnly ? "ro" : "rw")}:{path}";
                    break;
            }
        }
    }

    // A card that is nowhere in particular is what an application asks for, and another one what its user gives it.
    private static IEnumerable<GuestDevice> Connected(IReadOnlyList<GuestDevice> devices)
    {
        bool hasConnected = devices.Any(device => device is NetworkDevice { Backend: not NetworkBackend.User });
        return devices.Where(device => !hasConnected || device is not NetworkDevice { Backend: NetworkBackend.User, Forwards.Count: 0 });
    }

    private static void RefuseMore(int count, string kind)
    {
        if (count > Most)
            throw Refuse($"a Linux process has at most {Most} {kind}, not {count}", "take some devices away");
    }

    private static VmException Refuse(string message, string mend) => new(VmProblem.Refused, message, mend);
}
