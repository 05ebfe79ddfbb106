using System.Globalization;

namespace Lithe.Vmm;

/// <summary>
/// Reads devices as descriptions and command lines write them: a kind, then words <c>key=value</c> or <c>flag</c>, for instance <c>net hub=0 packed</c>,
/// <c>disk size=64M queues=2</c>.
/// </summary>
public static class DeviceText
{
    private const string Virtio = "packed, pci, legacy";

    /// <summary>The largest disk that is made for a run: file systems have files of no more.</summary>
    private static readonly MemorySize LargestDisk = MemorySize.FromMebibytes(8L << 20);

    // Each kind with the words that it takes, as messages name them.
    private static readonly Dictionary<string, string> Kinds = new(StringComparer.Ordinal)
    {
        ["net"] = $"tap=NAME, create (with tap=), queues=N (with tap=), hub=N, frames=LOCAL:REMOTE, socket=PATH, capture=FILE, {Virtio}",
        ["disk"] = $"file=FILE, size=SIZE, readonly, queues=N, {Virtio}",
        ["nvme"] = "file=FILE, size=SIZE, queues=N, zoned",
        ["share"] = $"folder=FOLDER, tag=NAME, {Virtio}",
        ["rng"] = Virtio,
        ["balloon"] = Virtio,
        ["console"] = $"file=FILE, ports=N, {Virtio}",
    };

    /// <summary>The kinds with the words that each takes, a line each.</summary>
    public static IEnumerable<string> Help => Kinds.Select(kind => $"{kind.Key}: {kind.Value}");

