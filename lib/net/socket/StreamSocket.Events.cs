namespace Lithe.Net.Sockets;

/// <summary>What TCP tells the socket.</summary>
public sealed partial class StreamSocket
{
    private void OnAccepted(TcpConnection connection)
    {
        StreamSocket accepted = TakeHeld(Host, IsV4);
        accepted._phase = Phase.Connected;
        accepted._remote = connection.Remote;
        accepted._noDelay = _noDelay;
        accepted._keepAlive = _keepAlive;
        accepted._keepAliveIdle = _keepAliveIdle;
        accepted._keepAliveInterval = _keepAliveInterval;
        accepted._keepAliveCount = _keepAliveCount;
        accepted._userTimeout = _userTimeout;
        accepted._sendBuffer = _sendBuffer;
        accepted._receiveBuffer = _receiveBuffer;
        accepted.Linger = Linger;
        accepted._isUrgentInline = _isUrgentInline;
        accepted.Take(connection);
        accepted.NoteReadiness();
        _accepted!.Enqueue(accepted);
        if (_accepted.Count >= _backlog)
            _listener!.IsPaused = true;
        Notify(SocketReadiness.In);
    }

    private void OnEnded(TcpConnection connection, TcpError error)
    {
        if (_connection != connection)
            return;
        _local = connection.Local;
        _connection = null;
        PendingError = error switch
        {
            TcpError.None or TcpError.Aborted => SocketError.None,
            TcpError.Refused => SocketError.Refused,
            TcpError.TimedOut => SocketError.TimedOut,
            TcpError.Unreachable => SocketError.HostUnreachable,
            _ => SocketError.Reset,
        };
        _phase = Phase.Ended;
        Notify(ReadinessNow());
    }

    /// <summary>TCP's calls for this socket, and for those that were accepted until they have a handler of their own.</summary>
    private sealed class Handler(StreamSocket socket) : TcpHandler
    {
        public override void OnAccept(TcpConnection connection)
        {
            if (socket.IsClosed || socket._phase != Phase.Listening)
                connection.Abort();
            else
                socket.OnAccepted(connection);
        }

        public override void OnConnected(TcpConnection connection)
        {
            if (connection.State is not StreamSocket of)
                return;
            of._phase = Phase.Connected;
            of.Notify(SocketReadiness.Out);
        }

        public override void OnReceive(TcpConnection connection)
        {
            if (connection.State is not StreamSocket of)
                return;
            if (connection.IsReceiveClosed)
                of.Notify(SocketReadiness.In | SocketReadiness.ReadHangUp);
            else
                of.NotifyAlso(SocketReadiness.In);
        }

        public override void OnUrgent(TcpConnection connection)
        {
            if (connection.State is StreamSocket of)
                of.Notify(of.ReadinessNow() | SocketReadiness.Priority);
        }

        public override void OnSendable(TcpConnection connection)
        {
            if (connection.State is StreamSocket of)
                of.NotifyAlso(SocketReadiness.Out);
        }

        public override void OnClosed(TcpConnection connection, TcpError error)
        {
            if (connection.State is StreamSocket of)
                of.OnEnded(connection, error);
        }
    }
}
