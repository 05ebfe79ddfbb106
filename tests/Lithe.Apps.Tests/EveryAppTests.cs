using Lithe.Tests.Shared;

namespace Lithe.Apps.Tests;

/// <summary>No application without a check: each folder of apps/ has a class of tests here that is named after it.</summary>
public sealed class EveryAppTests
{
    [Fact]
    public void EveryAppHasTests()
    {
        HashSet<string> checkedApps = [.. typeof(EveryAppTests).Assembly.GetTypes().Select(type => type.Name)];
        string[] unproved = [.. Directory.EnumerateDirectories(Path.Combine(Tool.Repository, "apps"))
            .Where(folder => File.Exists(Path.Combine(folder, "lithe.yaml")))
            .Select(folder => Path.GetFileName(folder)!)
            .Where(app => !checkedApps.Contains(ClassOf(app)))];
        Assert.Empty(unproved);
    }

    /// <summary>apps/kv-udp is tested by KvUdpTests.</summary>
    private static string ClassOf(string app) =>
        string.Concat(app.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..])) + "Tests";
}
