using System.CommandLine;
using System.Globalization;
using Lithe.Description;
using Lithe.Vmm;

namespace Lithe.Cli.Commands;

/// <summary>The options that describe a virtual machine.</summary>
internal sealed class MachineOptions
{
    private static readonly Dictionary<string, Accelerator> Accelerators = new(StringComparer.Ordinal)
    {
        ["auto"] = Vmm.Accelerator.Auto,
        ["tcg"] = Vmm.Accelerator.Tcg,
        ["kvm"] = Vmm.Accelerator.Kvm,
    };

    public Option<string> Machine { get; } = new("--machine", "-m")
    {
        Description = $"The machine type: {string.Join(", ", Machines.All.Select(Machines.NameOf))}.",
        HelpName = "MACHINE",
    };

    public Option<string> Memory { get; } = new("--memory") { Description = "The machine's memory, e.g. 64M (the default) or 1408K.", HelpName = "SIZE" };

    public Option<string> Processors { get; } = new("--smp") { Description = "How many processors the machine has.", HelpName = "N" };

    public Option<string> Accelerator { get; } = new("--accel")
    {
        Description = "What executes the guest: auto, tcg, kvm.",
        HelpName = "ACCEL",
        DefaultValueFactory = _ => "auto",
    };

    public Option<string> Timeout { get; } = new("--timeout") { Description = "Stop after this many seconds.", HelpName = "SECONDS" };

    public void AddTo(Command command)
    {
        command.Options.Add(Machine);
        command.Options.Add(Memory);
        command.Options.Add(Processors);
        command.Options.Add(Accelerator);
        command.Options.Add(Timeout);
    }

    /// <summary>The machine that is asked for; null when none is.</summary>
    /// <exception cref="UserError">There is no such machine.</exception>
    public MachineType? MachineOf(ParseResult parse)
    {
        if (parse.GetValue(Machine) is not { } name)
            return null;
        if (Machines.TryParse(name, out MachineType? machine))
            return machine;
        string[] names = [.. Machines.All.Select(Machines.NameOf)];
        throw UserError.Usage(
            $"there is no machine '{name}'",
            NearMatch.Find(name, names) is { } nearest ? $"did you mean {nearest}?" : $"use one of {string.Join(", ", names)}");
    }

    /// <summary>The memory that is asked for; null when none is.</summary>
    /// <exception cref="UserError">It is no size.</exception>
    public MemorySize? MemoryOf(ParseResult parse)
    {
        if (parse.GetValue(Memory) is not { } text)
            return null;
        return MemorySize.TryParse(text, out MemorySize size)
            ? size
            : throw UserError.Usage($"'{text}' is not a size of memory", "write for instance 64M, 1408K or 2G");
    }

    /// <summary>The number of processors that is asked for; null when none is.</summary>
    /// <exception cref="UserError">It is no such number.</exception>
    public int? ProcessorsOf(ParseResult parse)
    {
        if (parse.GetValue(Processors) is not { } text)
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count is >= 1 and <= 64
            ? count
            : throw UserError.Usage($"'{text}' is not a number of processors", "write a number from 1 to 64");
    }

    /// <summary>What executes the guest.</summary>
    /// <exception cref="UserError">There is no such accelerator.</exception>
    public Accelerator AcceleratorOf(ParseResult parse) =>
        Accelerators.TryGetValue(parse.GetValue(Accelerator)!, out Accelerator accelerator)
            ? accelerator
            : throw UserError.Usage($"there is no accelerator '{parse.GetValue(Accelerator)}'", $"use one of {string.Join(", ", Accelerators.Keys)}");

    /// <summary>The time limit; null when none is asked for.</summary>
    /// <exception cref="UserError">It is no number of seconds.</exception>
    public TimeSpan? TimeoutOf(ParseResult parse)
    {
        if (parse.GetValue(Timeout) is not { } text)
            return null;
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) && seconds is > 0 and < 1e6
            ? TimeSpan.FromSeconds(seconds)
            : throw UserError.Usage($"'{text}' is not a number of seconds", "write for instance --timeout 10");
    }

    /// <summary>The processor of a target.</summary>
    public static GuestArchitecture ArchitectureOf(Target target) => target.Arch == "arm64" ? GuestArchitecture.Arm64 : GuestArchitecture.X86_64;
}
