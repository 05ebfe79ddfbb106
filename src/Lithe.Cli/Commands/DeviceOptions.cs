using System.CommandLine;
using Lithe.Vmm;

namespace Lithe.Cli.Commands;

/// <summary>The options that give a machine devices, on top of those that the application's description asks for.</summary>
internal sealed class DeviceOptions
{
    private readonly Option<string[]> _ports = new("--port", "-p")
    {
        Description = "Forward a port of this host to one of the guest: 8080:80, 127.0.0.1:8080:80, 5000:7/udp. No rights needed.",
        HelpName = "HOST:GUEST",
    };

    private readonly Option<string[]> _taps = new("--tap") { Description = "A network card on a tap interface of this host, which is there: ip tuntap add NAME mode tap user $USER.", HelpName = "NAME" };

    private readonly Option<string[]> _disks = new("--disk") { Description = "A disk whose sectors are this file's: a multiple of 512 bytes.", HelpName = "FILE" };

    private readonly Option<string[]> _shares = new("--share") { Description = "A folder of this host that the guest finds by a name (its own, or the one behind a colon).", HelpName = "FOLDER[:NAME]" };

    private readonly Option<string[]> _devices = new("--device") { Description = $"A device as lithe.yaml writes it, for instance 'nvme size=64M' or 'net hub=0 packed'. Kinds and their words:\n{string.Join('\n', DeviceText.Help)}", HelpName = "DEVICE" };

    private readonly Option<string?> _pcap = new("--pcap") { Description = "Write all packets of the first network card to this file.", HelpName = "FILE" };

    public void AddTo(Command command)
    {
        command.Options.Add(_ports);
        command.Options.Add(_taps);
        command.Options.Add(_disks);
        command.Options.Add(_shares);
        command.Options.Add(_devices);
        command.Options.Add(_pcap);
    }

    /// <summary>The application's devices and those of the command line.</summary>
    /// <exception cref="VmException">They do not go together, or one is no device.</exception>
    public IReadOnlyList<GuestDevice> Devices(ParseResult parse, IReadOnlyList<GuestDevice> own)
    {
        string here = Environment.CurrentDirectory;
        var devices = new List<GuestDevice>(own);
        string[] taps = parse.GetValue(_taps) ?? [];
        PortForward[] forwards = [.. (parse.GetValue(_ports) ?? []).Select(DeviceText.ParseForward)];
        foreach (string tap in taps)
        {
            // The application asks for a card and the user says where to: the first that is nowhere in particular.
            int card = devices.FindIndex(IsUserNetwork);
            var device = new NetworkDevice { Backend = NetworkBackend.Tap, Peer = tap };
            if (card >= 0)
                devices[card] = ((NetworkDevice)devices[card]) with { Backend = NetworkBackend.Tap, Peer = tap };
            else
                devices.Add(device);
        }

        if (forwards.Length > 0)
        {
            int card = devices.FindIndex(IsUserNetwork);
            if (card < 0 && taps.Length > 0)
                throw UserError.Usage("-p forwards ports of QEMU's own network, and the network card is on a tap", "reach the guest through the tap, or leave --tap out");
            if (card < 0)
            {
                devices.Add(new NetworkDevice());
                card = devices.Count - 1;
            }

            devices[card] = ((NetworkDevice)devices[card]) with { Forwards = forwards };
        }

        devices.AddRange((parse.GetValue(_disks) ?? []).Select(path => new DiskDevice { Path = Path.GetFullPath(path, here) }));
        devices.AddRange((parse.GetValue(_shares) ?? []).Select(Share));
        devices.AddRange((parse.GetValue(_devices) ?? []).Select(text => DeviceText.Parse(text, here)));
        if (parse.GetValue(_pcap) is { } pcap)
        {
            int card = devices.FindIndex(d => d is NetworkDevice);
            if (card < 0)
                throw UserError.Usage("--pcap needs a network card", "add -p, --tap or --device net");
            devices[card] = ((NetworkDevice)devices[card]) with { CapturePath = Path.GetFullPath(pcap, here) };
        }

        return devices;
    }

    private static bool IsUserNetwork(GuestDevice device) => device is NetworkDevice { Backend: NetworkBackend.User };

    private static ShareDevice Share(string text)
    {
        // A folder whose own name has a colon is one without a name behind it.
        int colon = Directory.Exists(text) ? -1 : text.LastIndexOf(':');
        (string folder, string? name) = colon > 0 ? (text[..colon], text[(colon + 1)..]) : (text, null);
        string path = Path.GetFullPath(folder, Environment.CurrentDirectory);
        return new ShareDevice(path, name is null ? Path.GetFileName(Path.TrimEndingDirectorySeparator(path)) : name);
    }
}
