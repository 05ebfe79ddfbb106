using System;

namespace Lithe.Net;

/// <summary>Where a client is (RFC 2131 4.4).</summary>
public enum DhcpState : byte
{
    /// <summary>Nothing is wanted.</summary>
    Stopped,

    /// <summary>Asks all servers for offers.</summary>
    Selecting,

    /// <summary>Has asked one server for what it has offered.</summary>
    Requesting,

    /// <summary>Has an address.</summary>
    Bound,

    /// <summary>Asks its server for more time.</summary>
    Renewing,

    /// <summary>Asks any server for more time.</summary>
    Rebinding,
}

/// <summary>An IPv4 address from a server, for one interface (RFC 2131, 2132).</summary>
public sealed class DhcpClient : UdpHandler
{
    private const ulong Second = NetStack.Second;
    private const int MaxRequests = 4;
    private const int MessageSize = 576 - Ipv4Header.MinSize - UdpHeader.Size;

    private readonly Udp _udp;
    private readonly NetInterface _at;
    private readonly Clock _timer;
    private readonly byte[] _hostName;
    private UdpEndpoint? _endpoint;
    private uint _transaction;
    private ulong _began, _bound;
    private int _attempts;
    private DhcpLease _offer, _lease;

    private DhcpClient(Udp udp, NetInterface at, ReadOnlySpan<byte> hostName)
    {
        _udp = udp;
        _at = at;
        _timer = new Clock(this);
        _hostName = hostName.ToArray();
    }

    /// <summary>Where it is.</summary>
    public DhcpState State { get; private set; }

    /// <summary>Whether the interface has an address from a server.</summary>
    public bool HasLease => State >= DhcpState.Bound;

    /// <summary>What it has got.</summary>
    public DhcpLease Lease => _lease;

    /// <summary>Messages sent, and messages of servers that were not taken.</summary>
    public ulong Sent { get; private set; }

    /// <summary>Messages that made no sense, or were for others.</summary>
    public ulong Ignored { get; private set; }

    /// <summary>Begins to ask for an address. Null when the client's port is taken on this interface, or there are too many endpoints. A host name of at most 63 bytes is told to servers.</summary>
    public static DhcpClient? TryStart(Udp udp, NetInterface at, ReadOnlySpan<byte> hostName = default)
    {
        var client = new DhcpClient(udp, at, hostName.Length <= 63 ? hostName : default);
        if (!udp.TryOpen(new IpEndpoint(IpAddress.AnyV4, DhcpHeader.ClientPort), client, out client._endpoint, mayShare: true))
            return null;
        client._endpoint!.Interface = at;
        client._endpoint.MayBroadcast = true;
        client.Begin();
        return client;
    }

    /// <summary>Gives the address back, and asks for none any more.</summary>
    public void Stop()
    {
        if (State == DhcpState.Stopped)
            return;
        _udp.Stack.CancelTimer(_timer);
        if (HasLease)
        {
            Send(DhcpMessageType.Release, _lease);
            Lose();
        }

        State = DhcpState.Stopped;
        _endpoint!.Close();
        _endpoint = null;
    }

    private void Begin()
    {
        State = DhcpState.Selecting;
        _transaction = (uint)_udp.Stack.Random.Next();
        _began = _udp.Stack.Now;
        _attempts = 0;
        _offer = default;
        Ask();
    }

    /// <summary>Sends what the state asks for, and sets the time for the next attempt.</summary>
    private void Ask()
    {
        NetStack stack = _udp.Stack;
        ulong next;
        switch (State)
        {
            case DhcpState.Selecting:
                Send(DhcpMessageType.Discover, _offer);
                next = stack.Now + Backoff();
                break;
            case DhcpState.Requesting:
                Send(DhcpMessageType.Request, _offer);
                next = stack.Now + Backoff();
                break;
            default:
                Send(DhcpMessageType.Request, _lease);
                // Half of the time that is left, but not every moment (RFC 2131 4.4.5).
                ulong end = _bound + (State == DhcpState.Renewing ? _lease.RebindAfter : _lease.Duration) * Second, left = end > stack.Now ? end - stack.Now : 0;
                next = Math.Min(end, stack.Now + Math.Max(left / 2, 60 * Second));
                break;
        }

        _attempts++;
        stack.StartTimer(_timer, next);
    }

