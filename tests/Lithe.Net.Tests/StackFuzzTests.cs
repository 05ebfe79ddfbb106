using System.Buffers.Binary;
using System.Text;
using Lithe.Tests.Shared;

namespace Lithe.Net.Tests;

/// <summary>The whole stack, with UDP, DHCP and a resolver on it, is fed frames that nobody honest sends.</summary>
public sealed class StackFuzzTests
{
    private const int FramesOfRound = 3000;

    private sealed class Nobody : DnsHandler
    {
        public override void OnResolved(in DnsAnswer answer, object? state)
        {
        }
    }

    [Needs("NET_IPV4")]
    [Needs("NET_IPV6")]
    [Fact]
    public void NoFrameDoesHarm() => FuzzRounds.Run(60, Round);

    private static void Round(int seed)
    {
        var random = new Random(seed);
        var host = new TestHost(1, "10.0.0.1/24");
        host.Add("fd00::1/64");
        host.Stack.TryConfigureAutomatically(host.Card);
        Udp udp = Udp.Of(host.Stack)!;
        DhcpClient dhcp = DhcpClient.TryStart(udp, host.Card)!;
        var sink = new NeighborTests.Errors();
        udp.TryOpen(new IpEndpoint(IpAddress.Any, 9), sink, out UdpEndpoint? endpoint);
        var resolver = new DnsResolver(udp, 8, 4);
        host.Stack.TryAddNameServer(TestHost.Address("10.0.0.2"));
        host.Stack.TryJoin(host.Card, TestHost.Address("239.1.2.3"));
        List<byte[]> seeds = Seeds(host);
        for (int i = 0; i < FramesOfRound; i++)
        {
            byte[] frame = seeds[random.Next(seeds.Count)];
            host.Card.Arrive(Mutate(frame, random));
            if (i % 16 == 0)
                host.Run(random.Next(8) == 0 ? random.Next(40) : 0.001);
            if (i % 64 == 0)
            {
                endpoint!.TrySend(new byte[random.Next(4000)], new IpEndpoint(random.Next(2) == 0 ? TestHost.Address("10.0.0.2") : TestHost.Address("fd00::2"), 9));
                resolver.TryResolve(Encoding.ASCII.GetBytes($"h{random.Next(20)}.example"), true, new Nobody(), null, out _);
                host.Stack.TrySendEcho(TestHost.Address("10.0.0.3"), 1, 1, new byte[10]);
            }

            // What it says itself is what others might send it.
            while (host.Card.Sent.TryDequeue(out byte[]? sent))
            {
                if (random.Next(20) == 0)
                    seeds[random.Next(seeds.Count)] = Reflect(sent);
            }

            if (sink.Received.Count > 10_000)
                sink.Received.Clear();
        }

        Assert.InRange(host.Stack.Routes.Length, 0, 16);
        Assert.True(host.Pool.FreeCount > host.Pool.Count / 4, $"seed {seed}: {host.Pool.FreeCount} netbufs free");
        dhcp.Stop();
        host.Run(400);
        host.Card.Sent.Clear();
        Assert.True(host.Pool.Count == host.Pool.FreeCount, $"seed {seed}: {host.Pool.Count - host.Pool.FreeCount} netbufs lost");
        host.Release();
    }

    /// <summary>The same frame as if it came from the other end.</summary>
    private static byte[] Reflect(byte[] frame)
    {
        byte[] back = (byte[])frame.Clone();
        if (back.Length < 34)
            return back;
        frame.AsSpan(0, 6).CopyTo(back.AsSpan(6));
        frame.AsSpan(6, 6).CopyTo(back);
        if (back[12] == 8 && back[13] == 0)
        {
            frame.AsSpan(26, 4).CopyTo(back.AsSpan(30));
            frame.AsSpan(30, 4).CopyTo(back.AsSpan(26));
            if (back[23] == IpProtocol.Udp && back.Length >= 38)
            {
                frame.AsSpan(34, 2).CopyTo(back.AsSpan(36));
                frame.AsSpan(36, 2).CopyTo(back.AsSpan(34));
            }
        }
        else if (back.Length >= 54 && back[12] == 0x86)
        {
            frame.AsSpan(22, 16).CopyTo(back.AsSpan(38));
            frame.AsSpan(38, 16).CopyTo(back.AsSpan(22));
        }

        return back;
    }

