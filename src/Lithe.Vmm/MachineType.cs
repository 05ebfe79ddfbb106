using System.Diagnostics.CodeAnalysis;

namespace Lithe.Vmm;

/// <summary>The processor an image is built for.</summary>
public enum GuestArchitecture
{
    /// <summary>64-bit x86.</summary>
    X86_64,

    /// <summary>64-bit Arm.</summary>
    Arm64,
}

/// <summary>A machine type that QEMU offers and that Lithe images boot on.</summary>
public enum MachineType
{
    /// <summary>QEMU's minimal x86 machine, without PCI and firmware tables: the fastest to start.</summary>
    Microvm,

    /// <summary>The PCI Express x86 machine.</summary>
    Q35,

    /// <summary>The i440FX x86 machine.</summary>
    Pc,

    /// <summary>The generic Arm machine, with an interrupt controller of version 2.</summary>
    Virt,

    /// <summary>The generic Arm machine with an interrupt controller of version 3, as for more than eight processors.</summary>
    VirtGicV3,
}

/// <summary>What each <see cref="MachineType"/> is: its name, its processor, the sizes of memory it can be given.</summary>
public static class Machines
{
    private sealed record Facts(MachineType Type, string Name, GuestArchitecture Architecture, MemorySize Minimum, MemorySize Maximum);

    // The minimum is where QEMU itself gives up (the image is checked by booting); x86 machines with more than 3 GiB
    // split their memory around the PCI hole, which Lithe's platforms are told by the memory map.
    private static readonly Facts[] Table =
    [
        new(MachineType.Microvm, "microvm", GuestArchitecture.X86_64, MemorySize.FromKibibytes(1024), MemorySize.FromMebibytes(1 << 20)),
        new(MachineType.Q35, "q35", GuestArchitecture.X86_64, MemorySize.FromKibibytes(1024), MemorySize.FromMebibytes(1 << 20)),
        new(MachineType.Pc, "pc", GuestArchitecture.X86_64, MemorySize.FromKibibytes(1024), MemorySize.FromMebibytes(1 << 20)),
        new(MachineType.Virt, "virt", GuestArchitecture.Arm64, MemorySize.FromKibibytes(1024), MemorySize.FromMebibytes(255 << 10)),
        new(MachineType.VirtGicV3, "virt-gicv3", GuestArchitecture.Arm64, MemorySize.FromKibibytes(1024), MemorySize.FromMebibytes(255 << 10)),
    ];

    /// <summary>Every machine type, in the order they are shown.</summary>
    public static IReadOnlyList<MachineType> All { get; } = [.. Table.Select(f => f.Type)];

    /// <summary>The name that the command line uses.</summary>
    public static string NameOf(MachineType machine) => Of(machine).Name;

    /// <summary>The processor that the machine has.</summary>
    public static GuestArchitecture ArchitectureOf(MachineType machine) => Of(machine).Architecture;

    /// <summary>The least memory that QEMU starts this machine with.</summary>
    public static MemorySize MinimumMemory(MachineType machine) => Of(machine).Minimum;

    /// <summary>The most memory that the machine's memory map has room for.</summary>
    public static MemorySize MaximumMemory(MachineType machine) => Of(machine).Maximum;

    /// <summary>The most processors that the machine can have: on arm64 its interrupt controller, of version 2, knows eight.</summary>
    public static int MaximumProcessors(MachineType machine) => machine == MachineType.Virt ? 8 : 64;

    /// <summary>The machine an image runs on when the user names none.</summary>
    public static MachineType DefaultFor(GuestArchitecture architecture) =>
        architecture == GuestArchitecture.Arm64 ? MachineType.Virt : MachineType.Microvm;

    /// <summary>The machines that boot an image of this processor.</summary>
    public static IEnumerable<MachineType> For(GuestArchitecture architecture) =>
        Table.Where(f => f.Architecture == architecture).Select(f => f.Type);

    /// <summary>Reads a machine's name as the command line writes it.</summary>
    public static bool TryParse(string name, [NotNullWhen(true)] out MachineType? machine)
    {
        machine = Table.FirstOrDefault(f => f.Name == name)?.Type;
        return machine is not null;
    }

    private static Facts Of(MachineType machine) =>
        Table.FirstOrDefault(f => f.Type == machine) ?? throw new ArgumentOutOfRangeException(nameof(machine));
}
