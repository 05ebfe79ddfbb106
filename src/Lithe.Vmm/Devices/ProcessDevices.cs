using System.Globalization;

namespace Lithe.Vmm;

/// <summary>The devices of an image that is a Linux program, as words of its command line: cards on taps, sockets and each other, and files as disks.</summary>
internal static class ProcessDevices
{
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
                case DiskDevice { Path: { } path } when !File.Exists(path):
                    throw Refuse($"there is no disk '{path}'", "make the file first, for instance: truncate --size 64M FILE");
                case NetworkDevice or DiskDevice:
                    break;
                default:
                    throw Refuse("a Linux process has network cards and disks, and no other device", "name a qemu target with --target");
            }
        }

        foreach (IGrouping<string, NetworkDevice> hub in devices.OfType<NetworkDevice>().Where(card => card.Backend == NetworkBackend.Hub).GroupBy(card => card.Peer))
        {
            if (hub.Count() != 2)
                throw Refuse($"hub {hub.Key} has {hub.Count()} cards, and those of a Linux process are connected in pairs", "give two cards the same hub");
        }
    }

    /// <summary>The words.</summary>
    public static IEnumerable<string> Build(IReadOnlyList<GuestDevice> devices, string runFolder)
    {
        int made = 0;
        foreach (GuestDevice device in Connected(devices))
        {
            switch (device)
            {
                case NetworkDevice { Backend: NetworkBackend.Tap } card:
                    yield return $"net=tap:{card.Peer}";
                    break;
                case NetworkDevice { Backend: NetworkBackend.Datagrams } card:
                    yield return string.Create(CultureInfo.InvariantCulture, $"net=frames:{card.Ports.Local}:{card.Ports.Remote}");
                    break;
                case NetworkDevice card:
                    yield return $"net=pair:{card.Peer}";
                    break;
                case DiskDevice disk:
                    string path = disk.Path ?? Make(disk, Path.Combine(runFolder, string.Create(CultureInfo.InvariantCulture, $"disk{made++}")));
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

    private static string Make(DiskDevice disk, string path)
    {
        using FileStream file = File.Create(path);
        file.SetLength(disk.Size.Kibibytes * 1024);
        return path;
    }

    private static VmException Refuse(string message, string mend) => new(VmProblem.Refused, message, mend);
}
