using System.Globalization;

namespace Lithe.Vmm;

/// <summary>Turns <see cref="VmOptions"/> into QEMU's arguments, with no more devices than Lithe uses.</summary>
public static class QemuCommandLine
{
    /// <summary>The QEMU program for a processor.</summary>
    public static string ProgramFor(GuestArchitecture architecture) =>
        architecture == GuestArchitecture.Arm64 ? "qemu-system-aarch64" : "qemu-system-x86_64";

    /// <summary>The Debian package that holds the QEMU program for a processor.</summary>
    public static string PackageFor(GuestArchitecture architecture) =>
        architecture == GuestArchitecture.Arm64 ? "qemu-system-arm" : "qemu-system-x86";

    /// <summary>Refuses options that do not go together, before QEMU would with a message of its own.</summary>
    /// <exception cref="VmException">The options cannot be had.</exception>
    public static void Validate(VmOptions options)
    {
        ValidateMachine(options);
        if (!File.Exists(options.ImagePath))
            throw Refuse($"there is no image '{options.ImagePath}'", "build it first: lithe build");
    }

    /// <summary>The same of all but the image, which need not be there yet.</summary>
    /// <exception cref="VmException">The options cannot be had.</exception>
    public static void ValidateMachine(VmOptions options)
    {
        MachineType machine = options.EffectiveMachine;
        string name = Machines.NameOf(machine);
        if (Machines.ArchitectureOf(machine) != options.Architecture)
            throw Refuse(
                $"machine '{name}' cannot boot an image for {NameOf(options.Architecture)}",
                $"use --machine {string.Join(" or ", Machines.For(options.Architecture).Select(Machines.NameOf))}, or build for another target");
        if (options.Memory < Machines.MinimumMemory(machine))
            throw Refuse($"{options.Memory} of memory is too little for machine '{name}'", $"use --memory {Machines.MinimumMemory(machine)} or more");
        if (options.Memory > Machines.MaximumMemory(machine))
            throw Refuse($"{options.Memory} of memory is too much for machine '{name}'", $"use --memory {Machines.MaximumMemory(machine)} or less");
        if (options.Processors < 1 || options.Processors > Machines.MaximumProcessors(machine))
            throw Refuse($"machine '{name}' cannot have {options.Processors} processors", $"use --smp with 1 to {Machines.MaximumProcessors(machine)}");
        if (options.CountInstructions && options.Accelerator == Accelerator.Kvm)
            throw Refuse("KVM cannot count instructions", "use --accel tcg, or do without instruction counting");
        if (options.Accelerator == Accelerator.Kvm && options.Architecture == GuestArchitecture.Arm64)
            throw Refuse("images for arm64 leave by semihosting, which KVM does not have", "use --accel tcg");
        if (options.CommandLine.Contains('\n', StringComparison.Ordinal) || options.CommandLine.Contains('\0', StringComparison.Ordinal))
            throw Refuse("the guest's command line is one line of text", "take the line break or NUL out of --append");
        DeviceArguments.Validate(options);
    }

    /// <summary>The arguments for a machine whose status goes to one file and whose log goes to another.</summary>
    public static IReadOnlyList<string> Build(VmOptions options, Accelerator accelerator, string statusPath, string logPath)
    {
        var args = new List<string>
        {
            "-M", MachineArgument(options.EffectiveMachine),
            "-accel", accelerator == Accelerator.Kvm ? "kvm" : "tcg",
            "-cpu", "max",
            "-m", $"{options.Memory.Kibibytes}K",
            "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot",
            "-chardev", "stdio,id=console,signal=off", "-serial", "chardev:console",
            "-kernel", options.ImagePath,
            // Tells a reset from a power-off, which QEMU's exit code does not.
            "-D", logPath, "-trace", ShutdownEvent, "-trace", RunStateEvent,
        };
        if (options.Processors > 1)
            args.AddRange(["-smp", options.Processors.ToString(CultureInfo.InvariantCulture)]);
        // For a machine that can have one processor only, QEMU 7.2's translator leaves memory barriers out, although devices run on another of its threads: a kick of a queue is lost
        // once in a while, and the queue stands still. A second processor that might be plugged in, and never is, has it keep them.
        else if (accelerator != Accelerator.Kvm && (options.Devices.Count > 0 || options.RootDisk is not null) && !options.CountInstructions)
            args.AddRange(["-smp", "cpus=1,maxcpus=2"]);
        if (options.InitialRamdisk is { } ramdisk)
            args.AddRange(["-initrd", ramdisk]);
        if (options.CommandLine.Length > 0)
            args.AddRange(["-append", options.CommandLine]);
        if (options.Architecture == GuestArchitecture.X86_64)
        {
            args.AddRange(["-chardev", $"file,id=status,path={Escape(statusPath)}", "-device", "isa-debugcon,iobase=0xe9,chardev=status"]);
            args.AddRange(["-device", "isa-debug-exit,iobase=0xf4,iosize=0x04"]);
        }
        else
        {
            args.AddRange(["-semihosting-config", "enable=on,target=native"]);
        }

        args.AddRange(DeviceArguments.Build(options, Path.GetDirectoryName(statusPath)!));
        if (options.CountInstructions)
            args.AddRange(["-icount", "shift=0"]);
        foreach (string traceEvent in options.TraceEvents)
            args.AddRange(["-trace", traceEvent]);
        args.AddRange(options.ExtraArguments);
        return args;
    }

    /// <summary>The trace event that carries the reason of a shutdown.</summary>
    internal const string ShutdownEvent = "qemu_system_shutdown_request";

    /// <summary>The trace event that tells a machine that was shut down from a QEMU that left in one step.</summary>
    internal const string RunStateEvent = "runstate_set";

    // Option ROMs and the interrupt controller of the 1980s cost start-up time and give Lithe nothing: it has the local APIC and the I/O APIC. The timer
    // (8254) is what the processor's counter is measured against, the clock tells the time of day.
    private static string MachineArgument(MachineType machine) => machine switch
    {
        MachineType.Microvm => "microvm,x-option-roms=off,pit=on,pic=off,rtc=on,isa-serial=on",
        MachineType.VirtGicV3 => "virt,gic-version=3",
        _ => Machines.NameOf(machine),
    };

    // In QEMU's key=value lists a comma inside a value is written twice.
    private static string Escape(string path) => path.Replace(",", ",,", StringComparison.Ordinal);

    private static string NameOf(GuestArchitecture architecture) => architecture == GuestArchitecture.Arm64 ? "arm64" : "x86_64";

    private static VmException Refuse(string message, string mend) => new(VmProblem.Refused, message, mend);
}
