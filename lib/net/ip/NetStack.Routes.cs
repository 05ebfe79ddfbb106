using System;

namespace Lithe.Net;

/// <summary>An entry of the table of routes.</summary>
public struct RouteEntry
{
    /// <summary>The destinations that it is for.</summary>
    public IpPrefix Prefix;

    /// <summary>The router; no address when they are on the link themselves.</summary>
    public IpAddress NextHop;

    /// <summary>Where it goes out.</summary>
    public NetInterface Interface;

    /// <summary>Of routes with prefixes of one length, the one with the lowest counts.</summary>
    public ushort Metric;

    /// <summary>Whether a router's announcement brought it.</summary>
    public bool IsAutomatic;

    /// <summary>When it goes, in nanoseconds of the stack's time.</summary>
    public ulong ValidUntil;
}

/// <summary>Which way a packet goes, and from which of our addresses.</summary>
public sealed partial class NetStack
{
    private readonly RouteEntry[] _routes;
    private int _routeCount;

    /// <summary>Grows whenever an answer of <see cref="TryRoute(in IpAddress, in IpAddress, out IpRoute)"/> may have become another: routes, addresses, paths.</summary>
    public uint RouteGeneration { get; private set; }

    /// <summary>The table of routes, longest prefixes first.</summary>
    public ReadOnlySpan<RouteEntry> Routes => _routes.AsSpan(0, _routeCount);

    /// <summary>Gives an interface an address, and a route to its network. IPv6 addresses are asked for on the link first, and ours after a second. False when there is no room, or it is there already.</summary>
    public bool TryAddAddress(NetInterface to, in IpPrefix prefix) =>
        TryAddAddress(to, new InterfaceAddress { Prefix = prefix, PreferredUntil = ulong.MaxValue, ValidUntil = ulong.MaxValue });

    private bool TryAddAddress(NetInterface to, in InterfaceAddress address)
    {
        InterfaceAddress added = address;
        IpAddress own = added.Address;
        if (own.IsMulticast || own.IsUnspecified || own.IsBroadcast || (own.IsV4 ? !Config.NET_IPV4 : !Config.NET_IPV6))
            return false;
        added.State = !own.IsV4 && to.Link == LinkKind.Ethernet ? AddressState.Tentative : AddressState.Preferred;
        if (!to.TryAdd(added))
            return false;
        RouteGeneration++;
        if (added.Prefix.Length < (own.IsV4 ? 32 : 128) && !(added.IsAutomatic && !own.IsLinkLocal))
            TryAddRoute(new RouteEntry { Prefix = added.Prefix.Network, Interface = to, ValidUntil = ulong.MaxValue });
        OnAddressAdded(to, own);
        return true;
    }

    /// <summary>Takes an address away, and the route to its network if no other address is of it.</summary>
    public bool TryRemoveAddress(NetInterface from, in IpAddress address)
    {
        int index = from.IndexOf(address);
        if (index < 0)
            return false;
        IpPrefix network = from.Addresses[index].Prefix.Network;
        from.TryRemove(address);
        RouteGeneration++;
        OnAddressRemoved(from, address);
        foreach (ref readonly InterfaceAddress other in from.Addresses)
        {
            if (other.Prefix.Network == network)
                return true;
        }

        TryRemoveRoute(network, default, from);
        return true;
    }

    /// <summary>Adds a route behind those with longer prefixes; one to the same prefix by the same router is changed. False when the table is full.</summary>
    public bool TryAddRoute(in RouteEntry route)
    {
        RouteEntry added = route;
        added.Prefix = added.Prefix.Network;
        RouteGeneration++;
        int place = 0;
        for (int i = 0; i < _routeCount; i++)
        {
            ref RouteEntry other = ref _routes[i];
            if (other.Prefix == added.Prefix && other.NextHop == added.NextHop && other.Interface == added.Interface)
            {
                other = added;
                return true;
            }

            if (other.Prefix.Length > added.Prefix.Length || (other.Prefix.Length == added.Prefix.Length && other.Metric <= added.Metric))
                place = i + 1;
        }

        if (_routeCount == _routes.Length)
            return false;
        _routes.AsSpan(place, _routeCount - place).CopyTo(_routes.AsSpan(place + 1));
        _routes[place] = added;
        _routeCount++;
        return true;
    }

    /// <summary>Takes a route away.</summary>
    public bool TryRemoveRoute(in IpPrefix prefix, in IpAddress nextHop, NetInterface at)
    {
        for (int i = 0; i < _routeCount; i++)
        {
            if (_routes[i].Prefix == prefix.Network && _routes[i].NextHop == nextHop && _routes[i].Interface == at)
            {
                RemoveRoute(i);
                return true;
            }
        }

        return false;
    }

    private void RemoveRoute(int index)
    {
        _routes.AsSpan(index + 1, _routeCount - index - 1).CopyTo(_routes.AsSpan(index));
        _routes[--_routeCount] = default;
        RouteGeneration++;
    }

    /// <summary>Which way packets to a destination go. With a source that is not unspecified it must be one of our addresses. False when there is no way, or no address to send from.</summary>
    public bool TryRoute(in IpAddress destination, in IpAddress source, out IpRoute route) => TryRoute(destination, source, null, out route);

