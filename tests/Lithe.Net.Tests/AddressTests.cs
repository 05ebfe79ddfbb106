using System.Net.Sockets;
using System.Net;
using System.Text;
using CsCheck;
using Lithe.Tests.Shared;

namespace Lithe.Net.Tests;

/// <summary>Addresses against those of .NET, as text and as bytes.</summary>
public sealed class AddressTests
{
    private static readonly Gen<byte[]> s_v4 = Gen.Byte.Array[4];

    // Rows of zeros are what the text is about.
    private static readonly Gen<byte[]> s_v6 = Gen.OneOf(Gen.Byte.Array[16], Gen.OneOf(Gen.Const((byte)0), Gen.Const((byte)0), Gen.Byte).Array[16]);

    private static IpAddress Make(byte[] bytes) => bytes.Length == 4 ? IpAddress.ReadV4(bytes) : IpAddress.ReadV6(bytes);

    [Needs("NET_IPV6")]
    [Fact]
    public void TextIsThatOfTheStandardsAndReadsBack() =>
        Gen.OneOf(s_v4, s_v6).Sample(bytes =>
        {
            IpAddress address = Make(bytes);
            if (bytes.Length == 16 && address.IsV4)
                return;
            var expected = new IPAddress(bytes);
            // .NET writes some addresses of IPv6 with IPv4 at the end; we write mapped ones so only as IPv4.
            string text = address.ToString();
            Assert.Equal(expected, IPAddress.Parse(text));
            if (!expected.ToString().Contains('.', StringComparison.Ordinal) || bytes.Length == 4)
                Assert.Equal(expected.ToString(), text);
            Assert.True(IpAddress.TryParse(text, out IpAddress back));
            Assert.Equal(address, back);
            Assert.Equal(address.GetHashCode(), back.GetHashCode());
        });

    [Fact]
    public void BytesReadBack() =>
        Gen.OneOf(s_v4, s_v6).Sample(bytes =>
        {
            IpAddress address = Make(bytes);
            byte[] written = new byte[bytes.Length];
            if (bytes.Length == 4)
                address.WriteV4(written);
            else
                address.WriteV6(written);
            Assert.Equal(bytes, written);
        });

    [Needs("NET_IPV6")]
    [Theory]
    [InlineData("::", true)]
    [InlineData("::1", true)]
    [InlineData("1::", true)]
    [InlineData("1:2:3:4:5:6:7::", true)]
    [InlineData("::2:3:4:5:6:7:8", true)]
    [InlineData("1:2:3:4:5:6:7:8", true)]
    [InlineData("::ffff:1.2.3.4", true)]
    [InlineData("1:2:3:4:5:6:1.2.3.4", true)]
    [InlineData("255.255.255.255", true)]
    [InlineData("", false)]
    [InlineData(":", false)]
    [InlineData(":::", false)]
    [InlineData("1:2:3:4:5:6:7:8:9", false)]
    [InlineData("1:2:3:4:5:6:7:8::", false)]
    [InlineData("1::2::3", false)]
    [InlineData("12345::", false)]
    [InlineData("1:2:3:4:5:6:7:1.2.3.4", false)]
    [InlineData("::1.2.3", false)]
    [InlineData("1:", false)]
    [InlineData(":1", false)]
    [InlineData("fe80::1%eth0", false)]
    [InlineData("1.2.3", false)]
    [InlineData("1.2.3.4.5", false)]
    [InlineData("1.2.3.256", false)]
    [InlineData("01.2.3.4", false)]
    [InlineData("1.2.3.4 ", false)]
    [InlineData("1..2.3", false)]
    public void TextIsReadStrictly(string text, bool isAddress) => Assert.Equal(isAddress, IpAddress.TryParse(text, out _));

    [Fact]
    public void WhateverTheTextNothingFails() =>
        Gen.Char["0123456789abcdefF:./[]% "].Array[0, 50].Sample(chars =>
        {
            byte[] text = Encoding.ASCII.GetBytes(chars);
            if (IpAddress.TryParse((ReadOnlySpan<byte>)text, out IpAddress address))
                Assert.Equal(IPAddress.Parse(new string(chars)).MapToIPv6(), IPAddress.Parse(address.ToString()).MapToIPv6());
            IpPrefix.TryParse(text, out _);
            IpEndpoint.TryParse(text, out _);
            MacAddress.TryParse(text, out _);
        });