    private static byte[] Mutate(byte[] frame, Random random)
    {
        byte[] bytes = (byte[])frame.Clone();
        int changes = random.Next(4) == 0 ? random.Next(20) : random.Next(3);
        for (int i = 0; i < changes && bytes.Length > 14; i++)
        {
            int place = random.Next(4) == 0 ? random.Next(bytes.Length) : 14 + random.Next(Math.Min(80, bytes.Length - 14));
            bytes[place] = random.Next(3) switch { 0 => (byte)random.Next(), 1 => (byte)(bytes[place] ^ 1 << random.Next(8)), _ => (byte)(random.Next(2) * 255) };
        }

        if (random.Next(6) == 0)
            bytes = random.Next(2) == 0 ? bytes[..random.Next(bytes.Length + 1)] : [.. bytes, .. new byte[random.Next(100)]];
        // Most get past the checksums.
        if (random.Next(8) != 0)
            Repair(bytes, random);
        return bytes;
    }

    private static void Repair(byte[] frame, Random random)
    {
        if (frame.Length < 34)
            return;
        Span<byte> packet = frame.AsSpan(14);
        if (frame[12] == 8 && frame[13] == 0)
        {
            int size = (packet[0] & 15) * 4;
            if (size < 20 || size > packet.Length)
                return;
            if (random.Next(4) != 0)
                BinaryPrimitives.WriteUInt16BigEndian(packet.Slice(2), (ushort)packet.Length);
            BinaryPrimitives.WriteUInt16BigEndian(packet.Slice(10), 0);
            Checksum.Store(packet.Slice(10), Checksum.Add(packet.Slice(0, size), 0));
            RepairTransport(packet.Slice(size), packet[9], IpAddress.ReadV4(packet.Slice(12)), IpAddress.ReadV4(packet.Slice(16)));
        }
        else if (frame.Length >= 54 && frame[12] == 0x86)
        {
            BinaryPrimitives.WriteUInt16BigEndian(packet.Slice(4), (ushort)(packet.Length - 40));
            RepairTransport(packet.Slice(40), packet[6], IpAddress.ReadV6(packet.Slice(8)), IpAddress.ReadV6(packet.Slice(24)));
        }
    }

    private static void RepairTransport(Span<byte> data, byte protocol, in IpAddress source, in IpAddress destination)
    {
        int place = protocol switch { IpProtocol.Udp => 6, IpProtocol.Icmp or IpProtocol.IcmpV6 or IpProtocol.Igmp => 2, _ => -1 };
        if (place < 0 || data.Length < place + 2)
            return;
        BinaryPrimitives.WriteUInt16BigEndian(data.Slice(place), 0);
        ulong sum = protocol is IpProtocol.Icmp or IpProtocol.Igmp ? 0 : Checksum.PseudoHeader(source, destination, data.Length, protocol);
        if (protocol == IpProtocol.Udp)
            BinaryPrimitives.WriteUInt16BigEndian(data.Slice(4), (ushort)data.Length);
        Checksum.StoreNotZero(data.Slice(place), Checksum.Add(data, sum));
    }

