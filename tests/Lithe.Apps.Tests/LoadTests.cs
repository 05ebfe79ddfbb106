using Lithe.Tests.Shared;

namespace Lithe.Apps.Tests;

/// <summary>tests/load, its short form: wrk and redis-benchmark against the programs, nothing failed, a silent console, level memory.</summary>
public sealed class LoadTests
{
    [Theory]
    [InlineData("nginx", "wrk", "wrk")]
    [InlineData("redis", "redis-benchmark", "redis-tools")]
    [InlineData("dotnet-web", "wrk", "wrk")]
    public async Task ServesUnderLoad(string app, string client, string package)
    {
        Packages.Need(client, package);
        Assert.Contains($"ok: {app}: it runs afterwards", await TapScript.RunAsync("tests/load/run", "--seconds", "2", app), StringComparison.Ordinal);
    }
}
