using System.Reflection;
using System.Xml.Linq;

namespace Lithe.Cli.Tests;

public sealed class SolutionTests
{
    private static readonly string Root = typeof(SolutionTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "LitheRoot").Value!;

    [Fact]
    public void The_solution_names_every_project_and_no_other()
    {
        string[] there = [.. new[] { "src", "lib", "apps", "tests", "bench" }.SelectMany(f => Directory.EnumerateFiles(Path.Combine(Root, f), "*.csproj", SearchOption.AllDirectories))
            .Select(f => Path.GetRelativePath(Root, f))
            // Fixtures are what tests read, not what is built.
            .Where(f => !f.Split('/').Any(part => part is "bin" or "obj" or "build" or "fixtures"))];
        string[] named = [.. XDocument.Load(Path.Combine(Root, "Lithe.slnx")).Descendants("Project").Select(p => (string)p.Attribute("Path")!)];
        Assert.Equal(there.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }
}
