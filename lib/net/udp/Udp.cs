using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Lithe.Net;

/// <summary>UDP of a stack (RFC 768, RFC 1122 4.1, RFC 8085): endpoints by port, of a fixed number.</summary>
public sealed class Udp : Transport
{
    /// <summary>Ports that are given to who does not name one (RFC 6335 6).</summary>
    public const ushort FirstEphemeralPort = 49152;

    private const int Rows = 64;

    private readonly UdpEndpoint?[] _rows = new UdpEndpoint?[Rows];
    private readonly int _most;
    private UdpEndpoint? _free;
    private int _made;
    private UdpCounters _counters;
    private UdpDatagram _delivered;

    private Udp(NetStack stack, int endpoints)
    {
        Stack = stack;
        _most = endpoints;
    }

    /// <summary>The stack.</summary>
    public NetStack Stack { get; }

    /// <summary>Counters.</summary>
    public ref readonly UdpCounters Counters => ref _counters;

    /// <summary>How many endpoints are open.</summary>
    public int OpenCount { get; private set; }

    /// <summary>The UDP of a stack: made and registered by the first call, which also says how many endpoints there can be. Null when the stack has as many transports as it can.</summary>
    public static Udp? Of(NetStack stack, int endpoints = 64)
    {
        if (stack.TransportOf(IpProtocol.Udp) is { } there)
            return there as Udp;
        var made = new Udp(stack, endpoints);
        return stack.Register(IpProtocol.Udp, made) ? made : null;
    }

    /// <summary>
    /// Opens a port: 0 takes a free one by chance. The address is one of ours, a group, 0.0.0.0 for all of IPv4, or unspecified for both versions, or with <paramref name="isV6Only"/> for IPv6 alone. False when the port is taken (ports can be shared
    /// when all who have it say so), or there are too many endpoints.
    /// </summary>
    public bool TryOpen(in IpEndpoint local, UdpHandler handler, out UdpEndpoint? endpoint, bool mayShare = false, bool isV6Only = false)
    {
        endpoint = null;
        ushort port = local.Port;
        if (port == 0 && !TryFindPort(local.Address, out port))
            return false;
        if (local.Port != 0 && IsTaken(local.Address, port, mayShare, isV6Only))
            return false;
        UdpEndpoint? made = _free;
        if (made is not null)
            _free = made.Next;
        else if (_made == _most)
            return false;
        else
        {
            made = new UdpEndpoint(this);
            _made++;
        }

        made.Reset();
        made.Local = new IpEndpoint(local.Address, port);
        made.Handler = handler;
        made.MayShare = mayShare;
        made.IsV6Only = isV6Only;
        made.IsOpen = true;
        ref UdpEndpoint? row = ref _rows[port & (Rows - 1)];
        made.Next = row;
        row = made;
        OpenCount++;
        endpoint = made;
        return true;
    }

    internal void Close(UdpEndpoint endpoint)
    {
        if (!endpoint.IsOpen)
            return;
        ref UdpEndpoint? link = ref _rows[endpoint.Local.Port & (Rows - 1)];
        while (link != endpoint)
            link = ref link!.Next;
        link = endpoint.Next;
        endpoint.IsOpen = false;
        endpoint.Handler = null;
        endpoint.Next = _free;
        _free = endpoint;
        OpenCount--;
    }

    private bool TryFindPort(in IpAddress address, out ushort port)
    {
        // Anyone, so that it cannot be guessed (RFC 6056 3.3.1).
        const int Count = 65536 - FirstEphemeralPort;
        uint start = Stack.Random.Below(Count);
        for (uint i = 0; i < Count; i++)
        {
            port = (ushort)(FirstEphemeralPort + (start + i) % Count);
            if (!IsTaken(address, port, false))
                return true;
        }

        port = 0;
        return false;
    }

    private bool IsTaken(in IpAddress address, ushort port, bool mayShare, bool isV6Only = false)
    {
        for (UdpEndpoint? other = _rows[port & (Rows - 1)]; other is not null; other = other.Next)
        {
            IpEndpoint local = other.Local;
            bool overlaps = local.Address == address || (local.Address == IpAddress.Any && !(other.IsV6Only && address.IsV4)) || (address == IpAddress.Any && !(isV6Only && local.Address.IsV4))
                || ((local.Address.IsUnspecified || address.IsUnspecified) && local.Address.IsV4 == address.IsV4);
            if (local.Port == port && overlaps && !(mayShare && other.MayShare))
                return true;
        }

        return false;
    }

