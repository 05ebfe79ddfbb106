using System;

namespace Lithe.Net.Sockets;

/// <summary>A socket of UDP.</summary>
public sealed partial class DatagramSocket : Socket
{
    /// <summary>Datagrams that can wait to be received; more are dropped.</summary>
    private const int Places = 64;

    private readonly Handler _handler;
    private readonly Netbuf[] _packets = new Netbuf[Places];
    private readonly UdpDatagram[] _datagrams = new UdpDatagram[Places];
    private UdpEndpoint? _endpoint;
    private IpEndpoint _remote;
    private int _first, _count;
    private bool _broadcast, _isReceiveShut, _isSendShut;

    /// <summary>Makes one; nothing is opened yet.</summary>
    public DatagramSocket(SocketHost host, bool isV4 = true)
        : base(host, isV4)
    {
        _handler = new Handler(this);
        NoteReadiness();
    }

    /// <summary>One that was given back, or a new one.</summary>
    public static DatagramSocket Take(SocketHost host, bool isV4)
    {
        host.Enter();
        var socket = (DatagramSocket?)host.FreeDatagrams;
        if (socket is not null)
            host.FreeDatagrams = socket.NextFree;
        host.Exit();
        if (socket is null)
            return new DatagramSocket(host, isV4);
        socket.NextFree = null;
        socket.Renew(isV4);
        socket._remote = default;
        socket._first = 0;
        socket._broadcast = socket._isReceiveShut = socket._isSendShut = false;
        socket.Dropped = 0;
        socket.NoteReadiness();
        return socket;
    }

    /// <inheritdoc/>
    public override void Recycle()
    {
        Host.Enter();
        NextFree = Host.FreeDatagrams;
        Host.FreeDatagrams = this;
        Host.Exit();
    }

    /// <inheritdoc/>
    public override IpEndpoint Local => _endpoint?.Local ?? default;

    /// <summary>Where datagrams go when no receiver is named; a port of 0 when there is none.</summary>
    public IpEndpoint Remote => _remote;

    /// <summary>Datagrams that came when there was no place for them.</summary>
    public ulong Dropped { get; private set; }

    /// <summary>Whether everybody may be sent to (SO_BROADCAST).</summary>
    public bool Broadcast
    {
        get => _broadcast;
        set
        {
            _broadcast = value;
            if (_endpoint is { } endpoint)
                endpoint.MayBroadcast = value;
        }
    }

    /// <summary>Bytes of the datagram that is received next (FIONREAD).</summary>
    public int Available => _count > 0 ? _packets[_first].TotalLength : 0;

    /// <inheritdoc/>
    public override SocketError Bind(in IpEndpoint local)
    {
        Host.Enter();
        SocketError error = _endpoint is not null || IsClosed ? SocketError.Invalid : BindNow(local);
        Host.Exit();
        return error;
    }

    private SocketError BindNow(in IpEndpoint local)
    {
        if (Host.Udp is not { } udp)
            return SocketError.NotSupported;
        if (!local.Address.IsUnspecified && !local.Address.IsMulticast && !Host.Tcp.Net.IsOurs(local.Address))
            return SocketError.AddressNotAvailable;
        if (!udp.TryOpen(Normalize(local), _handler, out _endpoint, ReusePort || ReuseAddress, IsV6Only))
            return SocketError.AddressInUse;
        _endpoint!.MayBroadcast = _broadcast;
        return SocketError.None;
    }

    /// <summary>Sends to, and receives from, one peer only.</summary>
    public SocketError Connect(in IpEndpoint remote)
    {
        Host.Enter();
        SocketError error = Open();
        if (error == SocketError.None && !_endpoint!.TryConnect(remote))
            error = SocketError.NetworkUnreachable;
        if (error == SocketError.None)
            _remote = remote;
        Host.Exit();
        return error;
    }

    private SocketError Open() =>
        IsClosed ? SocketError.Invalid : _endpoint is not null ? SocketError.None : BindNow(new IpEndpoint(IsV4 ? IpAddress.AnyV4 : IpAddress.Any, 0));

    /// <summary>Sends a datagram to the peer that the socket is connected to.</summary>
    public SocketError Send(ReadOnlySpan<byte> bytes) => _remote.Port == 0 ? SocketError.NotConnected : SendTo(bytes, _remote);

    /// <summary>Sends a datagram.</summary>
    public SocketError SendTo(ReadOnlySpan<byte> bytes, in IpEndpoint to) => SendTo(bytes, to, default);

