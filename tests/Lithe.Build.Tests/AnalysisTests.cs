using System.Diagnostics;
using System.Globalization;
using CsCheck;
using Lithe.Analysis;
using Lithe.Build.Linking;
using Lithe.Build.Metadata;
using Lithe.Description;
using Lithe.Image;

namespace Lithe.Build.Tests;

public sealed class AnalysisTests
{
    public static TheoryData<string> Targets => [.. Target.All.Select(target => target.Name)];

    [Theory, MemberData(nameof(Targets))]
    public async Task Lines_agree_with_llvm_symbolizer(string targetName)
    {
        Target.TryParse(targetName, out Target? target, out _);
        using TemporaryFolder copy = Repository.Copy("apps/hello");
        BuildOutcome outcome = await Repository.BuildAsync(copy.Path, "apps/hello", target!);
        var symbolizer = Symbolizer.Open(outcome.DebugPath);
        SymbolTable symbols = SymbolTable.Open(outcome.DebugPath);
        ulong[] addresses = [.. symbols.Code.Where(symbol => symbol.Method is not null)
            .SelectMany(symbol => Enumerable.Range(0, (int)symbol.Size).Where(offset => offset % 4 == 0).Select(offset => symbol.Address + (ulong)offset))];
        Assert.True(addresses.Length > 200);

        Dictionary<ulong, (string File, int Line)> expected = RunLlvm(outcome.DebugPath, addresses);
        int known = 0, agree = 0;
        var different = new List<string>();
        foreach (ulong address in addresses)
        {
            (string file, int line) = expected[address];
            // It says 0 where a function's first bytes have no row; ours looks ahead there.
            if (line == 0 || symbolizer.Resolve(address) is not { } frame || frame.Line == 0)
                continue;
            known++;
            if (frame.File is { } own && file.EndsWith(own, StringComparison.Ordinal) && (frame.Line == line || frame.OtherLines.Contains(line)))
                agree++;
            else
                different.Add($"{address:x}: {frame}, not {file}:{line}");
        }
        // Ours differs on purpose for calls that throw: it gives the lines of the branches to them.
        Assert.True(known > 200 && agree > known * 9 / 10, $"{agree} of {known} agree:\n{string.Join('\n', different.Take(30))}");
    }

    [Fact]
    public async Task Methods_are_named_as_in_the_source()
    {
        using TemporaryFolder copy = Repository.Copy("apps/hello");
        copy.Write("apps/hello/Program.cs",
            """
            using System;
            using System.Runtime.CompilerServices;

            Console.WriteLine(new Box<int>(3).Twice(1) + new Box<int>(4).Twice<byte>(1, 2) + Outer.Inner.Count("x"));

            internal readonly struct Box<T>(int value)
            {
                [MethodImpl(MethodImplOptions.NoInlining)]
                public int Twice(T other) => value * 2;

                [MethodImpl(MethodImplOptions.NoInlining)]
                public int Twice<TOther>(T other, TOther third) => value * 4;
            }

            internal static class Outer
            {
                internal static class Inner
                {
                    [MethodImpl(MethodImplOptions.NoInlining)]
                    internal static int Count(string text) => text.Length;
                }
            }
            """);
        BuildOutcome outcome = await Repository.BuildAsync(copy.Path, "apps/hello", Target.QemuX64);
        List<string?> methods = [.. SymbolTable.Open(outcome.DebugPath).Code.Select(symbol => symbol.Method)];
        Assert.Contains("Box<int>.Twice(T)", methods);
        Assert.Contains("Box<int>.Twice<byte>(T, TOther)", methods);
        Assert.Contains("Outer.Inner.Count(string)", methods);
        Assert.Contains("Lithe.Composition.Start(nint)", methods);
    }

    [Fact]
    public async Task A_panic_gets_methods_files_lines_and_the_callers_that_have_no_frame()
    {
        using TemporaryFolder copy = Repository.Copy("apps/hello");
        BuildOutcome outcome = await Repository.BuildAsync(copy.Path, "apps/hello", Target.QemuX64);
        var symbolizer = Symbolizer.Open(outcome.DebugPath);
        IReadOnlyList<CodeSymbol> code = SymbolTable.Open(outcome.DebugPath).Code;
        ulong leaf = code.First(symbol => symbol.Name == "x86_hlt").Address;
        CodeSymbol caller = code.First(symbol => symbol.Method is not null && symbol.Size > 32);
        CodeSymbol start = code.First(symbol => symbol.Name == "_start");
        ulong inCaller = caller.Address + 8, inStart = start.Address + start.Size - 2;

        var annotator = new PanicAnnotator(symbolizer);
        string Hex(ulong value) => value.ToString("x16", CultureInfo.InvariantCulture);
        Assert.Equal("hello", annotator.AnnotateLine("hello"));
        Assert.Equal($"  at 0x{Hex(leaf)}", annotator.AnnotateLine($"  at 0x{Hex(leaf)}"));
        Assert.Equal("PANIC: test", annotator.AnnotateLine("PANIC: test"));
        Assert.StartsWith($"  at 0x{Hex(leaf)} x86_hlt in lib/arch/x86_64/processor.s:", annotator.AnnotateLine($"  at 0x{Hex(leaf)}"));
        Assert.Contains("_start in lib/arch/x86_64/boot.s:", annotator.AnnotateLine($"  at 0x{Hex(inStart)}"));
        annotator.AnnotateLine("registers:");
        annotator.AnnotateLine($"  rip {Hex(leaf)} rsp 0000000000120000 rbp 0000000000120100");
        annotator.AnnotateLine("stack at 0x0000000000120000:");
        // The leaf's return address is on top; of what lies below, the words are too few to go on.
        string last = annotator.AnnotateLine($"  {Hex(inCaller)} 0000000000000000");
        Assert.Contains($"\n  at 0x{Hex(leaf)} x86_hlt", last);
        Assert.Contains($"\n  at 0x{Hex(inCaller)} {caller.Method}", last);
        Assert.Contains($"\n  at 0x{Hex(inStart)} _start", last);
        Assert.Equal("bye", annotator.AnnotateLine("bye"));
        Assert.Equal("PANIC: x", new PanicAnnotator(null).AnnotateLine("PANIC: x"));
    }

