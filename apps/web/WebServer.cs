using System;
using Lithe;
using Lithe.Arch;
using Lithe.Net;
using Lithe.Net.Http;
using Lithe.Plat;

/// <summary>Takes requests off connections, has them answered in their order, and ends connections that are idle, slow, or done.</summary>
internal sealed class WebServer : TcpHandler
{
    private const ulong Second = 1_000_000_000;
    private const ulong IdleTime = 15 * Second, HeadTime = 10 * Second, StallTime = 30 * Second, CloseTime = 3 * Second, StopTime = 5 * Second;
    private const long MaxBody = 64 << 10;

    private static readonly HttpLimits s_limits = new();

    private readonly TcpStack _tcp;
    private readonly Responder _responder;
    private readonly Sweeper _sweeper;
    private readonly int _most;
    private readonly byte[] _joined = new byte[s_limits.Header + 512];
    private Session? _free, _first;
    private TcpListener? _listener;
    private int _made;
    private ulong _stopAt;

    internal WebServer(TcpStack tcp, Site site, int connections)
    {
        _tcp = tcp;
        _most = connections;
        _responder = new Responder(site);
        _sweeper = new Sweeper(this);
    }

    /// <summary>The server of another stack.</summary>
    internal WebServer? Previous { get; init; }

    /// <summary>Requests that were answered.</summary>
    internal ulong Requests { get; private set; }

    /// <summary>Connections that were accepted.</summary>
    internal ulong Connections { get; private set; }

    private bool IsStopping => _stopAt != 0;

    internal bool TryListen(ushort port)
    {
        _listener = _tcp.Listen(new IpEndpoint(IpAddress.Any, port), this);
        _responder.SetTime(Clock.WallNanoseconds / Second);
        _tcp.Net.StartTimer(_sweeper, _tcp.Net.Now + Second);
        return _listener is not null;
    }

    /// <summary>Takes no more connections; answers what was asked, and ends.</summary>
    internal void Stop()
    {
        if (IsStopping)
            return;
        _listener!.Close();
        _stopAt = _tcp.Net.Now + StopTime;
        for (Session? session = _first; session is not null; session = session.Next)
        {
            // Who has asked for nothing is told that nothing more comes.
            if (session.HeadAt == 0 && !session.IsBlocked && session.Skip == 0)
                session.Connection!.Close();
        }

        if (_first is null)
            Network.Stop();
    }

    /// <summary>Says on the console what was done.</summary>
    internal void WriteCounters()
    {
        Span<byte> text = stackalloc byte[128];
        int at = 0;
        Text.Put(text, ref at, "web: stopped, "u8);
        Text.Put(text, ref at, Requests);
        Text.Put(text, ref at, " requests, "u8);
        Text.Put(text, ref at, Connections);
        Text.Put(text, ref at, " connections\n"u8);
        PolledConsole.Write(text.Slice(0, at));
    }

    public override void OnAccept(TcpConnection connection)
    {
        Session? session = TakeSession();
        if (session is null)
        {
            connection.Abort();
            return;
        }

        Connections++;
        session.Connection = connection;
        session.ActiveAt = _tcp.Net.Now;
        connection.State = session;
        connection.NoDelay = true;
        connection.UserTimeout = StallTime;
    }

    public override void OnReceive(TcpConnection connection) => Serve(connection, (Session)connection.State!);

    public override void OnSendable(TcpConnection connection)
    {
        var session = (Session)connection.State!;
        session.IsBlocked = false;
        Serve(connection, session);
    }

    public override void OnClosed(TcpConnection connection, TcpError error)
    {
        if (connection.State is not Session session)
            return;
        Return(session);
        if (IsStopping && _first is null)
            Network.Stop();
    }

    private void Serve(TcpConnection connection, Session session)
    {
        session.ActiveAt = _tcp.Net.Now;
        while (connection.Available > 0 && !session.IsBlocked)
        {
            if (session.IsClosing)
            {
                connection.Consume(connection.Available);
                break;
            }

            if (session.Skip > 0)
            {
                int count = (int)Math.Min(session.Skip, connection.Available);
                connection.Consume(count);
                session.Skip -= count;
                continue;
            }

            ReadOnlySpan<byte> bytes = connection.Received;
            int status = HttpParser.Read(bytes, s_limits, out HttpRequest request);
            if (status == HttpParser.Incomplete && connection.Available > bytes.Length)
            {
                // It came in several packets.
                bytes = _joined.AsSpan(0, connection.Peek(_joined));
                status = HttpParser.Read(bytes, s_limits, out request);
            }

            if (status == HttpParser.Incomplete)
            {
                if (session.HeadAt == 0)
                    session.HeadAt = session.ActiveAt;
                break;
            }

            if (!TryAnswer(connection, session, status, ref request))
            {
                session.IsBlocked = true;
                break;
            }
        }

        // Some more than one: bursts bring more than there is room for, and what is dropped calls nobody.
        for (int i = 0; i < 4 && connection.Available > 0 && _tcp.HeldNetbufs >= _tcp.Settings.HeldNetbufs; i++)
            EndOldest();

        if (connection.IsReceiveClosed && !session.IsBlocked)
            connection.Close();
    }

