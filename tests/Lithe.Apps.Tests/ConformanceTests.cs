using System.Diagnostics;
using Lithe.Tests.Shared;

namespace Lithe.Apps.Tests;

/// <summary>tests/conformance/posix: one static program that says what some 140 system calls answer, errors included, run on Linux and in the image.</summary>
public sealed class ConformanceTests
{
    [Theory]
    [InlineData("posix", "Conformance", 450, 1)]
    [InlineData("posix", "Conformance", 450, 2)]
    [InlineData("sockets", "Sockets", 650, 1)]
    public async Task TheImageAnswersAsLinuxDoes(string name, string file, int lines, int processors)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        string[] machine = processors == 1 ? [] : ["--set", "SMP=y", "--smp", processors.ToString(System.Globalization.CultureInfo.InvariantCulture)];
        ToolResult guest = await Tool.RunAsync(Tool.Repository, ["run", $"tests/conformance/{name}", .. machine, "--timeout", "100", "--", "/tmp/conformance"], cancel);
        // The program that the image holds: the newest one that was published.
        string program = new DirectoryInfo(Path.Combine(Tool.Repository, "build", "dotnet")).EnumerateFiles(file, SearchOption.AllDirectories)
            .Where(found => found.Directory!.Name == "publish").MaxBy(found => found.LastWriteTimeUtc)!.FullName;
        string folder = Path.Combine(Path.GetTempPath(), "lithe-conformance-" + Guid.NewGuid().ToString("N"));
        using Process process = Process.Start(new ProcessStartInfo(program, [folder]) { RedirectStandardOutput = true })!;
        string[] linux = (await process.StandardOutput.ReadToEndAsync(cancel)).Split('\n');
        await process.WaitForExitAsync(cancel);
        Assert.Equal(0, process.ExitCode);
        string[] image = guest.Output.Replace("\r", "", StringComparison.Ordinal).Split('\n');
        Assert.True(linux.Length > lines);
        Assert.Equal(linux, image);
        Assert.Equal(0, guest.Status);
        if (processors == 1)
            await RecordAsync(name, program, folder, cancel);
    }

    [Fact]
    public async Task AProgramThatTakesAllTheImageHasGetsErrors()
    {
        ToolResult result = await Tool.RunAsync(Tool.Repository, ["run", "tests/conformance/posix", "--memory", "48M", "--timeout", "100", "--", "exhaust"], TestContext.Current.CancellationToken);
        // ENOBUFS, ENOMEM, ENFILE, or the limit of descriptors.
        Assert.Matches(@"^setrlimit: 0\n(files under way: 257 -109\n){2}circle: 1 100001\n(full socket pairs: error (105|23)\nfull pipes: error (12|23)\nevent files: error (23|24)\n){2}$", result.Output.Replace("\r", "", StringComparison.Ordinal));
        Assert.Equal(0, result.Status);
    }

    // Which calls have answered as on Linux: for `lithe syscalls`.
    private static async Task RecordAsync(string name, string program, string folder, CancellationToken cancel)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, [folder, "calls"]) { RedirectStandardOutput = true })!;
        string[] calls = [.. (await process.StandardOutput.ReadToEndAsync(cancel)).Split('\n').Where(line => line.StartsWith("call ", StringComparison.Ordinal))];
        await process.WaitForExitAsync(cancel);
        Assert.True(calls.Length > 20);
        await WriteRecordAsync($"{name}.compared", calls, cancel);
    }

    private static async Task WriteRecordAsync(string file, IEnumerable<string> lines, CancellationToken cancel)
    {
        string records = Path.Combine(Tool.Repository, "build", "syscalls");
        Directory.CreateDirectory(records);
        await File.WriteAllLinesAsync(Path.Combine(records, file), lines, cancel);
    }

    [Theory]
    [InlineData("executed\n", 0, "sh", "-c", "exec /bin/busybox echo executed")]
    [InlineData("found /bin\n", 0, "find", "/", "-maxdepth", "1", "-name", "bin", "-exec", "/bin/busybox", "echo", "found", "{}", ";")]
    [InlineData("", 0, "find", "/bin/busybox", "-exec", "/bin/busybox", "false", ";")]
    [InlineData("2\n", 0, "sh", "-c", "exec /bin/busybox env -i A=2 /bin/busybox sh -c 'echo $A'")]
    [InlineData("", 127, "sh", "-c", "exec /none 2> /dev/null")]
    [InlineData("", 3, "sh", "-c", "exec /bin/busybox sh -c 'exit 3'")]
    public async Task ProgramsStartPrograms(string output, int status, params string[] arguments)
    {
        ToolResult result = await Tool.RunAsync(Tool.Repository, ["run", "tests/conformance/exec", "--timeout", "60", "--", .. arguments], TestContext.Current.CancellationToken);
        Assert.Equal(output, result.Output.Replace("\r", "", StringComparison.Ordinal));
        Assert.Equal(status, result.Status);
    }

    [Fact]
    public async Task CallsAreCounted()
    {
        ToolResult result = await Tool.RunAsync(
            Tool.Repository, ["run", "tests/conformance/exec", "--count-calls", "--timeout", "60", "--", "cat", "/etc/none", "/proc/lithe/calls"], TestContext.Current.CancellationToken);
        // What the program read while it ran, and what the image printed at the end: calls, errors, microseconds, name.
        Assert.Matches(@"(?m)^\d+ [1-9]\d* \d+ open(at)?\r?$", result.Output);
        Assert.Matches(@"(?m)^ +\d+ +[1-9]\d* +\d+  open(at)?\r?$", result.Output);
        Assert.Matches(@"(?m)^ +1 +0 +\d+  exit_group\r?$", result.Output);
        Assert.Equal(1, result.Status);
        await WriteRecordAsync(
            "exec.used",
            System.Text.RegularExpressions.Regex.Matches(result.Output, @"(?m)^ +\d+ +\d+ +\d+  ([a-z_0-9]+)\r?$").Select(line => $"used {line.Groups[1].Value}"),
            TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task EachCallIsPrinted()
    {
        ToolResult result = await Tool.RunAsync(
            Tool.Repository, ["run", "tests/conformance/exec", "--strace", "--timeout", "60", "--", "cat", "/etc/none"], TestContext.Current.CancellationToken);
        // The program's own number, the call, its arguments and the answer.
        Assert.Matches(@"\[2\] open(at)?\(.*""/etc/none"".*\) = -ENOENT2", result.Output);
        Assert.Contains("[2] exit_group(1)", result.Output, StringComparison.Ordinal);
        Assert.Equal(1, result.Status);
    }

    [Theory]
    [InlineData("1000000", "1")]
    public async Task RandomCallsAreAnswered(string count, string seed)
    {
        ToolResult result = await Tool.RunAsync(
            Tool.Repository, ["run", "tests/conformance/fuzz", "--timeout", "200", "--", Environment.GetEnvironmentVariable("LITHE_FUZZ_CALLS") ?? count, seed], TestContext.Current.CancellationToken);
        Assert.Contains("most of them errors: True", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("PANIC", result.Output, StringComparison.Ordinal);
        Assert.Equal(0, result.Status);
    }
}
