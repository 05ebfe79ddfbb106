using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Lithe.Net;

/// <summary>IPv6: RFC 8200.</summary>
public sealed partial class NetStack
{
    // More headers than any honest packet has; each takes time.
    private const int MaxExtensions = 8;

    private IpCounters _v6;

    /// <summary>Counters of IPv6.</summary>
    public ref readonly IpCounters V6Counters => ref _v6;

    private void ReceiveV6(NetInterface from, Netbuf packet, bool isForMany)
    {
        if (Config.NET_IP_COUNTERS)
            _v6.InReceives++;
        Span<byte> data = packet.Data;
        if (data.Length < Ipv6Header.Size)
        {
            DropHeader(ref _v6, packet, DropReason.BadHeader);
            return;
        }

        ref Ipv6Words words = ref MemoryMarshal.Cast<byte, Ipv6Words>(data)[0];
        uint front = BinaryPrimitives.ReverseEndianness((uint)words.Front);
        int length = BinaryPrimitives.ReverseEndianness((ushort)(words.Front >> 32));
        if (front >> 28 != 6 || !TryTrim(packet, length + Ipv6Header.Size))
        {
            DropHeader(ref _v6, packet, DropReason.BadHeader);
            return;
        }

        var ip = new IpPacket
        {
            Interface = from,
            Source = IpAddress.FromWords(words.SourceFirst, words.SourceLast),
            Destination = IpAddress.FromWords(words.DestinationFirst, words.DestinationLast),
            Protocol = (byte)(words.Front >> 48),
            HopLimit = (byte)(words.Front >> 56),
            TrafficClass = (byte)(front >> 20),
            HeaderLength = Ipv6Header.Size,
            IsChecksumKnown = IsKnownRight(packet),
            IsForMany = isForMany,
        };
        // Mapped addresses are no addresses on the wire (RFC 4291 2.5.5.2; draft-itojun-v6ops-v4mapped-harmful): they would pass for IPv4.
        DropReason reason = !ip.Source.IsValidSource || ip.Source.IsV4 || ip.Destination.IsV4 || (!from.IsLoopback && (ip.Source.IsLoopback || from.Has(ip.Source, broadcasts: false))) ? DropReason.BadAddress : ClassifyV6(ref ip);
        if (reason != DropReason.Count)
        {
            if (Config.NET_IP_COUNTERS)
                _v6.InAddrErrors++;
            Drop(packet, reason);
            return;
        }

        if (ip.Protocol is IpProtocol.HopByHop or IpProtocol.Routing or IpProtocol.Fragment or IpProtocol.DestinationOptions or IpProtocol.Authentication)
        {
            ReceiveExtensions(packet, ref ip);
            return;
        }

        packet.TryTrimStart(Ipv6Header.Size);
        Deliver(packet, ip);
    }

    private DropReason ClassifyV6(ref IpPacket ip)
    {
        if (ip.Interface.Has(ip.Destination, broadcasts: false))
            return DropReason.Count;
        if (ip.Destination.IsMulticast)
        {
            ip.IsForMany = true;
            if (Config.NET_IP_COUNTERS)
                _v6.InMcastPkts++;
            return IsMember(ip.Interface, ip.Destination) ? DropReason.Count : DropReason.NotOurAddress;
        }

        if (ip.Destination.IsLoopback || ip.Destination.IsLinkLocal)
            return DropReason.NotOurAddress;
        return IsOurs(ip.Destination) ? DropReason.Count : DropReason.NotOurAddress;
    }

    /// <summary>Headers between that of IP and the transport's. They are all in the first part of the packet, or it is dropped.</summary>
    private void ReceiveExtensions(Netbuf packet, ref IpPacket ip)
    {
        ReadOnlySpan<byte> payload = packet.Data.Slice(Ipv6Header.Size);
        var reader = new Ipv6ExtensionReader(ip.Protocol, payload);
        int count = 0;
        while (reader.TryNext(out byte type, out int offset, out ReadOnlySpan<byte> data))
        {
            // Hop-by-hop options come first or not at all (RFC 8200 4.1).
            if (++count > MaxExtensions || (type == IpProtocol.HopByHop && offset != 0))
            {
                DropExtension(packet, ip, IcmpV6Code.UnknownNextHeader, Ipv6Header.Size + offset, count <= MaxExtensions);
                return;
            }

            if (type is IpProtocol.HopByHop or IpProtocol.DestinationOptions)
            {
                if (!AcceptOptions(packet, ip, data, Ipv6Header.Size + offset + 2))
                    return;
            }
            else if (type == IpProtocol.Routing)
            {
                // One that has been followed to its end says nothing more; all others a host refuses (RFC 5095 for type 0).
                if (!Ipv6RoutingHeader.TryRead(data, out Ipv6RoutingHeader routing) || routing.SegmentsLeft != 0)
                {
                    DropExtension(packet, ip, IcmpV6Code.ErroneousField, Ipv6Header.Size + offset + 2, true);
                    return;
                }
            }
            else if (type == IpProtocol.Fragment)
            {
                if (!Config.NET_FRAGMENTS)
                {
                    Drop(packet, DropReason.NoFragments);
                    return;
                }

                Ipv6FragmentHeader.TryRead(data, out Ipv6FragmentHeader fragment);
                ip.HeaderLength = (ushort)(Ipv6Header.Size + reader.Offset);
                ip.Protocol = reader.NextHeader;
                if (fragment.MoreFragments || fragment.Offset != 0)
                {
                    ReceiveFragmentV6(packet, ip, fragment);
                    return;
                }
            }
        }

        if (reader.IsMalformed || Ipv6Header.Size + reader.Offset > packet.Length)
        {
            DropHeader(ref _v6, packet, packet.Next.Exists ? DropReason.SplitHeader : DropReason.BadHeader);
            return;
        }

        ip.HeaderLength = (ushort)(Ipv6Header.Size + reader.Offset);
        ip.Protocol = reader.NextHeader;
        if (ip.Protocol == IpProtocol.NoNext)
        {
            packet.Free();
            return;
        }

        packet.TryTrimStart(ip.HeaderLength);
        Deliver(packet, ip);
    }

