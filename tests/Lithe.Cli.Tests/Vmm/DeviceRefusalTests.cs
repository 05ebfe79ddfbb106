using System.Net;
using System.Net.Sockets;
using Lithe.Vmm;

namespace Lithe.Cli.Tests.Vmm;

/// <summary>Devices that cannot be had are refused before QEMU or the image starts, with what is wrong and what mends it.</summary>
public sealed class DeviceRefusalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lithe-devices-").FullName;

    [Theory]
    [InlineData("toaster", "there is no device 'toaster'", "net, disk, nvme, share")]
    [InlineData("disk size=99999999G", "too large", "size=64M")]
    [InlineData("disk size=99999999999999999999G", "not a size", "size=64M")]
    [InlineData("disk size=1M file=x", "has that file's size", "keep one")]
    [InlineData("disk size=1M size=2M", "has 'size' twice", "readonly")]
    [InlineData("disk tag=x", "does not know 'tag=x'", "words of 'disk' are: file=FILE, size=SIZE, readonly")]
    [InlineData("nvme packed", "does not know 'packed'", "words of 'nvme' are: file=FILE, size=SIZE, queues=N, zoned")]
    [InlineData("rng queues=2", "does not know 'queues=2'", "words of 'rng' are: packed")]
    [InlineData("share tag=x", "needs its folder", "share folder=")]
    [InlineData("net hub=99999999999", "no number from 0", "hub=")]
    [InlineData("net create", "only a tap is made", "tap=NAME create")]
    [InlineData("net tap=", "has no value", "tap=VALUE")]
    [InlineData("net tap=abcdefghijklmnop", "at most 15 bytes", "ip link")]
    [InlineData("net tap=a/b", "no interface's name", "ip link")]
    [InlineData("net tap=a hub=1", "one connection", "keep one")]
    [InlineData("net frames=1", "not a pair of ports", "frames=LOCAL:REMOTE")]
    public void TextsThatAreNoDevice(string text, string message, string mend)
    {
        VmException refusal = Assert.Throws<VmException>(() => DeviceText.Parse(text, _folder));
        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(mend, refusal.Mend, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1:8080:80")]
    [InlineData("::1:8080:80")]
    [InlineData("300.0.0.1:8080:80")]
    [InlineData("8080")]
    [InlineData("0:80")]
    [InlineData("70000:80")]
    public void TextsThatAreNoForward(string text) => Assert.Throws<VmException>(() => DeviceText.ParseForward(text));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AFileIsOneDisk(bool isProcess)
    {
        string file = MakeFile("disk", 1 << 20), link = Path.Combine(_folder, "link"), hard = Path.Combine(_folder, "hard"), other = MakeFile("other", 1 << 20);
        File.CreateSymbolicLink(link, file);
        Assert.Equal(0, System.Diagnostics.Process.Start("ln", [file, hard])!.WaitToEnd());
        foreach (string same in (string[])[file, link, hard])
        {
            Refused("the same file|given twice", "file of its own", isProcess, Disk(file), Disk(same));
            Refused("the same file|given twice", "read-only", isProcess, Disk(file) with { IsReadOnly = true }, Disk(same));
            Accepted(isProcess, Disk(file) with { IsReadOnly = true }, Disk(same) with { IsReadOnly = true });
        }

        Accepted(isProcess, Disk(file), Disk(other));
    }

    [Fact]
    public void WhatARunWritesIsNoDisk()
    {
        string file = MakeFile("disk", 1 << 20);
        Refused("a disk|a capture", "a file of its own", false, Disk(file), new NetworkDevice { CapturePath = file });
        Refused("given twice", "a file of its own", false, new SimpleDevice(SimpleKind.Console) { Path = file }, new NetworkDevice { CapturePath = file });
        // The console's second port.
        Refused("given twice|same file", "a file of its own", false, new SimpleDevice(SimpleKind.Console) { Path = Path.Combine(_folder, "out"), Ports = 2 }, new NetworkDevice { CapturePath = Path.Combine(_folder, "out.1") });
        Assert.False(File.Exists(Path.Combine(_folder, "out")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void DisksThatAreNone(bool isProcess)
    {
        Refused("there is no disk", "truncate --size", isProcess, Disk(Path.Combine(_folder, "none")));
        Refused("is a folder, not a disk", "--share", isProcess, Disk(_folder));
        Refused("neither a file nor a block device", "truncate", isProcess, Disk("/dev/null"));
        Refused("is empty", "truncate --size", isProcess, Disk(MakeFile("empty", 0)));
        Refused("1 bytes, which are no whole sectors of 512", "truncate --size %512", isProcess, Disk(MakeFile("one", 1)));
        Refused("1000 bytes, which are no whole sectors of 512", "truncate --size %512", isProcess, Disk(MakeFile("odd", 1000)));
        Accepted(isProcess, Disk(MakeFile("sector", 512)));
        if (!isProcess)
            Refused("an NVMe disk cannot be read-only", "disk file=FILE readonly", Options(false) with { Machine = MachineType.Q35, Devices = [new DiskDevice { IsNvme = true, IsReadOnly = true }] });
        if (OperatingSystem.IsWindows() || Environment.UserName == "root")
            return;
        string locked = MakeFile("locked", 512);
        File.SetUnixFileMode(locked, UnixFileMode.UserRead);
        Refused("cannot be written", "readonly", isProcess, Disk(locked));
        Accepted(isProcess, Disk(locked) with { IsReadOnly = true });
        File.SetUnixFileMode(locked, UnixFileMode.None);
        Refused("cannot be opened", "chmod", isProcess, Disk(locked) with { IsReadOnly = true });
    }

    [Fact]
    public async Task ADiskOfAnotherMachineIsInUse()
    {
        string disk = MakeFile("disk", 1 << 20);
        using var guest = new AssembledGuest();
        var first = new VmOptions { ImagePath = guest.X86Endless(), Architecture = GuestArchitecture.X86_64, Timeout = TimeSpan.FromSeconds(60), Devices = [Disk(disk)] };
        await using (VirtualMachine machine = await VirtualMachine.StartAsync(first, new GuestConsole(), TestContext.Current.CancellationToken))
        {
            // QEMU locks the file some moments after it has started.
            VmException? refusal = null;
            for (int i = 0; i < 300 && refusal is null; i++)
            {
                refusal = Record.Exception(() => VirtualMachine.Validate(first)) as VmException;
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }

            Assert.Contains("in use by another machine", refusal?.Message, StringComparison.Ordinal);
            Refused("in use by another machine", "a copy", false, Disk(disk) with { IsReadOnly = true });
        }

        Accepted(false, Disk(disk));
    }

    [Fact]
    public void FilesAndNamesOfSharesAndCaptures()
    {
        string file = MakeFile("file", 512);
        Refused("there is no folder", "mkdir", false, new ShareDevice(Path.Combine(_folder, "none"), "x"));
        Refused("is a file, and what is shared is a folder", "--disk", false, new ShareDevice(file, "x"));
        Refused("has no name", ":NAME", false, new ShareDevice("/", ""));
        Refused("at most 31 bytes, and 'xxx", ":NAME", false, new ShareDevice(_folder, new string('x', 300)));
        Accepted(false, new ShareDevice(_folder, new string('x', 31)));
        Refused("two shares have the same name", "--share FOLDER:NAME", false, new ShareDevice(_folder, "x"), new ShareDevice(_folder, "x"));
        Refused("there is no folder '/nowhere'", "another file", false, new NetworkDevice { CapturePath = "/nowhere/x.pcap" });
        Refused("it is a folder", "another file", false, new NetworkDevice { CapturePath = _folder });
        Refused("cannot be written", "another file", false, new NetworkDevice { CapturePath = Path.Combine(_folder, new string('x', 300)) });
        Accepted(false, new NetworkDevice { CapturePath = Path.Combine(_folder, "new.pcap") });
        Assert.False(File.Exists(Path.Combine(_folder, "new.pcap")));
    }

    [Fact]
    public void SlotsAreCounted()
    {
        GuestDevice rng = new SimpleDevice(SimpleKind.Rng);
        foreach ((MachineType machine, int slots, bool onPci) in new[] { (MachineType.Q35, 30, false), (MachineType.Pc, 30, false), (MachineType.Virt, 31, true), (MachineType.Microvm, 24, false), (MachineType.Virt, 32, false) })
        {
            VmOptions options = Options(false) with
            {
                Machine = machine,
                Architecture = Machines.ArchitectureOf(machine),
                Devices = [.. Enumerable.Repeat(rng with { OnPci = onPci }, slots)],
            };
            VirtualMachine.Validate(options);
            Assert.Contains($"slots for devices, not {slots + 1}", Assert.Throws<VmException>(() => VirtualMachine.Validate(options with { Devices = [.. options.Devices, rng with { OnPci = onPci }] })).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void PortsOfTheHostAreTried()
    {
        using var tcp = new TcpListener(IPAddress.Loopback, 0);
        tcp.Start();
        int taken = ((IPEndPoint)tcp.LocalEndpoint).Port;
        using var udp = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        int takenUdp = ((IPEndPoint)udp.Client.LocalEndPoint!).Port;
        Refused($"TCP port {taken} of 127.0.0.1 is in use", "another port", false, Forward(new PortForward("127.0.0.1", taken, 80, false)));
        Refused($"TCP port {taken} of 0.0.0.0 is in use", "another port", false, Forward(new PortForward("0.0.0.0", taken, 80, false)));
        Refused($"UDP port {takenUdp} of 127.0.0.1 is in use", "another port", false, Forward(new PortForward("127.0.0.1", takenUdp, 80, true)));
        Refused("does not have the address 192.0.2.1", "ip -4 address", false, Forward(new PortForward("192.0.2.1", 8080, 80, false)));
        Refused($"UDP port {takenUdp} of 127.0.0.1 is in use", "another port", true, Frames(takenUdp, 9));
        tcp.Stop();
        Accepted(false, Forward(new PortForward("127.0.0.1", taken, 80, false)));
    }

    [Fact]
    public void PortsAreForwardedOnce()
    {
        int port = FreePort();
        PortForward one = new("127.0.0.1", port, 80, false), all = one with { HostAddress = "0.0.0.0" }, other = one with { HostAddress = "127.0.0.2" };
        Refused("is forwarded twice", "of its own", false, Forward(one, one with { GuestPort = 81 }));
        Refused("0.0.0.0 is every address of the host, also 127.0.0.1", "of its own", false, Forward(one, all));
        Refused("0.0.0.0 is every address of the host, also 127.0.0.2", "of its own", false, Forward(all), Forward(other));
        Accepted(false, Forward(one, other, one with { Datagrams = true }));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void CardsAreConnectedOnce(bool isProcess)
    {
        int port = FreePort();
        Refused($"two network cards receive at port {port}", "of its own", isProcess, Frames(port, 8), Frames(port, 9));
        Refused("would receive what it sends", "the second where", isProcess, Frames(port, port));
        Refused("two network cards are on the tap 'lithe-none'", "of its own", isProcess, Tap("lithe-none"), Tap("lithe-none"));
        Refused("there is no interface 'lithe-none'", "ip tuntap add lithe-none mode tap", isProcess, Tap("lithe-none"));
        Refused("the interface 'lo' is no tap|/dev/net/tun cannot be opened", "tun", isProcess, Tap("lo"));
        Refused("a tap interface has a name", "--tap tap0", isProcess, Tap(""));
        Refused("at most 15 bytes", "ip link", isProcess, Tap("sixteen-letters-"));
    }

    [Fact]
    public void SocketsHaveAPlace()
    {
        Refused("there is no folder for the socket", "mkdir", false, new NetworkDevice { Backend = NetworkBackend.Stream, Peer = "/nowhere/socket" });
        Refused("at most 107 bytes", "shorter", false, new NetworkDevice { Backend = NetworkBackend.Stream, Peer = "/tmp/" + new string('x', 120) });
    }

    [Fact]
    public void WhatAProcessCannotHave()
    {
        Refused("too little", "256K", Options(true) with { Memory = MemorySize.FromKibibytes(1) });
        Refused("too little", "256K", Options(true) with { Memory = MemorySize.FromKibibytes(255) });
        VirtualMachine.Validate(Options(true) with { Memory = MemorySize.FromKibibytes(256) });
        Refused("too much", "1020G", Options(true) with { Memory = MemorySize.FromMebibytes(1 << 20) });
        Refused("one queue", "queues=", true, new NetworkDevice { Backend = NetworkBackend.Hub, Peer = "0", Queues = 2 }, new NetworkDevice { Backend = NetworkBackend.Hub, Peer = "0" });
        Refused("no virtqueues", "packed", true, Disk(MakeFile("disk", 512)) with { Packed = true });
        Refused("at most 8 disks, not 9", "take some", true, [.. Enumerable.Range(0, 9).Select(i => Disk(MakeFile($"disk{i}", 512)))]);
        Refused("characters of options, and an image reads 1024", "shorter", true, [.. Enumerable.Range(0, 8).Select(i => Disk(MakeFile($"{i}{new string('x', 200)}", 512)))]);
    }

    [Fact]
    public void HubsOfAProcessAreNumberedAnew()
    {
        NetworkDevice Hub(string number) => new() { Backend = NetworkBackend.Hub, Peer = number };
        IReadOnlyList<string> words = ProcessCommandLine.Build(Options(true) with { Devices = [Hub("700"), Hub("3"), Hub("3"), Hub("700")] }, _folder);
        Assert.Equal(["net=pair:0", "net=pair:1", "net=pair:1", "net=pair:0"], words.Where(word => word.StartsWith("net=", StringComparison.Ordinal)));
    }

    [Fact]
    public void ADiskThatTheHostHasNoRoomForIsRefused()
    {
        // Larger than any file system's files: what the launcher's own limit would stop.
        var disk = new DiskDevice { Size = new MemorySize(1L << 52) };
        VmException refusal = Assert.Throws<VmException>(() => ProcessCommandLine.Build(Options(true) with { Devices = [disk] }, _folder));
        Assert.Contains("cannot be made in", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("size=", refusal.Mend, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static VmOptions Options(bool isProcess) => new() { ImagePath = "", Architecture = GuestArchitecture.X86_64, IsProcess = isProcess };

    private static void Refused(string messages, string mend, bool isProcess, params GuestDevice[] devices) => Refused(messages, mend, Options(isProcess) with { Devices = devices });

    // One of the messages: which one may depend on the order of checks.
    private static void Refused(string messages, string mend, VmOptions options)
    {
        VmException refusal = Assert.Throws<VmException>(() => VirtualMachine.Validate(options));
        Assert.True(messages.Split('|').Any(message => refusal.Message.Contains(message, StringComparison.Ordinal)), refusal.Message);
        Assert.Contains(mend, refusal.Mend, StringComparison.Ordinal);
    }

    private static void Accepted(bool isProcess, params GuestDevice[] devices) => VirtualMachine.Validate(Options(isProcess) with { Devices = devices });

    private static DiskDevice Disk(string path) => new() { Path = path };

    private static NetworkDevice Tap(string name) => new() { Backend = NetworkBackend.Tap, Peer = name };

    private static NetworkDevice Frames(int local, int remote) => new() { Backend = NetworkBackend.Datagrams, Ports = (local, remote) };

    private static NetworkDevice Forward(params PortForward[] forwards) => new() { Forwards = forwards };

    private static int FreePort()
    {
        using var socket = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.Client.LocalEndPoint!).Port;
    }

    private string MakeFile(string name, long length)
    {
        string path = Path.Combine(_folder, name);
        using FileStream file = File.Create(path);
        file.SetLength(length);
        return path;
    }
}

internal static class ProcessExtensions
{
    public static int WaitToEnd(this System.Diagnostics.Process process)
    {
        using (process)
        {
            process.WaitForExit();
            return process.ExitCode;
        }
    }
}
