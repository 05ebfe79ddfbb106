using System;

namespace Lithe.Net;

/// <summary>The life of addresses: asked for on the link (RFC 4862 5.4), announced, deprecated, gone; and of what routers have announced.</summary>
public sealed partial class NetStack
{
    /// <summary>The most name servers.</summary>
    public const int MaxNameServers = 4;

    private const byte RouterSolicitations = 3;
    private const ulong DuplicateDetectionTime = Second, RouterSolicitationInterval = 4 * Second, DefenceInterval = 10 * Second;

    private readonly IpAddress[] _nameServers = new IpAddress[MaxNameServers];
    private int _nameServerCount;

    /// <summary>Name servers that the configuration has named.</summary>
    public ReadOnlySpan<IpAddress> NameServers => _nameServers.AsSpan(0, _nameServerCount);

    /// <summary>Adds a name server; false when it is there, or there are too many.</summary>
    public bool TryAddNameServer(in IpAddress server)
    {
        if (_nameServerCount == MaxNameServers || server.IsUnspecified || NameServers.IndexOf(server) >= 0)
            return false;
        _nameServers[_nameServerCount++] = server;
        return true;
    }

    /// <summary>Takes a name server away.</summary>
    public bool TryRemoveNameServer(in IpAddress server)
    {
        int index = NameServers.IndexOf(server);
        if (index < 0)
            return false;
        _nameServers.AsSpan(index + 1, _nameServerCount - index - 1).CopyTo(_nameServers.AsSpan(index));
        _nameServerCount--;
        return true;
    }

    /// <summary>How often somebody else has used an address of ours.</summary>
    public ulong AddressConflicts { get; private set; }

    /// <summary>Gives an Ethernet interface its link-local IPv6 address, asks for routers, and takes the addresses, routes and name servers that they announce (RFC 4862). False when there is no room.</summary>
    public bool TryConfigureAutomatically(NetInterface at)
    {
        if (!Config.NET_IPV6 || at.Link != LinkKind.Ethernet)
            return false;
        at.IsAutomatic = true;
        at.SolicitationsLeft = RouterSolicitations;
        at.SolicitAt = Now;
        IpAddress own = IpAddress.LinkLocalOf(at.Mac);
        bool isThere = at.IndexOf(own) >= 0 || TryAddAddress(at, new IpPrefix(own, 64));
        StartLinkTimer(at);
        return isThere;
    }

    private void OnAddressAdded(NetInterface at, in IpAddress address)
    {
        if (at.Link != LinkKind.Ethernet)
            return;
        if (Config.NET_IPV4 && address.IsV4)
        {
            SendArp(at, ArpOperation.Request, address, default, address, MacAddress.Broadcast);
            return;
        }

        if (!Config.NET_IPV6)
            return;
        IpAddress group = IpAddress.SolicitedNodeOf(address);
        if (!TryJoin(at, group))
            at.JoinGroup(MacAddress.OfGroup(group));
        at.MutableAddresses[at.IndexOf(address)].TentativeUntil = Now + DuplicateDetectionTime;
        SendNeighborSolicitation(at, default, group, address, withLink: false);
        StartLinkTimer(at);
    }

    private void OnAddressRemoved(NetInterface at, in IpAddress address)
    {
        if (!address.IsV4)
            TryLeave(at, IpAddress.SolicitedNodeOf(address));
    }

    /// <summary>Somebody else on the link uses an address of ours, or asks for it as we do.</summary>
    private void OnConflict(NetInterface at, int index)
    {
        AddressConflicts++;
        ref InterfaceAddress own = ref at.MutableAddresses[index];
        if (own.State == AddressState.Tentative)
        {
            own.State = AddressState.Duplicated;
            at.Refresh();
            RouteGeneration++;
        }
        else if (Config.NET_IPV4 && own.Address.IsV4 && Now >= at.DefendAfter)
        {
            // We keep it, and say so, but not in a quarrel (RFC 5227 2.4 b).
            at.DefendAfter = Now + DefenceInterval;
            SendArp(at, ArpOperation.Request, own.Address, default, own.Address, MacAddress.Broadcast);
        }
    }

    private void StartLinkTimer(NetInterface at)
    {
        ulong next = at.IsAutomatic && at.SolicitationsLeft > 0 ? at.SolicitAt : ulong.MaxValue;
        foreach (ref readonly InterfaceAddress own in at.Addresses)
        {
            ulong due = own.State switch
            {
                AddressState.Tentative => own.TentativeUntil,
                AddressState.Preferred => Math.Min(own.PreferredUntil, own.ValidUntil),
                _ => own.ValidUntil,
            };
            next = Math.Min(next, due);
        }

        foreach (ref readonly RouteEntry route in Routes)
        {
            if (route.Interface == at)
                next = Math.Min(next, route.ValidUntil);
        }

        if (next != ulong.MaxValue)
            StartTimer(at.Timer ??= new LinkTimer(this, at), next);
    }

    private void OnLinkTimer(NetInterface at)
    {
        Span<InterfaceAddress> addresses = at.MutableAddresses;
        for (int i = addresses.Length - 1; i >= 0; i--)
        {
            ref InterfaceAddress own = ref addresses[i];
            if (own.ValidUntil <= Now)
            {
                TryRemoveAddress(at, own.Address);
                addresses = at.MutableAddresses;
                continue;
            }

            AddressState state = own.State;
            if (state == AddressState.Tentative && own.TentativeUntil <= Now)
                own.State = AddressState.Preferred;
            if (own.State == AddressState.Preferred && own.PreferredUntil <= Now)
                own.State = AddressState.Deprecated;
            if (own.State == state)
                continue;
            RouteGeneration++;
            at.Refresh();
        }

        for (int i = _routeCount - 1; i >= 0; i--)
        {
            if (_routes[i].Interface == at && _routes[i].ValidUntil <= Now)
                RemoveRoute(i);
        }

        if (Config.NET_IPV6 && at.IsAutomatic && at.SolicitationsLeft > 0 && at.SolicitAt <= Now)
            SolicitRouters(at);
        StartLinkTimer(at);
    }

    internal sealed class LinkTimer(NetStack stack, NetInterface at) : Time.Timer
    {
        public override void OnExpire() => stack.OnLinkTimer(at);
    }
}
