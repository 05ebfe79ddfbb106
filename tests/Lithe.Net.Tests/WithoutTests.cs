using Lithe.Tests.Shared;

namespace Lithe.Net.Tests;

/// <summary>Each protocol and option can be left out, and the tests of the rest pass.</summary>
[Needs("all")]
public sealed class WithoutTests
{
    [Theory]
    [InlineData("NET_IPV4", 90)]
    [InlineData("NET_IPV6", 115)]
    [InlineData("NET_FRAGMENTS", 150)]
    [InlineData("NET_MULTICAST", 160)]
    [InlineData("NET_IP_COUNTERS", 160)]
    public Task TheRestPasses(string symbol, int least) => OwnTests.PassWithoutAsync(symbol, least, TestContext.Current.CancellationToken);
}
