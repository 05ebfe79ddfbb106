using Lithe.Tests.Shared;

namespace Lithe.Apps.Tests;

/// <summary>What <c>lithe new</c> makes boots unchanged; arguments and exit statuses pass through the machine.</summary>
public sealed class NewAppTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lithe-apps-").FullName;

    [Theory]
    [InlineData("qemu-x86_64")]
    [InlineData("qemu-arm64")]
    public async Task BootsUnchanged(string target)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        string app = Path.Combine(_folder, "fresh");
        ToolResult made = await Tool.RunAsync(Tool.Repository, ["new", app], cancel);
        Assert.True(made.Status == 0, made.Everything);
        ToolResult run = await Tool.RunAsync(Tool.Repository, ["run", app, "--target", target], cancel);
        Assert.True(run.Status == 0, run.Everything);
        Assert.NotEmpty(run.Output);
    }

    [Theory]
    [InlineData("qemu-x86_64", 0)]
    [InlineData("qemu-x86_64", 1)]
    [InlineData("qemu-x86_64", 127)]
    [InlineData("qemu-x86_64", 200)]
    [InlineData("qemu-x86_64", 255)]
    [InlineData("qemu-arm64", 0)]
    [InlineData("qemu-arm64", 3)]
    [InlineData("qemu-arm64", 255)]
    public async Task StatusAndArgumentsPassThrough(string target, int status)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        string app = Path.Combine(_folder, "status");
        ToolResult made = await Tool.RunAsync(Tool.Repository, ["new", app], cancel);
        Assert.True(made.Status == 0, made.Everything);
        await File.WriteAllTextAsync(
            Path.Combine(app, "Program.cs"),
            """
            using System;

            foreach (string arg in args)
                Console.WriteLine($"[{arg}]");
            return int.Parse(args[0]);
            """,
            cancel);
        ToolResult run = await Tool.RunAsync(Tool.Repository, ["run", app, "--target", target, "--", $"{status}", "two words", "quo\"te", "back\\slash", "ü"], cancel);
        Assert.Equal((status, $"[{status}]\n[two words]\n[quo\"te]\n[back\\slash]\n[ü]\n"), (run.Status, run.Output));
    }

    // What throws has no frame of its own in a release image, and its caller is the line that the user wrote.
    [Theory]
    [InlineData("Console.WriteLine(list[args.Length + 3]);")]
    [InlineData("Console.WriteLine(int.Parse(\"abc\"));")]
    [InlineData("Console.WriteLine(new int[args.Length - 1].Length);")]
    public async Task TraceNamesTheApplicationsLine(string line)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        string app = Path.Combine(_folder, "trace");
        ToolResult made = await Tool.RunAsync(Tool.Repository, ["new", app], cancel);
        Assert.True(made.Status == 0, made.Everything);
        await File.WriteAllTextAsync(Path.Combine(app, "Program.cs"), $"using System;\nusing System.Collections.Generic;\n\nvar list = new List<int>();\n{line}\nConsole.WriteLine(list.Count);\n", cancel);
        ToolResult run = await Tool.RunAsync(Tool.Repository, ["run", app, "--target", "qemu-x86_64"], cancel);
        Assert.Contains("PANIC: ", run.Output, StringComparison.Ordinal);
        Assert.Contains("Program.cs:5", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnyNameAndFolderBuilds()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        string app = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "a, b=c;d%20e")).FullName, "null");
        ToolResult made = await Tool.RunAsync(Tool.Repository, ["new", app], cancel);
        Assert.True(made.Status == 0, made.Everything);
        ToolResult run = await Tool.RunAsync(Tool.Repository, ["run", app, "--target", "qemu-x86_64"], cancel);
        Assert.True(run.Status == 0, run.Everything);
    }

    [Theory]
    [InlineData("ends at", "run", "apps/hello", "--memory", "1M", "--target", "qemu-x86_64")]
    [InlineData("ends at", "run", "apps/hello", "--memory", "1M", "--target", "qemu-arm64")]
    [InlineData("which gdb debugs by itself", "debug", "apps/hello", "--target", "linux-x86_64")]
    public async Task WhatCannotRunIsRefused(string message, params string[] arguments)
    {
        ToolResult result = await Tool.RunAsync(Tool.Repository, arguments, TestContext.Current.CancellationToken);
        Assert.Equal(2, result.Status);
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
