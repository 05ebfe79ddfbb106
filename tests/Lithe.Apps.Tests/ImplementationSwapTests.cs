using Lithe.Analysis;
using Lithe.Tests.Shared;

namespace Lithe.Apps.Tests;

/// <summary>
/// A role's implementation is picked by configuration: what the image holds afterwards is read from its code. The probe calls the
/// heap through its contract only.
/// </summary>
public sealed class ImplementationSwapTests : IDisposable
{
    private static readonly string[] s_heapTypes = ["Lithe.Alloc.RegionHeap.", "Lithe.Alloc.TlsfHeap."];

    private readonly string _folder = Directory.CreateTempSubdirectory("lithe-swap-").FullName;

    [Theory]
    [InlineData("region", "Lithe.Alloc.RegionHeap.")]
    [InlineData("tlsf", "Lithe.Alloc.TlsfHeap.")]
    public async Task OnlyThePickedHeapIsInTheImage(string heap, string type)
    {
        SymbolTable symbols = SymbolTable.Open(await BuildAsync(heap));
        Assert.Equal([type], s_heapTypes.Where(symbols.Contains));
    }

    [Fact]
    public async Task ATrivialCallIsInlinedAcrossTheSwap()
    {
        string debug = await BuildAsync("region");
        IReadOnlyList<MachineInstruction> probe = Disassembler.Method(debug, "Probe.SizeOf");
        Assert.NotEmpty(probe);
        Assert.DoesNotContain(probe, instruction => instruction.IsCall);

        // The region heap keeps a block's size in front of it: one load is all that is left of two assemblies.
        Assert.Single(probe, instruction => instruction.Text.Contains("[rdi", StringComparison.Ordinal));

        // A constant of the scheduler's implementation folds: no load, no call.
        IReadOnlyList<MachineInstruction> constant = Disassembler.Method(debug, "Probe.HasThreads");
        Assert.NotEmpty(constant);
        Assert.DoesNotContain(constant, instruction => instruction.IsCall || instruction.Text.Contains('['));
    }

    private async Task<string> BuildAsync(string heap)
    {
        string lib = Path.Combine(Tool.Repository, "lib");
        await File.WriteAllTextAsync(Path.Combine(_folder, "lithe.yaml"), $"name: swap\napp: {{ csharp: ./Swap.csproj }}\ntargets: [qemu-x86_64]\nconfig: {{ HEAP: {heap} }}\n");
        await File.WriteAllTextAsync(Path.Combine(_folder, "Swap.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <ItemGroup>
                <ProjectReference Include="{Path.GetRelativePath(_folder, lib)}/alloc/api/Lithe.Alloc.csproj" />
                <ProjectReference Include="{Path.GetRelativePath(_folder, lib)}/sched/api/Lithe.Sched.csproj" />
                <ProjectReference Include="{Path.GetRelativePath(_folder, lib)}/console/Lithe.Console.csproj" />
              </ItemGroup>
            </Project>
            """);
        await File.WriteAllTextAsync(Path.Combine(_folder, "Program.cs"), """
            using System;
            using System.Runtime.CompilerServices;
            using Lithe.Alloc;
            using Lithe.Sched;

            nint block = Heap.Allocate(100, 16);
            Console.WriteLine(Probe.SizeOf(block) >= 100);
            Heap.Free(block);
            Console.WriteLine(Probe.HasThreads());

            static class Probe
            {
                [MethodImpl(MethodImplOptions.NoInlining)]
                public static nuint SizeOf(nint block) => Heap.UsableSize(block);

                [MethodImpl(MethodImplOptions.NoInlining)]
                public static bool HasThreads() => Scheduler.HasThreads;
            }
            """);
        ToolResult run = await Tool.RunAsync(Tool.Repository, ["run", _folder], TestContext.Current.CancellationToken);
        Assert.True(run.Status == 0, run.Everything);
        Assert.Equal("True\nFalse\n", run.Output);
        return Path.Combine(_folder, "build", "qemu-x86_64", "swap.debug");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
