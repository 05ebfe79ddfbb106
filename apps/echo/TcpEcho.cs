using Lithe.Net;

/// <summary>
/// Sends back what comes, as fast as the other end takes it: what does not fit waits where it is, and closes the other end's window. Who neither sends nor takes anything for <see cref="IdleTime"/> is
/// reset, and before that, when many are connected, who was silent for longest: so nobody keeps others out by being there.
/// </summary>
internal sealed class TcpEcho : TcpHandler
{
    private const ulong IdleTime = 30_000_000_000;

    private readonly NetStack _net;
    private readonly IdleTimer _timer;
    private readonly int _most;

    // Those that are connected, silent for longest first; sessions that are free.
    private Session? _first, _last, _free;
    private int _count;

    /// <summary>Keeps at most so many connections: fewer than TCP has, which needs some for those that come.</summary>
    internal TcpEcho(NetStack net, int most)
    {
        _net = net;
        _most = most;
        _timer = new IdleTimer(this);
    }

    public override void OnAccept(TcpConnection connection)
    {
        if (_count == _most)
            End(_first!);
        Session session = _free ?? new Session();
        _free = session.Next;
        session.Connection = connection;
        connection.State = session;
        Append(session);
        if (!_timer.IsPending)
            _net.StartTimer(_timer, _net.Now + IdleTime);
    }

    public override void OnReceive(TcpConnection connection)
    {
        if (connection.State is Session session)
        {
            Remove(session);
            Append(session);
        }

        while (connection.Available > 0)
        {
            int sent = connection.Send(connection.Received);
            connection.Consume(sent);
            if (sent == 0)
                return;
        }

        if (connection.IsReceiveClosed)
            connection.Close();
    }

    public override void OnSendable(TcpConnection connection) => OnReceive(connection);

    public override void OnClosed(TcpConnection connection, TcpError error)
    {
        if (connection.State is Session session)
            Release(session);
    }

    private void EndSilent()
    {
        while (_first is { } session && _net.Now - session.ActiveAt >= IdleTime)
            End(session);
        if (_first is { } next)
            _net.StartTimer(_timer, next.ActiveAt + IdleTime);
    }

    private void End(Session session)
    {
        TcpConnection connection = session.Connection!;
        connection.State = null;
        Release(session);
        connection.Abort();
    }

    private void Release(Session session)
    {
        Remove(session);
        session.Connection = null;
        session.Next = _free;
        _free = session;
    }

    private void Append(Session session)
    {
        session.ActiveAt = _net.Now;
        session.Next = null;
        session.Previous = _last;
        if (_last is null)
            _first = session;
        else
            _last.Next = session;
        _last = session;
        _count++;
    }

    private void Remove(Session session)
    {
        if (session.Previous is null)
            _first = session.Next;
        else
            session.Previous.Next = session.Next;
        if (session.Next is null)
            _last = session.Previous;
        else
            session.Next.Previous = session.Previous;
        _count--;
    }

    /// <summary>A connection's place among the others.</summary>
    private sealed class Session
    {
        internal Session? Next, Previous;
        internal TcpConnection? Connection;

        /// <summary>When something came or was taken last, in nanoseconds.</summary>
        internal ulong ActiveAt;
    }

    private sealed class IdleTimer(TcpEcho echo) : Lithe.Time.Timer
    {
        public override void OnExpire() => echo.EndSilent();
    }
}