    [Fact]
    public void No_line_makes_the_annotator_throw()
    {
        string self = Path.Combine(AppContext.BaseDirectory, "empty.debug");
        File.WriteAllBytes(self, MinimalElf());
        var symbolizer = Symbolizer.Open(self);
        Gen<string> pieces = Gen.OneOf(new[] { "PANIC: ", "  at 0x", "registers:", "stack at 0x", ":", "  ", "rip ", "rsp ", "0000000000001000", "ffffffffffffffff", "12", "\t", "\u001e" }.Select(piece => Gen.Const(piece)).ToArray());
        pieces.Array[0, 6].Select(string.Concat).List[1, 12].Sample(lines =>
        {
            var annotator = new PanicAnnotator(symbolizer);
            foreach (string line in lines)
                Assert.StartsWith(line.TrimEnd(), annotator.AnnotateLine(line));
        }, iter: 2000, threads: 1);
    }

    [Fact]
    public async Task A_broken_file_is_refused_and_never_crashes_a_reader()
    {
        using TemporaryFolder copy = Repository.Copy("apps/hello");
        BuildOutcome outcome = await Repository.BuildAsync(copy.Path, "apps/hello", Target.QemuX64);
        byte[] good = File.ReadAllBytes(outcome.DebugPath);
        string broken = Path.Combine(copy.Path, "broken");
        var random = new Random(1);
        for (int i = 0; i < 400; i++)
        {
            byte[] bytes = (byte[])good.Clone();
            for (int changes = 0; changes < 20; changes++)
                bytes[i % 2 == 0 ? random.Next(64) : random.Next(bytes.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(broken, i % 5 == 0 ? bytes[..random.Next(bytes.Length)] : bytes);
            try
            {
                var symbolizer = Symbolizer.Open(broken);
                symbolizer.Resolve(0x100800);
                symbolizer.Unwinder.Walk(new Dictionary<string, ulong> { ["rip"] = 0x100800, ["rsp"] = 0x120000 }, _ => 0x100900);
            }
            catch (InvalidDataException)
            {
            }
        }
    }

    [Fact]
    public void The_linker_script_tells_what_it_defines_and_keeps()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("link.ld", "ENTRY(go) /* not_this = 1; */\nSECTIONS { start = .; .text : { KEEP(*(.text.traps .note.*)) *(.text) end = .; } size = end - start; ASSERT(size == 4, \"x\") }");
        LinkScript script = LinkScript.Read(path);
        Assert.Equal("go", script.Entry);
        Assert.True(script.Defines("start") && script.Defines("end") && script.Defines("size") && script.Defines("__start_anything"));
        Assert.False(script.Defines("not_this"));
        Assert.True(script.Keeps(".text.traps") && script.Keeps(".note.Xen"));
        Assert.False(script.Keeps(".text"));
    }

    [Fact]
    public void Any_bytes_can_be_read_as_il() =>
        Gen.Byte.Array[0, 200].Sample(bytes => Assert.True(IlInstructions.Read(bytes).Count() <= bytes.Length), iter: 5000, threads: 1);

    // A header and nothing else.
    private static byte[] MinimalElf()
    {
        var bytes = new byte[64];
        "\u007fELF"u8.CopyTo(bytes);
        (bytes[4], bytes[5], bytes[18]) = (2, 1, 62);
        return bytes;
    }

    private static Dictionary<ulong, (string File, int Line)> RunLlvm(string debug, ulong[] addresses)
    {
        var start = new ProcessStartInfo("llvm-symbolizer") { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (string argument in new[] { "--no-inlines", "--functions=none", "--obj=" + debug })
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        foreach (ulong address in addresses)
            process.StandardInput.WriteLine("0x" + address.ToString("x", CultureInfo.InvariantCulture));
        process.StandardInput.Close();
        string[] answers = output.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(addresses.Length, answers.Length);
        return addresses.Zip(answers).ToDictionary(pair => pair.First, pair =>
        {
            // file:line:column
            string[] parts = pair.Second.Trim().Split(':');
            return (parts[0], int.TryParse(parts[^2], out int line) ? line : 0);
        });
    }
}
