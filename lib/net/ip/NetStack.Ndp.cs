using System;
using System.Buffers.Binary;

namespace Lithe.Net;

/// <summary>Neighbour discovery and the announcements of routers: RFC 4861, 4862, 8106.</summary>
public sealed partial class NetStack
{
    private const byte NdpHopLimit = 255;
    private const ulong TwoHours = 7200;

    private static IpRoute RouteOnLink(NetInterface at, in IpAddress destination, in IpAddress source) =>
        new() { Interface = at, Source = source, Destination = destination, NextHop = destination, Mtu = at.Mtu, IsForMany = destination.IsMulticast };

    /// <summary>Asks a neighbour of the table, all of its group or itself.</summary>
    private void SendNeighborSolicitation(Neighbor neighbor, in IpAddress source)
    {
        bool isKnown = neighbor.State == NeighborState.Probe;
        SendNeighborSolicitation(neighbor.Interface!, source, isKnown ? neighbor.Address : IpAddress.SolicitedNodeOf(neighbor.Address), neighbor.Address, withLink: !source.IsUnspecified);
    }

    private void SendNeighborSolicitation(NetInterface at, in IpAddress source, in IpAddress destination, in IpAddress target, bool withLink) =>
        SendNeighborMessage(at, source, destination, new NeighborMessage(IcmpV6Type.NeighborSolicitation, false, false, false, target), withLink ? NdpOptionReader.SourceLink : (byte)0);

    private void SendNeighborMessage(NetInterface at, in IpAddress source, in IpAddress destination, in NeighborMessage message, byte option)
    {
        if (!TryAllocate(out Netbuf packet))
        {
            CountDrop(DropReason.NoNetbuf);
            return;
        }

        packet.TrySetLength(NeighborMessage.Size + (option == 0 ? 0 : 8));
        message.Write(packet.Data);
        if (option != 0)
            WriteLinkOption(packet.Data.Slice(NeighborMessage.Size), option, at.Mac);
        SendNdp(packet, at, source, destination);
    }

    private static void WriteLinkOption(Span<byte> bytes, byte option, MacAddress mac)
    {
        mac.Write(bytes.Slice(2));
        NdpOptionReader.WriteFront(bytes, option, MacAddress.Size);
    }

    private void SendNdp(Netbuf packet, NetInterface at, in IpAddress source, in IpAddress destination)
    {
        IpRoute route = RouteOnLink(at, destination, source);
        if (!destination.IsMulticast)
            route.Neighbor = _neighbors.Find(at, destination);
        _icmpV6.OutMsgs++;
        SendIcmp(packet, route, isV4: false, new IpHeaderOptions { HopLimit = NdpHopLimit });
    }

    private void SolicitRouters(NetInterface at)
    {
        at.SolicitationsLeft--;
        at.SolicitAt = Now + RouterSolicitationInterval;
        if (!TryAllocate(out Netbuf packet))
        {
            CountDrop(DropReason.NoNetbuf);
            return;
        }

        IpAddress source = SelectSource(at, IpAddress.AllRouters);
        bool withLink = !source.IsUnspecified;
        packet.TrySetLength(IcmpHeader.Size + (withLink ? 8 : 0));
        new IcmpHeader(IcmpV6Type.RouterSolicitation, 0, 0, 0).Write(packet.Data);
        if (withLink)
            WriteLinkOption(packet.Data.Slice(IcmpHeader.Size), NdpOptionReader.SourceLink, at.Mac);
        SendNdp(packet, at, source, IpAddress.AllRouters);
    }

    /// <summary>Takes a message of neighbour discovery, whose checksum is right: from the link only, which its hop limit shows (RFC 4861 6.1, 7.1).</summary>
    private void ReceiveNdp(Netbuf packet, in IpPacket ip, in IcmpHeader header)
    {
        ReadOnlySpan<byte> message = packet.Data;
        bool isValid = ip.HopLimit == NdpHopLimit && header.Code == 0 && !packet.Next.Exists && !ip.WasFragmented && ip.Interface.Link == LinkKind.Ethernet;
        if (isValid)
        {
            isValid = header.Type switch
            {
                IcmpV6Type.NeighborSolicitation => TryReceiveSolicitation(message, ip),
                IcmpV6Type.NeighborAdvertisement => TryReceiveAdvertisement(message, ip),
                IcmpV6Type.RouterAdvertisement => TryReceiveRouter(message, ip),
                _ => true,
            };
        }

        if (isValid)
            packet.Free();
        else
            Drop(packet, DropReason.BadIcmp);
    }