    /// <summary>Looks through options; what is not known is treated as its two highest bits say (RFC 8200 4.2). False when the packet is gone.</summary>
    private bool AcceptOptions(Netbuf packet, in IpPacket ip, ReadOnlySpan<byte> options, int offset)
    {
        var reader = new Ipv6OptionReader(options);
        while (reader.TryNext(out byte type, out _))
        {
            int action = type >> 6;
            if (type == Ipv6OptionReader.RouterAlert || action == 0)
                continue;
            // Discard; discard and say so; discard and say so unless it was for many.
            bool answers = action == 2 || (action == 3 && !ip.Destination.IsMulticast);
            if (!answers)
                DropHeader(ref _v6, packet, DropReason.BadHeader);
            else
                DropExtension(packet, ip, IcmpV6Code.UnknownOption, offset + reader.Offset, true);
            return false;
        }

        if (!reader.IsMalformed)
            return true;
        DropHeader(ref _v6, packet, DropReason.BadHeader);
        return false;
    }

    private void DropExtension(Netbuf packet, in IpPacket ip, byte code, int pointer, bool isAnswered)
    {
        if (Config.NET_IP_COUNTERS)
            _v6.InHdrErrors++;
        _drops[(int)DropReason.BadHeader]++;
        // Code 2 is answered even when the packet was for many (RFC 4443 2.4 e.3); the header is in front of the data already.
        if (isAnswered && (!ip.IsForMany || code == IcmpV6Code.UnknownOption) && !ip.Source.IsUnspecified)
            SendError(packet, ip, IcmpErrorKind.ParameterProblem, (uint)pointer, code);
        packet.Free();
    }

    private bool TryPrependV6(Netbuf packet, in IpRoute route, in IpHeaderOptions options, int length)
    {
        if (!packet.TryPrepend(Ipv6Header.Size))
            return false;
        ref Ipv6Words words = ref MemoryMarshal.Cast<byte, Ipv6Words>(packet.Data)[0];
        uint front = 6u << 28 | (uint)options.TrafficClass << 20 | (options.FlowLabel & 0xf_ffff);
        byte hops = options.HopLimit == 0 ? IpHeaderOptions.DefaultHopLimit : options.HopLimit;
        words.Front = BinaryPrimitives.ReverseEndianness(front) | (ulong)BinaryPrimitives.ReverseEndianness((ushort)length) << 32 | (ulong)options.Protocol << 48 | (ulong)hops << 56;
        words.SourceFirst = route.Source.First;
        words.SourceLast = route.Source.Last;
        words.DestinationFirst = route.Destination.First;
        words.DestinationLast = route.Destination.Last;
        return true;
    }

    /// <summary>Sends a report of groups: with a router alert, which has routers look at it though it is not for them.</summary>
    private bool SendWithAlert(Netbuf packet, in IpRoute route, in IpHeaderOptions options, int length, bool isV4)
    {
        bool isSent;
        if (isV4)
        {
            isSent = packet.TryPrepend(Ipv4Header.MinSize + 4);
            if (isSent)
            {
                BinaryPrimitives.WriteUInt32BigEndian(packet.Data.Slice(Ipv4Header.MinSize), (uint)Ipv4OptionReader.RouterAlert << 24 | 4 << 16);
                new Ipv4Header
                {
                    HeaderLength = Ipv4Header.MinSize + 4, TrafficClass = 0xc0, TotalLength = (ushort)(length + Ipv4Header.MinSize + 4), Identification = NextIdentification(),
                    HopLimit = 1, Protocol = options.Protocol, Source = route.Source, Destination = route.Destination,
                }.Write(packet.Data);
            }
        }
        else
        {
            isSent = packet.TryPrepend(8);
            if (isSent)
            {
                Ipv6ExtensionReader.WriteFront(packet.Data, options.Protocol, 6);
                // The alert says MLD (0), padding of two bytes behind it.
                packet.Data[2] = Ipv6OptionReader.RouterAlert;
                packet.Data[3] = 2;
                packet.Data.Slice(4, 4).Clear();
                packet.Data[6] = Ipv6OptionReader.PadN;
                isSent = TryPrependV6(packet, route, options with { Protocol = IpProtocol.HopByHop, HopLimit = 1 }, length + 8);
            }
        }

        if (isSent)
            SendPacket(packet, route, isV4);
        else
            Drop(packet, DropReason.TooLong);
        return isSent;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Ipv6Words
    {
        /// <summary>Version, traffic class and label; length; next header; hops.</summary>
        internal ulong Front;
        internal ulong SourceFirst, SourceLast, DestinationFirst, DestinationLast;
    }
}
