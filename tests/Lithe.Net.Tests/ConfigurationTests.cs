using System.Text;
using CsCheck;
using Lithe.Tests.Shared;

namespace Lithe.Net.Tests;

/// <summary>The words of the command line.</summary>
public sealed class ConfigurationTests
{
    private static string? Read(string line, out NetworkOptions options)
    {
        options = new NetworkOptions();
        return options.Read(Encoding.ASCII.GetBytes(line));
    }

    [Needs("NET_IPV6")]
    [Fact]
    public void WordsSayWhatTheySay()
    {
        Assert.Null(Read(
            "console=ttyS0 net.addr=10.0.2.15/24,fd00::15/64 net.gw=10.0.2.2,fd00::1 net.dns=10.0.2.3,fd00::3 net1.addr=192.168.7.1/16 net1.dhcp=off net.slaac=on netfoo.bar=1 -- net.addr=nonsense",
            out NetworkOptions options));
        ref LinkOptions first = ref options.Link(0);
        Assert.Equal((2, "10.0.2.15/24", "fd00::15/64"), (first.AddressCount, first.Addresses[0].ToString(), first.Addresses[1].ToString()));
        Assert.Equal(("10.0.2.2", "fd00::1"), (first.GatewayV4.ToString(), first.GatewayV6.ToString()));
        Assert.Equal((null, true), (first.Dhcp, first.Slaac));
        Assert.Equal(["10.0.2.3", "fd00::3"], options.NameServers.ToArray().Select(s => s.ToString()));
        Assert.Equal(("192.168.7.1/16", false), (options.Link(1).Addresses[0].ToString(), options.Link(1).Dhcp));
        Assert.Equal(0, options.Link(2).AddressCount);
    }

    [Needs("NET_IPV6")]
    [Fact]
    public void LaterWordsTakeThePlaceOfEarlierOnes()
    {
        Assert.Null(Read("net.addr=10.0.2.15/24,fd00::15/64 net.addr=10.0.0.1/8 net.dns=1.2.3.4 net.dns=5.6.7.8", out NetworkOptions options));
        Assert.Equal((1, "10.0.0.1/8"), (options.Link(0).AddressCount, options.Link(0).Addresses[0].ToString()));
        Assert.Equal("5.6.7.8", Assert.Single(options.NameServers.ToArray()).ToString());
    }

    [Fact]
    public void FaultsHaveRates()
    {
        Assert.Null(Read("net.faults=loss:10000,send-loss:0,delay:7 net1.faults=corruption:1000000,duplication:3", out NetworkOptions options));
        Assert.Equal(new NetFaults { Loss = 10_000, Delay = 7, LongestDelay = 8 }, options.Link(0).Faults);
        Assert.Equal(new NetFaults { Corruption = 1_000_000, Duplication = 3 }, options.Link(1).Faults);
    }

    [Theory]
    [InlineData("net.addr=10.0.2.15")]
    [InlineData("net.addr=10.0.2.15/33")]
    [InlineData("net.addr=10.0.2.15/0")]
    [InlineData("net.addr=224.0.0.1/24")]
    [InlineData("net.addr=0.0.0.0/24")]
    [InlineData("net.addr=10.0.0.1/8,10.0.0.2/8,10.0.0.3/8,10.0.0.4/8,10.0.0.5/8")]
    [InlineData("net.addr=10.0.0.1/8,,")]
    [InlineData("net.gw=10.0.2")]
    [InlineData("net.gw=ff02::1")]
    [InlineData("net.dns=nobody")]
    [InlineData("net.dns=1.1.1.1,1.1.1.2,1.1.1.3,1.1.1.4,1.1.1.5")]
    [InlineData("net.dhcp=yes")]
    [InlineData("net.slaac=")]
    [InlineData("net.colour=blue")]
    [InlineData("net.faults=loss")]
    [InlineData("net.faults=loss:1000001")]
    [InlineData("net.faults=luck:1")]
    [InlineData("net4.addr=10.0.0.1/8")]
    public void BadWordsAreNamed(string word)
    {
        string? error = Read("a b=c " + word, out _);
        Assert.NotNull(error);
        Assert.StartsWith(word + ": ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void AnyTextEnds() =>
        Gen.Char["net.adrgwshcpfulo0123456789=/:, "].Array[0, 60].Sample(chars => Read("net." + new string(chars), out _));
}