    private bool TryReceiveSolicitation(ReadOnlySpan<byte> message, in IpPacket ip)
    {
        if (!NeighborMessage.TryRead(message, out NeighborMessage neighbor) || neighbor.Target.IsMulticast || !TryFindLink(message.Slice(NeighborMessage.Size), NdpOptionReader.SourceLink, out MacAddress? mac))
            return false;
        bool isProbe = ip.Source.IsUnspecified;
        // Who has no address yet asks a group, and does not say where it is.
        if (isProbe && (mac is not null || !ip.Destination.IsMulticast))
            return false;
        NetInterface at = ip.Interface;
        int own = at.IndexOf(neighbor.Target);
        if (own < 0)
            return true;
        if (!at.Addresses[own].IsOurs)
        {
            if (isProbe)
                OnConflict(at, own);
            return true;
        }

        if (!isProbe && mac is MacAddress sender)
        {
            Neighbor? known = _neighbors.Find(at, ip.Source) ?? _neighbors.Add(at, ip.Source, NeighborState.Stale);
            if (known is not null)
                Learn(known, sender, isConfirmed: false);
        }

        // Who got it from the card answers.
        if (Config.NET_STACK_PER_PROCESSOR && IsTold)
            return true;
        SendNeighborMessage(
            at, neighbor.Target, isProbe ? IpAddress.AllNodes : ip.Source, new NeighborMessage(IcmpV6Type.NeighborAdvertisement, false, !isProbe, true, neighbor.Target), NdpOptionReader.TargetLink);
        return true;
    }

    private bool TryReceiveAdvertisement(ReadOnlySpan<byte> message, in IpPacket ip)
    {
        if (!NeighborMessage.TryRead(message, out NeighborMessage neighbor) || neighbor.Target.IsMulticast || (ip.Destination.IsMulticast && neighbor.IsSolicited)
            || !TryFindLink(message.Slice(NeighborMessage.Size), NdpOptionReader.TargetLink, out MacAddress? mac))
        {
            return false;
        }

        NetInterface at = ip.Interface;
        int own = at.IndexOf(neighbor.Target);
        if (own >= 0)
        {
            OnConflict(at, own);
            return true;
        }

        // RFC 4861 7.2.5.
        Neighbor? known = _neighbors.Find(at, neighbor.Target);
        if (known is null)
            return true;
        if (known.State == NeighborState.Incomplete)
        {
            if (mac is not MacAddress first)
                return true;
            known.IsRouter = neighbor.IsRouter;
            Learn(known, first, neighbor.IsSolicited);
            return true;
        }

        if (!neighbor.IsOverride && mac is MacAddress other && other != known.Mac)
        {
            if (known.State == NeighborState.Reachable)
                known.Confirmed = Now > ReachableTime ? Now - ReachableTime - 1 : 0;
            return true;
        }

        if (known.IsRouter && !neighbor.IsRouter)
            RemoveRoutesBy(at, neighbor.Target);
        known.IsRouter = neighbor.IsRouter;
        Learn(known, mac ?? known.Mac, neighbor.IsSolicited);
        return true;
    }

    private void RemoveRoutesBy(NetInterface at, in IpAddress router)
    {
        for (int i = _routeCount - 1; i >= 0; i--)
        {
            if (_routes[i].IsAutomatic && _routes[i].Interface == at && _routes[i].NextHop == router)
                RemoveRoute(i);
        }
    }

    /// <summary>Looks for a link address among options. False when the options are not well-formed.</summary>
    private static bool TryFindLink(ReadOnlySpan<byte> options, byte wanted, out MacAddress? mac)
    {
        mac = null;
        var reader = new NdpOptionReader(options);
        while (reader.TryNext(out byte type, out ReadOnlySpan<byte> data))
        {
            if (type == wanted && MacAddress.Read(data) is { IsMulticast: false } found)
                mac = found;
        }

        return !reader.IsMalformed;
    }