    /// <inheritdoc/>
    public override void Receive(Netbuf packet, in IpPacket ip)
    {
        Span<byte> data = packet.Data;
        if (data.Length < UdpHeader.Size)
        {
            Refuse(packet, DropReason.BadTransportHeader);
            return;
        }

        ulong word = BinaryPrimitives.ReadUInt64LittleEndian(data);
        int length = BinaryPrimitives.ReverseEndianness((ushort)(word >> 32));
        int total = packet.Next.Exists ? packet.TotalLength : data.Length;
        if (length < UdpHeader.Size || length > total || (length < total && !Trim(packet, length)))
        {
            Refuse(packet, DropReason.BadTransportHeader);
            return;
        }

        // No checksum is a choice in IPv4, and an error in IPv6 (RFC 8200 8.1).
        bool hasChecksum = word >> 48 != 0;
        if (hasChecksum ? !NetStack.IsChecksumRight(packet, ip) : !ip.Source.IsV4)
        {
            _counters.InCsumErrors++;
            Refuse(packet, DropReason.BadTransportChecksum);
            return;
        }

        ushort source = BinaryPrimitives.ReverseEndianness((ushort)word), destination = BinaryPrimitives.ReverseEndianness((ushort)(word >> 16));
        if (ip.IsForMany)
        {
            ReceiveForMany(packet, ip, source, destination);
            return;
        }

        UdpEndpoint? endpoint = Find(ip, source, destination);
        if (endpoint is null)
        {
            if (Config.NET_STACK_PER_PROCESSOR && Stack.TryPass(packet, ip))
                return;
            _counters.NoPorts++;
            Stack.Reject(packet, ip, IcmpErrorKind.PortUnreachable, DropReason.NoListener);
            return;
        }

        Deliver(endpoint, packet, ip, source, destination);
    }

