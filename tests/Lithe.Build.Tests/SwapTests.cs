using Lithe.Analysis;
using Lithe.Description;

namespace Lithe.Build.Tests;

/// <summary>An implementation is chosen by configuration: the other one is not in the image, and calls across the border cost nothing.</summary>
public sealed class SwapTests
{
    private const string Program =
        """
        using System;
        using Lithe.Alloc;
        using Lithe.Arch;

        Console.WriteLine(Probe.Allocate() == 0 ? "no" : "yes");
        Console.WriteLine(Probe.PageSize());

        internal static class Probe
        {
            [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
            public static nint Allocate() => Heap.Allocate(64, 16);

            // A property of another library: all that is left of it is its value.
            [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
            public static int PageSize() => Processor.Name.Length + (Lithe.Config.HEAP_TLSF ? 100 : 200);
        }
        """;

    [Theory]
    [InlineData("region", "tlsf", 200)]
    [InlineData("tlsf", "region", 100)]
    public async Task The_heap_that_was_not_chosen_is_absent(string chosen, string other, int constant)
    {
        using TemporaryFolder copy = Repository.Copy("apps/hello");
        copy.Write("apps/hello/Program.cs", Program);
        copy.Write("apps/hello/Hello.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\">\n  <ItemGroup>\n    <ProjectReference Include=\"../../lib/console/Lithe.Console.csproj\" />\n    <ProjectReference Include=\"../../lib/alloc/api/Lithe.Alloc.csproj\" />\n    <ProjectReference Include=\"../../lib/arch/api/Lithe.Arch.csproj\" />\n  </ItemGroup>\n</Project>\n");
        BuildOutcome outcome = await Repository.BuildAsync(copy.Path, "apps/hello", Target.QemuX64, ("HEAP", chosen));

        // What only the one or the other implementation is made of, by the files that its code comes from.
        var symbolizer = Symbolizer.Open(outcome.DebugPath);
        HashSet<string?> files = [.. SymbolTable.Open(outcome.DebugPath).Code.Select(symbol => Path.GetDirectoryName(symbolizer.Resolve(symbol.Address)?.File))];
        Assert.Contains($"lib/alloc/{chosen}", files);
        Assert.DoesNotContain($"lib/alloc/{other}", files);

        // What is not inlined of the call is called directly: the chosen heap, or what every default heap shares.
        MachineInstruction[] calls = [.. Disassembler.Method(outcome.DebugPath, "Probe.Allocate").Where(instruction => instruction.IsCall)];
        Assert.NotEmpty(calls);
        Assert.All(calls, call =>
        {
            Assert.StartsWith("Lithe.Alloc.", call.TargetName);
            Assert.Contains(Path.GetDirectoryName(symbolizer.Resolve(call.Target!.Value)!.File), new[] { $"lib/alloc/{chosen}", "lib/alloc/default" });
        });

        // A trivial property of another library, and a configuration constant: folded into one number, no call left.
        IReadOnlyList<MachineInstruction> folded = Disassembler.Method(outcome.DebugPath, "Probe.PageSize");
        Assert.DoesNotContain(folded, instruction => instruction.IsCall);
        Assert.Contains(folded, instruction => instruction.Text == $"mov eax, 0x{"x86_64".Length + constant:X}");
    }
}