    /// <summary>A router's announcement (RFC 4861 6.3.4); only interfaces that configure themselves take it.</summary>
    private bool TryReceiveRouter(ReadOnlySpan<byte> message, in IpPacket ip)
    {
        if (!ip.Source.IsLinkLocal || !RouterAdvertisement.TryRead(message, out RouterAdvertisement router) || !TryFindLink(message.Slice(RouterAdvertisement.Size), NdpOptionReader.SourceLink, out MacAddress? mac))
            return false;
        NetInterface at = ip.Interface;
        if (!at.IsAutomatic)
            return true;
        at.SolicitationsLeft = 0;
        if (mac is MacAddress link)
        {
            Neighbor? known = _neighbors.Find(at, ip.Source) ?? _neighbors.Add(at, ip.Source, NeighborState.Stale);
            if (known is not null)
            {
                Learn(known, link, isConfirmed: false);
                known.IsRouter = true;
            }
        }

        var everywhere = new IpPrefix(IpAddress.Any, 0);
        if (router.Lifetime == 0)
            TryRemoveRoute(everywhere, ip.Source, at);
        else
            TryAddAutomatic(new RouteEntry { Prefix = everywhere, NextHop = ip.Source, Interface = at, ValidUntil = Now + router.Lifetime * Second });
        var reader = new NdpOptionReader(message.Slice(RouterAdvertisement.Size));
        while (reader.TryNext(out byte type, out ReadOnlySpan<byte> data))
        {
            if (type == NdpOptionReader.PrefixInformation && NdpPrefixInformation.TryRead(data, out NdpPrefixInformation prefix))
                OnPrefix(at, prefix);
            else if (type == NdpOptionReader.Mtu && data.Length >= 6 && BinaryPrimitives.ReadUInt32BigEndian(data.Slice(2)) is >= Ipv6Header.MinMtu and uint mtu && mtu <= (uint)at.Mtu)
                at.MtuV6 = (int)mtu;
            else if (type == NdpOptionReader.NameServers)
                OnNameServers(data);
        }

        StartLinkTimer(at);
        return true;
    }

    private void OnNameServers(ReadOnlySpan<byte> data)
    {
        bool isEnd = data.Length >= 6 && BinaryPrimitives.ReadUInt32BigEndian(data.Slice(2)) == 0;
        for (int i = 6; i + IpAddress.V6Size <= data.Length; i += IpAddress.V6Size)
        {
            IpAddress server = IpAddress.ReadV6(data.Slice(i));
            if (isEnd)
                TryRemoveNameServer(server);
            else if (server.IsValidSource && !server.IsV4)
                TryAddNameServer(server);
        }
    }

    private void OnPrefix(NetInterface at, in NdpPrefixInformation information)
    {
        IpPrefix prefix = information.Prefix.Network;
        if (prefix.Address.IsLinkLocal || prefix.Address.IsMulticast || prefix.Address.IsV4)
            return;
        if (information.IsOnLink)
        {
            if (information.ValidLifetime == 0)
                TryRemoveRoute(prefix, default, at);
            else
                TryAddAutomatic(new RouteEntry { Prefix = prefix, Interface = at, ValidUntil = TimeOf(information.ValidLifetime) });
        }

        // RFC 4862 5.5.3. The identifier has 64 bits.
        if (!information.IsAutonomous || information.PreferredLifetime > information.ValidLifetime || prefix.Length != 64)
            return;
        IpAddress address = IpAddress.FromWords(prefix.Address.First, IpAddress.InterfaceIdentifierOf(at.Mac));
        int index = at.IndexOf(address);
        if (index < 0)
        {
            if (information.ValidLifetime != 0)
            {
                TryAddAddress(at, new InterfaceAddress
                {
                    Prefix = new IpPrefix(address, 64), IsAutomatic = true, PreferredUntil = TimeOf(information.PreferredLifetime), ValidUntil = TimeOf(information.ValidLifetime),
                });
            }

            return;
        }

        ref InterfaceAddress own = ref at.MutableAddresses[index];
        if (!own.IsAutomatic)
            return;
        own.PreferredUntil = TimeOf(information.PreferredLifetime);
        if (own.State == AddressState.Deprecated && own.PreferredUntil > Now)
            own.State = AddressState.Preferred;
        // Nobody can end it at once by a false announcement: two hours are left, or what was left if that is less.
        ulong left = own.ValidUntil <= Now ? 0 : (own.ValidUntil - Now) / Second;
        if (information.ValidLifetime > TwoHours || information.ValidLifetime > left)
            own.ValidUntil = TimeOf(information.ValidLifetime);
        else if (left > TwoHours)
            own.ValidUntil = Now + TwoHours * Second;
        RouteGeneration++;
    }

    private ulong TimeOf(uint seconds) => seconds == uint.MaxValue ? ulong.MaxValue : Now + seconds * Second;

    // Announcements never take more than half of the table.
    private void TryAddAutomatic(RouteEntry route)
    {
        route.IsAutomatic = true;
        int count = 0;
        foreach (ref readonly RouteEntry other in Routes)
        {
            if (other.Prefix == route.Prefix && other.NextHop == route.NextHop && other.Interface == route.Interface)
                count = -_routes.Length;
            else if (other.IsAutomatic)
                count++;
        }

        if (count < _routes.Length / 2)
            TryAddRoute(route);
    }
}
