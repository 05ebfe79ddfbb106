namespace Lithe.Vmm;

/// <summary>How a virtual machine came to its end.</summary>
public enum VmEnding
{
    /// <summary>The guest powered off with an exit status.</summary>
    Exited,

    /// <summary>The guest printed a panic and powered off.</summary>
    Panicked,

    /// <summary>The guest powered off without saying a status.</summary>
    PoweredOff,

    /// <summary>The guest reset the machine (on x86, a triple fault does).</summary>
    Reset,

    /// <summary>The time limit passed.</summary>
    TimedOut,

    /// <summary>The caller ended the machine.</summary>
    Killed,

    /// <summary>QEMU refused to start or failed by itself.</summary>
    QemuFailed,
}

/// <summary>What remains of a virtual machine after its end.</summary>
public sealed record VmResult
{
    /// <summary>How it ended.</summary>
    public required VmEnding Ending { get; init; }

    /// <summary>The guest's exit status, where it said one.</summary>
    public int? Status { get; init; }

    /// <summary>The text behind <c>PANIC: </c>, where the guest printed one.</summary>
    public string? PanicReason { get; init; }

    /// <summary>What QEMU wrote to its standard error.</summary>
    public string QemuErrors { get; init; } = "";

    /// <summary>QEMU's own exit code.</summary>
    public int QemuExitCode { get; init; }

    /// <summary>From QEMU's start to its end.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>One line for people: how the machine ended.</summary>
    public string Describe() => Ending switch
    {
        VmEnding.Exited => $"exited with status {Status}",
        VmEnding.Panicked => $"panicked: {PanicReason}",
        VmEnding.PoweredOff => "powered off without an exit status",
        VmEnding.Reset => "reset itself (a triple fault, or a reset by the guest)",
        VmEnding.TimedOut => $"did not end within {Elapsed.TotalSeconds:0.#} s and was stopped",
        VmEnding.Killed => "was stopped",
        _ => $"could not run: QEMU ended with code {QemuExitCode}" + (QemuErrors.Length == 0 ? "" : $": {QemuErrors.Trim()}"),
    };
}
