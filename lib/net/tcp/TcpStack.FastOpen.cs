using System;

namespace Lithe.Net;

/// <summary>
/// TCP Fast Open (RFC 7413): who has been here before may send data with its SYN. A server's cookie is a keyed hash of the client's address; a client keeps the cookies of the last servers that
/// gave it one.
/// </summary>
public sealed partial class TcpStack
{
    private const int KnownServers = 8;
    private const byte CookieLength = 8;
    private const ulong CookiePurpose = 3;

    private readonly KnownServer[] _knownServers = Config.NET_TCP_FAST_OPEN ? new KnownServer[KnownServers] : [];
    private int _nextServer;

    private struct KnownServer
    {
        internal IpAddress Address;
        internal FastOpenCookie Cookie;
        internal ushort SegmentSize;
    }

    /// <summary>
    /// Begins a connection whose first bytes go out with the SYN, if the peer has given a cookie before, and with the first segment else. They are in the send buffer like all others: they may reach
    /// the peer twice (RFC 7413 2.1), so they must be such that this does no harm.
    /// </summary>
    public TcpOpenError ConnectFast(in IpEndpoint remote, TcpHandler handler, ReadOnlySpan<byte> early, out TcpConnection? connection, ushort localPort = 0, in IpAddress localAddress = default)
    {
        connection = null;
        if (!Config.NET_TCP_FAST_OPEN)
        {
            TcpOpenError plain = Connect(remote, handler, out connection, localPort, localAddress);
            connection?.Send(early);
            return plain;
        }

        TcpOpenError error = TryBegin(remote, localPort, localAddress, out IpEndpoint local, out IpRoute route, out TcpConnection? taken);
        if (error != TcpOpenError.None)
            return error;
        FastOpenCookie cookie = default;
        ushort size = 0;
        foreach (ref KnownServer server in _knownServers.AsSpan())
        {
            if (server.Address == remote.Address && server.SegmentSize != 0)
                (cookie, size) = (server.Cookie, server.SegmentSize);
        }

        taken!.Connect(local, remote, route, handler, early, cookie, size);
        connection = taken;
        return TcpOpenError.None;
    }

    internal void Remember(in IpAddress server, FastOpenCookie cookie, ushort segmentSize)
    {
        int place = -1;
        for (int i = 0; i < KnownServers; i++)
        {
            if (_knownServers[i].Address == server)
                place = i;
        }

        if (place < 0)
        {
            place = _nextServer;
            _nextServer = (_nextServer + 1) % KnownServers;
        }

        _knownServers[place] = new KnownServer { Address = server, Cookie = cookie, SegmentSize = segmentSize };
    }

    internal FastOpenCookie FastOpenCookieFor(in IpAddress local, in IpAddress remote) =>
        new(CookieLength, HashOf(new IpEndpoint(local, 0), new IpEndpoint(remote, 0), CookiePurpose), 0);

    /// <summary>Whether data of a SYN may be taken: it brings the cookie of its address, and not too many wait already for their last segment.</summary>
    private bool MayTakeEarly(TcpListener listener, in IpEndpoint local, in IpEndpoint remote, ref TcpSegment syn) =>
        listener.FastOpenPending < listener.FastOpenLimit && syn.Options.FastOpen is { Length: CookieLength } cookie && cookie == FastOpenCookieFor(local.Address, remote.Address);
}
