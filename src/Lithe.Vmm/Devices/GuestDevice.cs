namespace Lithe.Vmm;

/// <summary>A device that a machine is given.</summary>
public abstract record GuestDevice
{
    /// <summary>On the PCI bus where the machine has both kinds of slots (arm64 <c>virt</c>).</summary>
    public bool OnPci { get; init; }

    /// <summary>Offers packed virtqueues.</summary>
    public bool Packed { get; init; }

    /// <summary>Has the interface from before virtio 1.0 only: for tests. On PCI.</summary>
    public bool IsLegacy { get; init; }

    /// <summary>Queues (of pairs, for a network card) that it offers.</summary>
    public int Queues { get; init; } = 1;
}

/// <summary>A port of the host whose traffic goes to a port of the guest.</summary>
/// <param name="HostAddress">The address of the host that listens.</param>
/// <param name="HostPort">Its port.</param>
/// <param name="GuestPort">The guest's port.</param>
/// <param name="Datagrams">UDP instead of TCP.</param>
public sealed record PortForward(string HostAddress, int HostPort, int GuestPort, bool Datagrams);

/// <summary>What a network card is connected to.</summary>
public enum NetworkBackend
{
    /// <summary>QEMU's own network stack: no rights needed; the guest is 10.0.2.15.</summary>
    User,

    /// <summary>A tap interface of the host.</summary>
    Tap,

    /// <summary>A hub inside QEMU: what one card sends, all others of the hub receive.</summary>
    Hub,

    /// <summary>Ethernet frames in UDP datagrams between two ports of the loopback interface.</summary>
    Datagrams,

    /// <summary>A UNIX stream socket, on which QEMU listens: Ethernet frames, each behind its length (32 bits, most significant byte first). Many go in one call.</summary>
    Stream,
}

/// <summary>A network card.</summary>
public sealed record NetworkDevice : GuestDevice
{
    /// <summary>What it is connected to.</summary>
    public NetworkBackend Backend { get; init; }

    /// <summary>The ports that are forwarded, with <see cref="NetworkBackend.User"/>.</summary>
    public IReadOnlyList<PortForward> Forwards { get; init; } = [];

    /// <summary>The tap interface, the hub's number, or the socket's path.</summary>
    public string Peer { get; init; } = "";

    /// <summary>The ports with <see cref="NetworkBackend.Datagrams"/>: where QEMU receives, and where it sends to.</summary>
    public (int Local, int Remote) Ports { get; init; }

    /// <summary>With <see cref="NetworkBackend.Tap"/>: an interface that is not there is made for the run, by who may.</summary>
    public bool MakesTap { get; init; }

    /// <summary>A file that gets all packets in the pcap format; none when null.</summary>
    public string? CapturePath { get; init; }
}

/// <summary>A disk: a file of the host, or one that is made for the run.</summary>
public sealed record DiskDevice : GuestDevice
{
    /// <summary>The file; one that lasts as long as the run when null.</summary>
    public string? Path { get; init; }

    /// <summary>The size of the file that is made for the run.</summary>
    public MemorySize Size { get; init; } = MemorySize.FromMebibytes(64);

    /// <summary>An NVMe controller instead of virtio.</summary>
    public bool IsNvme { get; init; }

    /// <summary>Of NVMe: its namespace is a zoned one, which is of the wrong kind for the driver: for tests.</summary>
    public bool IsZoned { get; init; }

    /// <summary>The guest cannot write.</summary>
    public bool IsReadOnly { get; init; }
}

/// <summary>A folder of the host, by 9P.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Tag">The name by which the guest asks for it.</param>
public sealed record ShareDevice(string Folder, string Tag) : GuestDevice;

/// <summary>Devices that need no description.</summary>
public enum SimpleKind
{
    /// <summary>Random numbers.</summary>
    Rng,

    /// <summary>Memory that the host asks for.</summary>
    Balloon,

    /// <summary>A console beside the serial one; what is written to it goes to a file, which the run forgets.</summary>
    Console,
}

/// <summary>A device that needs no description.</summary>
/// <param name="Kind">Which one.</param>
public sealed record SimpleDevice(SimpleKind Kind) : GuestDevice
{
    /// <summary>The file that gets a console's output; a temporary one when null.</summary>
    public string? Path { get; init; }

    /// <summary>How many ports a console has. What is written to further ones goes to files of their own, <see cref="Path"/> with their number behind it.</summary>
    public int Ports { get; init; } = 1;
}
