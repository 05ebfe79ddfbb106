using CsCheck;

namespace Lithe.Net.Tests;

/// <summary>Every format: what is written reads back equal, a message cut short is refused, and no change of bytes makes a reader fail.</summary>
public sealed class FormatTests
{
    private delegate bool Reader<T>(ReadOnlySpan<byte> bytes, out T value);

    private delegate void Writer<T>(T value, Span<byte> bytes);

    private static readonly Gen<IpAddress> s_v4 = Gen.UInt.Select(IpAddress.FromV4);
    private static readonly Gen<IpAddress> s_v6 = Gen.Byte.Array[16].Select(b => IpAddress.ReadV6(b)).Where(a => !a.IsV4);
    private static readonly Gen<MacAddress> s_mac = Gen.ULong.Select(MacAddress.FromWord);

    private static void RoundTrip<T>(Gen<T> values, int size, Writer<T> write, Reader<T> read)
    {
        values.Sample(value =>
        {
            byte[] bytes = new byte[size];
            Random.Shared.NextBytes(bytes);
            write(value, bytes);
            Assert.True(read(bytes, out T back));
            Assert.Equal(value, back);
            for (int length = 0; length < size; length++)
                Assert.False(read(bytes.AsSpan(0, length), out _));
        });
        Gen.Select(values, Gen.Int[1, 6], Gen.Int, (value, changes, seed) => (value, changes, seed)).Sample(t =>
        {
            byte[] bytes = new byte[size + 8];
            write(t.value, bytes);
            var random = new Random(t.seed);
            for (int i = 0; i < t.changes; i++)
                bytes[random.Next(bytes.Length)] = (byte)random.Next();
            read(bytes.AsSpan(0, random.Next(bytes.Length + 1)), out _);
        });
    }

    [Fact]
    public void Ethernet() => RoundTrip(
        Gen.Select(s_mac, s_mac, Gen.UShort, (to, from, type) => new EthernetHeader(to, from, type)), EthernetHeader.Size, (h, b) => h.Write(b), EthernetHeader.TryRead);

    [Fact]
    public void Vlan() => RoundTrip(
        Gen.Select(Gen.Byte[0, 7], Gen.Bool, Gen.UShort[0, 4095], Gen.UShort, (p, d, i, t) => new VlanTag(p, d, i, t)), VlanTag.Size, (h, b) => h.Write(b), VlanTag.TryRead);

    [Fact]
    public void Arp() => RoundTrip(
        Gen.Select(Gen.UShort, s_mac, s_v4, s_mac, s_v4, (o, sm, s, tm, t) => new ArpPacket((ArpOperation)o, sm, s, tm, t)), ArpPacket.Size, (h, b) => h.Write(b), ArpPacket.TryRead);

    [Fact]
    public void Ipv4() => RoundTrip(
        Gen.Select(Gen.Byte, Gen.UShort, Gen.Bool, Gen.Bool, Gen.UShort[0, 8191], Gen.Byte, Gen.Byte, Gen.Select(s_v4, s_v4)).Select((tc, id, df, mf, offset, hops, protocol, addresses) => new Ipv4Header
        {
            HeaderLength = 20, TotalLength = 20, TrafficClass = tc, Identification = id, DontFragment = df, MoreFragments = mf, FragmentOffset = (ushort)(offset * 8), HopLimit = hops, Protocol = protocol,
            Source = addresses.Item1, Destination = addresses.Item2,
        }),
        20,
        (h, b) =>
        {
            h.Write(b);
            Assert.True(Checksum.IsRight(b[..20]));
        },
        (ReadOnlySpan<byte> b, out Ipv4Header h) =>
        {
            if (!Ipv4Header.TryRead(b, out h))
                return false;
            h = h with { Checksum = 0 };
            return true;
        });

    [Fact]
    public void Ipv6() => RoundTrip(
        Gen.Select(Gen.Byte, Gen.UInt[0, 0xfffff], Gen.Byte, Gen.Byte, s_v6, s_v6).Select((tc, label, next, hops, source, destination) => new Ipv6Header
        {
            TrafficClass = tc, FlowLabel = label, PayloadLength = 0, NextHeader = next, HopLimit = hops, Source = source, Destination = destination,
        }),
        Ipv6Header.Size,
        (h, b) => h.Write(b),
        Ipv6Header.TryRead);