    // 4, 8, 16, 32, 64 seconds, each by up to one longer or shorter (RFC 2131 4.1).
    private ulong Backoff() => (4 * Second << Math.Min(_attempts, 4)) - Second + _udp.Stack.Random.Next() % (2 * Second);

    private void OnTimer()
    {
        NetStack stack = _udp.Stack;
        switch (State)
        {
            case DhcpState.Requesting when _attempts > MaxRequests:
                Begin();
                return;
            case DhcpState.Bound:
                State = DhcpState.Renewing;
                _transaction = (uint)stack.Random.Next();
                _began = stack.Now;
                break;
            case DhcpState.Renewing when stack.Now >= _bound + _lease.RebindAfter * Second:
                State = DhcpState.Rebinding;
                break;
            case DhcpState.Rebinding when stack.Now >= _bound + _lease.Duration * Second:
                Lose();
                Begin();
                return;
        }

        Ask();
    }

    private void Send(DhcpMessageType type, in DhcpLease lease)
    {
        NetStack stack = _udp.Stack;
        if (!stack.TryAllocate(out Netbuf packet))
        {
            stack.CountDrop(DropReason.NoNetbuf);
            return;
        }

        bool hasAddress = HasLease;
        packet.TrySetLength(MessageSize);
        Span<byte> message = packet.Data;
        new DhcpHeader
        {
            Transaction = _transaction,
            Seconds = (ushort)Math.Min((stack.Now - _began) / Second, ushort.MaxValue),
            // Answers to an address that we do not have yet would be dropped.
            IsBroadcast = !hasAddress,
            ClientAddress = hasAddress ? _lease.Address.Address : IpAddress.AnyV4,
            YourAddress = IpAddress.AnyV4,
            ServerAddress = IpAddress.AnyV4,
            RelayAddress = IpAddress.AnyV4,
            ClientMac = _at.Mac,
        }.Write(message);
        var writer = new DhcpOptionWriter(message);
        writer.TryAddByte(DhcpOption.MessageType, (byte)type);
        Span<byte> identifier = stackalloc byte[1 + MacAddress.Size];
        identifier[0] = 1;
        _at.Mac.Write(identifier.Slice(1));
        writer.TryAdd(DhcpOption.ClientIdentifier, identifier);
        if (type == DhcpMessageType.Request && State == DhcpState.Requesting)
            writer.TryAdd(DhcpOption.RequestedAddress, lease.Address.Address);
        if (type == DhcpMessageType.Release || (type == DhcpMessageType.Request && State == DhcpState.Requesting))
            writer.TryAdd(DhcpOption.ServerIdentifier, lease.Server);
        if (type != DhcpMessageType.Release)
        {
            writer.TryAdd(DhcpOption.MaximumSize, [576 >> 8, 576 & 255]);
            writer.TryAdd(DhcpOption.ParameterList, [DhcpOption.SubnetMask, DhcpOption.Router, DhcpOption.NameServers, DhcpOption.LeaseTime, DhcpOption.RenewalTime, DhcpOption.RebindingTime]);
            if (_hostName.Length > 0)
                writer.TryAdd(DhcpOption.HostName, _hostName);
        }

        packet.TrySetLength(writer.End());
        bool toServer = type == DhcpMessageType.Release || State == DhcpState.Renewing;
        if (toServer)
            _endpoint!.TrySend(packet, new IpEndpoint(lease.Server, DhcpHeader.ServerPort), _lease.Address.Address);
        else
            _endpoint!.TrySend(packet, new IpEndpoint(IpAddress.BroadcastV4, DhcpHeader.ServerPort), hasAddress ? _lease.Address.Address : default);
        Sent++;
    }

