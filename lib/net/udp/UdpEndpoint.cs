using System;

namespace Lithe.Net;

/// <summary>A port of ours. Made by <see cref="Udp.TryOpen"/>, and nothing of it may be used after <see cref="Close"/>: the object serves again.</summary>
public sealed class UdpEndpoint
{
    // Where the last datagrams went to, and that way.
    private IpRoute _route;
    private IpAddress _routeSource;

    internal UdpEndpoint(Udp udp) => Udp = udp;

    internal UdpEndpoint? Next;

    internal UdpHandler? Handler;

    /// <summary>Whether others may have the same port and address.</summary>
    internal bool MayShare;

    internal bool IsOpen;

    /// <summary>Whether an address of <c>::</c> is IPv6's only.</summary>
    internal bool IsV6Only;

    /// <summary>Whose endpoint it is.</summary>
    public Udp Udp { get; }

    /// <summary>Our address, or any of one family or of both, and port.</summary>
    public IpEndpoint Local { get; internal set; }

    /// <summary>The other end, when there is one only; else unspecified.</summary>
    public IpEndpoint Remote { get; internal set; }

    /// <summary>The only interface that it receives from and sends by; null for all.</summary>
    public NetInterface? Interface { get; set; }

    /// <summary>Whether it may send to everybody on a network.</summary>
    public bool MayBroadcast { get; set; }

    /// <summary>Whether datagrams longer than the way takes are refused, not cut.</summary>
    public bool DontFragment { get; set; }

    /// <summary>How many routers datagrams may pass, 0 for the default; those to groups pass none.</summary>
    public byte HopLimit { get; set; }

    /// <summary>How many routers datagrams to groups may pass.</summary>
    public byte GroupHopLimit { get; set; }

    /// <summary>Differentiated services and congestion marks of what is sent.</summary>
    public byte TrafficClass { get; set; }

    /// <summary>Whatever the handler wants.</summary>
    public object? State { get; set; }

    /// <summary>Receives from and sends to one other end from now on; with an unspecified address from and to all again. False when there is no way to it.</summary>
    public bool TryConnect(in IpEndpoint remote)
    {
        if (remote.Address.IsUnspecified)
        {
            Remote = default;
            return true;
        }

        if (!Udp.Stack.TryRoute(remote.Address, Local.Address, Interface, out IpRoute route) || (route.IsBroadcast && !MayBroadcast))
            return false;
        Remote = remote;
        if (Local.Address.IsUnspecified)
            Local = Local with { Address = route.Source };
        return true;
    }

    /// <summary>Sends a copy of the data. False when there is no way, no netbuf, or they are too long.</summary>
    public bool TrySend(ReadOnlySpan<byte> data, in IpEndpoint to) => Udp.TryCopy(data, out Netbuf packet) && TrySend(packet, to, default);

    /// <summary>Sends a packet whose data are the payload, with <see cref="Netbuf.Headroom"/> in front. It is gone, whatever the answer.</summary>
    public bool TrySend(Netbuf packet, in IpEndpoint to) => TrySend(packet, to, default);

    /// <summary>Answers a datagram: sends a packet to where that came from, from the address that it was for.</summary>
    public bool TryReply(Netbuf packet, in UdpDatagram datagram) => TrySend(packet, datagram.Source, datagram.IsForMany ? default : datagram.Destination.Address, datagram.Interface);

    /// <summary>Sends a packet from a certain address of ours. It is gone, whatever the answer.</summary>
    public bool TrySend(Netbuf packet, in IpEndpoint to, in IpAddress from) => TrySend(packet, to, from, null);

    private bool TrySend(Netbuf packet, in IpEndpoint to, in IpAddress from, NetInterface? by)
    {
        NetStack stack = Udp.Stack;
        IpAddress source = Local.Address.IsUnspecified ? from : Local.Address;
        if (_route.Destination != to.Address || _routeSource != source || _route.Generation != stack.RouteGeneration)
        {
            // Only neighbours of the link itself must be answered by the link that they came by.
            if (!stack.TryRoute(to.Address, source, Interface ?? (to.Address.IsLinkLocal ? by : null), out _route))
            {
                _route.Destination = default;
                stack.Drop(packet, DropReason.NoRoute);
                return false;
            }

            _routeSource = source;
        }

        if ((_route.IsBroadcast && !MayBroadcast) || to.Port == 0)
        {
            stack.Drop(packet, DropReason.NoRoute);
            return false;
        }

        return Udp.Send(this, packet, _route, to.Port);
    }

    /// <summary>Gives the port back. The object is used again by the next <see cref="Udp.TryOpen"/>.</summary>
    public void Close() => Udp.Close(this);

    internal void Reset()
    {
        _route = default;
        _routeSource = default;
        Remote = default;
        Interface = null;
        MayBroadcast = DontFragment = false;
        HopLimit = TrafficClass = 0;
        GroupHopLimit = 1;
        State = null;
    }

    /// <summary>How well a datagram fits; 0 when it is not for this one (RFC 1122 4.1.3.5).</summary>
    internal int Match(in IpPacket ip, ushort sourcePort)
    {
        if (Interface is not null && Interface != ip.Interface)
            return 0;
        int score = 1;
        IpAddress local = Local.Address;
        if (!local.IsUnspecified)
        {
            if (local != ip.Destination && !(ip.IsForMany && local.IsV4 == ip.Destination.IsV4))
                return 0;
            score += 2;
        }
        else if (local.IsV4 ? !ip.Destination.IsV4 : IsV6Only && ip.Destination.IsV4)
        {
            // 0.0.0.0 is IPv4 only; :: takes both, unless it is said otherwise.
            return 0;
        }
        else if (local.IsV4)
        {
            score++;
        }

        if (!Remote.Address.IsUnspecified)
        {
            if (Remote.Address != ip.Source || Remote.Port != sourcePort)
                return 0;
            score += 4;
        }

        return score;
    }
}
