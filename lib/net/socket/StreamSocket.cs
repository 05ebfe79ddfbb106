using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace Lithe.Net.Sockets;

/// <summary>A socket of TCP: listens, or is an end of a connection.</summary>
public sealed partial class StreamSocket : Socket
{
    private enum Phase : byte
    {
        New,
        Bound,
        Listening,
        Connecting,
        Connected,

        /// <summary>The connection is gone: what there was to receive was received.</summary>
        Ended,
    }

    private readonly Handler _handler;
    private Phase _phase;
    private TcpListener? _listener;
    private Queue<StreamSocket>? _accepted;
    private TcpConnection? _connection;
    private IpEndpoint _local, _remote;
    private int _backlog, _sendBuffer, _receiveBuffer, _keepAliveCount = 9;
    private bool _noDelay, _cork, _keepAlive, _isReceiveShut, _isSendShut, _isHolding;
    private ulong _keepAliveIdle = 7200UL * Second, _keepAliveInterval = 75 * Second, _userTimeout;
    private const ulong Second = 1_000_000_000;

    /// <summary>Makes one; nothing is opened yet.</summary>
    public StreamSocket(SocketHost host, bool isV4 = true)
        : base(host, isV4)
    {
        _handler = new Handler(this);
        _sendBuffer = host.Tcp.Settings.SendBuffer;
        _receiveBuffer = host.Tcp.Settings.ReceiveBuffer;
        NoteReadiness();
    }

    /// <summary>One that was given back, or a new one.</summary>
    public static StreamSocket Take(SocketHost host, bool isV4)
    {
        host.Enter();
        StreamSocket socket = TakeHeld(host, isV4);
        host.Exit();
        return socket;
    }

    private static StreamSocket TakeHeld(SocketHost host, bool isV4)
    {
        if (host.FreeStreams is not { } free)
            return new StreamSocket(host, isV4);
        var socket = (StreamSocket)free;
        host.FreeStreams = free.NextFree;
        free.NextFree = null;
        socket.Renew(isV4);
        socket._phase = Phase.New;
        socket._listener = null;
        socket._connection = null;
        socket._local = socket._remote = default;
        socket._backlog = 0;
        socket._sendBuffer = host.Tcp.Settings.SendBuffer;
        socket._receiveBuffer = host.Tcp.Settings.ReceiveBuffer;
        socket._noDelay = socket._cork = socket._isHolding = socket._keepAlive = socket._isReceiveShut = socket._isSendShut = false;
        socket._keepAliveIdle = 7200 * Second;
        socket._keepAliveInterval = 75 * Second;
        socket._keepAliveCount = 9;
        socket._userTimeout = 0;
        socket.Linger = null;
        socket._isUrgentInline = false;
        socket._fastOpenLimit = 0;
        socket.NoteReadiness();
        return socket;
    }

    /// <inheritdoc/>
    public override void Recycle()
    {
        Host.Enter();
        RecycleHeld();
        Host.Exit();
    }

    private void RecycleHeld()
    {
        NextFree = Host.FreeStreams;
        Host.FreeStreams = this;
    }

    /// <inheritdoc/>
    public override IpEndpoint Local => _connection is { } connection ? connection.Local : _local;

    /// <summary>The peer's end; a port of 0 when there is none.</summary>
    public IpEndpoint Remote => _remote;

    /// <summary>Whether it is, or was, connected.</summary>
    public bool IsConnected => _phase == Phase.Connected;

    /// <summary>Whether connections are accepted here.</summary>
    public bool IsListening => _phase == Phase.Listening;

    /// <summary>Bytes that can be received at once (FIONREAD).</summary>
    public int Available => _connection?.Available ?? 0;

    /// <summary>Bytes that were sent and are not acknowledged (SIOCOUTQ).</summary>
    public int Unacknowledged => _connection?.Unacknowledged ?? 0;

    /// <inheritdoc/>
    public override SocketError Bind(in IpEndpoint local)
    {
        Host.Enter();
        SocketError error = BindNow(local);
        Host.Exit();
        return error;
    }

    private SocketError BindNow(in IpEndpoint local)
    {
        if (_phase != Phase.New || IsClosed)
            return SocketError.Invalid;
        if (!local.Address.IsUnspecified && !Host.Tcp.Net.IsOurs(local.Address))
            return SocketError.AddressNotAvailable;
        _listener = Host.Tcp.Listen(Normalize(local), _handler, isShared: ReusePort, isV6Only: IsV6Only);
        if (_listener is null)
            return SocketError.AddressInUse;
        _listener.IsReserved = true;
        _local = _listener.Local;
        _phase = Phase.Bound;
        return SocketError.None;
    }

