using System.Buffers.Binary;

namespace Lithe.Net.Tests;

/// <summary>Builds frames for tests, by the formats that are tested on their own.</summary>
internal static class Frames
{
    public static byte[] Ethernet(MacAddress to, MacAddress from, ushort type, params byte[] payload)
    {
        byte[] frame = new byte[EthernetHeader.Size + payload.Length];
        new EthernetHeader(to, from, type).Write(frame);
        payload.CopyTo(frame, EthernetHeader.Size);
        return frame;
    }

    public static byte[] Arp(TestHost to, MacAddress mac, ArpOperation operation, string sender, string target, MacAddress? receiver = null)
    {
        byte[] packet = new byte[ArpPacket.Size];
        new ArpPacket(operation, mac, TestHost.Address(sender), to.Card.Mac, TestHost.Address(target)).Write(packet);
        return Ethernet(receiver ?? MacAddress.Broadcast, mac, EtherType.Arp, packet);
    }

    public static byte[] V4(string source, string destination, byte protocol, byte[] payload, Func<Ipv4Header, Ipv4Header>? change = null, byte[]? options = null)
    {
        options ??= [];
        byte[] packet = new byte[20 + options.Length + payload.Length];
        options.CopyTo(packet, 20);
        payload.CopyTo(packet, 20 + options.Length);
        var header = new Ipv4Header
        {
            HeaderLength = (byte)(20 + options.Length), TotalLength = (ushort)packet.Length, HopLimit = 64, Protocol = protocol, Source = TestHost.Address(source), Destination = TestHost.Address(destination),
            Identification = 1,
        };
        (change?.Invoke(header) ?? header).Write(packet);
        return packet;
    }

    public static byte[] V6(string source, string destination, byte next, byte[] payload, byte hops = 255)
    {
        byte[] packet = new byte[40 + payload.Length];
        payload.CopyTo(packet, 40);
        new Ipv6Header { PayloadLength = (ushort)payload.Length, NextHeader = next, HopLimit = hops, Source = TestHost.Address(source), Destination = TestHost.Address(destination) }.Write(packet);
        return packet;
    }

    /// <summary>An ICMP message with its checksum.</summary>
    public static byte[] IcmpV4(byte type, byte code, uint rest, params byte[] data)
    {
        byte[] message = new byte[8 + data.Length];
        new IcmpHeader(type, code, 0, rest).Write(message);
        data.CopyTo(message, 8);
        Checksum.Store(message.AsSpan(2), Checksum.Add(message, 0));
        return message;
    }

    /// <summary>The same for ICMPv6; the message's bytes are there but for the checksum.</summary>
    public static byte[] IcmpV6(string source, string destination, byte[] message, byte hops = 255)
    {
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), 0);
        Checksum.Store(message.AsSpan(2), Checksum.Add(message, Checksum.PseudoHeader(TestHost.Address(source), TestHost.Address(destination), message.Length, IpProtocol.IcmpV6)));
        return V6(source, destination, IpProtocol.IcmpV6, message, hops);
    }

    public static byte[] IcmpV6(byte type, byte code, uint rest, params byte[] data)
    {
        byte[] message = new byte[8 + data.Length];
        new IcmpHeader(type, code, 0, rest).Write(message);
        data.CopyTo(message, 8);
        return message;
    }

    public static byte[] Udp(string source, string destination, ushort from, ushort to, byte[] data, bool withChecksum = true)
    {
        byte[] datagram = new byte[8 + data.Length];
        new UdpHeader(from, to, (ushort)datagram.Length, 0).Write(datagram);
        data.CopyTo(datagram, 8);
        if (withChecksum)
            Checksum.StoreNotZero(datagram.AsSpan(6), Checksum.Add(datagram, Checksum.PseudoHeader(TestHost.Address(source), TestHost.Address(destination), datagram.Length, IpProtocol.Udp)));
        return datagram;
    }

    public static byte[] Bytes(int count, int seed = 1)
    {
        byte[] bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
