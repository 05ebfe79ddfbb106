namespace Lithe.Bench;

/// <summary>A benchmark: <c>lithe bench NAME</c>. To add one, write a class and name it in <see cref="Benchmarks"/>.</summary>
public interface IBenchmark
{
    /// <summary>What users call it; its metrics start with this name and a dot.</summary>
    string Name { get; }

    /// <summary>What it measures, in one line.</summary>
    string Summary { get; }

    /// <summary>Measures; each figure goes to <see cref="BenchContext.Report"/> as soon as it is known.</summary>
    /// <exception cref="BenchException">It cannot be measured.</exception>
    Task RunAsync(BenchContext context, CancellationToken cancel);
}

/// <summary>The benchmarks there are.</summary>
public static class Benchmarks
{
    /// <summary>All of them, in the order shown.</summary>
    public static IReadOnlyList<IBenchmark> All { get; } = [new HelloBench(), new BuildBench(), new MemoryBench(), new AllocBench(), new KvUdpBench(), new NetDevBench(), new BlockBench(), new HttpBench(), new RedisBench(), new NginxBench(), new DotnetWebBench(), new TcpBench(), new BootBench(), new SyscallBench(), new SqliteBench(), new SchedBench(), new KconfigBench(), new CountBench()];
}