    /// <summary>Takes connections from now on; so many may wait to be accepted.</summary>
    public SocketError Listen(int backlog)
    {
        Host.Enter();
        SocketError error = _phase switch
        {
            Phase.New => BindNow(new IpEndpoint(IsV4 ? IpAddress.AnyV4 : IpAddress.Any, 0)),
            Phase.Bound or Phase.Listening => SocketError.None,
            _ => SocketError.Invalid,
        };
        if (error == SocketError.None)
        {
            _backlog = Math.Clamp(backlog, 1, 4096);
            _accepted ??= new Queue<StreamSocket>();
            _listener!.Backlog = _backlog;
            _listener.FastOpenLimit = _fastOpenLimit;
            _listener.IsReserved = false;
            _phase = Phase.Listening;
        }

        NoteReadiness();
        Host.Exit();
        return error;
    }

    /// <summary>The next connection that has come.</summary>
    public SocketError Accept(out StreamSocket? accepted)
    {
        accepted = null;
        Host.Enter();
        SocketError error = _phase == Phase.Listening ? Wait(SocketReadiness.In, ReceiveTimeout) : SocketError.Invalid;
        if (error == SocketError.None && _accepted is { Count: > 0 } waiting)
        {
            accepted = waiting.Dequeue();
            _listener!.IsPaused = false;
            NoteReadiness();
        }
        else if (error == SocketError.None)
        {
            error = SocketError.Invalid;
        }

        Host.Exit();
        return error;
    }

    /// <summary>Connects to a peer. Without blocking <see cref="SocketError.InProgress"/>: readiness to send says that it is done, and <see cref="Socket.TakeError"/> how.</summary>
    public SocketError Connect(in IpEndpoint remote)
    {
        Host.Enter();
        SocketError error = ConnectNow(remote);
        if (error == SocketError.None)
        {
            error = Wait(SocketReadiness.Out, SendTimeout);
            if (error == SocketError.WouldBlock)
                error = SocketError.InProgress;
            else if (error == SocketError.None && _phase != Phase.Connected)
                (error, PendingError) = (PendingError == SocketError.None ? SocketError.Refused : PendingError, SocketError.None);
        }

        Host.Exit();
        return error;
    }

    private SocketError ConnectNow(in IpEndpoint remote, ReadOnlySpan<byte> early = default, bool isFast = false)
    {
        switch (_phase)
        {
            case Phase.Connecting:
                return SocketError.Already;
            case Phase.Connected:
                return SocketError.IsConnected;
            case Phase.New or Phase.Bound when !IsClosed:
                break;
            default:
                return SocketError.Invalid;
        }

        IpAddress from = _local.Address.IsUnspecified ? default : _local.Address;
        TcpConnection? connection;
        TcpOpenError opened = isFast
            ? Host.Tcp.ConnectFast(remote, _handler, early, out connection, _local.Port, from)
            : Host.Tcp.Connect(remote, _handler, out connection, _local.Port, from);
        if (opened != TcpOpenError.None)
            return opened switch { TcpOpenError.NoRoute => SocketError.NetworkUnreachable, TcpOpenError.InUse => SocketError.AddressNotAvailable, _ => SocketError.NoBuffers };
        _remote = remote;
        _phase = Phase.Connecting;
        Take(connection!);
        NoteReadiness();
        return SocketError.None;
    }

