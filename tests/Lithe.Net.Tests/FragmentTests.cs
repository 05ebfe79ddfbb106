using System.Buffers.Binary;
using CsCheck;
using Lithe.Tests.Shared;

namespace Lithe.Net.Tests;

/// <summary>Packets in parts: whole again in any order, and what attackers make of them.</summary>
[Needs("NET_IPV4")]
public sealed class FragmentTests
{
    private readonly TestHost _host = new(1, "10.0.0.1/24", link: LinkKind.None);
    private readonly NeighborTests.Errors _sink = new();

    public FragmentTests()
    {
        _host.Add("fd00::1/64");
        Assert.True(Udp.Of(_host.Stack)!.TryOpen(new IpEndpoint(IpAddress.Any, 9), _sink, out _));
        _host.Run(2);
        _host.Card.Sent.Clear();
    }

    private static byte[] Part(byte[] whole, int offset, int length, bool more, ushort id = 7) =>
        Frames.V4("10.0.0.2", "10.0.0.1", IpProtocol.Udp, whole[offset..(offset + length)], h => h with { Identification = id, FragmentOffset = (ushort)offset, MoreFragments = more });

    private static byte[] PartV6(byte[] whole, int offset, int length, bool more, uint id = 7)
    {
        byte[] payload = new byte[8 + length];
        new Ipv6FragmentHeader(IpProtocol.Udp, (ushort)offset, more, id).Write(payload);
        whole.AsSpan(offset, length).CopyTo(payload.AsSpan(8));
        return Frames.V6("fd00::2", "fd00::1", IpProtocol.Fragment, payload);
    }

    private void Arrive(params byte[][] packets)
    {
        foreach (byte[] packet in packets)
            _host.Card.Arrive(packet);
        _host.Run(0);
    }

    private void AssertNothingIsKept()
    {
        _host.Run(61);
        Assert.Equal(_host.Pool.Count, _host.Pool.FreeCount);
    }

    [Needs("NET_FRAGMENTS")]
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AnyOrderMakesTheWhole(bool isV4)
    {
        if (!isV4 && !Config.NET_IPV6)
            return;
        Gen.Select(Gen.Int[20, 60_000], Gen.Int[1, 180], Gen.Int, (size, step, seed) => (size, step: Math.Max(step * 8, (size / 40 + 7) & ~7), seed)).Sample(
            t =>
            {
                var host = new FragmentTests();
                byte[] data = Frames.Bytes(t.size, t.seed);
                byte[] whole = isV4 ? Frames.Udp("10.0.0.2", "10.0.0.1", 5, 9, data) : Frames.Udp("fd00::2", "fd00::1", 5, 9, data);
                var parts = new List<byte[]>();
                for (int offset = 0; offset < whole.Length; offset += t.step)
                {
                    int length = Math.Min(t.step, whole.Length - offset);
                    bool more = offset + length < whole.Length;
                    parts.Add(isV4 ? Part(whole, offset, length, more) : PartV6(whole, offset, length, more));
                }

                byte[][] shuffled = [.. parts];
                new Random(t.seed).Shuffle(shuffled);
                host.Arrive(shuffled);
                Assert.Equal(data, Assert.Single(host._sink.Received));
                Assert.Equal(host._host.Pool.Count, host._host.Pool.FreeCount);
            },
            iter: 60,
            threads: 1);
    }