    [Fact]
    public void Ipv6Fragment() => RoundTrip(
        Gen.Select(Gen.Byte, Gen.UShort[0, 8191], Gen.Bool, Gen.UInt, (n, o, m, i) => new Ipv6FragmentHeader(n, (ushort)(o * 8), m, i)), Ipv6FragmentHeader.Size, (h, b) => h.Write(b),
        Ipv6FragmentHeader.TryRead);

    [Fact]
    public void Ipv6Routing() => RoundTrip(Gen.Select(Gen.Byte, Gen.Byte, (t, s) => new Ipv6RoutingHeader(t, s)), 2, (h, b) => h.Write(b), Ipv6RoutingHeader.TryRead);

    [Fact]
    public void Udp() => RoundTrip(
        Gen.Select(Gen.UShort, Gen.UShort, Gen.UShort, (s, d, c) => new UdpHeader(s, d, 8, c)), UdpHeader.Size, (h, b) => h.Write(b), UdpHeader.TryRead);

    [Fact]
    public void Tcp() => RoundTrip(
        Gen.Select(Gen.UShort, Gen.UShort, Gen.UInt, Gen.UInt, Gen.UShort[0, 511], Gen.UShort, Gen.UShort, Gen.UShort).Select((s, d, seq, ack, flags, window, checksum, urgent) => new TcpHeader
        {
            SourcePort = s, DestinationPort = d, Sequence = seq, Acknowledgment = ack, HeaderLength = 20, Flags = (TcpFlags)flags, Window = window, Checksum = checksum, UrgentPointer = urgent,
        }),
        TcpHeader.MinSize,
        (h, b) => h.Write(b),
        TcpHeader.TryRead);

    [Fact]
    public void Icmp() => RoundTrip(
        Gen.Select(Gen.Byte, Gen.Byte, Gen.UShort, Gen.UInt, (t, c, s, r) => new IcmpHeader(t, c, s, r)), IcmpHeader.Size, (h, b) => h.Write(b), IcmpHeader.TryRead);

