using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Lithe.Build.Linking;

namespace Lithe.Bench;

/// <summary>The core library's memory primitives against the C library's, on the processor of the host, in the same run.</summary>
/// <remarks>
/// The C library picks its functions by processor: with AVX-512 they move four times what a register of SSE2 holds. Lithe stays with SSE2, so
/// that a trap or a system call has 16 registers of 16 bytes to keep for the program, not 2 KiB. Both comparisons are shown: with
/// the C library at its best, and with the C library held to the same instruction set (by its own tunable, in a process of its own).
/// </remarks>
public sealed class MemoryBench : IBenchmark
{
    // Setting this for the process that measures makes glibc forget the wider registers, and with them the string instructions.
    private const string Tunables = "GLIBC_TUNABLES";
    private const string BaselineOnly = "glibc.cpu.hwcaps=-AVX512F,-AVX512VL,-AVX2,-AVX2_Usable,-AVX,-AVX_Fast_Unaligned_Load";

    // Two measurements of the same code differ by so much; it counts as equal.
    private const double Noise = 0.03;
    private static readonly string[] Functions = ["memcpy", "memset", "memcmp"];
    private static readonly int[] Sizes = [16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 16 << 10, 64 << 10, 256 << 10, 1 << 20];

    /// <inheritdoc/>
    public string Name => "memory";

    /// <inheritdoc/>
    public string Summary => "memcpy, memset and memcmp against the C library's, 16 bytes to 1 MiB, on this processor";

    /// <inheritdoc/>
    public async Task RunAsync(BenchContext context, CancellationToken cancel)
    {
        // The process that measures the restricted C library is this program once more, with the tunable set.
        bool restricted = Environment.GetEnvironmentVariable(Tunables) == BaselineOnly;
        string kind = restricted ? "baseline" : "best";
        await MeasureAsync(context, kind, cancel).ConfigureAwait(false);
        if (!restricted && Architecture == "x86_64")
            await MeasureRestrictedAsync(context, cancel).ConfigureAwait(false);
    }

    private static string Architecture => RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "x86_64";

    private static async Task MeasureAsync(BenchContext context, string kind, CancellationToken cancel)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("lithe-bench-");
        try
        {
            string path = Path.Combine(folder.FullName, "memory.so");
            string source = Path.Combine(context.Root, "lib", "core", Architecture, "memory.s");
            if (await SharedLibrary.MakeAsync(source, Architecture, path, cancel).ConfigureAwait(false) is { } problem)
                throw new BenchException($"{source} does not become a library: {problem}");
            nint ours = NativeLibrary.Load(path);
            nint theirs = NativeLibrary.Load("libc.so.6");
            string peer = $"{Glibc(theirs)}, {(kind == "best" ? "its best for this processor" : "SSE2")}";
            using var timer = new MemoryTimer();
            foreach (string function in Functions)
            {
                var logarithms = new List<double>();
                foreach (int size in Sizes)
                {
                    cancel.ThrowIfCancellationRequested();
                    (double mine, double other) = timer.Compare(function, NativeLibrary.GetExport(ours, function), NativeLibrary.GetExport(theirs, function), size);
                    logarithms.Add(Math.Log(mine / other));
                    context.Report(new Measurement($"memory.{function}.{kind}.{size}", mine, "ns") { Target = Math.Round(other * (1 + Noise), 2), Peer = new Peer(peer, other) });
                }

                double ratio = Math.Round(Math.Exp(logarithms.Average()), 3);
                context.Report(new Measurement($"memory.{function}.{kind}.mean_ratio", ratio, "x") { Target = 1 + Noise, Peer = new Peer(peer, 1) });
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task MeasureRestrictedAsync(BenchContext context, CancellationToken cancel)
    {
        string tool = Environment.ProcessPath ?? throw new BenchException("the tool's own path is not known");
        var start = new ProcessStartInfo(tool, ["bench", "memory", "--json"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[Tunables] = BaselineOnly;
        start.Environment["LITHE_ROOT"] = context.Root;
        using Process process = Process.Start(start) ?? throw new BenchException($"{tool} did not start");
        using CancellationTokenRegistration kill = cancel.Register(() => process.Kill(entireProcessTree: true));
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        string output = await process.StandardOutput.ReadToEndAsync(CancellationToken.None).ConfigureAwait(false);
        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
        if (process.ExitCode != 0)
            throw new BenchException($"measuring against the restricted C library ended with code {process.ExitCode}: {await errors.ConfigureAwait(false)}");
        foreach (string line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            context.Report(Read(line));
    }

    private static Measurement Read(string line)
    {
        JsonNode json = JsonNode.Parse(line) ?? throw new BenchException($"not a measurement: {line}");
        return new Measurement((string)json["metric"]!, (double)json["value"]!, (string)json["unit"]!)
        {
            Target = (double?)json["target"],
            Peer = new Peer((string)json["peer"]!, (double)json["peer_value"]!),
        };
    }

    private static unsafe string Glibc(nint library)
    {
        if (!NativeLibrary.TryGetExport(library, "gnu_get_libc_version", out nint version))
            return "the C library";
        return "glibc " + Marshal.PtrToStringUTF8((nint)((delegate* unmanaged<byte*>)version)());
    }
}