    [Needs("NET_IPV6")]
    [Fact]
    public void PrefixesContainWhatTheirBitsSay() =>
        Gen.Select(Gen.OneOf(s_v4.Select(a => (a, (byte[])a.Clone())), s_v6.Select(a => (a, (byte[])a.Clone()))), Gen.Int[0, 128], Gen.Int[0, 127], (pair, length, bit) => (pair, length, bit)).Sample(t =>
        {
            ((byte[] left, byte[] right), int length, int bit) = t;
            int bits = left.Length * 8;
            length = Math.Min(length, bits);
            bit %= bits;
            right[bit / 8] ^= (byte)(0x80 >> bit % 8);
            if (left.Length == 16 && (Make(left).IsV4 || Make(right).IsV4))
                return;
            var prefix = new IpPrefix(Make(left), (byte)length);
            Assert.True(prefix.Contains(Make(left)));
            Assert.Equal(bit >= length, prefix.Contains(Make(right)));
            Assert.Equal(bits == 32 ? 96 + bit : bit, IpPrefix.CommonBits(Make(left), Make(right)));
            IPNetwork expected = new(Masked(left, length), length);
            // As text they may differ: see above.
            Assert.Equal(expected, IPNetwork.Parse(prefix.Network.ToString()));
        });

    private static IPAddress Masked(byte[] bytes, int length)
    {
        byte[] masked = (byte[])bytes.Clone();
        for (int i = length; i < bytes.Length * 8; i++)
            masked[i / 8] &= (byte)~(0x80 >> i % 8);
        return new IPAddress(masked);
    }

    [Needs("NET_IPV6")]
    [Fact]
    public void EndpointsReadBack() =>
        Gen.Select(Gen.OneOf(s_v4, s_v6), Gen.UShort, (bytes, port) => (bytes, port)).Sample(t =>
        {
            var endpoint = new IpEndpoint(Make(t.bytes), t.port);
            Assert.True(IpEndpoint.TryParse(Encoding.ASCII.GetBytes(endpoint.ToString()), out IpEndpoint back));
            Assert.Equal(endpoint, back);
            Assert.Equal(IPEndPoint.Parse(endpoint.ToString()).Port, t.port);
        });

    [Theory]
    [InlineData("10.0.2.255", "10.0.2.15/24")]
    [InlineData("10.0.2.15", "10.0.2.15/32")]
    [InlineData("255.255.255.255", "10.0.2.15/0")]
    public void BroadcastsAreTheLastAddress(string broadcast, string prefix)
    {
        Assert.True(IpPrefix.TryParse(Encoding.ASCII.GetBytes(prefix), out IpPrefix parsed));
        Assert.Equal(broadcast, parsed.Broadcast.ToString());
    }

    [Needs("NET_IPV6")]
    [Fact]
    public void KnownAddressesAreWhatTheyShouldBe()
    {
        Assert.Equal("ff02::1", IpAddress.AllNodes.ToString());
        Assert.Equal("ff02::2", IpAddress.AllRouters.ToString());
        Assert.Equal("::1", IpAddress.LoopbackV6.ToString());
        Assert.True(IpAddress.LoopbackV6.IsLoopback && IpAddress.LoopbackV4.IsLoopback && !IpAddress.Any.IsLoopback);
        Assert.True(IpAddress.AnyV4.IsUnspecified && IpAddress.Any.IsUnspecified && IpAddress.BroadcastV4.IsBroadcast);
        IpAddress.TryParse("fe80::2aa:ff:fe28:9c5a", out IpAddress address);
        Assert.True(address.IsLinkLocal && !address.IsMulticast);
        Assert.Equal("ff02::1:ff28:9c5a", IpAddress.SolicitedNodeOf(address).ToString());
        Assert.Equal("33:33:ff:28:9c:5a", MacAddress.OfGroup(IpAddress.SolicitedNodeOf(address)).ToString());
        Assert.Equal(address, IpAddress.LinkLocalOf(new MacAddress(0, 0xaa, 0, 0x28, 0x9c, 0x5a)));
        Assert.Equal("01:00:5e:01:02:03", MacAddress.OfGroup(IpAddress.FromV4(0xef810203)).ToString());
        Assert.True(MacAddress.TryParse("01:00:5e:01:02:03"u8, out MacAddress mac) && mac.IsMulticast && mac == MacAddress.OfGroup(IpAddress.FromV4(0xef810203)));
        IpAddress.TryParse("169.254.3.4", out address);
        Assert.True(address.IsLinkLocal);
        Assert.Equal(AddressFamily.InterNetwork, IPAddress.Parse(address.ToString()).AddressFamily);
    }
}
