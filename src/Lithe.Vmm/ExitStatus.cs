using System.Globalization;

namespace Lithe.Vmm;

/// <summary>Works out a guest's exit status from what QEMU left behind (docs/composition.md, "Leaving").</summary>
internal static class ExitStatus
{
    // QEMU's ShutdownCause: host-signal and guest-shutdown.
    private const string SignalReason = "reason=4";
    private const string PowerOffReason = "reason=6";

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
    /// QEMU's exit code is the status that an arm64 guest gave by semihosting, unless the machine was shut down in an orderly way
    /// (PSCI, a reset: both leave a line in the log) or QEMU failed (which it says on its standard error).
    /// </summary>
    public static int? FromSemihosting(int code, string logPath, string errors)
    {
        bool byQemu = code is 1 or Aborted && errors.Contains("qemu-system", StringComparison.Ordinal);
        return byQemu || ReadLog(logPath).IsOrderly ? null : code;
    }

    /// <summary>How a machine ended that left no status.</summary>
    public static VmEnding WithoutStatus(int code, string logPath)
    {
        if (code != 0)
            return VmEnding.QemuFailed;
        (bool isOrderly, string? request) = ReadLog(logPath);
        if (request is null)
            // Told not to reboot, QEMU shuts the machine down at a reset without a request to do so.
            return isOrderly ? VmEnding.Reset : VmEnding.PoweredOff;
        return request.EndsWith(SignalReason, StringComparison.Ordinal) ? VmEnding.Killed
            : request.EndsWith(PowerOffReason, StringComparison.Ordinal) ? VmEnding.PoweredOff
            : VmEnding.QemuFailed;
    }

    // Whether the machine went through QEMU's own shutdown, and the last request for it.
    private static (bool IsOrderly, string? Request) ReadLog(string logPath)
    {
        bool isOrderly = false;
        string? request = null;
        foreach (string line in File.Exists(logPath) ? File.ReadLines(logPath) : [])
        {
            isOrderly |= line.StartsWith(QemuCommandLine.RunStateEvent, StringComparison.Ordinal) && line.EndsWith("(shutdown)", StringComparison.Ordinal);
            if (line.StartsWith(QemuCommandLine.ShutdownEvent, StringComparison.Ordinal))
                request = line.TrimEnd();
        }

        return (isOrderly, request);
    }
}
