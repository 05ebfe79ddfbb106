using System;
using System.Buffers.Binary;

namespace Lithe.Net;

/// <summary>Listeners, and segments that belong to no connection.</summary>
public sealed partial class TcpStack
{
    private const int Buckets = 32;

    private readonly TcpListener?[] _listeners = new TcpListener?[Buckets];

    /// <summary>Listens at an address and port; port 0 is one that is free. Null when somebody does already, unless both say that they share. At <c>::</c> it listens for both versions, or for IPv6 only.</summary>
    public TcpListener? Listen(in IpEndpoint local, TcpHandler handler, int backlog = 128, bool isShared = false, bool isV6Only = false)
    {
        if (local.Port == 0)
            return ListenAnywhere(local.Address, handler, backlog, isShared, isV6Only);
        ref TcpListener? first = ref _listeners[local.Port % Buckets];
        for (TcpListener? other = first; other is not null; other = other.Next)
        {
            if (other.Local.Port == local.Port && (Covers(other, local.Address) || Covers(local.Address, isV6Only, other.Local.Address)) && !(isShared && other.IsShared))
                return null;
        }

        first = new TcpListener(this, local, handler, backlog, isShared, isV6Only) { Next = first };
        return first;
    }

    private TcpListener? ListenAnywhere(in IpAddress address, TcpHandler handler, int backlog, bool isShared, bool isV6Only)
    {
        uint range = 65536u - Settings.FirstEphemeralPort, start = Net.Random.Below(range);
        for (uint i = 0; i < range; i++)
        {
            TcpListener? listener = Listen(new IpEndpoint(address, (ushort)(Settings.FirstEphemeralPort + (start + i) % range)), handler, backlog, isShared, isV6Only);
            if (listener is not null)
                return listener;
        }

        return null;
    }

    // 0.0.0.0 is every IPv4 address, :: every address.
    private static bool Covers(in IpAddress listening, bool isV6Only, in IpAddress address) =>
        listening == address || (listening == IpAddress.Any ? !isV6Only || !address.IsV4 : listening.IsUnspecified && address.IsV4);

    private static bool Covers(TcpListener listener, in IpAddress address) => Covers(listener.Local.Address, Config.NET_IPV6 && listener.IsV6Only, address);

    internal void Remove(TcpListener listener)
    {
        ref TcpListener? place = ref _listeners[listener.Local.Port % Buckets];
        if (place == listener)
        {
            place = listener.Next;
            return;
        }

        TcpListener? before = place;
        while (before is not null && before.Next != listener)
            before = before.Next;
        if (before is not null)
            before.Next = listener.Next;
    }

    /// <summary>The listener for an end of ours: an exact address before any; among several that share by the hash of the peer.</summary>
    private TcpListener? ListenerFor(in IpEndpoint local, ulong hash)
    {
        TcpListener? best = null;
        uint count = 0;
        for (TcpListener? listener = _listeners[local.Port % Buckets]; listener is not null; listener = listener.Next)
        {
            if (listener.IsReserved || listener.Local.Port != local.Port || !Covers(listener, local.Address))
                continue;
            bool isExact = listener.Local.Address == local.Address;
            if (best is null || (isExact && best.Local.Address != local.Address))
            {
                best = listener;
                count = 1;
            }
            else if (isExact == (best.Local.Address == local.Address))
            {
                // Each of n is picked with the same chance.
                count++;
                hash = hash * 6364136223846793005 + 1442695040888963407;
                if ((hash >> 33) % count == 0)
                    best = listener;
            }
        }

        return best;
    }