    /// <summary>Reads a device. Relative paths are taken from <paramref name="folder"/>.</summary>
    /// <exception cref="VmException">It is no device.</exception>
    public static GuestDevice Parse(string text, string folder)
    {
        string[] words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || !Kinds.ContainsKey(words[0]))
            throw Refuse($"there is no device '{(words.Length == 0 ? text : words[0])}'", $"devices are: {string.Join(", ", Kinds.Keys)}");
        var fields = new Fields(words, folder);
        GuestDevice device = words[0] switch
        {
            "net" => Network(fields),
            "disk" or "nvme" => Disk(fields, words[0]),
            "share" => new ShareDevice(
                fields.Path("folder") ?? throw Refuse("a share needs its folder", "write for instance share folder=./data tag=data"),
                fields.Text("tag") ?? "share"),
            "console" => new SimpleDevice(SimpleKind.Console) { Path = fields.Path("file"), Ports = fields.Number("ports", 1, 8) ?? 1 },
            "rng" => new SimpleDevice(SimpleKind.Rng),
            _ => new SimpleDevice(SimpleKind.Balloon),
        };
        if (words[0] is "net" or "disk" or "nvme")
            device = device with { Queues = fields.Number("queues", 1, 64) ?? 1 };
        if (words[0] != "nvme")
            device = device with { OnPci = fields.Flag("pci"), Packed = fields.Flag("packed"), IsLegacy = fields.Flag("legacy") };
        fields.RefuseRest();
        return device;
    }

    /// <summary>Reads a forwarded port: <c>8080:80</c>, <c>127.0.0.1:8080:80</c>, with <c>/udp</c> or <c>/tcp</c> behind it.</summary>
    /// <exception cref="VmException">It is none.</exception>
    public static PortForward ParseForward(string text)
    {
        const string Mend = "write HOST:GUEST, for instance 8080:80, or 5000:7/udp";
        string ports = text;
        bool datagrams = text.EndsWith("/udp", StringComparison.Ordinal);
        if (datagrams || text.EndsWith("/tcp", StringComparison.Ordinal))
            ports = text[..^4];
        string[] parts = ports.Split(':');
        if (parts.Length is < 2 or > 3 || !IsPort(parts[^1], out int guest) || !IsPort(parts[^2], out int host))
            throw Refuse($"'{text}' is not a pair of ports", Mend);
        string address = parts.Length == 3 ? parts[0] : "127.0.0.1";
        // In full: "1" would be read as 0.0.0.1.
        return System.Net.IPAddress.TryParse(address, out System.Net.IPAddress? known) && known.ToString() == address
            ? new PortForward(address, host, guest, datagrams)
            : throw Refuse($"'{address}' is not an IPv4 address", "write ADDRESS:HOST:GUEST, for instance 127.0.0.1:8080:80, or HOST:GUEST");
    }

    private static DiskDevice Disk(Fields fields, string kind)
    {
        var disk = new DiskDevice { IsNvme = kind == "nvme", Path = fields.Path("file"), IsReadOnly = fields.Flag("readonly"), IsZoned = kind == "nvme" && fields.Flag("zoned") };
        if (fields.Size("size") is not { } size)
            return disk;
        if (disk.Path is not null)
            throw Refuse("a disk with a file has that file's size", $"keep one of file= and size=");
        return size > LargestDisk
            ? throw Refuse($"a disk of {size} is too large to be made for a run", $"write for instance {kind} size=64M; the most is {LargestDisk}")
            : disk with { Size = size };
    }

    private static NetworkDevice Network(Fields fields)
    {
        string? tap = fields.Text("tap"), hub = fields.Number("hub", 0, 65535)?.ToString(CultureInfo.InvariantCulture), ports = fields.Text("frames"), socket = fields.Path("socket");
        bool isMade = fields.Flag("create");
        if (new[] { tap, hub, ports, socket }.Count(connection => connection is not null) > 1)
            throw Refuse("a network card has one connection", "keep one of tap=, hub=, frames=, socket=");
        if (isMade && tap is null)
            throw Refuse("only a tap is made for the run", "write net tap=NAME create");
        if (tap is not null)
            TapInterface.CheckName(tap);
        var network = new NetworkDevice { Peer = tap ?? hub ?? socket ?? "", MakesTap = isMade, CapturePath = fields.Path("capture") };
        if (ports is not null)
        {
            string[] two = ports.Split(':');
            return two.Length == 2 && IsPort(two[0], out int local) && IsPort(two[1], out int remote)
                ? network with { Backend = NetworkBackend.Datagrams, Ports = (local, remote) }
                : throw Refuse($"'{ports}' is not a pair of ports", "write net frames=LOCAL:REMOTE");
        }

        if (socket is not null)
            return network with { Backend = NetworkBackend.Stream };
        return network with { Backend = tap is not null ? NetworkBackend.Tap : hub is not null ? NetworkBackend.Hub : NetworkBackend.User };
    }

    private static bool IsPort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 1 and <= 65535;

    private static VmException Refuse(string message, string mend) => new(VmProblem.Refused, message, mend);

    // The words behind the kind; what nobody has asked for in the end is a mistake.
    private sealed class Fields(string[] words, string folder)
    {
        private readonly List<string> _rest = [.. words.Skip(1)];

        public bool Flag(string name) => _rest.Remove(name);

        public string? Text(string name)
        {
            int at = _rest.FindIndex(word => word.StartsWith(name + "=", StringComparison.Ordinal));
            if (at < 0)
                return null;
            string value = _rest[at][(name.Length + 1)..];
            _rest.RemoveAt(at);
            return value.Length > 0 ? value : throw Refuse($"'{name}=' of a device has no value", $"write {words[0]} {name}=VALUE");
        }

        public string? Path(string name) => Text(name) is { } value ? System.IO.Path.GetFullPath(value, folder) : null;

        public int? Number(string name, int least, int most)
        {
            if (Text(name) is not { } text)
                return null;
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most
                ? value
                : throw Refuse($"'{name}={text}' is no number from {least} to {most}", $"write for instance {words[0]} {name}={Math.Max(least, 1)}");
        }

        public MemorySize? Size(string name)
        {
            if (Text(name) is not { } text)
                return null;
            return MemorySize.TryParse(text, out MemorySize size) ? size : throw Refuse($"'{text}' is not a size", $"write for instance {words[0]} size=64M");
        }

        public void RefuseRest()
        {
            if (_rest.Count > 0)
                throw Refuse(words.Skip(1).Count(word => word.Split('=')[0] == _rest[0].Split('=')[0]) > 1
                    ? $"a device '{words[0]}' has '{_rest[0].Split('=')[0]}' twice" : $"a device '{words[0]}' does not know '{_rest[0]}'", $"words of '{words[0]}' are: {Kinds[words[0]]}");
        }
    }
}
