using Lithe.Analysis;
using Lithe.Tests.Shared;

namespace Lithe.Apps.Tests;

/// <summary>Tracepoints: nothing at all without TRACE, and with <c>lithe run --trace</c> what happened, in order.</summary>
public sealed class TraceTests : IDisposable
{
    private const string Traced = """
        using System;
        using Lithe.Diagnostics;
        using Lithe.Sched;

        KernelThread other = Scheduler.Start(_ => Trace.Point("app.other"u8, 7, 1UL << 40), null, default)!;
        Scheduler.Join(other, ulong.MaxValue);
        Trace.Point("app.joined"u8);
        Console.WriteLine("done");
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("lithe-trace-").FullName;

    [Fact]
    public async Task WithoutTheOptionTheImageIsThatOfAProgramWithoutTracepoints()
    {
        byte[] traced = await BuildAsync(Traced), plain = await BuildAsync(Traced
            .Replace("Trace.Point(\"app.other\"u8, 7, 1UL << 40)", "{ }", StringComparison.Ordinal)
            .Replace("Trace.Point(\"app.joined\"u8);", "", StringComparison.Ordinal));
        Assert.True(traced.AsSpan().SequenceEqual(plain), $"{traced.Length} bytes with tracepoints that are off, {plain.Length} without any");
        SymbolTable symbols = SymbolTable.Open(Path.Combine(_folder, "build", "qemu-x86_64", "trace.debug"));
        Assert.False(symbols.Contains("Lithe.Diagnostics.Trace"));
    }

    [Fact]
    public async Task RunPrintsWhatHappenedInOrder()
    {
        await WriteAsync(Traced);
        ToolResult run = await Tool.RunAsync(Tool.Repository, ["run", _folder, "--trace"], TestContext.Current.CancellationToken);
        Assert.True(run.Status == 0, run.Everything);
        Assert.StartsWith("done\ntrace: ", run.Output, StringComparison.Ordinal);
        string[] events = [.. run.Output.Split('\n').Where(line => line.Contains(" us cpu0 ", StringComparison.Ordinal)).Select(line => line[(line.IndexOf("cpu0 ", StringComparison.Ordinal) + 5)..])];
        int other = Array.IndexOf(events, "app.other 7 0x10000000000"), joined = Array.IndexOf(events, "app.joined 0 0");
        Assert.True(other > 0 && joined > other, run.Output);
        // To the other thread before, and back after.
        Assert.Contains(events.Take(other), line => line.StartsWith("sched.switch 1 ", StringComparison.Ordinal));
        Assert.Contains(events[other..joined], line => line.StartsWith("sched.switch ", StringComparison.Ordinal) && line.EndsWith(" 1", StringComparison.Ordinal));
    }

    private async Task<byte[]> BuildAsync(string program)
    {
        await WriteAsync(program);
        ToolResult build = await Tool.RunAsync(Tool.Repository, ["build", _folder], TestContext.Current.CancellationToken);
        Assert.True(build.Status == 0, build.Everything);
        return await File.ReadAllBytesAsync(Path.Combine(_folder, "build", "qemu-x86_64", "trace.elf"));
    }

    private async Task WriteAsync(string program)
    {
        string lib = Path.GetRelativePath(_folder, Path.Combine(Tool.Repository, "lib"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "lithe.yaml"), "name: trace\napp: { csharp: ./Traced.csproj }\ntargets: [qemu-x86_64]\nconfig: { SCHED: coop }\n");
        await File.WriteAllTextAsync(Path.Combine(_folder, "Traced.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <ItemGroup>
                <ProjectReference Include="{lib}/console/Lithe.Console.csproj" />
                <ProjectReference Include="{lib}/sched/api/Lithe.Sched.csproj" />
                <ProjectReference Include="{lib}/trace/Lithe.Trace.csproj" />
              </ItemGroup>
            </Project>
            """);
        await File.WriteAllTextAsync(Path.Combine(_folder, "Program.cs"), program);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
