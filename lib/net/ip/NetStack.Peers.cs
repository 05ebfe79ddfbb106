using System;

namespace Lithe.Net;

/// <summary>
/// One of several stacks with the same addresses, one for each processor: what arrives at one and concerns another is passed on. What concerns all (answers of neighbours and routers, errors,
/// what is for groups) is told to all; a packet of a connection or port that nobody here has is offered to one after the other, and refused by the last. Neither befalls packets of flows that are
/// where they belong.
/// </summary>
public sealed partial class NetStack
{
    /// <summary>What <see cref="ReceivePassed"/> is told of a frame that all get: it is learned from, and not answered.</summary>
    public const int Told = byte.MaxValue;

    private StackPeers? _peers;

    // How many stacks have been asked about the frame that is being received; 0 for one from a card.
    private int _asked;

    /// <summary>The other stacks; null when this is the only one.</summary>
    public StackPeers? Peers
    {
        get => _peers;
        set => _peers = value;
    }

    private bool IsTold => _asked == Told;

    /// <summary>Takes a frame that another stack got from the card of the same place, and that is this stack's from here on.</summary>
    /// <param name="from">Where it would have come in here.</param>
    /// <param name="packet">The frame.</param>
    /// <param name="asked">How many stacks have been asked whether it is theirs, or <see cref="Told"/>.</param>
    public void ReceivePassed(NetInterface from, Netbuf packet, int asked)
    {
        _asked = asked;
        Receive(from, packet);
        _asked = 0;
    }

    /// <summary>
    /// Offers a packet that no port or connection of this stack is meant by to the others. True: it is not the caller's any more, and one of them takes or refuses it. False: it is to be refused here.
    /// </summary>
    /// <param name="packet">The packet, with data that begin behind its IP header.</param>
    /// <param name="ip">What is known of it.</param>
    /// <param name="trimmed">So many bytes of the transport's header have been taken off.</param>
    public bool TryPass(Netbuf packet, in IpPacket ip, int trimmed = 0)
    {
        if (!Config.NET_STACK_PER_PROCESSOR || _peers is null || IsTold || ip.WasFragmented || ip.IsForMany || ip.Interface.Link != LinkKind.Ethernet)
            return false;
        int headers = trimmed + ip.HeaderLength + EthernetHeader.Size;
        if (!packet.TryPrepend(headers))
            return false;
        if (_peers.TryOffer(ip.Interface, packet, _asked + 1))
        {
            packet.Free();
            return true;
        }

        packet.TryTrimStart(headers);
        return false;
    }

    /// <summary>Whether all stacks must hear of a frame. Offsets are those of the wire; what is too short for them is nothing of the kind.</summary>
    private static bool ConcernsAll(ReadOnlySpan<byte> frame, ushort type, bool isForMany)
    {
        const int ArpOperationOffset = 21, ProtocolOffset = 23, NextHeaderOffset = 20, V4Data = EthernetHeader.Size + Ipv4Header.MinSize, V6Data = EthernetHeader.Size + Ipv6Header.Size;
        if (type == ArpType)
            return frame.Length > ArpOperationOffset && frame[ArpOperationOffset] == (byte)ArpOperation.Reply;
        if (isForMany)
            return type is Ipv4Type or Ipv6Type;
        if (Config.NET_IPV4 && type == Ipv4Type && frame.Length >= V4Data + UdpHeader.Size)
        {
            // A DHCP server's answer goes to the client that asked; each stack has one, and they share a port and an address. A header with options is none of these.
            return frame[EthernetHeader.Size] == PlainV4
                && (frame[ProtocolOffset] == IpProtocol.Icmp ? frame[V4Data] != IcmpType.Echo : frame[ProtocolOffset] == IpProtocol.Udp && frame[V4Data + 2] == 0 && frame[V4Data + 3] == DhcpClientPort);
        }

        return Config.NET_IPV6 && type == Ipv6Type && frame.Length > V6Data && frame[NextHeaderOffset] == IpProtocol.IcmpV6 && frame[V6Data] is not (IcmpV6Type.EchoRequest or IcmpV6Type.NeighborSolicitation);
    }

    private const byte DhcpClientPort = 68;
}
