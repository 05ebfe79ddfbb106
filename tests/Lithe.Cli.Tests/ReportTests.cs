using System.Text;
using Lithe.Cli.Terminal;
using Lithe.Cli.Testing;

namespace Lithe.Cli.Tests;

public sealed class ReportTests
{
    private const string Xml = """
        <assemblies><assembly name="x">
          <errors><error type="test-class-cleanup" name="F"><failure><message>cleanup broke</message></failure></error></errors>
          <collection><test name="A.Good" result="Pass" time="0.0021" />
          <test name="A.Bad" result="Fail" time="0.5"><failure exception-type="X"><message><![CDATA[1 is not \"2\"]]></message><stack-trace>at A.Bad()</stack-trace></failure></test>
          <test name="A.Later" result="Skip" time="0"><reason>not yet</reason></test></collection>
        </assembly></assemblies>
        """;

    [Fact]
    public void An_xunit_report_is_read()
    {
        (var tests, string? error) = XunitXml.Read(new MemoryStream(Encoding.UTF8.GetBytes(Xml)));
        Assert.Equal([TestOutcome.Passed, TestOutcome.Failed, TestOutcome.Skipped], tests.Select(t => t.Outcome));
        Assert.Equal("1 is not \"2\"\nat A.Bad()", tests[1].Message);
        Assert.Equal("cleanup broke", error);
        Assert.Throws<InvalidDataException>(() => XunitXml.Read(new MemoryStream("<assemblies>"u8.ToArray())));
    }

    [Fact]
    public void The_table_has_a_row_an_area_and_a_column_a_target()
    {
        ProjectReport[] reports =
        [
            new("Lithe.Core.Tests", [new("A", TestOutcome.Passed)], null, TimeSpan.Zero),
            new("guest/core (qemu-x86_64)", [new("A", TestOutcome.Passed), new("B", TestOutcome.Failed)], null, TimeSpan.Zero),
            new("guest/smp (qemu-arm64, 2 processors)", [new("A", TestOutcome.Passed)], null, TimeSpan.Zero),
            new("guest/smp (qemu-arm64)", [new("A", TestOutcome.Passed)], null, TimeSpan.Zero),
        ];
        Assert.Equal(
            "| tests of | .NET | qemu-arm64 | qemu-x86_64 |\n|---|---:|---:|---:|\n| core | 1 |  | **1 of 2** |\n| smp |  | 2 |  |\n", ResultTable.Render(reports));
    }

    [Fact]
    public void The_last_line_is_the_count_alone()
    {
        var output = new StringWriter();
        var printer = new TestPrinter(new Screen(output, TextWriter.Null, false, false, false, false, "/"));
        ProjectReport[] reports =
        [
            new("P", [new("A", TestOutcome.Passed), new("B", TestOutcome.Failed, "why\nso"), new("C", TestOutcome.Skipped)], null, TimeSpan.Zero),
            ProjectReport.Broken("Q", "did not build", TimeSpan.Zero),
        ];
        foreach (ProjectReport report in reports)
            printer.Print(report);
        printer.PrintTotals(reports);
        string[] lines = output.ToString().TrimEnd('\n').Split('\n');
        Assert.Equal("1 passed, 2 failed", lines[^1]);
        Assert.Contains("failed P: B", lines);
        Assert.Contains("    why", lines);
        Assert.Contains("failed Q", lines);
    }

    [Fact]
    public void Build_errors_are_laid_at_their_projects_door()
    {
        HostTestProject a = new("A.Tests", "/r/tests/A.Tests/A.Tests.csproj"), b = new("B.Tests", "/r/tests/B.Tests/B.Tests.csproj");
        IReadOnlyDictionary<HostTestProject, string> own = HostTestProject.Blame([a, b], "/r/x.cs(1,2): error CS1: bad [/r/tests/A.Tests/A.Tests.csproj]\n  1 Error(s)\n");
        Assert.Equal([a], own.Keys);
        IReadOnlyDictionary<HostTestProject, string> shared = HostTestProject.Blame([a, b], "/r/y.cs(1,2): error CS1: bad [/r/src/L/L.csproj]\n");
        Assert.Equal(2, shared.Count);
        Assert.Equal(2, HostTestProject.Blame([a, b], "MSBUILD : error MSB1009: no such file\n").Count);
        Assert.Equal(2, HostTestProject.Blame([a, b], "it died\n").Count);
    }

    [Fact]
    public void Filters_choose_by_part_of_a_name()
    {
        var filter = new TestFilter(["core", "Panic"]);
        Assert.True(filter.TakesProject("Lithe.Core.Tests"));
        Assert.False(filter.TakesProject("Lithe.Alloc.Tests"));
        Assert.True(filter.TakesTest("X.panics"));
        Assert.True(new TestFilter([]).TakesProject("anything"));
    }
}
