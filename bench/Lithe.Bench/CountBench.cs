namespace Lithe.Bench;

/// <summary>The figures that noise cannot move, held against the repository's baseline: none may grow by over 3 %.</summary>
public sealed class CountBench : IBenchmark
{
    // Benchmarks whose every figure is exact: the same for every run of the same sources.
    private static readonly IReadOnlyList<IBenchmark> Exact = [new HelloBench()];

    /// <inheritdoc/>
    public string Name => "count";

    /// <inheritdoc/>
    public string Summary => "the exact figures (bytes, instructions, least memory) against bench/baseline.json";

    /// <inheritdoc/>
    public async Task RunAsync(BenchContext context, CancellationToken cancel)
    {
        var measurements = new List<Measurement>();
        BenchContext keeping = context.Reporting(m =>
        {
            measurements.Add(m);
            context.Report(m);
        });
        foreach (IBenchmark bench in Exact)
            await bench.RunAsync(keeping, cancel).ConfigureAwait(false);

        string path = Baseline.PathIn(context.Root);
        if (context.Update)
        {
            Baseline.Of(measurements).Write(path);
            context.Note($"wrote {path}");
            return;
        }

        IReadOnlyList<string> complaints = Baseline.Read(path).Compare(measurements);
        if (complaints.Count > 0)
        {
            throw new BenchException(
                string.Join("; ", complaints),
                "make it smaller again; or, where the growth is meant, commit the new baseline with the change: lithe bench count --update");
        }
    }
}