    /// <inheritdoc/>
    public override void OnReceive(UdpEndpoint endpoint, Netbuf packet, in UdpDatagram datagram)
    {
        ReadOnlySpan<byte> message = packet.Data;
        if (datagram.Source.Port != DhcpHeader.ServerPort || packet.Next.Exists || !DhcpHeader.TryRead(message, out DhcpHeader header) || !header.IsReply || header.Transaction != _transaction
            || header.ClientMac != _at.Mac || !DhcpLease.TryRead(message, header, out DhcpMessageType type, out DhcpLease lease) || !Take(type, lease))
        {
            Ignored++;
        }

        packet.Free();
    }

    private bool Take(DhcpMessageType type, in DhcpLease lease)
    {
        switch (type)
        {
            case DhcpMessageType.Offer when State == DhcpState.Selecting && lease.IsUsable:
                _offer = lease;
                State = DhcpState.Requesting;
                _attempts = 0;
                Ask();
                return true;
            case DhcpMessageType.Acknowledge when lease.IsUsable && (State == DhcpState.Requesting ? lease.Server == _offer.Server : State >= DhcpState.Renewing):
                Bind(lease);
                return true;
            case DhcpMessageType.Refuse when State == DhcpState.Requesting ? lease.Server == _offer.Server : State >= DhcpState.Renewing:
                // Not at once: a server that always refuses would be asked all the time.
                if (HasLease)
                    Lose();
                State = DhcpState.Selecting;
                _transaction = (uint)_udp.Stack.Random.Next();
                _attempts = 0;
                _offer = default;
                _udp.Stack.StartTimer(_timer, _udp.Stack.Now + Second + _udp.Stack.Random.Next() % Second);
                return true;
            default:
                return false;
        }
    }

    private void Bind(in DhcpLease lease)
    {
        NetStack stack = _udp.Stack;
        bool isNew = !HasLease || _lease.Address != lease.Address;
        if (HasLease && (isNew || _lease.Router != lease.Router || _lease.NameServer0 != lease.NameServer0 || _lease.NameServer1 != lease.NameServer1))
            Withdraw(isNew);
        _lease = lease;
        _bound = stack.Now;
        State = DhcpState.Bound;
        if (isNew)
            stack.TryAddAddress(_at, lease.Address);
        if (!lease.Router.IsUnspecified && lease.Address.Contains(lease.Router))
            stack.TryAddRoute(new RouteEntry { Prefix = new IpPrefix(IpAddress.AnyV4, 0), NextHop = lease.Router, Interface = _at, ValidUntil = ulong.MaxValue });
        stack.TryAddNameServer(lease.NameServer0);
        stack.TryAddNameServer(lease.NameServer1);
        if (lease.RenewAfter != uint.MaxValue)
            stack.StartTimer(_timer, stack.Now + Math.Max(1, lease.RenewAfter) * Second);
        else
            stack.CancelTimer(_timer);
    }

    private void Lose()
    {
        Withdraw(withAddress: true);
        _lease = default;
    }

    private void Withdraw(bool withAddress)
    {
        NetStack stack = _udp.Stack;
        if (!_lease.Router.IsUnspecified)
            stack.TryRemoveRoute(new IpPrefix(IpAddress.AnyV4, 0), _lease.Router, _at);
        stack.TryRemoveNameServer(_lease.NameServer0);
        stack.TryRemoveNameServer(_lease.NameServer1);
        if (withAddress)
            stack.TryRemoveAddress(_at, _lease.Address.Address);
    }

    private sealed class Clock(DhcpClient client) : Time.Timer
    {
        public override void OnExpire() => client.OnTimer();
    }
}
