using System;

namespace Lithe.Net.Sockets;

/// <summary>A socket of IP itself, for one protocol (SOCK_RAW). It receives copies; what stands on IP gets its packets all the same.</summary>
public sealed class RawSocket : Socket
{
    /// <summary>Packets that can wait to be received; more are dropped.</summary>
    private const int Places = 32;

    private readonly Netbuf[] _packets = new Netbuf[Places];
    private readonly IpAddress[] _sources = new IpAddress[Places];
    private readonly RawEndpoint _endpoint;
    private int _first, _count;

    private RawSocket(SocketHost host, bool isV4, byte protocol, out bool isOpen)
        : base(host, isV4)
    {
        RawEndpoint? opened = host.Tcp.Net.OpenRaw(isV4, protocol, new Handler(this));
        isOpen = opened is not null;
        _endpoint = opened!;
    }

    /// <summary>Opens one; null in an image without raw sockets (<c>NET_RAW</c>).</summary>
    public static RawSocket? TryOpen(SocketHost host, bool isV4, byte protocol)
    {
        host.Enter();
        var made = new RawSocket(host, isV4, protocol, out bool isOpen);
        if (isOpen)
            made.NoteReadiness();
        host.Exit();
        return isOpen ? made : null;
    }

    /// <summary>Hops that what is sent may take; 0: the usual number (IP_TTL, IPV6_UNICAST_HOPS).</summary>
    public byte HopLimit { get; set; }

    /// <summary>Differentiated services of what is sent (IP_TOS, IPV6_TCLASS).</summary>
    public byte TrafficClass { get; set; }

    /// <summary>Packets that came when there was no place for them.</summary>
    public ulong Dropped { get; private set; }

    /// <summary>Its own address; the port is the protocol.</summary>
    public override IpEndpoint Local => new(_endpoint.Local, _endpoint.Protocol);

    /// <inheritdoc/>
    public override SocketError Bind(in IpEndpoint local)
    {
        Host.Enter();
        SocketError error = IsClosed ? SocketError.Invalid
            : !local.Address.IsUnspecified && !Host.Tcp.Net.IsOurs(local.Address) ? SocketError.AddressNotAvailable : SocketError.None;
        if (error == SocketError.None)
            _endpoint.Local = local.Address.IsUnspecified ? default : local.Address;
        Host.Exit();
        return error;
    }

    /// <summary>Sends to, and receives from, one peer only; an unspecified address takes that back.</summary>
    public SocketError Connect(in IpAddress remote)
    {
        Host.Enter();
        _endpoint.Remote = remote.IsUnspecified ? default : remote;
        Host.Exit();
        return IsClosed ? SocketError.Invalid : SocketError.None;
    }

    /// <summary>Sends what stands behind the IP header to the peer that the socket is connected to.</summary>
    public SocketError Send(ReadOnlySpan<byte> bytes) => _endpoint.Remote.IsUnspecified ? SocketError.NotConnected : SendTo(bytes, _endpoint.Remote);

    /// <summary>Sends what stands behind the IP header.</summary>
    public SocketError SendTo(ReadOnlySpan<byte> bytes, in IpAddress to)
    {
        if (IsClosed)
            return SocketError.Invalid;
        if (bytes.Length > Netbuf.Capacity)
            return SocketError.MessageSize;
        Host.Enter();
        SocketError error = SocketError.None;
        if (!_endpoint.TrySend(bytes, to, new IpHeaderOptions { HopLimit = HopLimit, TrafficClass = TrafficClass }))
            error = Host.Tcp.Net.TryRoute(to, _endpoint.Local, out _) ? SocketError.NoBuffers : SocketError.NetworkUnreachable;
        Host.Exit();
        return error;
    }

    /// <summary>Receives a packet: with its IP header for IPv4, without for IPv6. <paramref name="length"/> is how long it was; what does not fit is gone.</summary>
    public SocketError ReceiveFrom(Span<byte> buffer, out int length, out IpAddress from, bool isPeek = false)
    {
        length = 0;
        from = default;
        Host.Enter();
        SocketError error = IsClosed ? SocketError.Invalid : Wait(SocketReadiness.In, ReceiveTimeout);
        if (error == SocketError.None && _count > 0)
        {
            Netbuf packet = _packets[_first];
            from = _sources[_first];
            for (Netbuf part = packet; part.Exists; part = part.Next)
            {
                ReadOnlySpan<byte> data = part.Data;
                if (length < buffer.Length)
                    data.Slice(0, Math.Min(data.Length, buffer.Length - length)).CopyTo(buffer.Slice(length));
                length += data.Length;
            }

            if (!isPeek)
            {
                packet.Free();
                _first = (_first + 1) % Places;
                _count--;
                NoteReadiness();
            }
        }

        Host.Exit();
        return error;
    }

    /// <inheritdoc/>
    public override SocketError Close()
    {
        Host.Enter();
        if (IsClosed)
        {
            Host.Exit();
            return SocketError.Invalid;
        }

        IsClosed = true;
        _endpoint.Close();
        for (; _count > 0; _count--)
        {
            _packets[_first].Free();
            _first = (_first + 1) % Places;
        }

        Notify(SocketReadiness.HangUp);
        Observer = null;
        Host.Exit();
        return SocketError.None;
    }

    /// <inheritdoc/>
    public override void Recycle()
    {
        // Few are opened, and each for a protocol of its own: none is kept.
    }

    private protected override SocketReadiness ReadinessNow() => _count > 0 ? SocketReadiness.In | SocketReadiness.Out : SocketReadiness.Out;

    private void OnReceived(Netbuf packet, in IpAddress from)
    {
        if (_count == Places)
        {
            Dropped++;
            packet.Free();
            return;
        }

        int at = (_first + _count++) % Places;
        _packets[at] = packet;
        _sources[at] = from;
        Notify(SocketReadiness.In);
    }

    private sealed class Handler(RawSocket socket) : RawHandler
    {
        public override void OnReceive(RawEndpoint endpoint, Netbuf packet, in IpPacket ip) => socket.OnReceived(packet, ip.Source);
    }
}
