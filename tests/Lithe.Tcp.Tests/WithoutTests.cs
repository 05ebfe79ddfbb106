using Lithe.Tests.Shared;

namespace Lithe.Tcp.Tests;

/// <summary>Each protocol and option can be left out, and the tests of the rest pass.</summary>
[Needs("all")]
public sealed class WithoutTests
{
    [Theory]
    [InlineData("NET_IPV4", 50)]
    [InlineData("NET_IPV6", 200)]
    [InlineData("NET_FRAGMENTS", 200)]
    [InlineData("NET_TCP_SACK", 195)]
    [InlineData("NET_TCP_TIMESTAMPS", 195)]
    [InlineData("NET_TCP_SYN_COOKIES", 195)]
    [InlineData("NET_RAW", 195)]
    [InlineData("NET_TCP_JOIN", 195)]
    [InlineData("NET_TCP_GATHER", 195)]
    [InlineData("NET_TCP_URGENT", 195)]
    [InlineData("NET_TCP_FAST_OPEN", 195)]
    public Task TheRestPasses(string symbol, int least) => OwnTests.PassWithoutAsync(symbol, least, TestContext.Current.CancellationToken);
}