    /// <summary>
    /// RFC 9293 3.10.7.1 (CLOSED) and 3.10.7.2 (LISTEN). False when it cannot be ours, and the packet is still the caller's; else it is done with: data of a SYN is not looked at, and sent again.
    /// </summary>
    private bool TryReceiveWithoutConnection(Netbuf packet, in IpEndpoint local, in IpEndpoint remote, ref TcpSegment segment)
    {
        TcpListener? listener = segment.Has(TcpFlags.Rst) ? null : ListenerFor(local, (ulong)_key.Place(local, remote));
        if (listener is null)
            return false;
        if (segment.Has(TcpFlags.Ack))
            return Config.NET_TCP_SYN_COOKIES && !segment.Has(TcpFlags.Syn) && TryAcceptCookie(listener, packet, local, remote, ref segment);

        // SYN and FIN together is no way to begin.
        if (!segment.Has(TcpFlags.Syn) || segment.Has(TcpFlags.Fin) || listener.IsPaused || !Net.TryRoute(remote.Address, local.Address, out IpRoute route) || route.IsForMany)
        {
            packet.Free();
            return true;
        }

        TcpConnection? connection = listener.HalfOpen < listener.Backlog && MayHalfOpen ? Take() : null;
        if (connection is null)
        {
            packet.Free();
            Counters.ListenOverflows++;
            if (Config.NET_TCP_SYN_COOKIES)
                SendCookie(local, remote, route, ref segment);
            return true;
        }

        Link(connection, local, remote);
        if (Config.NET_TCP_FAST_OPEN && listener.FastOpenLimit > 0 && MayTakeEarly(listener, local, remote, ref segment))
        {
            connection.AcceptFast(listener, local, remote, route, ref segment, packet);
            return true;
        }

        packet.Free();
        connection.Accept(listener, local, remote, route, ref segment);
        return true;
    }

    /// <summary>Connections that wait for the end of their handshake.</summary>
    internal int HalfOpen { get; set; }

    /// <summary>
    /// Whether one more may wait: never more than half of what is free. A flood of SYNs that took all of it would leave no connection for those who bring back a cookie.
    /// </summary>
    private bool MayHalfOpen => HalfOpen < Settings.Connections - ConnectionCount + TimeWaitCount;

    /// <summary>Drops a segment that belongs to nothing, and says so to who sent it.</summary>
    private void Refuse(Netbuf packet, in IpEndpoint local, in IpEndpoint remote, ref TcpSegment segment)
    {
        packet.Free();
        if (!segment.Has(TcpFlags.Rst) && ListenerFor(local, 0) is null)
            Net.CountDrop(DropReason.NoListener);
        SendResetFor(local, remote, ref segment);
    }

    /// <summary>A reset for a segment that cannot be (RFC 9293 3.10.7.1).</summary>
    internal void SendResetFor(in IpEndpoint local, in IpEndpoint remote, ref TcpSegment segment)
    {
        if (segment.Has(TcpFlags.Rst) || !Net.TryRoute(remote.Address, local.Address, out IpRoute route) || route.IsForMany)
            return;
        bool hasAck = segment.Has(TcpFlags.Ack);
        var header = new TcpHeader
        {
            SourcePort = local.Port,
            DestinationPort = remote.Port,
            Sequence = hasAck ? segment.Acknowledgment : 0,
            Acknowledgment = hasAck ? 0 : segment.Sequence + segment.SequenceLength,
            Flags = hasAck ? TcpFlags.Rst : TcpFlags.Rst | TcpFlags.Ack,
        };
        if (Send(header, default, local, remote, route))
            Counters.OutRsts++;
    }

    /// <summary>Sends a segment without data, with its options: a SYN, or one that belongs to no connection.</summary>
    internal bool Send(in TcpHeader header, in TcpOptions options, in IpEndpoint local, in IpEndpoint remote, in IpRoute route, byte trafficClass = 0)
    {
        if (!Net.TryAllocate(out Netbuf packet))
            return false;
        Span<byte> bytes = stackalloc byte[TcpOptions.MaxSize];
        int length = options.Write(bytes);
        packet.TrySetLength(TcpHeader.MinSize + length);
        Span<byte> data = packet.Data;
        bytes.Slice(0, length).CopyTo(data.Slice(TcpHeader.MinSize));
        (header with { HeaderLength = (byte)data.Length }).Write(data);
        Checksum.Store(data.Slice(TcpHeader.ChecksumOffset), Checksum.Add(data, Checksum.PseudoHeader(local.Address, remote.Address, data.Length, IpProtocol.Tcp)));
        Counters.OutSegs++;
        Net.Send(packet, route, new IpHeaderOptions { Protocol = IpProtocol.Tcp, DontFragment = true, TrafficClass = trafficClass });
        return true;
    }
}