    [Needs("NET_IPV6")]
    [Fact]
    [Needs("NET_FRAGMENTS")]
    public void WhatIsSentInPartsArrivesWhole()
    {
        foreach (string to in new[] { "10.0.0.2", "fd00::2" })
        {
            var other = new TestHost(2, "10.0.0.2/24", link: LinkKind.None);
            other.Add("fd00::2/64");
            var sink = new NeighborTests.Errors();
            Assert.True(Udp.Of(other.Stack)!.TryOpen(new IpEndpoint(IpAddress.Any, 9), sink, out _));
            TestHost.Connect(_host, other);
            Assert.True(Udp.Of(_host.Stack)!.TryOpen(default, _sink, out UdpEndpoint? endpoint));
            foreach (int size in new[] { 1, 1452, 1453, 1472, 1473, 4000, 9000, 60_000 })
            {
                byte[] data = Frames.Bytes(size, size);
                Assert.True(endpoint!.TrySend(data, new IpEndpoint(TestHost.Address(to), 9)));
                TestHost.Run(0.01, _host, other);
                Assert.Equal(data, sink.Received[^1]);
            }

            Assert.Equal(8, sink.Received.Count);
            endpoint!.Close();
            Assert.Equal(_host.Pool.Count, _host.Pool.FreeCount);
            Assert.Equal(other.Pool.Count, other.Pool.FreeCount);
        }
    }

    [Needs("NET_FRAGMENTS")]
    [Fact]
    public void OverlapsDropTheWholePacket()
    {
        byte[] whole = Frames.Udp("10.0.0.2", "10.0.0.1", 5, 9, Frames.Bytes(100));
        Arrive(Part(whole, 0, 48, true), Part(whole, 40, 24, true), Part(whole, 48, 60, false));
        Assert.Empty(_sink.Received);
        Assert.Equal(1UL, _host.Stack.DropCount(DropReason.OverlappingFragment));
        // The same part twice is none.
        Arrive(Part(whole, 0, 48, true, 8), Part(whole, 0, 48, true, 8), Part(whole, 48, 60, false, 8));
        Assert.Single(_sink.Received);
        // A second end; data behind the end.
        Arrive(Part(whole, 48, 60, false, 9), Part(whole, 48, 48, false, 9));
        Arrive(Part(whole, 48, 32, false, 10), Part(whole, 80, 24, true, 10));
        Assert.Equal(3UL, _host.Stack.DropCount(DropReason.OverlappingFragment));
        AssertNothingIsKept();
    }

    [Fact]
    [Needs("NET_FRAGMENTS")]
    public void PartsThatCannotBeAreDropped()
    {
        byte[] whole = Frames.Udp("10.0.0.2", "10.0.0.1", 5, 9, Frames.Bytes(100));
        Arrive(Part(whole, 0, 41, true));
        Arrive(Frames.V4("10.0.0.2", "10.0.0.1", IpProtocol.Udp, Frames.Bytes(800), h => h with { FragmentOffset = 65000 & ~7 }));
        Arrive(Frames.V4("10.0.0.2", "10.0.0.1", IpProtocol.Udp, [], h => h with { FragmentOffset = 8, MoreFragments = true }));
        // RFC 1858: TCP's header must not be hidden.
        Arrive(Frames.V4("10.0.0.2", "10.0.0.1", IpProtocol.Tcp, Frames.Bytes(8), h => h with { MoreFragments = true }));
        Arrive(Frames.V4("10.0.0.2", "10.0.0.1", IpProtocol.Tcp, Frames.Bytes(8), h => h with { FragmentOffset = 8 }));
        Assert.Equal(5UL, _host.Stack.DropCount(DropReason.BadFragment));
        Assert.Equal(_host.Pool.Count, _host.Pool.FreeCount);
    }

    [Needs("NET_IP_COUNTERS")]
    [Fact]
    [Needs("NET_FRAGMENTS")]
    public void WhatIsNotWholeInTimeIsReportedAndForgotten()
    {
        byte[] whole = Frames.Udp("10.0.0.2", "10.0.0.1", 5, 9, Frames.Bytes(100));
        Arrive(Part(whole, 0, 48, true));
        Arrive(Part(whole, 48, 8, true, 8));
        _host.Run(29);
        Assert.Empty(_host.Card.Sent);
        _host.Run(2);
        // Only for the one whose first part is here.
        byte[] error = Assert.Single(_host.Card.Sent);
        Assert.Equal((11, 1), (error[20], error[21]));
        Assert.Equal(Part(whole, 0, 48, true), error[28..]);
        Assert.Equal(2UL, _host.Stack.V4Counters.ReasmTimeout);
        Assert.Equal(_host.Pool.Count, _host.Pool.FreeCount);
    }

