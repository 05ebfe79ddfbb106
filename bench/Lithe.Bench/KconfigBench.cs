using System.Diagnostics;
using System.Globalization;

namespace Lithe.Bench;

/// <summary>Reading the Linux kernel's Kconfig tree and writing allyesconfig, against the C tool built from the same package, in the same run.</summary>
/// <remarks>
/// Both are processes started anew, and run the shell commands that the tree's macros ask for: what a person waits for. They
/// take turns, so that a busy machine slows both; the middle run of each counts.
/// </remarks>
public sealed class KconfigBench : IBenchmark
{
    private const double MostTimes = 3;
    private const int Runs = 7;
    private const string Project = "tests/Lithe.Kconfig.Conformance/Lithe.Kconfig.Conformance.csproj";

    /// <inheritdoc/>
    public string Name => "kconfig";

    /// <inheritdoc/>
    public string Summary => "reading Linux 6.1's Kconfig tree and writing allyesconfig, against the kernel's own C tool";

    /// <inheritdoc/>
    public async Task RunAsync(BenchContext context, CancellationToken cancel)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("lithe-bench-");
        try
        {
            context.Note("building the program that runs both (it fetches Debian's linux-source-6.1 the first time)");
            await RunAsync(
                "dotnet", ["build", Path.Combine(context.Root, Project), "-c", "Release", "-v", "quiet", "-nodeReuse:false", "-p:UseSharedCompilation=false", "-o", folder.FullName], context.Root, cancel)
                .ConfigureAwait(false);
            string output = await RunAsync(
                Path.Combine(folder.FullName, "kconfig-conformance"), ["bench", "--runs", Runs.ToString(CultureInfo.InvariantCulture)], context.Root, cancel).ConfigureAwait(false);
            foreach (Measurement measurement in Read(output))
                context.Report(measurement);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The figures in what the program prints: <c>linux VERSION</c>, then <c>run C-SECONDS SECONDS</c> for each pair.</summary>
    internal static IReadOnlyList<Measurement> Read(string output)
    {
        string[][] lines = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' '))];
        string version = lines.FirstOrDefault(line => line is ["linux", _])?[1] ?? throw new BenchException($"the program did not name Linux's version: {output}");
        string[][] runs = [.. lines.Where(line => line is ["run", _, _])];
        if (runs.Length == 0)
            throw new BenchException($"the program did not say what it measured: {output}");
        (double c, double ours) = (Median(runs, 1), Median(runs, 2));
        var peer = new Peer($"conf of Linux {version}", c);
        return
        [
            new Measurement("kconfig.allyesconfig_seconds", ours, "s") { Target = Math.Round(c * MostTimes, 3), Peer = peer },
            new Measurement("kconfig.allyesconfig_ratio", Math.Round(ours / c, 3), "x") { Target = MostTimes, Peer = peer with { Value = 1 } },
        ];
    }

    private static double Median(string[][] runs, int column) =>
        runs.Select(run => double.Parse(run[column], CultureInfo.InvariantCulture)).Order().ElementAt(runs.Length / 2);

    private static async Task<string> RunAsync(string program, string[] arguments, string folder, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = folder };
        using Process process = Process.Start(start) ?? throw new BenchException($"{program} did not start");
        process.StandardInput.Close();
        using CancellationTokenRegistration kill = cancel.Register(() => process.Kill(entireProcessTree: true));
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        string output = await process.StandardOutput.ReadToEndAsync(CancellationToken.None).ConfigureAwait(false);
        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
        return process.ExitCode == 0 ? output : throw new BenchException($"'{Path.GetFileName(program)} {arguments[0]}' ended with code {process.ExitCode}: {output}{await errors.ConfigureAwait(false)}");
    }
}
