using System.Diagnostics.CodeAnalysis;

namespace Lithe.Description;

/// <summary>A processor and a platform that images are built for.</summary>
/// <param name="Name">The name users write, e.g. <c>qemu-x86_64</c>.</param>
/// <param name="Arch">The processor: <c>x86_64</c> or <c>arm64</c>.</param>
/// <param name="Platform">The platform, e.g. <c>kvm</c>.</param>
public sealed record Target(string Name, string Arch, string Platform)
{
    /// <summary>x86_64 on QEMU's <c>microvm</c>, <c>q35</c> and <c>pc</c>.</summary>
    public static Target QemuX64 { get; } = new("qemu-x86_64", "x86_64", "kvm");

    /// <summary>arm64 on QEMU's <c>virt</c>.</summary>
    public static Target QemuArm64 { get; } = new("qemu-arm64", "arm64", "kvm");

    /// <summary>x86_64 as a Linux program.</summary>
    public static Target LinuxX64 { get; } = new("linux-x86_64", "x86_64", "linux");

    /// <summary>Every target, in the order they are shown.</summary>
    public static IReadOnlyList<Target> All { get; } = [QemuX64, QemuArm64, LinuxX64];

    /// <summary>Whether its images are programs of the host rather than machines' systems.</summary>
    public bool IsProcess => Platform == LinuxX64.Platform;

    /// <summary>Finds a target by its name.</summary>
    /// <param name="name">The name as the user wrote it.</param>
    /// <param name="target">The target, when there is one.</param>
    /// <param name="nearest">When there is none: the name that was probably meant, or null.</param>
    public static bool TryParse(string name, [NotNullWhen(true)] out Target? target, out string? nearest)
    {
        target = All.FirstOrDefault(candidate => candidate.Name == name);
        nearest = target is null ? NearMatch.Find(name, All.Select(candidate => candidate.Name)) : null;
        return target is not null;
    }
}
