using System.Globalization;

namespace Lithe.Vmm;

/// <summary>Works out a guest's exit status from what QEMU left behind (docs/composition.md, "Leaving").</summary>
internal static class ExitStatus
{
    // QEMU's ShutdownCause: host-signal and guest-reset.
    private const string SignalReason = "reason=4";
    private const string ResetReason = "reason=7";

    // A process that SIGABRT ended; a panicked guest has the same status.
    private const int Aborted = 134;

    /// <summary>The number that an x86 guest wrote to the debug console, if it wrote all of it.</summary>
    public static int? FromFile(string path)
    {
        string text = File.Exists(path) ? File.ReadAllText(path) : "";
        // The line feed is written last, so a number without one was cut off.
        int end = text.LastIndexOf('\n');
        if (end < 0)
            return null;
        string line = text[..end].Split('\n')[^1];
        return int.TryParse(line, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int status) ? status : null;
    }

    /// <summary>
    /// QEMU's exit code is the status that an arm64 guest gave by semihosting, unless the guest went another way
    /// (PSCI leaves a line in the log) or QEMU failed (which it says on its standard error).
    /// </summary>
    public static int? FromSemihosting(int code, string logPath, string errors)
    {
        bool byPsci = LogLine(logPath) is not null;
        bool byQemu = code is 1 or Aborted && errors.Contains("qemu-system", StringComparison.Ordinal);
        return byPsci || byQemu ? null : code;
    }

    /// <summary>How a machine ended that left no status.</summary>
    public static VmEnding WithoutStatus(int code, string logPath) => (code, LogLine(logPath)) switch
    {
        (0, { } line) when line.Contains(ResetReason, StringComparison.Ordinal) => VmEnding.Reset,
        (0, { } line) when line.Contains(SignalReason, StringComparison.Ordinal) => VmEnding.Killed,
        (0, _) => VmEnding.PoweredOff,
        _ => VmEnding.QemuFailed,
    };

    private static string? LogLine(string logPath) => !File.Exists(logPath)
        ? null
        : File.ReadLines(logPath).LastOrDefault(l => l.Contains(QemuCommandLine.ShutdownEvent, StringComparison.Ordinal));
}
