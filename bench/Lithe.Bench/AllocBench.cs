using System.Diagnostics;
using System.Globalization;
using Lithe.Build.Linking;

namespace Lithe.Bench;

/// <summary>Every heap, glibc's malloc and Debian's mimalloc on the same recorded allocations of real programs, natively, in one run.</summary>
/// <remarks>
/// The traces are those of Debian's redis (redis-benchmark's default set), sqlite, nginx, and of a .NET program's start, recorded by glibc's own log of
/// allocations the first time and kept below <c>build/alloc</c>. A step's time is that of the allocator, the call, and the first write to a new block.
/// </remarks>
public sealed class AllocBench : IBenchmark
{
    // The bound for TLSF and size classes against mimalloc.
    private const double MostTimes = 1.15;
    private const string Project = "bench/Lithe.Bench.Alloc/Lithe.Bench.Alloc.csproj";
    private const string Peer = "mimalloc";

    // Where a process's code and memory happen to lie makes one allocator or another half as fast in every twentieth process, from its first step to its last.
    private const int Processes = 3;

    /// <inheritdoc/>
    public string Name => "alloc";

    /// <inheritdoc/>
    public string Summary => "each heap, glibc's malloc and mimalloc on recorded traces of redis, sqlite, nginx and a .NET start, on this processor";

    /// <inheritdoc/>
    public async Task RunAsync(BenchContext context, CancellationToken cancel)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("lithe-bench-");
        try
        {
            string preload = Path.Combine(folder.FullName, "start-trace.so");
            string source = Path.Combine(context.Root, "bench/Lithe.Bench.Alloc/start-trace.s");
            if (await SharedLibrary.MakeAsync(source, "x86_64", preload, cancel).ConfigureAwait(false) is { } problem)
                throw new BenchException($"{source} does not become a library: {problem}");
            context.Note("building the program that records and replays");
            await RunAsync(
                "dotnet", ["build", Path.Combine(context.Root, Project), "-c", "Release", "-v", "quiet", "-nodeReuse:false", "-p:UseSharedCompilation=false", "-o", folder.FullName], context.Root, cancel)
                .ConfigureAwait(false);
            context.Note("recording (once) and replaying");
            var outputs = new List<string>();
            for (int i = 0; i < Processes; i++)
                outputs.Add(await RunAsync(Path.Combine(folder.FullName, "alloc-bench"), [Path.Combine(context.Root, "build/alloc"), preload], context.Root, cancel).ConfigureAwait(false));
            foreach (Measurement measurement in Read(string.Concat(outputs)))
                context.Report(measurement);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The figures in what the program prints, one process or several: <c>time TRACE ALLOCATOR NANOSECONDS</c>. The least counts.</summary>
    internal static IReadOnlyList<Measurement> Read(string output)
    {
        var times = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')).Where(line => line is ["time", _, _, _])
            .Select(line => (Trace: line[1], Heap: line[2], Time: double.Parse(line[3], CultureInfo.InvariantCulture)))
            .GroupBy(time => (time.Trace, time.Heap)).Select(group => (group.Key.Trace, group.Key.Heap, Time: group.Min(time => time.Time))).ToList();
        string[] traces = [.. times.Select(time => time.Trace).Distinct()], heaps = [.. times.Select(time => time.Heap).Distinct()];
        if (times.Count == 0 || times.Count != traces.Length * heaps.Length || !heaps.Contains(Peer))
            throw new BenchException($"the program did not say what it measured: {output}");
        var measurements = new List<Measurement>();
        double TimeOf(string trace, string heap) => times.First(time => time.Trace == trace && time.Heap == heap).Time;
        foreach (string heap in heaps.Where(heap => heap != Peer))
        {
            foreach (string trace in traces)
                measurements.Add(new Measurement($"alloc.{heap}.{trace}", TimeOf(trace, heap), "ns") { Target = TargetOf(heap, trace), Peer = new Peer(Peer, TimeOf(trace, Peer)) });
            double ratio = Math.Exp(traces.Average(trace => Math.Log(TimeOf(trace, heap) / TimeOf(trace, Peer))));
            measurements.Add(new Measurement($"alloc.{heap}.mean_ratio", Math.Round(ratio, 3), "x") { Target = heap is "tlsf" or "sizeclass" ? MostTimes : null, Peer = new Peer(Peer, 1) });
        }

        return measurements;

        double? TargetOf(string heap, string trace) => heap switch
        {
            "tlsf" or "sizeclass" => Math.Round(TimeOf(trace, Peer) * MostTimes, 3),
            // Faster than all.
            "region" => heaps.Where(other => other != heap).Min(other => TimeOf(trace, other)),
            _ => null,
        };
    }

    private static async Task<string> RunAsync(string program, string[] arguments, string folder, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = folder };
        // Large pages for glibc's malloc, as the heaps and mimalloc have them.
        start.Environment["GLIBC_TUNABLES"] = "glibc.malloc.hugetlb=1";
        using Process process = Process.Start(start) ?? throw new BenchException($"{program} did not start");
        process.StandardInput.Close();
        using CancellationTokenRegistration kill = cancel.Register(() => process.Kill(entireProcessTree: true));
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        string output = await process.StandardOutput.ReadToEndAsync(CancellationToken.None).ConfigureAwait(false);
        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
        return process.ExitCode == 0 ? output : throw new BenchException($"{Path.GetFileName(program)} ended with code {process.ExitCode}: {output}{await errors.ConfigureAwait(false)}");
    }
}
