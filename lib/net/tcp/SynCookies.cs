using System;

namespace Lithe.Net;

/// <summary>What a SYN said, out of the cookie that came back.</summary>
internal readonly record struct SynCookie(ushort SegmentSize, bool SackPermitted, bool HasScale, byte Scale);

/// <summary>
/// SYN cookies (Bernstein, 1996; RFC 4987 3.6): when no connection can be half open, the answer to a SYN holds everything in its sequence number and timestamp, and nothing is kept.
/// The number: 27 bits of a keyed hash, 2 of the time in units of 64 s, 3 that stand for a segment size. The lowest six bits of the timestamp: whether SACK is permitted, and the window scale.
/// </summary>
public sealed partial class TcpStack
{
    private const int CookiePeriod = 36;
    private const uint NoScale = 15, OptionBits = 63, SackBit = 16, ScaleBits = 15;

    // When a cookie was sent last: without that, no acknowledgement can be one's.
    private ulong _cookieSentAt;
    private bool _hasSentCookies;

    private static ReadOnlySpan<ushort> CookieSizes => [64, 536, 1220, 1300, 1380, 1440, 1460, 8900];

    private void SendCookie(in IpEndpoint local, in IpEndpoint remote, in IpRoute route, ref TcpSegment syn)
    {
        TcpOptions options = syn.Options;
        int size = options.MaximumSegmentSize ?? (route.Source.IsV4 ? 536 : 1220), index = CookieSizes.Length - 1;
        while (index > 0 && CookieSizes[index] > size)
            index--;
        bool hasTimestamps = Config.NET_TCP_TIMESTAMPS && options.HasTimestamps;
        uint clock = (uint)(Now / 1_000_000) + (uint)HashOf(local, remote, 1), stamp = 0;
        if (hasTimestamps)
        {
            uint scale = options.WindowScale is byte wanted ? Math.Min((uint)wanted, LargestScale) : NoScale;
            stamp = (clock & ~OptionBits) | (Config.NET_TCP_SACK && options.SackPermitted ? SackBit : 0) | scale;
            // It must not lie in the future.
            if ((int)(stamp - clock) > 0)
                stamp -= OptionBits + 1;
        }

        var header = new TcpHeader
        {
            SourcePort = local.Port,
            DestinationPort = remote.Port,
            Sequence = CookieOf(local, remote, syn.Sequence, (uint)(Now >> CookiePeriod), (uint)index),
            Acknowledgment = syn.Sequence + 1,
            Flags = TcpFlags.Syn | TcpFlags.Ack,
            Window = (ushort)Math.Min(Settings.ReceiveBuffer, ushort.MaxValue),
        };
        var answer = new TcpOptions
        {
            MaximumSegmentSize = (ushort)(route.Interface.Mtu - (route.Source.IsV4 ? 40 : 60)),
            HasTimestamps = hasTimestamps,
            Timestamp = stamp,
            TimestampEcho = options.Timestamp,
            SackPermitted = hasTimestamps && Config.NET_TCP_SACK && options.SackPermitted,
            WindowScale = hasTimestamps && options.WindowScale is not null ? ReceiveScale : null,
        };
        if (Send(header, answer, local, remote, route))
        {
            Counters.SyncookiesSent++;
            _hasSentCookies = true;
            _cookieSentAt = Now;
        }
    }

    private uint CookieOf(in IpEndpoint local, in IpEndpoint remote, uint peerSequence, uint period, uint size) =>
        (uint)(HashOf(local, remote, 1UL << 63 | (ulong)(period & 0x0fff_ffff) << 35 | (ulong)size << 32 | peerSequence) << 5) | (period & 3) << 3 | size;

    /// <summary>Takes the acknowledgement of a cookie. False when it is none, and the netbuf is the caller's.</summary>
    private bool TryAcceptCookie(TcpListener listener, Netbuf packet, in IpEndpoint local, in IpEndpoint remote, ref TcpSegment ack)
    {
        // A cookie is good for two periods at most.
        if (!_hasSentCookies || Now - _cookieSentAt > 2UL << CookiePeriod)
            return false;
        uint cookie = ack.Acknowledgment - 1, peerSequence = ack.Sequence - 1, period = (uint)(Now >> CookiePeriod), size = cookie & 7;
        if ((period & 3) != (cookie >> 3 & 3))
            period--;
        if (CookieOf(local, remote, peerSequence, period, size) != cookie)
        {
            Counters.SyncookiesFailed++;
            return false;
        }

        Counters.SyncookiesRecv++;
        bool isRouted = Net.TryRoute(remote.Address, local.Address, out IpRoute route);
        TcpConnection? connection = isRouted && !listener.IsPaused ? Take() : null;
        if (connection is null)
        {
            // The peer believes that it is connected, and sends again.
            Counters.ListenOverflows++;
            packet.Free();
            return true;
        }

        uint told = ack.TimestampEcho & OptionBits;
        bool hasTimestamps = Config.NET_TCP_TIMESTAMPS && ack.HasTimestamps;
        bool hasScale = hasTimestamps && (told & ScaleBits) != NoScale;
        var said = new SynCookie(CookieSizes[(int)size], hasTimestamps && (told & SackBit) != 0, hasScale, hasScale ? (byte)(told & ScaleBits) : (byte)0);
        Link(connection, local, remote);
        connection.AcceptCookie(listener, local, remote, route, ref ack, said);
        if (!connection.Receive(packet, ref ack))
            packet.Free();
        return true;
    }
}
