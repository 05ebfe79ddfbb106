using System;

namespace Lithe.Net;

/// <summary>ICMPv6: RFC 4443.</summary>
public sealed partial class NetStack
{
    private void ReceiveIcmpV6(Netbuf packet, in IpPacket ip)
    {
        _icmpV6.InMsgs++;
        if (!IcmpHeader.TryRead(packet.Data, out IcmpHeader header) || !IsChecksumRight(packet, ip))
        {
            _icmpV6.InErrors++;
            Drop(packet, DropReason.BadIcmp);
            return;
        }

        switch (header.Type)
        {
            case IcmpV6Type.EchoRequest:
                _icmpV6.InEchos++;
                AnswerEcho(packet, ip, IcmpV6Type.EchoReply, ref _icmpV6);
                return;
            case IcmpV6Type.EchoReply:
                _icmpV6.InEchoReps++;
                EchoHandler?.OnReply(ip.Source, header.Identifier, header.Sequence, packet.Data.Slice(IcmpHeader.Size));
                packet.Free();
                return;
            case IcmpV6Type.ListenerQuery when Config.NET_MULTICAST:
                ReceiveMldQuery(packet, ip);
                return;
            case >= IcmpV6Type.RouterSolicitation and <= IcmpV6Type.Redirect:
                // Redirects are not followed, as in IPv4.
                ReceiveNdp(packet, ip, header);
                return;
            case >= IcmpV6Type.Unreachable and <= IcmpV6Type.ParameterProblem:
                ReceiveErrorV6(packet, ip, header);
                return;
            default:
                packet.Free();
                return;
        }
    }

    private void ReceiveErrorV6(Netbuf packet, in IpPacket ip, in IcmpHeader header)
    {
        var error = new IcmpError { Type = header.Type, Code = header.Code, Reporter = ip.Source };
        switch (header.Type)
        {
            case IcmpV6Type.Unreachable:
                _icmpV6.InDestUnreachs++;
                error.Kind = header.Code switch
                {
                    IcmpV6Code.Address => IcmpErrorKind.HostUnreachable,
                    IcmpV6Code.Port => IcmpErrorKind.PortUnreachable,
                    IcmpV6Code.Prohibited or 5 or 6 => IcmpErrorKind.Prohibited,
                    _ => IcmpErrorKind.NetworkUnreachable,
                };
                break;
            case IcmpV6Type.PacketTooBig:
                _icmpV6.InPktTooBigs++;
                error.Kind = IcmpErrorKind.PacketTooBig;
                error.Mtu = (int)Math.Min(header.Rest, int.MaxValue);
                break;
            case IcmpV6Type.TimeExceeded:
                _icmpV6.InTimeExcds++;
                error.Kind = header.Code == IcmpV6Code.ReassemblyTime ? IcmpErrorKind.ReassemblyTimeExceeded : IcmpErrorKind.HopLimitExceeded;
                break;
            default:
                _icmpV6.InParmProbs++;
                error.Kind = header.Code == IcmpV6Code.UnknownNextHeader ? IcmpErrorKind.ProtocolUnreachable : IcmpErrorKind.ParameterProblem;
                break;
        }

        if (TryReport(error, packet.Data.Slice(IcmpHeader.Size)))
        {
            packet.Free();
            return;
        }

        _icmpV6.InErrors++;
        Drop(packet, DropReason.BadIcmp);
    }
}
