using System;
using System.Buffers.Binary;

namespace Lithe.Net;

/// <summary>Errors, both versions: those that we report to others, and what others report to our transports.</summary>
public sealed partial class NetStack
{
    private IcmpCounters _icmpV4, _icmpV6;
    private TokenBucket _errorRate;

    /// <summary>Counters of ICMP.</summary>
    public ref readonly IcmpCounters IcmpV4Counters => ref _icmpV4;

    /// <summary>Counters of ICMPv6.</summary>
    public ref readonly IcmpCounters IcmpV6Counters => ref _icmpV6;

    /// <summary>
    /// Answers a packet with an error and frees it; for transports, whose packet begins with their header. Nothing is sent for what was for many or came from nobody, nor more often than
    /// the stack's options allow (RFC 1122 3.2.2, RFC 4443 2.4).
    /// </summary>
    public void Reject(Netbuf packet, in IpPacket ip, IcmpErrorKind kind, DropReason reason)
    {
        Drop(packet, reason, ip, kind, 0);
    }

    private void Drop(Netbuf packet, DropReason reason, in IpPacket ip, IcmpErrorKind kind, uint pointer)
    {
        _drops[(int)reason]++;
        // The header is still there, in front of the data.
        if (!ip.IsForMany && !ip.Source.IsUnspecified && ip.Source.IsValidSource && packet.TryPrepend(ip.HeaderLength))
            SendError(packet, ip, kind, pointer);
        packet.Free();
    }

    private void SendError(Netbuf packet, in IpPacket ip, IcmpErrorKind kind, uint pointer, int exactCode = -1)
    {
        bool isV4 = Config.NET_IPV4 && (!Config.NET_IPV6 || ip.Source.IsV4);
        ref IcmpCounters counters = ref isV4 ? ref _icmpV4 : ref _icmpV6;
        if (!_errorRate.TryTake(Now))
        {
            counters.OutRateLimited++;
            CountDrop(DropReason.RateLimited);
            return;
        }

        // From the address that it was for, if that is ours.
        IpAddress source = IsOurs(ip.Destination) ? ip.Destination : default;
        if (!TryRoute(ip.Source, source, ip.Source.IsLinkLocal ? ip.Interface : null, out IpRoute route) || route.IsForMany || !TryAllocate(out Netbuf answer))
            return;
        (byte type, byte code) = isV4 ? TypeOfV4(kind) : TypeOfV6(kind);
        if (exactCode >= 0)
            code = (byte)exactCode;
        // As much of the packet as fits into what every link takes (RFC 1812 4.3.2.3, RFC 4443 2.4 c).
        ReadOnlySpan<byte> quoted = packet.Data;
        int most = (isV4 ? 576 - Ipv4Header.MinSize : Ipv6Header.MinMtu - Ipv6Header.Size) - IcmpHeader.Size;
        quoted = quoted.Slice(0, Math.Min(quoted.Length, most));
        answer.TrySetLength(IcmpHeader.Size + quoted.Length);
        new IcmpHeader(type, code, 0, isV4 ? pointer << 24 : pointer).Write(answer.Data);
        quoted.CopyTo(answer.Data.Slice(IcmpHeader.Size));
        counters.OutMsgs++;
        if (kind is IcmpErrorKind.ReassemblyTimeExceeded or IcmpErrorKind.HopLimitExceeded)
            counters.OutTimeExcds++;
        else if (kind == IcmpErrorKind.ParameterProblem)
            counters.OutParmProbs++;
        else
            counters.OutDestUnreachs++;
        SendIcmp(answer, route, isV4, default);
    }

    /// <summary>Computes an ICMP message's checksum and sends it.</summary>
    private bool SendIcmp(Netbuf message, in IpRoute route, bool isV4, in IpHeaderOptions options)
    {
        if (Config.NET_IPV4 && (!Config.NET_IPV6 || isV4))
            Checksum.Store(message.Data.Slice(IcmpHeader.ChecksumOffset), SumOf(message, 0));
        else
            Checksum.Store(message.Data.Slice(IcmpHeader.ChecksumOffset), SumOf(message, Checksum.PseudoHeader(route.Source, route.Destination, message.TotalLength, IpProtocol.IcmpV6)));
        return Send(message, route, options with { Protocol = isV4 ? IpProtocol.Icmp : IpProtocol.IcmpV6 });
    }

    private static (byte Type, byte Code) TypeOfV4(IcmpErrorKind kind) => kind switch
    {
        IcmpErrorKind.NetworkUnreachable => (IcmpType.Unreachable, IcmpCode.Network),
        IcmpErrorKind.HostUnreachable => (IcmpType.Unreachable, IcmpCode.Host),
        IcmpErrorKind.ProtocolUnreachable => (IcmpType.Unreachable, IcmpCode.Protocol),
        IcmpErrorKind.PortUnreachable => (IcmpType.Unreachable, IcmpCode.Port),
        IcmpErrorKind.Prohibited => (IcmpType.Unreachable, IcmpCode.Prohibited),
        IcmpErrorKind.HopLimitExceeded => (IcmpType.TimeExceeded, 0),
        IcmpErrorKind.ReassemblyTimeExceeded => (IcmpType.TimeExceeded, IcmpCode.ReassemblyTime),
        _ => (IcmpType.ParameterProblem, 0),
    };

