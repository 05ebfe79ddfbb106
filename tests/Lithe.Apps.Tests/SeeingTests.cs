using System.Globalization;
using System.Xml.Linq;
using Lithe.Tests.Shared;

namespace Lithe.Apps.Tests;

/// <summary>What looks at an image from outside: the timeline of its boot, and the debugger.</summary>
public sealed class SeeingTests
{
    [Theory]
    [InlineData("qemu-x86_64")]
    [InlineData("qemu-arm64")]
    public async Task TheTimelineAccountsForEveryInstructionOfTheBoot(string target)
    {
        string picture = Path.Combine(Directory.CreateTempSubdirectory("lithe-boot-").FullName, "boot.svg");
        ToolResult result = await Tool.RunAsync(
            Tool.Repository, ["run", "apps/hello", "--target", target, "--timeline", picture], TestContext.Current.CancellationToken);
        Assert.True(result.Status == 0, result.Everything);

        string[] lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        long[] counts = [.. lines.Where(line => line.StartsWith("Lithe.", StringComparison.Ordinal)).Select(line => Number(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]))];
        long total = Number(lines[^1].Split(' ')[0]);
        Assert.Equal(total, counts.Sum());
        // What bench hello counts up to the printed line, and the way out.
        Assert.InRange(total, 2_000, 8_000);

        XElement drawing = XElement.Load(picture);
        XNamespace svg = "http://www.w3.org/2000/svg";
        Assert.Equal(counts.Length, drawing.Elements(svg + "text").Count(text => (string?)text.Attribute("class") == "name"));
        Assert.True(drawing.Elements(svg + "rect").Count(bar => ((string?)bar.Attribute("class"))?.StartsWith("bar", StringComparison.Ordinal) == true) >= counts.Length);
        Directory.Delete(Path.GetDirectoryName(picture)!, recursive: true);
    }

    [Theory]
    [InlineData("qemu-x86_64")]
    [InlineData("qemu-arm64")]
    public async Task TheDebuggerStopsAtMainAndKnowsTheLines(string target)
    {
        Packages.Need("gdb-multiarch", "gdb-multiarch");
        ToolResult result = await Tool.RunAsync(
            Tool.Repository, ["debug", "apps/hello", "--target", target, "-c", "list", "-c", "bt", "-c", "info registers"], TestContext.Current.CancellationToken);
        Assert.True(result.Status == 0, result.Everything);
        Assert.Contains("at ./apps/hello/Program.cs:3", result.Output);
        Assert.Contains("Console.WriteLine(\"Hello from Lithe!\");", result.Output);
        Assert.Contains("Lithe_Composition_Lithe_Composition__Start", result.Output);
        Assert.Contains(target == "qemu-arm64" ? "cpsr" : "rip", result.Output);
        // It stood before the first statement; the guest goes on when gdb lets go.
        int printed = result.Output.IndexOf("\nHello from Lithe!\n", StringComparison.Ordinal), stopped = result.Output.IndexOf("Temporary breakpoint", StringComparison.Ordinal);
        Assert.True(stopped >= 0 && (printed < 0 || stopped < printed), result.Output);
    }

    private static long Number(string text) => long.Parse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
}