    /// <summary>Those that send a head bit by bit, or ask without reading, do not keep others waiting: of all with bytes that nobody can use yet the one that was silent for longest goes.</summary>
    private void EndOldest()
    {
        Session? oldest = null;
        for (Session? session = _first; session is not null; session = session.Next)
        {
            if (session.Connection!.Available > 0 && (oldest is null || session.ActiveAt < oldest.ActiveAt))
                oldest = session;
        }

        oldest!.Connection!.Abort();
    }

    /// <summary>Answers one request and takes it off what was received. False when there is no room for the answer.</summary>
    private bool TryAnswer(TcpConnection connection, Session session, int status, ref HttpRequest request)
    {
        bool isLast = status != HttpParser.Complete || !request.KeepAlive || IsStopping;
        if (status == HttpParser.Complete)
        {
            // Bodies mean nothing here; a short one is skipped, another one ends the connection.
            if (request.ContentLength > MaxBody)
                status = 413;
            isLast |= request.ContentLength > MaxBody || request.IsChunked || request.ExpectsContinue;
        }

        if (!_responder.TryAnswer(connection, status, ref request, isLast))
            return false;
        Requests++;
        session.HeadAt = 0;
        if (isLast)
        {
            session.IsClosing = true;
            connection.Consume(connection.Available);
            // The peer reads the answer before it sees a reset for what it still sends.
            connection.Shutdown();
            return true;
        }

        session.Skip = request.ContentLength;
        connection.Consume(request.HeadLength);
        return true;
    }

    private Session? TakeSession()
    {
        Session? session = _free;
        if (session is not null)
        {
            _free = session.Next;
        }
        else
        {
            if (_made == _most)
                return null;
            _made++;
            session = new Session();
        }

        session.HeadAt = 0;
        session.Skip = 0;
        session.Waiting = 0;
        session.IsClosing = session.IsBlocked = false;
        session.Previous = null;
        session.Next = _first;
        if (_first is not null)
            _first.Previous = session;
        _first = session;
        return session;
    }

    private void Return(Session session)
    {
        if (session.Previous is null)
            _first = session.Next;
        else
            session.Previous.Next = session.Next;
        if (session.Next is not null)
            session.Next.Previous = session.Previous;
        session.Connection = null;
        session.Previous = null;
        session.Next = _free;
        _free = session;
    }

    /// <summary>Once a second: the date, and connections whose time is over.</summary>
    private void Sweep()
    {
        ulong now = _tcp.Net.Now;
        _responder.SetTime(Clock.WallNanoseconds / Second);
        for (Session? session = _first; session is not null;)
        {
            Session? next = session.Next;
            TcpConnection connection = session.Connection!;
            if (connection.Unacknowledged != session.Waiting)
            {
                // Something was taken from us: the peer is reading.
                session.Waiting = connection.Unacknowledged;
                session.ActiveAt = now;
            }

            ulong idle = now - session.ActiveAt;
            if (session.HeadAt != 0 && now - session.HeadAt > HeadTime && !session.IsClosing)
            {
                HttpRequest none = default;
                if (TryAnswer(connection, session, 408, ref none))
                    connection.Close();
                else
                    connection.Abort();
            }
            else if (session.IsClosing && idle > CloseTime && connection.Unacknowledged == 0)
            {
                connection.Close();
            }
            else if (idle > (connection.Unacknowledged > 0 ? StallTime : IdleTime) || (IsStopping && now > _stopAt))
            {
                if (connection.Unacknowledged > 0)
                    connection.Abort();
                else
                    connection.Close();
            }

            session = next;
        }

        if (IsEndWanted())
            Stop();
        if (IsStopping && (_first is null || now > _stopAt + StopTime))
            Network.Stop();
        else
            _tcp.Net.StartTimer(_sweeper, now + Second);
    }

    // One of several servers reads the console, and tells the others.
    private static bool IsEndWanted()
    {
        if (Config.NET_STACK_PER_PROCESSOR && Processor.Index != 0)
            return System.Threading.Volatile.Read(ref s_isEndWanted);
        bool isWanted = PolledConsole.TryRead() is 'q' or 4;
        if (Config.NET_STACK_PER_PROCESSOR && isWanted)
            System.Threading.Volatile.Write(ref s_isEndWanted, true);
        return isWanted;
    }

    private static bool s_isEndWanted;

    private sealed class Sweeper(WebServer server) : Lithe.Time.Timer
    {
        public override void OnExpire() => server.Sweep();
    }
}
