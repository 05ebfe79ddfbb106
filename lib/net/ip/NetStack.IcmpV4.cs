using System;
using System.Buffers.Binary;

namespace Lithe.Net;

/// <summary>ICMP: RFC 792, RFC 1122 3.2.2.</summary>
public sealed partial class NetStack
{
    private void ReceiveIcmpV4(Netbuf packet, in IpPacket ip)
    {
        _icmpV4.InMsgs++;
        if (!IcmpHeader.TryRead(packet.Data, out IcmpHeader header) || (!ip.IsChecksumKnown && Checksum.Fold(SumOf(packet, 0)) != Checksum.Right))
        {
            _icmpV4.InErrors++;
            Drop(packet, DropReason.BadIcmp);
            return;
        }

        switch (header.Type)
        {
            case IcmpType.Echo:
                _icmpV4.InEchos++;
                AnswerEcho(packet, ip, IcmpType.EchoReply, ref _icmpV4);
                return;
            case IcmpType.EchoReply:
                _icmpV4.InEchoReps++;
                EchoHandler?.OnReply(ip.Source, header.Identifier, header.Sequence, packet.Data.Slice(IcmpHeader.Size));
                packet.Free();
                return;
            case IcmpType.Unreachable or IcmpType.TimeExceeded or IcmpType.ParameterProblem:
                ReceiveErrorV4(packet, ip, header);
                return;
            case IcmpType.Redirect:
                // Not followed: a host with one router on a link gains nothing, and anybody on it could send them.
                _icmpV4.InRedirects++;
                packet.Free();
                return;
            default:
                packet.Free();
                return;
        }
    }

    /// <summary>Turns a request round. Those to many are answered nobody (RFC 1122 3.2.2.6 allows it), nor those that say they came from many (3.2.1.3): an answer to each would multiply.</summary>
    private void AnswerEcho(Netbuf packet, in IpPacket ip, byte type, ref IcmpCounters counters)
    {
        // A reply to a group's request comes from our own address.
        IpAddress source = ip.IsForMany ? default : ip.Destination;
        bool isV4 = Config.NET_IPV4 && (!Config.NET_IPV6 || ip.Source.IsV4);
        if ((ip.IsForMany && isV4) || (Config.NET_STACK_PER_PROCESSOR && IsTold) || !TryRoute(ip.Source, source, ip.Source.IsLinkLocal ? ip.Interface : null, out IpRoute route) || route.IsForMany)
        {
            packet.Free();
            return;
        }

        packet.Offload = default;
        packet.Data[0] = type;
        BinaryPrimitives.WriteUInt16LittleEndian(packet.Data.Slice(IcmpHeader.ChecksumOffset), 0);
        counters.OutMsgs++;
        counters.OutEchoReps++;
        SendIcmp(packet, route, isV4, new IpHeaderOptions { TrafficClass = ip.TrafficClass });
    }

    private void ReceiveErrorV4(Netbuf packet, in IpPacket ip, in IcmpHeader header)
    {
        var error = new IcmpError { Type = header.Type, Code = header.Code, Reporter = ip.Source };
        switch (header.Type)
        {
            case IcmpType.Unreachable:
                _icmpV4.InDestUnreachs++;
                error.Kind = header.Code switch
                {
                    IcmpCode.Host or 7 or 12 => IcmpErrorKind.HostUnreachable,
                    IcmpCode.Protocol => IcmpErrorKind.ProtocolUnreachable,
                    IcmpCode.Port => IcmpErrorKind.PortUnreachable,
                    IcmpCode.FragmentationNeeded => IcmpErrorKind.PacketTooBig,
                    IcmpCode.NetworkProhibited or IcmpCode.HostProhibited or IcmpCode.Prohibited => IcmpErrorKind.Prohibited,
                    _ => IcmpErrorKind.NetworkUnreachable,
                };
                error.Mtu = header.Sequence;
                break;
            case IcmpType.TimeExceeded:
                _icmpV4.InTimeExcds++;
                error.Kind = header.Code == IcmpCode.ReassemblyTime ? IcmpErrorKind.ReassemblyTimeExceeded : IcmpErrorKind.HopLimitExceeded;
                break;
            default:
                _icmpV4.InParmProbs++;
                error.Kind = IcmpErrorKind.ParameterProblem;
                break;
        }

        if (ip.IsForMany || !TryReport(error, packet.Data.Slice(IcmpHeader.Size)))
        {
            _icmpV4.InErrors++;
            Drop(packet, DropReason.BadIcmp);
            return;
        }

        packet.Free();
    }

    /// <summary>Who is told of echo replies; at most one.</summary>
    public EchoHandler? EchoHandler { get; set; }

    /// <summary>Sends an echo request of at most 1,400 bytes of data. False when there is no way or no netbuf.</summary>
    public bool TrySendEcho(in IpAddress destination, ushort identifier, ushort sequence, ReadOnlySpan<byte> data, byte hopLimit = 0)
    {
        if (data.Length > 1400 || !TryRoute(destination, default, out IpRoute route) || !TryAllocate(out Netbuf packet))
            return false;
        bool isV4 = destination.IsV4;
        packet.TrySetLength(IcmpHeader.Size + data.Length);
        new IcmpHeader(isV4 ? IcmpType.Echo : IcmpV6Type.EchoRequest, 0, 0, (uint)identifier << 16 | sequence).Write(packet.Data);
        data.CopyTo(packet.Data.Slice(IcmpHeader.Size));
        ref IcmpCounters counters = ref isV4 ? ref _icmpV4 : ref _icmpV6;
        counters.OutMsgs++;
        counters.OutEchos++;
        return SendIcmp(packet, route, isV4, new IpHeaderOptions { HopLimit = hopLimit });
    }
}

/// <summary>Is told of answers to echo requests.</summary>
public abstract class EchoHandler
{
    /// <summary>An answer has come, with these data.</summary>
    public abstract void OnReply(in IpAddress from, ushort identifier, ushort sequence, ReadOnlySpan<byte> data);
}
