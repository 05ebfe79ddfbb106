namespace Lithe.Vmm;

/// <summary>Checks a machine's devices and writes QEMU's arguments for them.</summary>
internal static class DeviceArguments
{
    /// <summary>Slots for virtio devices in memory.</summary>
    private const int MicrovmSlots = 24, VirtSlots = 32;

    /// <summary>Slots for PCI devices that a machine has left: 32, less the host bridge, and on the x86 machines the one with the old devices.</summary>
    private const int X86PciSlots = 30, VirtPciSlots = 31;

    public static void Validate(VmOptions options)
    {
        MachineType machine = options.EffectiveMachine;
        string name = Machines.NameOf(machine);
        int inMemory = 0, onBus = 0;
        foreach (GuestDevice device in options.RootDisk is { } root ? options.Devices.Prepend(RootDevice(root)) : options.Devices)
        {
            bool onPci = IsOnPci(device, machine);
            if (onPci && machine == MachineType.Microvm)
                throw Refuse(device is DiskDevice { IsNvme: true } ? "NVMe needs a PCI bus, and machine 'microvm' has none" : "machine 'microvm' has no PCI bus", "use --machine q35");
            if (device is DiskDevice { IsNvme: true, IsReadOnly: true })
                throw Refuse("an NVMe disk cannot be read-only: QEMU does not tell the guest, whose writes would fail one by one", "use --device \"disk file=FILE readonly\", or give NVMe a copy of the file");
            if (device.IsLegacy && !onPci)
                throw Refuse("devices in memory all have the interface of virtio 1.0", "use --machine q35 for a legacy device");
            (inMemory, onBus) = onPci ? (inMemory, onBus + 1) : (inMemory + 1, onBus);
            if (device is NetworkDevice { Queues: > 1, Backend: not NetworkBackend.Tap })
                throw Refuse("only a network card on a tap can have several queues", "use --device \"net tap=NAME queues=2\", or one queue");
        }

        int slots = IsVirt(machine) ? VirtSlots : MicrovmSlots;
        if (inMemory > slots)
            throw Refuse($"machine '{name}' has {slots} slots for devices, not {inMemory}", "take some devices away");
        int busSlots = IsVirt(machine) ? VirtPciSlots : X86PciSlots;
        if (onBus > busSlots)
            throw Refuse($"machine '{name}' has {busSlots} PCI slots for devices, not {onBus}", "take some devices away");
        string[] tags = [.. options.Devices.OfType<ShareDevice>().Select(s => s.Tag)];
        if (tags.Distinct().Count() != tags.Length)
            throw Refuse("two shares have the same name", "give each --share a name: --share FOLDER:NAME");
        FileChecks.Check(options.Devices);
        NetworkChecks.Check(options.Devices, looksAtHost: options.NetworkNamespace is null);
    }

    public static IEnumerable<string> Build(VmOptions options, string runFolder)
    {
        MachineType machine = options.EffectiveMachine;
        if (options.Devices.Count == 0 && options.RootDisk is null)
            yield break;
        // QEMU's default for devices in memory is the old register layout.
        if (machine == MachineType.Microvm || IsVirt(machine))
        {
            yield return "-global";
            yield return "virtio-mmio.force-legacy=false";
        }

        if (options.RootDisk is { } root)
        {
            foreach (string argument in Build(RootDevice(root), "root", machine, runFolder))
                yield return argument;
        }

        for (int i = 0; i < options.Devices.Count; i++)
        {
            foreach (string argument in Build(options.Devices[i], $"d{i}", machine, runFolder))
                yield return argument;
        }
    }

    private static DiskDevice RootDevice(string path) => new() { Path = path, IsReadOnly = true };

    private static IEnumerable<string> Build(GuestDevice device, string id, MachineType machine, string runFolder)
    {
        bool onPci = IsOnPci(device, machine);
        string bus = onPci ? "-pci" : "-device";
        string more = (device.Packed ? ",packed=on" : "") + (!onPci ? "" : device.IsLegacy ? ",disable-legacy=off,disable-modern=on" : ",disable-legacy=on");
        return device switch
        {
            NetworkDevice network => Network(network, id, $"virtio-net{bus},netdev={id}{more}{(onPci ? ",romfile=" : "")}"),
            DiskDevice { IsNvme: true, IsZoned: true } disk =>
            [
                .. Drive(disk, id, runFolder),
                "-device", $"nvme,id={id}bus,serial=lithe-{id}", "-device", $"nvme-ns,drive={id},bus={id}bus,zoned=on,zoned.zone_size=1M",
            ],
            DiskDevice { IsNvme: true } disk => [.. Drive(disk, id, runFolder), "-device", $"nvme,drive={id},serial=lithe-{id},max_ioqpairs={Math.Max(disk.Queues, 1)}"],
            DiskDevice disk =>
            [
                .. Drive(disk, id, runFolder),
                "-device", $"virtio-blk{bus},drive={id},num-queues={disk.Queues},discard=on,write-zeroes=on{more}",
            ],
            ShareDevice share =>
            [
                "-fsdev", $"local,id={id},path={Escape(share.Folder)},security_model=none,multidevs=remap",
                "-device", $"virtio-9p{bus},fsdev={id},mount_tag={Escape(share.Tag)}{more}",
            ],
            SimpleDevice { Kind: SimpleKind.Rng } => ["-object", $"rng-builtin,id={id}", "-device", $"virtio-rng{bus},rng={id}{more}"],
            SimpleDevice { Kind: SimpleKind.Console } console =>
            [
                "-chardev", $"file,id={id},path={Escape(console.Path ?? Path.Combine(runFolder, id))}",
                "-device", $"virtio-serial{bus},id={id}bus{more}",
                "-device", $"virtconsole,chardev={id},bus={id}bus.0",
                .. Ports(console, id, runFolder),
            ],
            _ => ["-device", $"virtio-balloon{bus}{more}"],
        };
    }