    private static bool Trim(Netbuf packet, int length)
    {
        for (Netbuf part = packet; part.Exists; part = part.Next)
        {
            if (part.Length >= length)
            {
                part.Next.Free();
                part.Next = default;
                return part.TrySetLength(length);
            }

            length -= part.Length;
        }

        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Deliver(UdpEndpoint endpoint, Netbuf packet, in IpPacket ip, ushort source, ushort destination)
    {
        packet.TryTrimStart(UdpHeader.Size);
        _counters.InDatagrams++;
        // In place, as deliveries are never nested.
        ref UdpDatagram datagram = ref _delivered;
        datagram.Source = new IpEndpoint(ip.Source, source);
        datagram.Destination = new IpEndpoint(ip.Destination, destination);
        datagram.Interface = ip.Interface;
        datagram.HopLimit = ip.HopLimit;
        datagram.TrafficClass = ip.TrafficClass;
        datagram.IsForMany = ip.IsForMany;
        endpoint.Handler!.OnReceive(endpoint, packet, datagram);
    }

    private UdpEndpoint? Find(in IpPacket ip, ushort source, ushort destination)
    {
        UdpEndpoint? best = null;
        int bestScore = 0, equals = 0;
        for (UdpEndpoint? one = _rows[destination & (Rows - 1)]; one is not null; one = one.Next)
        {
            if (one.Local.Port != destination)
                continue;
            int score = one.Match(ip, source);
            if (score == 0 || score < bestScore)
                continue;
            equals = score > bestScore ? 1 : equals + 1;
            // Of several alike a sender always gets the same.
            if (score > bestScore || (uint)(ip.Source.GetHashCode() + source * 0x9e37) % (uint)equals == 0)
                best = one;
            bestScore = score;
        }

        return best;
    }

    /// <summary>Every endpoint that it is for gets a datagram to a group or to all: a copy, and the last one the packet itself.</summary>
    private void ReceiveForMany(Netbuf packet, in IpPacket ip, ushort source, ushort destination)
    {
        UdpEndpoint? last = null;
        for (UdpEndpoint? one = _rows[destination & (Rows - 1)]; one is not null;)
        {
            // The handler may close it.
            UdpEndpoint? next = one.Next;
            if (one.Local.Port == destination && one.Match(ip, source) > 0)
            {
                if (last is not null && TryCopyParts(packet, out Netbuf copy))
                    Deliver(last, copy, ip, source, destination);
                last = one;
            }

            one = next;
        }

        if (last is not null)
        {
            Deliver(last, packet, ip, source, destination);
            return;
        }

        _counters.NoPorts++;
        Stack.Drop(packet, DropReason.NoListener);
    }

    private bool TryCopyParts(Netbuf packet, out Netbuf copy)
    {
        copy = default;
        Netbuf end = default;
        for (Netbuf part = packet; part.Exists; part = part.Next)
        {
            if (!TryCopy(part.Data, out Netbuf one))
            {
                if (copy.Exists)
                    copy.Free();
                return false;
            }

            if (end.Exists)
                end.Next = one;
            else
                copy = one;
            end = one;
            while (end.Next.Exists)
                end = end.Next;
        }

        return true;
    }

    /// <summary>Makes a packet, of as many parts as it takes, with these data. False when there is no netbuf, or they are more than a datagram holds.</summary>
    public bool TryCopy(ReadOnlySpan<byte> data, out Netbuf packet)
    {
        packet = default;
        if (data.Length > ushort.MaxValue - UdpHeader.Size)
            return false;
        Netbuf last = default;
        do
        {
            if (!Stack.TryAllocate(out Netbuf part))
            {
                Stack.CountDrop(DropReason.NoNetbuf);
                if (packet.Exists)
                    packet.Free();
                return false;
            }

            int count = Math.Min(data.Length, Netbuf.Capacity);
            part.TrySetLength(count);
            data.Slice(0, count).CopyTo(part.Data);
            data = data.Slice(count);
            if (last.Exists)
                last.Next = part;
            else
                packet = part;
            last = part;
        }
        while (data.Length > 0);
        return true;
    }

    internal bool Send(UdpEndpoint endpoint, Netbuf packet, in IpRoute route, ushort port)
    {
        int length = (packet.Next.Exists ? packet.TotalLength : packet.Length) + UdpHeader.Size;
        if (length > ushort.MaxValue || !packet.TryPrepend(UdpHeader.Size))
        {
            Stack.Drop(packet, DropReason.TooLong);
            return false;
        }

        packet.Offload = default;
        BinaryPrimitives.WriteUInt64BigEndian(packet.Data, (ulong)endpoint.Local.Port << 48 | (ulong)port << 32 | (ulong)(uint)length << 16);
        NetStack.SetChecksum(packet, route, IpProtocol.Udp, UdpHeader.ChecksumOffset);
        _counters.OutDatagrams++;
        return Stack.Send(packet, route, new IpHeaderOptions
        {
            Protocol = IpProtocol.Udp, HopLimit = route.Destination.IsMulticast ? endpoint.GroupHopLimit : endpoint.HopLimit, TrafficClass = endpoint.TrafficClass, DontFragment = endpoint.DontFragment,
        });
    }

    /// <inheritdoc/>
    public override bool Recognizes(in IcmpError error, ReadOnlySpan<byte> quoted) => quoted.Length >= 4 && FindSender(error, quoted) is not null;

    /// <inheritdoc/>
    public override void Error(in IcmpError error, ReadOnlySpan<byte> quoted)
    {
        if (FindSender(error, quoted) is { } endpoint)
            endpoint.Handler!.OnError(endpoint, error, BinaryPrimitives.ReadUInt16BigEndian(quoted.Slice(2)));
    }

    // Who has sent the quoted datagram: from the port, and from the address or from any.
    private UdpEndpoint? FindSender(in IcmpError error, ReadOnlySpan<byte> quoted)
    {
        ushort port = BinaryPrimitives.ReadUInt16BigEndian(quoted), remote = BinaryPrimitives.ReadUInt16BigEndian(quoted.Slice(2));
        for (UdpEndpoint? one = _rows[port & (Rows - 1)]; one is not null; one = one.Next)
        {
            if (one.Local.Port == port && (one.Local.Address.IsUnspecified || one.Local.Address == error.Local)
                && (one.Remote.Address.IsUnspecified || (one.Remote.Address == error.Remote && one.Remote.Port == remote)))
            {
                return one;
            }
        }

        return null;
    }

    private void Refuse(Netbuf packet, DropReason reason)
    {
        _counters.InErrors++;
        Stack.Drop(packet, reason);
    }
}
