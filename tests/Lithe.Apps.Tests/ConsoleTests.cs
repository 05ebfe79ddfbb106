using Lithe.Tests.Shared;

namespace Lithe.Apps.Tests;

/// <summary>The console as .NET's: parts of an interpolated string, values of all kinds, ends of lines and of the input.</summary>
public sealed class ConsoleTests : IDisposable
{
    private const string Program =
        """
        using System;

        int n = 3;
        Console.WriteLine($"{n}: {Inner()}");
        Console.WriteLine($"[{Day.Friday}] [{Day.Friday,3}] [{new Point()}] [{(object)"o"}] [{n,4:x}] [{n,-4}] [{true,6}] [{(string?)null}] [{'x'}] [{1.5}]");
        string longer = new('a', 300);
        Console.WriteLine($"{longer}{n}é{longer}|");
        Console.WriteLine((object)"obj");
        while (Console.ReadLine() is { } line)
            Console.WriteLine($"<{line}>");
        Console.WriteLine("end");

        static int Inner()
        {
            Console.WriteLine("inside");
            return 5;
        }

        enum Day { Friday = 5 }

        sealed class Point
        {
            public override string ToString() => "P!";
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("lithe-apps-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("linux-x86_64")]
    [InlineData("qemu-x86_64")]
    [InlineData("qemu-arm64")]
    public async Task IsAsDotNets(string target)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        string app = Path.Combine(_folder, "console");
        ToolResult made = await Tool.RunAsync(Tool.Repository, ["new", app], cancel);
        Assert.True(made.Status == 0, made.Everything);
        await File.WriteAllTextAsync(Path.Combine(app, "Program.cs"), Program, cancel);
        string description = Path.Combine(app, "lithe.yaml");
        await File.WriteAllTextAsync(description, (await File.ReadAllTextAsync(description, cancel)).Replace("qemu-arm64]", "qemu-arm64, linux-x86_64]"), cancel);
        ToolResult run = await Tool.RunAsync(Tool.Repository, ["run", app, "--target", target], cancel, "a\r\nb\n\nc\rlast");
        string a = new('a', 300);
        // .NET prints "Friday" for the enum: an image has no names.
        Assert.Equal(
            (0, $"inside\n3: 5\n[5] [  5] [P!] [o] [   3] [3   ] [  True] [] [x] [1.5]\n{a}3é{a}|\nobj\n<a>\n<b>\n<>\n<c>\n<last>\nend\n"),
            (run.Status, run.Output));
    }
}
