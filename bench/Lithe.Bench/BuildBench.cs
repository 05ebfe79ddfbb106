using System.Diagnostics;
using System.Security.Cryptography;
using Lithe.Build;
using Lithe.Description;
using Lithe.Vmm;

namespace Lithe.Bench;

/// <summary>What a developer waits for: a build with nothing to do, a change until it runs; and whether builds are reproducible.</summary>
public sealed class BuildBench : IBenchmark
{
    private const string Line = "Hello from Lithe!";
    private const double MostUnchangedSeconds = 1;
    private const double MostChangedSeconds = 5;
    private const int Rounds = 3;
    private static readonly string[] CopiedFolders = ["lib", "apps/hello", "docs"];

    /// <inheritdoc/>
    public string Name => "build";

    /// <inheritdoc/>
    public string Summary => "seconds for an unchanged build and from a change to the booted image; equal bytes from two folders";

    /// <inheritdoc/>
    public async Task RunAsync(BenchContext context, CancellationToken cancel)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("lithe-bench-");
        try
        {
            string first = Copy(context.Root, Path.Combine(folder.FullName, "first"));
            string second = Copy(context.Root, Path.Combine(folder.FullName, "another-name"));
            await MeasureReproducibilityAsync(context, first, second, cancel).ConfigureAwait(false);
            await MeasureUnchangedAsync(context, cancel).ConfigureAwait(false);
            await MeasureChangeAsync(context, first, "app", "apps/hello/Program.cs", cancel).ConfigureAwait(false);
            await MeasureChangeAsync(context, first, "library", "lib/console/Console.cs", cancel).ConfigureAwait(false);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Times are the user's: the whole command, launcher included.
    private static async Task MeasureUnchangedAsync(BenchContext context, CancellationToken cancel)
    {
        string lithe = Path.Combine(context.Root, "lithe");
        string app = Path.Combine(context.Root, "apps", "hello");
        await RunAsync(lithe, ["build", app], context.Root, cancel).ConfigureAwait(false);
        double seconds = await BestAsync(Rounds, async () => (await RunAsync(lithe, ["build", app], context.Root, cancel).ConfigureAwait(false)).Seconds)
            .ConfigureAwait(false);
        context.Report(new Measurement("build.unchanged_seconds", seconds, "s") { Target = MostUnchangedSeconds });
    }

    private static async Task MeasureChangeAsync(BenchContext context, string root, string what, string file, CancellationToken cancel)
    {
        context.Note($"changing a file of the {what}");
        string tool = Environment.ProcessPath ?? throw new BenchException("the tool's own path is not known");
        string app = Path.Combine(root, "apps", "hello");
        string path = Path.Combine(root, file);
        await RunAsync(tool, ["run", app, "--timeout", "60"], root, cancel).ConfigureAwait(false);
        int round = 0;
        double seconds = await BestAsync(Rounds, async () =>
        {
            // A change that reaches the code, so that no step finds its result unchanged: each round a different method.
            File.AppendAllText(path, round == 0 ? Change(0) : "");
            if (round > 0)
                File.WriteAllText(path, File.ReadAllText(path).Replace(Change(round - 1), Change(round), StringComparison.Ordinal));
            round++;
            (string output, double elapsed) = await RunAsync(tool, ["run", app, "--timeout", "60"], root, cancel).ConfigureAwait(false);
            return output.Contains(Line, StringComparison.Ordinal) ? elapsed : throw new BenchException($"the changed image did not print '{Line}': {output}");
        }).ConfigureAwait(false);
        context.Report(new Measurement($"build.changed_{what}_to_booted_seconds", seconds, "s") { Target = MostChangedSeconds });
    }

    private static string Change(int round) => $"\nstatic class Changed {{ public static int Round() => {round}; }}\n";

    private static async Task MeasureReproducibilityAsync(BenchContext context, string first, string second, CancellationToken cancel)
    {
        foreach (Target target in Target.All.Where(target => !target.IsProcess))
        {
            context.Note($"building twice for {target.Name}, in two folders");
            string[] hashes = [await HashAsync(first, target, cancel).ConfigureAwait(false), await HashAsync(second, target, cancel).ConfigureAwait(false)];
            context.Report(new Measurement($"build.same_bytes.{target.Arch}", hashes[0] == hashes[1] ? 1 : 0, "bool") { Target = 1, Better = Better.Higher });
        }
    }

    private static async Task<string> HashAsync(string root, Target target, CancellationToken cancel)
    {
        var context = new BenchContext(root, _ => { }, _ => { });
        BuildOutcome outcome = await context.BuildAsync("apps/hello", target, cancel).ConfigureAwait(false);
        return Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(outcome.ImagePath, cancel).ConfigureAwait(false)));
    }

    private static async Task<double> BestAsync(int rounds, Func<Task<double>> measure)
    {
        double best = double.MaxValue;
        for (int i = 0; i < rounds; i++)
            best = Math.Min(best, await measure().ConfigureAwait(false));
        return Math.Round(best, 3);
    }

    private static async Task<(string Output, double Seconds)> RunAsync(string program, string[] arguments, string root, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["LITHE_ROOT"] = root;
        var clock = Stopwatch.StartNew();
        using Process process = Process.Start(start) ?? throw new BenchException($"{program} did not start");
        process.StandardInput.Close();
        using CancellationTokenRegistration kill = cancel.Register(() => process.Kill(entireProcessTree: true));
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        string output = await process.StandardOutput.ReadToEndAsync(CancellationToken.None).ConfigureAwait(false);
        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
        double seconds = clock.Elapsed.TotalSeconds;
        return process.ExitCode == 0
            ? (output, seconds)
            : throw new BenchException($"'{Path.GetFileName(program)} {string.Join(' ', arguments)}' ended with code {process.ExitCode}: {output}{await errors.ConfigureAwait(false)}");
    }

    // What an image is made from; outputs of earlier builds stay behind.
    private static string Copy(string root, string destination)
    {
        foreach (string folder in CopiedFolders)
        {
            string source = Path.Combine(root, folder);
            foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
            {
                string relative = Path.GetRelativePath(root, file);
                if (relative.Split('/').Any(part => part is "bin" or "obj" or "build"))
                    continue;
                string target = Path.Combine(destination, relative);
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }
        }

        foreach (string file in Directory.EnumerateFiles(root, "Directory.*").Append(Path.Combine(root, "global.json")))
            File.Copy(file, Path.Combine(destination, Path.GetFileName(file)));
        return destination;
    }
}