    private static List<string> Network(NetworkDevice network, string id, string device)
    {
        string forwards = string.Concat(network.Forwards.Select(f => $",hostfwd={(f.Datagrams ? "udp" : "tcp")}:{f.HostAddress}:{f.HostPort}-:{f.GuestPort}"));
        string queues = network.Queues > 1 ? $",queues={network.Queues}" : "";
        List<string> arguments = ["-netdev", network.Backend switch
        {
            NetworkBackend.Tap => $"tap,id={id},ifname={Escape(network.Peer)},script=no,downscript=no{queues}",
            NetworkBackend.Hub => $"hubport,id={id},hubid={network.Peer}",
            NetworkBackend.Datagrams => $"dgram,id={id},local.type=inet,local.host=127.0.0.1,local.port={network.Ports.Local},remote.type=inet,remote.host=127.0.0.1,remote.port={network.Ports.Remote}",
            NetworkBackend.Stream => $"stream,id={id},server=on,addr.type=unix,addr.path={Escape(network.Peer)}",
            _ => $"user,id={id}{forwards}",
        }];
        arguments.AddRange(["-device", network.Queues > 1 ? $"{device},mq=on" : device]);
        if (network.CapturePath is { } path)
            arguments.AddRange(["-object", $"filter-dump,id={id}dump,netdev={id},file={Escape(path)}"]);
        return arguments;
    }

    // A console's ports behind the first.
    private static IEnumerable<string> Ports(SimpleDevice console, string id, string runFolder)
    {
        for (int i = 1; i < console.Ports; i++)
        {
            string port = $"{id}p{i}", path = console.Path is { } own ? $"{own}.{i}" : Path.Combine(runFolder, port);
            foreach (string argument in new[] { "-chardev", $"file,id={port},path={Escape(path)}", "-device", $"virtserialport,chardev={port},bus={id}bus.0,nr={i},name=port{i}" })
                yield return argument;
        }
    }

    // A file that lasts as long as the run need not reach the host's disk.
    private static string[] Drive(DiskDevice disk, string id, string runFolder)
    {
        string path = disk.Path ?? Path.Combine(runFolder, id + ".disk");
        if (disk.Path is null)
            Make(disk, path);
        string cache = disk.Path is null ? "unsafe" : "writeback";
        return ["-drive", $"if=none,id={id},format=raw,cache={cache},discard=unmap,file={Escape(path)}{(disk.IsReadOnly ? ",readonly=on" : "")}"];
    }

    /// <summary>Makes the file of a disk that lasts as long as the run: a hole, which takes no room until it is written.</summary>
    /// <exception cref="VmException">The host has no room for one of this size.</exception>
    internal static void Make(DiskDevice disk, string path)
    {
        try
        {
            using FileStream file = File.Create(path);
            file.SetLength(disk.Size.Kibibytes * 1024);
        }
        catch (Exception problem) when (problem is IOException or ArgumentException or UnauthorizedAccessException)
        {
            throw Refuse($"a disk of {disk.Size} cannot be made in '{Path.GetDirectoryName(path)}': {problem.Message.TrimEnd('.')}", "ask for a smaller one with size=, or have TMPDIR name a folder with room");
        }
    }

    private static bool IsOnPci(GuestDevice device, MachineType machine) =>
        device.OnPci || device is DiskDevice { IsNvme: true } || machine is MachineType.Q35 or MachineType.Pc;

    private static string Escape(string text) => text.Replace(",", ",,", StringComparison.Ordinal);

    private static bool IsVirt(MachineType machine) => machine is MachineType.Virt or MachineType.VirtGicV3;

    private static VmException Refuse(string message, string mend) => new(VmProblem.Refused, message, mend);
}
