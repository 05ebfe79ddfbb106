using System.Diagnostics;

namespace Lithe.Vmm;

/// <summary>Whether QEMU can run guests on this host's processor.</summary>
public static class KvmProbe
{
    private const string Device = "/dev/kvm";

    /// <summary>
    /// Null when KVM works, else why not. The device being there is not enough: inside some virtual machines QEMU fails on it
    /// at start, so this starts a stopped machine and tells it to quit (about 50 ms).
    /// </summary>
    public static async Task<string?> WhyUnusableAsync(CancellationToken cancel)
    {
        if (!File.Exists(Device))
            return $"{Device} is not there";
        try
        {
            using FileStream device = new(Device, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"{Device} may not be opened by this user";
        }

        if (ProgramFinder.Find(QemuCommandLine.ProgramFor(GuestArchitecture.X86_64)) is not { } qemu)
            return "QEMU is not installed";
        return await TryStartAsync(qemu, cancel).ConfigureAwait(false);
    }

    private static async Task<string?> TryStartAsync(string qemu, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(qemu)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in (string[])["-M", "microvm", "-accel", "kvm", "-cpu", "max", "-m", "2M", "-nodefaults", "-no-user-config",
                     "-display", "none", "-S", "-monitor", "stdio"])
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("QEMU did not start");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(5));
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
            Task<string> errors = process.StandardError.ReadToEndAsync(limit.Token);
            await AskToQuitAsync(process).ConfigureAwait(false);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            await output.ConfigureAwait(false);
            string message = await errors.ConfigureAwait(false);
            return process.ExitCode == 0 ? null : $"QEMU cannot use it: {FirstLine(message)}";
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            cancel.ThrowIfCancellationRequested();
            return "QEMU does not start on it";
        }
    }

    private static async Task AskToQuitAsync(Process process)
    {
        try
        {
            await process.StandardInput.WriteLineAsync("quit").ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // QEMU has ended already; its exit code says the rest.
        }
    }

    private static string FirstLine(string text)
    {
        string line = text.Split('\n')[0].Trim();
        int colon = line.IndexOf(": ", StringComparison.Ordinal);
        line = line.StartsWith("qemu-system", StringComparison.Ordinal) && colon >= 0 ? line[(colon + 2)..] : line;
        return line.StartsWith("error: ", StringComparison.Ordinal) ? line["error: ".Length..] : line;
    }
}