    /// <summary>One honest frame of each kind.</summary>
    private static List<byte[]> Seeds(TestHost host)
    {
        var other = new MacAddress(2, 9, 9, 9, 9, 9);
        List<byte[]> frames = [Frames.Arp(host, other, ArpOperation.Request, "10.0.0.2", "10.0.0.1"), Frames.Arp(host, other, ArpOperation.Reply, "10.0.0.2", "10.0.0.1", host.Card.Mac)];
        void V4(byte protocol, byte[] payload, Func<Ipv4Header, Ipv4Header>? change = null, byte[]? options = null, string to = "10.0.0.1") =>
            frames.Add(Frames.Ethernet(host.Card.Mac, other, EtherType.Ipv4, Frames.V4("10.0.0.2", to, protocol, payload, change, options)));
        void V6(byte[] packet) => frames.Add(Frames.Ethernet(host.Card.Mac, other, EtherType.Ipv6, packet));
        byte[] quoted = Frames.V4("10.0.0.1", "10.0.0.2", IpProtocol.Udp, Frames.Udp("10.0.0.1", "10.0.0.2", 9, 9, new byte[20]));
        byte[] datagram = Frames.Udp("10.0.0.2", "10.0.0.1", 9, 9, Frames.Bytes(200)), datagramV6 = Frames.Udp("fd00::2", "fd00::1", 9, 9, Frames.Bytes(200));
        V4(IpProtocol.Icmp, Frames.IcmpV4(8, 0, 1, Frames.Bytes(60)));
        V4(IpProtocol.Icmp, Frames.IcmpV4(3, 4, 1000, quoted));
        V4(IpProtocol.Icmp, Frames.IcmpV4(3, 3, 0, quoted));
        V4(IpProtocol.Icmp, Frames.IcmpV4(11, 0, 0, quoted));
        V4(IpProtocol.Igmp, [0x11, 10, 0, 0, 0, 0, 0, 0], to: "224.0.0.1");
        V4(IpProtocol.Igmp, [0x11, 10, 0, 0, 239, 1, 2, 3, 0, 0, 0, 0], to: "224.0.0.1");
        V4(IpProtocol.Udp, datagram);
        V4(IpProtocol.Udp, datagram, options: [7, 7, 4, 0, 0, 0, 0, 0]);
        V4(IpProtocol.Udp, Frames.Udp("10.0.0.2", "255.255.255.255", 67, 68, new byte[300]), to: "255.255.255.255");
        V4(IpProtocol.Udp, Frames.Udp("10.0.0.2", "10.0.0.1", 53, 50000, new byte[40]));
        for (int i = 0; i < 3; i++)
            V4(IpProtocol.Udp, datagram[(i * 64)..(i * 64 + 64)], h => h with { FragmentOffset = (ushort)(i * 64), MoreFragments = i < 2 });
        V4(IpProtocol.Tcp, Frames.Bytes(40));
        V6(Frames.V6("fd00::2", "fd00::1", IpProtocol.Udp, datagramV6));
        V6(Frames.V6("fd00::2", "fd00::1", IpProtocol.HopByHop, [IpProtocol.Udp, 0, 1, 4, 0, 0, 0, 0, .. datagramV6]));
        V6(Frames.V6("fd00::2", "fd00::1", IpProtocol.DestinationOptions, [IpProtocol.Routing, 0, 0xc1, 0, 1, 2, 0, 0, IpProtocol.Udp, 0, 0, 0, 0, 0, 0, 0, .. datagramV6]));
        for (int i = 0; i < 3; i++)
            V6(Frames.V6("fd00::2", "fd00::1", IpProtocol.Fragment, [IpProtocol.Udp, 0, 0, (byte)(i * 64 | (i < 2 ? 1 : 0)), 0, 0, 0, 1, .. datagramV6[(i * 64)..(i * 64 + 64)]]));
        V6(Frames.IcmpV6("fd00::2", "fd00::1", Frames.IcmpV6(128, 0, 1, Frames.Bytes(60))));
        V6(Frames.IcmpV6("fd00::2", "fd00::1", Frames.IcmpV6(2, 0, 1300, Frames.V6("fd00::1", "fd00::2", IpProtocol.Udp, datagramV6))));
        byte[] solicitation = new byte[32];
        new NeighborMessage(IcmpV6Type.NeighborSolicitation, false, false, false, TestHost.Address("fd00::1")).Write(solicitation);
        NdpOptionReader.WriteFront(solicitation.AsSpan(24), NdpOptionReader.SourceLink, 6);
        V6(Frames.IcmpV6("fd00::2", "fd00::1", (byte[])solicitation.Clone()));
        new NeighborMessage(IcmpV6Type.NeighborAdvertisement, true, true, true, TestHost.Address("fd00::2")).Write(solicitation);
        NdpOptionReader.WriteFront(solicitation.AsSpan(24), NdpOptionReader.TargetLink, 6);
        V6(Frames.IcmpV6("fd00::2", "fd00::1", solicitation));
        byte[] router = new byte[48];
        new RouterAdvertisement(64, false, false, 1800, 0, 0).Write(router);
        new NdpPrefixInformation(new IpPrefix(TestHost.Address("2001:db8::"), 64), true, true, 7200, 3600).Write(router.AsSpan(18));
        NdpOptionReader.WriteFront(router.AsSpan(16), NdpOptionReader.PrefixInformation, 30);
        V6(Frames.IcmpV6("fe80::2", "ff02::1", router));
        byte[] query = new byte[28];
        new MldMessage(IcmpV6Type.ListenerQuery, 1000, default).Write(query);
        V6(Frames.IcmpV6("fe80::2", "ff02::1", query, hops: 1));
        return frames;
    }
}