    [Fact]
    [Needs("NET_FRAGMENTS")]
    public void AFloodOfPartsTakesNoMoreThanItsShareAndPassesWithTime()
    {
        byte[] whole = Frames.Udp("10.0.0.2", "10.0.0.1", 5, 9, Frames.Bytes(100));
        for (int i = 0; i < 2000; i++)
            Arrive(Frames.V4($"10.0.0.{i % 250 + 2}", "10.0.0.1", IpProtocol.Udp, Frames.Bytes(16), h => h with { Identification = (ushort)i, MoreFragments = true, FragmentOffset = (ushort)(i % 7 * 16) }));
        Assert.True(_host.Pool.FreeCount >= _host.Pool.Count * 3 / 4 - 1);
        Assert.True(_host.Stack.DropCount(DropReason.TooManyFragments) > 1900);
        Arrive(Frames.V4("10.0.0.2", "10.0.0.1", IpProtocol.Udp, Frames.Udp("10.0.0.2", "10.0.0.1", 5, 9, [1])));
        Assert.Single(_sink.Received);
        _host.Run(31);
        Arrive(Part(whole, 0, 48, true), Part(whole, 48, 60, false));
        Assert.Equal(2, _sink.Received.Count);
        AssertNothingIsKept();
    }

    [Needs("NET_IPV6")]
    [Fact]
    [Needs("NET_FRAGMENTS")]
    public void AtomicFragmentsOfIpv6AreWhole()
    {
        byte[] whole = Frames.Udp("fd00::2", "fd00::1", 5, 9, Frames.Bytes(100));
        Arrive(PartV6(whole, 0, whole.Length, false));
        Assert.Single(_sink.Received);
    }

    [Fact]
    public void ConfiguredOutTheyAreDroppedAndCounted()
    {
        Config.NET_FRAGMENTS = false;
        try
        {
            var host = new TestHost(1, "10.0.0.1/24", link: LinkKind.None);
            byte[] whole = Frames.Udp("10.0.0.2", "10.0.0.1", 5, 9, Frames.Bytes(100));
            host.Card.Arrive(Part(whole, 0, 48, true));
            host.Run(0);
            Assert.Equal(1UL, host.Stack.DropCount(DropReason.NoFragments));
            Assert.True(Udp.Of(host.Stack)!.TryOpen(default, _sink, out UdpEndpoint? endpoint));
            Assert.False(endpoint!.TrySend(new byte[3000], new IpEndpoint(TestHost.Address("10.0.0.2"), 9)));
            Assert.True(endpoint.TrySend(new byte[1000], new IpEndpoint(TestHost.Address("10.0.0.2"), 9)));
            Assert.Equal(1UL, host.Stack.DropCount(DropReason.TooLong));
        }
        finally
        {
            Config.NET_FRAGMENTS = OwnTests.Has("NET_FRAGMENTS");
        }
    }

    [Fact]
    [Needs("NET_FRAGMENTS")]
    public void MarksOfCongestionOfAnyPartCount()
    {
        byte[] whole = Frames.Udp("10.0.0.2", "10.0.0.1", 5, 9, Frames.Bytes(100));
        byte[] first = Part(whole, 0, 48, true), last = Frames.V4(
            "10.0.0.2", "10.0.0.1", IpProtocol.Udp, whole[48..], h => h with { Identification = 7, FragmentOffset = 48, TrafficClass = 3 });
        Arrive(last, first);
        Assert.Equal(3, _sink.Datagrams[0].TrafficClass & 3);
        Assert.Equal(0, BinaryPrimitives.ReadUInt16BigEndian(first.AsSpan(6)) & 0x8000);
    }
}