    /// <summary>The same by an interface that is named; then a destination on the link, a group, or all of it, needs neither a route nor an address of ours.</summary>
    public bool TryRoute(in IpAddress destination, in IpAddress source, NetInterface? by, out IpRoute route)
    {
        route = default;
        if (destination.IsV4 ? !Config.NET_IPV4 : !Config.NET_IPV6)
            return false;
        bool isAnySource = source.IsUnspecified;
        if (destination.IsUnspecified || (!isAnySource && (source.IsV4 != destination.IsV4 || !IsOurs(source))))
            return false;
        NetInterface? at = null;
        IpAddress nextHop = destination;
        if (destination.IsMulticast || destination.IsBroadcast || destination.IsLinkLocal)
        {
            at = by ?? (isAnySource ? null : OwnerOf(source)) ?? (IsOurs(destination) ? Loopback : FirstLink());
        }
        else if (destination.IsLoopback || IsOurs(destination))
        {
            at = Loopback;
        }
        else
        {
            int index = FindRoute(destination, by);
            if (index >= 0)
            {
                at = _routes[index].Interface;
                if (!_routes[index].NextHop.IsUnspecified)
                    nextHop = _routes[index].NextHop;
            }
        }

        if (at is null)
            return false;
        route.Interface = at;
        route.Destination = destination;
        route.NextHop = nextHop;
        route.Generation = RouteGeneration;
        route.IsBroadcast = destination.IsV4 && !destination.IsMulticast && (destination.IsBroadcast || (at.Has(destination, broadcasts: true) && !at.Has(destination, broadcasts: false)));
        route.IsForMany = destination.IsMulticast || route.IsBroadcast;
        route.Source = isAnySource ? SelectSource(at, destination) : source;
        // Who has no address yet may ask all of a link for one.
        if (route.Source.IsUnspecified && (by is null || !route.IsForMany))
            return false;
        route.Mtu = PathMtuOf(destination, destination.IsV4 ? at.Mtu : at.MtuV6);
        if (at.Link == LinkKind.Ethernet && !route.IsForMany)
            route.Neighbor = _neighbors.Find(at, nextHop);
        return true;
    }

    /// <summary>The interface on which packets come back to us; null when the stack has none.</summary>
    public NetInterface? Loopback
    {
        get
        {
            for (int i = 0; i < _interfaceCount; i++)
            {
                if (_interfaces[i].IsLoopback)
                    return _interfaces[i];
            }

            return null;
        }
    }

    private NetInterface? FirstLink()
    {
        for (int i = 0; i < _interfaceCount; i++)
        {
            if (!_interfaces[i].IsLoopback)
                return _interfaces[i];
        }

        return Loopback;
    }

    private NetInterface? OwnerOf(in IpAddress address)
    {
        for (int i = 0; i < _interfaceCount; i++)
        {
            if (_interfaces[i].Has(address, broadcasts: false))
                return _interfaces[i];
        }

        return null;
    }

    private int FindRoute(in IpAddress destination, NetInterface? by)
    {
        int unreachable = -1;
        for (int i = 0; i < _routeCount; i++)
        {
            ref RouteEntry route = ref _routes[i];
            if (!route.Prefix.Contains(destination) || (by is not null && route.Interface != by) || route.ValidUntil <= Now)
                continue;
            // Of several routers one that answers (RFC 4861 6.3.6); one that is not known yet will be asked.
            if (Config.NET_IPV6 && route.IsAutomatic && !route.NextHop.IsUnspecified && _neighbors.Find(route.Interface, route.NextHop) is null)
            {
                if (unreachable < 0)
                    unreachable = i;
                continue;
            }

            return unreachable >= 0 && _routes[unreachable].Prefix.Length > route.Prefix.Length ? unreachable : i;
        }

        return unreachable;
    }

    /// <summary>The address that packets to a destination come from when nobody says (RFC 6724 5, the rules that a host without tunnels or home needs); unspecified when there is none.</summary>
    public IpAddress SelectSource(NetInterface at, in IpAddress destination)
    {
        IpAddress best = SelectSourceOf(at, destination, default);
        // A link without addresses of this kind sends from one of another link; not to what only the link can reach.
        for (int i = 0; i < _interfaceCount && best.IsUnspecified && !destination.IsLinkLocal && !destination.IsMulticast && !destination.IsBroadcast; i++)
        {
            if (!_interfaces[i].IsLoopback)
                best = SelectSourceOf(_interfaces[i], destination, best);
        }

        return best;
    }

    private static IpAddress SelectSourceOf(NetInterface at, in IpAddress destination, in IpAddress otherwise)
    {
        IpAddress best = otherwise;
        int bestScore = -1;
        bool isLocal = destination.IsLinkLocal || (!destination.IsV4 && destination.IsMulticast && (destination.First >> 8 & 15) <= 2);
        if (at.IsLoopback && !destination.IsLoopback)
            return destination.IsMulticast || destination.IsBroadcast ? otherwise : destination;
        foreach (ref readonly InterfaceAddress own in at.Addresses)
        {
            IpAddress address = own.Address;
            if (!own.IsOurs || address.IsV4 != destination.IsV4)
                continue;
            // Itself; the same scope; not deprecated; the longest common prefix.
            int score = address == destination ? 100_000 : 0;
            score += (address.IsLinkLocal == isLocal || address.IsV4 ? 10_000 : 0) + (own.State == AddressState.Preferred ? 1000 : 0);
            score += Math.Min(IpPrefix.CommonBits(address, destination), address.IsV4 ? 96 + own.Prefix.Length : own.Prefix.Length);
            if (score > bestScore)
                (best, bestScore) = (address, score);
        }

        return best;
    }
}
