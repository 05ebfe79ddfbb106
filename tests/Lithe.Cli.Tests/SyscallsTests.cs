using System.Reflection;
using Lithe.Insight;
using Lithe.Insight.Syscalls;

namespace Lithe.Cli.Tests;

public sealed class SyscallsTests
{
    private static readonly string Root = typeof(SyscallsTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "LitheRoot").Value!;

    [Fact]
    public void EachMarkedMethodIsInTheTableUnderLinuxsNameAndItsLibrary()
    {
        SyscallRow[] rows = [.. SyscallReport.Make(Root)];
        SyscallRow read = rows.Single(row => row.Number == 0);
        Assert.Equal(("read", "posix/file"), (read.Name, read.Library));
        Assert.Equal("posix/poll", rows.Single(row => row.Name == "epoll_wait").Library);
        Assert.Equal(CallState.Absent, rows.Single(row => row.Name == "io_uring_setup").State);
        Assert.True(rows.Count(row => row.State != CallState.Absent) > 220);
    }

    [Fact]
    public void ThePageNamesAllCallsThatThereAre()
    {
        string[] page = File.ReadAllLines(Path.Combine(Root, "docs", "syscalls.md"));
        string[] named = [.. page.Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Select(line => line.Split('|')[1].Trim()).Where(name => name != "call")];
        // Renewed by: ./lithe test Conformance && ./lithe syscalls --write docs/syscalls.md
        Assert.Equal(SyscallReport.Make(Root).Where(row => row.State != CallState.Absent).Select(row => row.Name), named);
    }

    [Fact]
    public void WhatWasComparedAndWhatWasNotIsToldByFlag()
    {
        using var folder = new Scratch("[Syscall(9, 222)]\n[Syscall(257, 56)]\n[Syscall(54, 208)]\n[Syscall(39, 172)]", "call 9 3 2:1,3 3:34,2\ncall 54 2 6:65538,393217\n", "used getpid\n");
        Dictionary<string, SyscallRow> rows = SyscallReport.Make(folder.Path).ToDictionary(row => row.Name);
        Assert.Equal(["PROT_READ", "PROT_WRITE", "MAP_PRIVATE", "MAP_ANONYMOUS"], rows["mmap"].Flags);
        Assert.Contains("MAP_SHARED", rows["mmap"].Missing);
        Assert.Equal(CallState.Partly, rows["mmap"].State);
        Assert.Equal(["SO_REUSEADDR", "TCP_NODELAY"], rows["setsockopt"].Flags);
        Assert.Equal(CallState.Untested, rows["openat"].State);
        Assert.Equal(CallState.Partly, rows["getpid"].State);
        Assert.Equal(4, rows.Values.Count(row => row.State != CallState.Absent));
        Assert.Contains("| mmap | partly |", SyscallReport.ToMarkdown([.. rows.Values]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("call")]
    [InlineData("call x 1 0:1")]
    [InlineData("call 1 1 9:1")]
    [InlineData("call 1 1 0:1,x")]
    [InlineData("used")]
    [InlineData("\u0001\u0002")]
    public void ADamagedRecordIsNamed(string line)
    {
        using var folder = new Scratch("[Syscall(9, 222)]", "call 9 1 0:\n" + line + "\n", "");
        InsightException error = Assert.Throws<InsightException>(() => SyscallReport.Make(folder.Path));
        Assert.Contains("build/syscalls/a.compared:2", error.Message, StringComparison.Ordinal);
    }

    private sealed class Scratch : IDisposable
    {
        internal Scratch(string source, string compared, string used)
        {
            Path = Directory.CreateTempSubdirectory("lithe-syscalls-").FullName;
            Directory.CreateDirectory(System.IO.Path.Combine(Path, "lib", "posix", "x"));
            Directory.CreateDirectory(System.IO.Path.Combine(Path, "build", "syscalls"));
            File.WriteAllText(System.IO.Path.Combine(Path, "lib", "posix", "x", "x.csproj"), "");
            File.WriteAllText(System.IO.Path.Combine(Path, "lib", "posix", "x", "X.cs"), source);
            File.WriteAllText(System.IO.Path.Combine(Path, "build", "syscalls", "a.compared"), compared);
            File.WriteAllText(System.IO.Path.Combine(Path, "build", "syscalls", "b.used"), used);
        }

        internal string Path { get; }

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