    /// <summary>Sends a datagram from a certain address of ours, where the socket has none of its own (IP_PKTINFO).</summary>
    public SocketError SendTo(ReadOnlySpan<byte> bytes, in IpEndpoint to, in IpAddress from)
    {
        if (to.Port == 0)
            return SocketError.Invalid;
        if (bytes.Length > 65507)
            return SocketError.MessageSize;
        Host.Enter();
        SocketError error = OpenToSend(from);
        if (error == SocketError.None && !(Host.Udp!.TryCopy(bytes, out Netbuf packet) && _endpoint!.TrySend(packet, to, from)))
            error = WhyNotSent(to);
        Host.Exit();
        return error;
    }

    private SocketError OpenToSend(in IpAddress from)
    {
        SocketError error = _isSendShut ? SocketError.Pipe : Open();
        if (error == SocketError.None && PendingError != SocketError.None)
            (error, PendingError) = (PendingError, SocketError.None);
        else if (error == SocketError.None && !from.IsUnspecified && !Host.Tcp.Net.IsOurs(from))
            error = SocketError.Invalid;
        return error;
    }

    private SocketError WhyNotSent(in IpEndpoint to) => Host.Tcp.Net.TryRoute(to.Address, default, out _) ? SocketError.NoBuffers : SocketError.NetworkUnreachable;

    /// <summary>Receives a datagram. <paramref name="length"/> is how long it was; what does not fit is gone.</summary>
    public SocketError ReceiveFrom(Span<byte> buffer, out int length, out IpEndpoint from, bool isPeek = false)
    {
        SocketError error = ReceiveDatagram(buffer, out length, out UdpDatagram datagram, isPeek);
        from = datagram.Source;
        return error;
    }

    /// <summary>The same, with all that is known of the datagram: where it was sent to, and came in (IP_PKTINFO).</summary>
    public SocketError ReceiveDatagram(Span<byte> buffer, out int length, out UdpDatagram datagram, bool isPeek = false)
    {
        length = 0;
        datagram = default;
        Host.Enter();
        SocketError error = Open();
        if (error == SocketError.None)
            error = Wait(SocketReadiness.In, ReceiveTimeout);
        if (error == SocketError.None && _count > 0)
        {
            Netbuf packet = _packets[_first];
            datagram = _datagrams[_first];
            for (Netbuf part = packet; part.Exists; part = part.Next)
            {
                ReadOnlySpan<byte> data = part.Data;
                if (length < buffer.Length)
                    data.Slice(0, Math.Min(data.Length, buffer.Length - length)).CopyTo(buffer.Slice(length));
                length += data.Length;
            }

            if (!isPeek)
            {
                TakeFirst();
                packet.Free();
            }
        }
        else if (error == SocketError.None)
        {
            (error, PendingError) = (PendingError, SocketError.None);
            NoteReadiness();
        }

        Host.Exit();
        return error;
    }

    private void TakeFirst()
    {
        _first = (_first + 1) % Places;
        _count--;
        NoteReadiness();
    }

    /// <summary>Closes a side, or both. The socket stays.</summary>
    public SocketError Shutdown(SocketShutdown how)
    {
        Host.Enter();
        SocketError error = _remote.Port == 0 ? SocketError.NotConnected : SocketError.None;
        if (error == SocketError.None)
        {
            _isSendShut |= (how & SocketShutdown.Send) != 0;
            _isReceiveShut |= (how & SocketShutdown.Receive) != 0;
            Notify(ReadinessNow());
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
        _endpoint?.Close();
        _endpoint = null;
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

    private protected override SocketReadiness ReadinessNow()
    {
        SocketReadiness ready = SocketReadiness.Out;
        if (_count > 0 || _isReceiveShut)
            ready |= SocketReadiness.In;
        if (_isReceiveShut)
            ready |= SocketReadiness.ReadHangUp;
        if (_isReceiveShut && _isSendShut)
            ready |= SocketReadiness.HangUp;
        return PendingError == SocketError.None ? ready : ready | SocketReadiness.Error | SocketReadiness.In;
    }

    private void OnReceived(Netbuf packet, in UdpDatagram datagram)
    {
        if (_count == Places || _isReceiveShut)
        {
            Dropped++;
            packet.Free();
            return;
        }

        int at = (_first + _count++) % Places;
        _packets[at] = packet;
        _datagrams[at] = datagram;
        Notify(SocketReadiness.In);
    }

    private sealed class Handler(DatagramSocket socket) : UdpHandler
    {
        public override void OnReceive(UdpEndpoint endpoint, Netbuf packet, in UdpDatagram datagram) => socket.OnReceived(packet, datagram);

        public override void OnError(UdpEndpoint endpoint, in IcmpError error, ushort remotePort)
        {
            // Only who has said whom he talks to is told (as on Linux).
            if (socket._remote.Port == 0 || error.IsSoft)
                return;
            socket.PendingError = error.Kind == IcmpErrorKind.PortUnreachable ? SocketError.Refused : SocketError.HostUnreachable;
            socket.Notify(SocketReadiness.Error | SocketReadiness.In);
        }
    }
}
