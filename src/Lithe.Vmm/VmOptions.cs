namespace Lithe.Vmm;

/// <summary>What executes the guest's instructions.</summary>
public enum Accelerator
{
    /// <summary>The processor (KVM) where this host can do it, translation (TCG) elsewhere.</summary>
    Auto,

    /// <summary>QEMU's translator: the same everywhere, and the only one that counts instructions.</summary>
    Tcg,

    /// <summary>The host's processor.</summary>
    Kvm,
}

/// <summary>One machine to start: an image and what it runs on.</summary>
public sealed record VmOptions
{
    /// <summary>The bootable image, an ELF file.</summary>
    public required string ImagePath { get; init; }

    /// <summary>The processor the image was built for.</summary>
    public required GuestArchitecture Architecture { get; init; }

    /// <summary>The image is a program of this host: there is no machine.</summary>
    public bool IsProcess { get; init; }

    /// <summary>The machine type; the default for the processor when null.</summary>
    public MachineType? Machine { get; init; }

    /// <summary>The guest's memory.</summary>
    public MemorySize Memory { get; init; } = MemorySize.FromMebibytes(64);

    /// <summary>How many processors the machine has.</summary>
    public int Processors { get; init; } = 1;

    /// <summary>Its devices, in the order that the guest finds them.</summary>
    public IReadOnlyList<GuestDevice> Devices { get; init; } = [];

    /// <summary>A file that is put into the guest's memory beside the image (an initial ramdisk); none when null.</summary>
    public string? InitialRamdisk { get; init; }

    /// <summary>A file that is the guest's first virtio disk, read-only: the archive of its root file system; none when null.</summary>
    public string? RootDisk { get; init; }

    /// <summary>The network namespace of the host that the machine is started in (<c>ip netns</c>); this process's own when null.</summary>
    public string? NetworkNamespace { get; init; }

    /// <summary>The guest's command line.</summary>
    public string CommandLine { get; init; } = "";

    /// <summary>What executes the guest.</summary>
    public Accelerator Accelerator { get; init; } = Accelerator.Tcg;

    /// <summary>Each guest instruction takes one nanosecond of virtual time: virtual time is then the instruction count.</summary>
    public bool CountInstructions { get; init; }

    /// <summary>Kills the machine after this long; never when null.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Names of QEMU trace events to write to <see cref="LogPath"/>.</summary>
    public IReadOnlyList<string> TraceEvents { get; init; } = [];

    /// <summary>Where QEMU's log and trace go; a temporary file when null.</summary>
    public string? LogPath { get; init; }

    /// <summary>More arguments for QEMU, after Lithe's own.</summary>
    public IReadOnlyList<string> ExtraArguments { get; init; } = [];

    /// <summary>The machine that starts: the one asked for, or the processor's default.</summary>
    public MachineType EffectiveMachine => Machine ?? Machines.DefaultFor(Architecture);
}
