using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Lithe.Net;

/// <summary>From the link to the transport.</summary>
public sealed partial class NetStack
{
    // Types as they lie in memory.
    private const ushort Ipv4Type = 0x0008, ArpType = 0x0608, Ipv6Type = 0xdd86;

    /// <summary>Takes a frame that has arrived; it is the stack's from here on.</summary>
    public void Receive(NetInterface from, Netbuf packet)
    {
        from.ReceivedFrames++;
        if (from.Link == LinkKind.None)
        {
            ReceiveIp(from, packet);
            return;
        }

        Span<byte> frame = packet.Data;
        // A header and two bytes more: what is shorter is no packet.
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(frame);
        if (words.Length < 2)
        {
            Drop(packet, DropReason.FrameTooShort);
            return;
        }

        ulong first = words[0];
        ushort type = (ushort)(words[1] >> 32);
        bool isForMany = false;
        if ((first & 0xffff_ffff_ffff) != from.Mac.Word)
        {
            if ((first & 1) == 0)
            {
                Drop(packet, DropReason.NotOurFrame);
                return;
            }

            isForMany = true;
        }

        if (Config.NET_STACK_PER_PROCESSOR && _peers is not null && _asked == 0 && ConcernsAll(frame, type, isForMany))
            _peers.Tell(from, packet);
        packet.TryTrimStart(EthernetHeader.Size);
        if (Config.NET_IPV4 && type == Ipv4Type)
            ReceiveV4(from, packet, isForMany);
        else if (Config.NET_IPV6 && type == Ipv6Type)
            ReceiveV6(from, packet, isForMany);
        else if (Config.NET_IPV4 && type == ArpType)
            ReceiveArp(from, packet);
        else
            Drop(packet, DropReason.UnknownType);
    }

    private void ReceiveIp(NetInterface from, Netbuf packet)
    {
        Span<byte> data = packet.Data;
        if (data.Length == 0)
            Drop(packet, DropReason.FrameTooShort);
        else if (Config.NET_IPV4 && data[0] >> 4 == 4)
            ReceiveV4(from, packet, isForMany: false);
        else if (Config.NET_IPV6 && data[0] >> 4 == 6)
            ReceiveV6(from, packet, isForMany: false);
        else
            Drop(packet, DropReason.UnknownType);
    }

    /// <summary>Cuts what a link has added behind a packet. False when the packet is shorter than it says.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryTrim(Netbuf packet, int length)
    {
        if (packet.Length == length && !packet.Next.Exists)
            return true;
        return TryTrimParts(packet, length);
    }

    private static bool TryTrimParts(Netbuf packet, int length)
    {
        for (Netbuf part = packet; ; part = part.Next)
        {
            if (part.Length >= length)
            {
                part.TrySetLength(length);
                part.Next.Free();
                part.Next = default;
                return true;
            }

            length -= part.Length;
            if (!part.Next.Exists)
                return false;
        }
    }

    /// <summary>Whether packets to an address are for us, wherever they come in (the weak model of RFC 1122 3.3.4.2).</summary>
    public bool IsOurs(in IpAddress address)
    {
        for (int i = 0; i < _interfaceCount; i++)
        {
            if (_interfaces[i].Has(address, broadcasts: false))
                return true;
        }

        return false;
    }

    /// <summary>Hands a packet, whose data begin with the transport's header, to its transport.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Deliver(Netbuf packet, in IpPacket ip)
    {
        if (Config.NET_RAW && _firstRaw is not null)
            DeliverRaw(packet, ip);
        byte[] protocols = _protocols;
        for (int i = 0; i < _transportCount; i++)
        {
            if (protocols[i] == ip.Protocol)
            {
                _transports[i]!.Receive(packet, ip);
                return;
            }
        }

        DeliverOther(packet, ip);
    }

    /// <summary>Whether a transport's checksum over the whole packet, whose data begin with the transport's header, is right or known to be.</summary>
    public static bool IsChecksumRight(Netbuf packet, in IpPacket ip) =>
        ip.IsChecksumKnown || Checksum.Fold(SumOf(packet, Checksum.PseudoHeader(ip.Source, ip.Destination, packet.TotalLength, ip.Protocol))) == Checksum.Right;

    /// <summary>Adds all parts of a packet to a sum.</summary>
    public static ulong SumOf(Netbuf packet, ulong sum)
    {
        if (!packet.Next.Exists)
            return Checksum.Add(packet.Data, sum);
        bool isOdd = false;
        for (Netbuf part = packet; part.Exists; part = part.Next)
        {
            ReadOnlySpan<byte> data = part.Data;
            sum = isOdd ? Checksum.AddAtOdd(data, sum) : Checksum.Add(data, sum);
            isOdd ^= (data.Length & 1) != 0;
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsKnownRight(Netbuf packet) => packet.Offload.Checksum != ChecksumState.None;
}