    /// <summary>Receives bytes; <paramref name="count"/> 0 without an error is the peer's end.</summary>
    public SocketError Receive(Span<byte> buffer, out int count, bool isPeek = false)
    {
        count = 0;
        Host.Enter();
        SocketError error = WaitToReceive(buffer.Length == 0);
        if (error == SocketError.None && _connection is { } connection && connection.Available > 0 && !_isReceiveShut)
            count = isPeek ? connection.Peek(buffer) : connection.Read(buffer);
        else if (error == SocketError.None)
            (error, PendingError) = (PendingError, SocketError.None);
        NoteReadiness();
        Host.Exit();
        return error;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private SocketError WaitToReceive(bool isForNothing = false)
    {
        if (_phase is Phase.New or Phase.Bound or Phase.Listening)
            return SocketError.NotConnected;
        return _isReceiveShut || isForNothing || _connection is { Available: > 0 } ? SocketError.None : Wait(SocketReadiness.In, ReceiveTimeout);
    }

    /// <summary>
    /// Sends bytes: all of them when it blocks, as many as there is room for when it does not. With <paramref name="isMoreComing"/> a segment that is not full waits for the next call (MSG_MORE).
    /// </summary>
    public SocketError Send(ReadOnlySpan<byte> bytes, out int count, bool isMoreComing = false)
    {
        count = 0;
        Host.Enter();
        if (isMoreComing != _isHolding)
        {
            _isHolding = isMoreComing;
            if (isMoreComing && _connection is { } held)
                held.Cork = true;
        }

        SocketError error;
        bool waits = false, isRefused = false;
        do
        {
            error = WaitToSend(waits, isRefused);
            if (error != SocketError.None)
                break;
            int sent = _connection?.Send(bytes.Slice(count)) ?? 0;
            if (sent == 0 && _connection?.IsSendOpen != true)
            {
                error = SocketError.Pipe;
                break;
            }

            count += sent;
            waits = true;
            isRefused = sent == 0;
        }
        while (count < bytes.Length && IsBlocking);
        // What was sent counts more than what then went wrong; that is said the next time.
        if (count > 0)
            error = SocketError.None;
        else if (error == SocketError.None && bytes.Length > 0)
            error = SocketError.WouldBlock;
        // What is complete now, or does not go on for want of room, is sent with what was held back.
        if (_isHolding && count < bytes.Length)
            _isHolding = false;
        if (!_isHolding && !_cork && _connection is { Cork: true } pushed)
            pushed.Cork = false;
        NoteReadiness();
        Host.Exit();
        return error;
    }

    /// <summary>Whether bytes can be given to the connection; with <paramref name="waits"/> only when there is room, which may not suffice for all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private SocketError WaitToSend(bool waits, bool isRefused)
    {
        SocketError error;
        if (_phase is Phase.New or Phase.Bound or Phase.Listening)
            error = SocketError.NotConnected;
        else if (_isSendShut || (_phase == Phase.Ended && PendingError == SocketError.None))
            error = SocketError.Pipe;
        else
            error = _phase == Phase.Connected && !waits ? SocketError.None : Wait(SocketReadiness.Out, SendTimeout, isRefused);
        if (error == SocketError.None && PendingError != SocketError.None)
            (error, PendingError) = (PendingError, SocketError.None);
        return error;
    }

    /// <summary>Closes a side, or both. The socket stays.</summary>
    public SocketError Shutdown(SocketShutdown how)
    {
        Host.Enter();
        SocketError error = _phase is Phase.Connected or Phase.Ended ? SocketError.None : SocketError.NotConnected;
        if (error == SocketError.None)
        {
            if ((how & SocketShutdown.Send) != 0 && !_isSendShut)
            {
                _isSendShut = true;
                _connection?.Shutdown();
            }

            if ((how & SocketShutdown.Receive) != 0)
                _isReceiveShut = true;
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

        if (Linger is > 0 && IsBlocking && _connection is { } lingering && _phase == Phase.Connected)
        {
            lingering.Shutdown();
            _isSendShut = true;
            ulong deadline = Host.Now + (ulong)Linger.Value * Second;
            SocketWaiter waiter = Host.TakeWaiter();
            // There is no readiness for this: it looks again and again, each time a little later.
            for (ulong pause = 1_000_000; _connection is { Unacknowledged: > 0 } && Host.Now < deadline; pause = Math.Min(pause * 2, 100_000_000))
            {
                Host.Exit();
                waiter.Wait(Math.Min(Host.Now + pause, deadline));
                Host.Enter();
            }

            Host.Return(waiter);
        }

        IsClosed = true;
        _listener?.Close();
        while (_accepted is { Count: > 0 } waiting)
        {
            StreamSocket dropped = waiting.Dequeue();
            dropped.Drop(reset: true);
            dropped.RecycleHeld();
        }

        Drop(reset: Linger == 0);
        Notify(SocketReadiness.HangUp);
        Observer = null;
        Host.Exit();
        return SocketError.None;
    }

    private void Drop(bool reset)
    {
        IsClosed = true;
        _phase = Phase.Ended;
        if (_connection is not { } connection)
            return;
        _connection = null;
        _local = connection.Local;
        connection.State = null;
        if (reset)
            connection.Abort();
        else
            connection.Close();
    }

    private protected override SocketReadiness ReadinessNow()
    {
        switch (_phase)
        {
            case Phase.New or Phase.Bound:
                return SocketReadiness.Out | SocketReadiness.HangUp;
            case Phase.Listening:
                return _accepted!.Count > 0 ? SocketReadiness.In : SocketReadiness.None;
            case Phase.Connecting:
                return SocketReadiness.None;
            case Phase.Ended:
                SocketReadiness ended = SocketReadiness.In | SocketReadiness.Out | SocketReadiness.HangUp | SocketReadiness.ReadHangUp;
                return PendingError == SocketError.None ? ended : ended | SocketReadiness.Error;
        }

        TcpConnection connection = _connection!;
        SocketReadiness ready = SocketReadiness.None;
        bool isEnd = connection.IsReceiveClosed || _isReceiveShut;
        if (connection.Available > 0 || isEnd)
            ready |= SocketReadiness.In;
        if (isEnd)
            ready |= SocketReadiness.ReadHangUp;
        if (connection.HasUrgent)
            ready |= SocketReadiness.Priority;
        if (_isSendShut || connection.SendRoom > 0)
            ready |= SocketReadiness.Out;
        else
            connection.WaitForRoom();
        if (_isSendShut && isEnd)
            ready |= SocketReadiness.HangUp;
        return ready;
    }

    private void Take(TcpConnection connection)
    {
        _connection = connection;
        connection.State = this;
        connection.Handler = _handler;
        Apply();
    }
}