    [Fact]
    public void NeighborMessages() => RoundTrip(
        Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool, s_v6, (isAnswer, r, s, o, target) => new NeighborMessage(
            isAnswer ? IcmpV6Type.NeighborAdvertisement : IcmpV6Type.NeighborSolicitation, isAnswer && r, isAnswer && s, isAnswer && o, target)),
        NeighborMessage.Size,
        (h, b) => h.Write(b),
        NeighborMessage.TryRead);

    [Fact]
    public void RouterAdvertisements() => RoundTrip(
        Gen.Select(Gen.Byte, Gen.Bool, Gen.Bool, Gen.UShort, Gen.UInt, Gen.UInt, (h, m, o, l, r, t) => new RouterAdvertisement(h, m, o, l, r, t)), RouterAdvertisement.Size, (h, b) => h.Write(b),
        RouterAdvertisement.TryRead);

    [Fact]
    public void Redirects() => RoundTrip(Gen.Select(s_v6, s_v6, (t, d) => new NdpRedirect(t, d)), NdpRedirect.Size, (h, b) => h.Write(b), NdpRedirect.TryRead);

    [Fact]
    public void PrefixInformation() => RoundTrip(
        Gen.Select(s_v6, Gen.Byte[0, 128], Gen.Bool, Gen.Bool, Gen.UInt, Gen.UInt, (a, n, l, s, v, p) => new NdpPrefixInformation(new IpPrefix(a, n), l, s, v, p)), NdpPrefixInformation.DataSize,
        (h, b) => h.Write(b), NdpPrefixInformation.TryRead);

    [Fact]
    public void IgmpMessages() => RoundTrip(
        Gen.Select(Gen.Byte, Gen.Byte, s_v4, (t, m, g) => new IgmpMessage(t, m, g)), IgmpMessage.Size, (h, b) =>
        {
            h.Write(b);
            Assert.True(Checksum.IsRight(b[..IgmpMessage.Size]));
        },
        IgmpMessage.TryRead);

    [Fact]
    public void MldMessages() => RoundTrip(
        Gen.Select(Gen.Byte[130, 132], Gen.UShort, s_v6, (t, m, g) => new MldMessage(t, m, g)), MldMessage.Size, (h, b) => h.Write(b), MldMessage.TryRead);

    [Fact]
    public void GroupRecords()
    {
        foreach (bool isV4 in new[] { true, false })
        {
            RoundTrip(
                Gen.Select(Gen.Byte, isV4 ? s_v4 : s_v6, (t, g) => new GroupRecord((GroupRecordType)t, g, 0)), isV4 ? 8 : 20, (h, b) => h.Write(b),
                (ReadOnlySpan<byte> b, out GroupRecord h) => GroupRecord.TryRead(b, isV4, out h, out int size) && size <= b.Length);
            Gen.UShort.Sample(count =>
            {
                byte[] report = new byte[8];
                GroupReport.Write(report, isV4, count);
                Assert.True(GroupReport.TryRead(report, out int records) && records == count);
            });
        }

        // The table of RFC 3376 4.1.1: 0x80 is 128, 0xff is 31744.
        Assert.Equal((127, 128, 31744), (GroupReport.Decode8(127), GroupReport.Decode8(128), GroupReport.Decode8(255)));
        Assert.Equal((32767, 32768, 8387584), (GroupReport.Decode16(32767), GroupReport.Decode16(32768), GroupReport.Decode16(65535)));
    }

    [Fact]
    public void DhcpHeaders() => RoundTrip(
        Gen.Select(Gen.Bool, Gen.UInt, Gen.UShort, Gen.Bool, s_v4, s_v4, Gen.Select(s_v4, s_v4), s_mac).Select((reply, transaction, seconds, broadcast, client, your, others, mac) => new DhcpHeader
        {
            IsReply = reply, Transaction = transaction, Seconds = seconds, IsBroadcast = broadcast, ClientAddress = client, YourAddress = your, ServerAddress = others.Item1, RelayAddress = others.Item2,
            ClientMac = mac,
        }),
        DhcpHeader.Size,
        (h, b) => h.Write(b),
        DhcpHeader.TryRead);

    [Fact]
    public void DnsHeaders() => RoundTrip(
        Gen.Select(Gen.UShort, Gen.UShort, Gen.UShort, Gen.UShort, Gen.UShort, Gen.UShort).Select((id, flags, q, a, n, r) => new DnsHeader
        {
            Identifier = id, IsResponse = (flags & 1) != 0, Operation = (byte)(flags >> 1 & 15), IsAuthoritative = (flags & 32) != 0, IsTruncated = (flags & 64) != 0, RecursionDesired = (flags & 128) != 0,
            RecursionAvailable = (flags & 256) != 0, Status = (DnsStatus)(flags >> 9 & 15), Questions = q, Answers = a, Authorities = n, Additionals = r,
        }),
        DnsHeader.Size,
        (h, b) => h.Write(b),
        DnsHeader.TryRead);

    private static readonly Gen<TcpOptions> s_tcpOptions = Gen.Select(
        Gen.Bool, Gen.UShort, Gen.Byte, Gen.Bool, Gen.Select(Gen.Bool, Gen.UInt, Gen.UInt), Gen.UInt.Array[8], Gen.Select(Gen.Int[-1, 4], Gen.Int[0, 16].Where(n => n is 0 or >= 4), Gen.Byte.Array[16]))
        .Select((hasSegment, segment, scale, sackOk, times, sacks, rest) => new TcpOptions
        {
            MaximumSegmentSize = hasSegment ? segment : null,
            WindowScale = scale < 15 ? scale : null,
            SackPermitted = sackOk,
            HasTimestamps = times.Item1,
            Timestamp = times.Item1 ? times.Item2 : 0,
            TimestampEcho = times.Item1 ? times.Item3 : 0,
            SackCount = (byte)Math.Max(0, rest.Item1),
            Sack0 = rest.Item1 > 0 ? new SackBlock(sacks[0], sacks[1]) : default,
            Sack1 = rest.Item1 > 1 ? new SackBlock(sacks[2], sacks[3]) : default,
            Sack2 = rest.Item1 > 2 ? new SackBlock(sacks[4], sacks[5]) : default,
            Sack3 = rest.Item1 > 3 ? new SackBlock(sacks[6], sacks[7]) : default,
            FastOpen = rest.Item1 == -1 ? Cookie(rest.Item3[..rest.Item2]) : null,
        });

    private static FastOpenCookie Cookie(byte[] bytes)
    {
        byte[] padded = new byte[16];
        bytes.CopyTo(padded, 0);
        return new FastOpenCookie((byte)bytes.Length, BitConverter.ToUInt64(padded, 0), BitConverter.ToUInt64(padded, 8));
    }

    [Fact]
    public void TcpOptionsReadBack() =>
        s_tcpOptions.Sample(options =>
        {
            byte[] bytes = new byte[TcpOptions.MaxSize];
            int length = options.Write(bytes);
            Assert.Equal(0, length % 4);
            Assert.True(TcpOptions.TryRead(bytes.AsSpan(0, length), out TcpOptions back));
            TcpOptions expected = options;
            // What did not fit is left out from the end.
            if (back.SackCount < options.SackCount)
            {
                expected = options with
                {
                    SackCount = back.SackCount, Sack0 = back.SackCount > 0 ? options.Sack0 : default, Sack1 = back.SackCount > 1 ? options.Sack1 : default,
                    Sack2 = back.SackCount > 2 ? options.Sack2 : default, Sack3 = default,
                };
                Assert.True(length + 8 > TcpOptions.MaxSize - 4 + (back.SackCount == 0 ? 0 : 4));
            }

            if (back.FastOpen is null && options.FastOpen is not null)
                expected = expected with { FastOpen = null };
            Assert.Equal(expected, back);
        });

    [Fact]
    public void TcpOptionsOfAnyBytesEnd() =>
        Gen.Byte[0, 40].Array[0, 40].Sample(bytes =>
        {
            TcpOptions.TryRead(bytes, out TcpOptions options);
            Assert.InRange(options.SackCount, 0, TcpOptions.MaxSackBlocks);
        });

    [Fact]
    public void Ipv4OptionsEnd() =>
        Gen.Byte[0, 40].Array[0, 40].Sample(bytes =>
        {
            var reader = new Ipv4OptionReader(bytes);
            int total = 0;
            while (reader.TryNext(out _, out ReadOnlySpan<byte> data))
                total += data.Length + 2;
            Assert.InRange(total, 0, bytes.Length);
        });

    [Fact]
    public void ExtensionHeadersReadBackAndEnd()
    {
        byte[] bytes = new byte[40];
        Ipv6ExtensionReader.WriteFront(bytes, IpProtocol.Routing, 6);
        Ipv6ExtensionReader.WriteFront(bytes.AsSpan(8), IpProtocol.Fragment, 14);
        new Ipv6RoutingHeader(2, 0).Write(bytes.AsSpan(10));
        new Ipv6FragmentHeader(IpProtocol.Udp, 1480, true, 7).Write(bytes.AsSpan(24));
        var reader = new Ipv6ExtensionReader(IpProtocol.HopByHop, bytes);
        Assert.True(reader.TryNext(out byte type, out int offset, out ReadOnlySpan<byte> data) && type == IpProtocol.HopByHop && offset == 0 && data.Length == 6);
        Assert.True(reader.TryNext(out type, out offset, out data) && type == IpProtocol.Routing && offset == 8 && data.Length == 14);
        Assert.True(reader.TryNext(out type, out _, out data) && type == IpProtocol.Fragment && Ipv6FragmentHeader.TryRead(data, out Ipv6FragmentHeader fragment) && fragment.Offset == 1480);
        Assert.False(reader.TryNext(out _, out _, out _));
        Assert.Equal((IpProtocol.Udp, 32, false), (reader.NextHeader, reader.Offset, reader.IsMalformed));

        Gen.Select(Gen.Byte, Gen.Byte[0, 60].Array[0, 200], (next, payload) => (next, payload)).Sample(t =>
        {
            var any = new Ipv6ExtensionReader(t.next, t.payload);
            int count = 0;
            while (any.TryNext(out _, out _, out ReadOnlySpan<byte> part))
            {
                count++;
                var options = new Ipv6OptionReader(part);
                while (options.TryNext(out _, out _))
                {
                }
            }

            Assert.InRange(count, 0, t.payload.Length / 8);
            Assert.InRange(any.Offset, 0, t.payload.Length);
        });
    }

    [Fact]
    public void NdpOptionsReadBackAndEnd() =>
        Gen.Select(Gen.Byte.Array[0, 60].Array[0, 5], Gen.Byte[0, 10].Array[0, 100], (lists, any) => (lists, any)).Sample(t =>
        {
            byte[] bytes = new byte[400];
            int length = 0;
            for (int i = 0; i < t.lists.Length; i++)
            {
                t.lists[i].CopyTo(bytes, length + 2);
                length += NdpOptionReader.WriteFront(bytes.AsSpan(length), (byte)i, t.lists[i].Length);
            }

            var reader = new NdpOptionReader(bytes.AsSpan(0, length));
            for (int i = 0; i < t.lists.Length; i++)
            {
                Assert.True(reader.TryNext(out byte type, out ReadOnlySpan<byte> data));
                Assert.Equal(i, type);
                Assert.Equal(t.lists[i], data[..t.lists[i].Length].ToArray());
            }

            Assert.False(reader.TryNext(out _, out _) || reader.IsMalformed);
            NdpOptionReader.AreWellFormed(t.any);
        });

    [Fact]
    public void DhcpOptionsReadBackAndEnd() =>
        Gen.Select(Gen.Byte.Array[0, 40].Array[0, 6], Gen.Int, (lists, seed) => (lists, seed)).Sample(t =>
        {
            byte[] message = new byte[600];
            new DhcpHeader { ClientMac = new MacAddress(1, 2, 3, 4, 5, 6), ClientAddress = IpAddress.AnyV4 }.Write(message);
            var writer = new DhcpOptionWriter(message);
            for (int i = 0; i < t.lists.Length; i++)
                Assert.True(writer.TryAdd((byte)(100 + i), t.lists[i]));
            int length = writer.End();
            Assert.InRange(length, 300, 600);
            var reader = new DhcpOptionReader(message.AsSpan(0, length));
            for (int i = 0; i < t.lists.Length; i++)
            {
                Assert.True(reader.TryNext(out byte code, out ReadOnlySpan<byte> data));
                Assert.Equal((100 + i, Convert.ToHexString(t.lists[i])), (code, Convert.ToHexString(data)));
            }

            Assert.False(reader.TryNext(out _, out _) || reader.IsMalformed);

            var random = new Random(t.seed);
            for (int i = 0; i < 40; i++)
                message[DhcpHeader.Size + random.Next(100)] = (byte)random.Next(64);
            var any = new DhcpOptionReader(message.AsSpan(0, DhcpHeader.Size + random.Next(300)));
            int count = 0;
            while (any.TryNext(out _, out _))
                count++;
            Assert.InRange(count, 0, 300);
        });

    [Fact]
    public void DhcpOptionsOverflowIntoTheNames()
    {
        byte[] message = new byte[250];
        new DhcpHeader().Write(message);
        message[240] = DhcpOption.Overload;
        message[241] = 1;
        message[242] = 3;
        message[243] = DhcpOption.End;
        message[DhcpHeader.Size - 4 - 128] = 12;
        message[DhcpHeader.Size - 4 - 128 + 1] = 1;
        message[DhcpHeader.Size - 4 - 128 + 2] = 77;
        message[44] = 13;
        message[45] = 0;
        var reader = new DhcpOptionReader(message);
        Assert.True(reader.TryNext(out byte code, out ReadOnlySpan<byte> data) && code == 12 && data[0] == 77);
        Assert.True(reader.TryNext(out code, out data) && code == 13 && data.Length == 0);
        Assert.False(reader.TryNext(out _, out _));
    }
}