    private static (byte Type, byte Code) TypeOfV6(IcmpErrorKind kind) => kind switch
    {
        IcmpErrorKind.NetworkUnreachable => (IcmpV6Type.Unreachable, IcmpV6Code.NoRoute),
        IcmpErrorKind.HostUnreachable => (IcmpV6Type.Unreachable, IcmpV6Code.Address),
        IcmpErrorKind.PortUnreachable => (IcmpV6Type.Unreachable, IcmpV6Code.Port),
        IcmpErrorKind.Prohibited => (IcmpV6Type.Unreachable, IcmpV6Code.Prohibited),
        IcmpErrorKind.HopLimitExceeded => (IcmpV6Type.TimeExceeded, IcmpV6Code.HopLimit),
        IcmpErrorKind.ReassemblyTimeExceeded => (IcmpV6Type.TimeExceeded, IcmpV6Code.ReassemblyTime),
        IcmpErrorKind.ProtocolUnreachable => (IcmpV6Type.ParameterProblem, IcmpV6Code.UnknownNextHeader),
        _ => (IcmpV6Type.ParameterProblem, IcmpV6Code.ErroneousField),
    };

    /// <summary>A packet for a transport that nobody here has, or for IP itself.</summary>
    private void DeliverOther(Netbuf packet, in IpPacket ip)
    {
        if (Config.NET_IPV4 && ip.Protocol == IpProtocol.Icmp && ip.Source.IsV4)
        {
            ReceiveIcmpV4(packet, ip);
        }
        else if (Config.NET_IPV6 && ip.Protocol == IpProtocol.IcmpV6 && !ip.Source.IsV4)
        {
            ReceiveIcmpV6(packet, ip);
        }
        else if (Config.NET_IPV4 && Config.NET_MULTICAST && ip.Protocol == IpProtocol.Igmp && ip.Source.IsV4)
        {
            ReceiveIgmp(packet, ip);
        }
        else if (Config.NET_RAW && HasRaw(ip))
        {
            packet.Free();
        }
        else if (!Config.NET_STACK_PER_PROCESSOR || !TryPass(packet, ip))
        {
            if (Config.NET_IP_COUNTERS)
                CountersOf(ip.Source.IsV4).InUnknownProtos++;
            Reject(packet, ip, IcmpErrorKind.ProtocolUnreachable, DropReason.UnknownProtocol);
        }
    }

    /// <summary>Gives an error to the transport whose packet is quoted, from its IP header on; a packet that none of us has sent is not believed.</summary>
    private bool TryReport(IcmpError error, ReadOnlySpan<byte> quoted)
    {
        byte protocol;
        int headerLength;
        if (Config.NET_IPV4 && quoted.Length >= Ipv4Header.MinSize && quoted[0] >> 4 == 4)
        {
            error.Local = IpAddress.ReadV4(quoted.Slice(12));
            error.Remote = IpAddress.ReadV4(quoted.Slice(16));
            protocol = quoted[9];
            headerLength = (quoted[0] & 15) * 4;
            // Only a first fragment has a transport header.
            if ((BinaryPrimitives.ReadUInt16BigEndian(quoted.Slice(6)) & Ipv4Header.OffsetMask) != 0 || headerLength < Ipv4Header.MinSize)
                return false;
        }
        else if (Config.NET_IPV6 && quoted.Length >= Ipv6Header.Size && quoted[0] >> 4 == 6)
        {
            error.Local = IpAddress.ReadV6(quoted.Slice(8));
            error.Remote = IpAddress.ReadV6(quoted.Slice(24));
            var reader = new Ipv6ExtensionReader(quoted[6], quoted.Slice(Ipv6Header.Size));
            while (reader.TryNext(out byte type, out _, out ReadOnlySpan<byte> data))
            {
                if (type == IpProtocol.Fragment && Ipv6FragmentHeader.TryRead(data, out Ipv6FragmentHeader fragment) && fragment.Offset != 0)
                    return false;
            }

            protocol = reader.NextHeader;
            headerLength = Ipv6Header.Size + reader.Offset;
        }
        else
        {
            return false;
        }

        if (headerLength > quoted.Length || !IsOurs(error.Local))
            return false;
        error.Protocol = protocol;
        Transport? transport = TransportOf(protocol);
        ReadOnlySpan<byte> rest = quoted.Slice(headerLength);
        // Of what has no transport IPv4 never forbids routers to cut it: that a way is short is then a lie.
        if (transport is not null ? !transport.Recognizes(error, rest) : error.Kind == IcmpErrorKind.PacketTooBig && error.Local.IsV4)
            return false;
        if (error.Kind == IcmpErrorKind.PacketTooBig && !OnPacketTooBig(ref error, quoted))
            return true;
        transport?.Error(error, rest);
        return true;
    }

    /// <summary>A packet of ours, its IP header in front, did not find its neighbour.</summary>
    private void ReportUnreachable(Netbuf packet)
    {
        ReadOnlySpan<byte> data = packet.Data;
        bool isV4 = Config.NET_IPV4 && (!Config.NET_IPV6 || (data.Length > 0 && data[0] >> 4 == 4));
        var error = new IcmpError { Kind = IcmpErrorKind.HostUnreachable };
        (error.Type, error.Code) = isV4 ? TypeOfV4(error.Kind) : TypeOfV6(error.Kind);
        error.Reporter = isV4 ? IpAddress.AnyV4 : IpAddress.Any;
        TryReport(error, data);
        Drop(packet, DropReason.NeighborUnreachable);
    }
}
