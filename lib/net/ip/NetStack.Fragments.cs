using System;
using System.Buffers.Binary;

namespace Lithe.Net;

/// <summary>Packets in parts: RFC 791 3.2, RFC 815, RFC 8200 4.5; what attackers do with them: RFC 1858, 5722, 8900.</summary>
public sealed partial class NetStack
{
    private Reassembly[] _reassemblies = [];

    /// <summary>Netbufs that wait in packets which are not whole, and how many may.</summary>
    private int _waitingFragments, _maxWaitingFragments;

    private void InitializeFragments(in NetStackOptions options)
    {
        _reassemblies = new Reassembly[Math.Max(1, options.Reassemblies)];
        for (int i = 0; i < _reassemblies.Length; i++)
            _reassemblies[i] = new Reassembly(this);
        // Fragments keep netbufs of the card: never more than a quarter of as many as the stack has.
        _maxWaitingFragments = Math.Max(2, Math.Min(options.ReassemblyBytes / Netbuf.BlockSize, _pool.Count / 4));
    }

    private void ReceiveFragmentV4(Netbuf packet, in IpPacket ip, uint second)
    {
        ushort place = BinaryPrimitives.ReverseEndianness((ushort)(second >> 16));
        packet.TryTrimStart(ip.HeaderLength);
        AddFragment(packet, ip, (place & Ipv4Header.OffsetMask) * 8, (place & Ipv4Header.MoreFragmentsFlag) != 0, BinaryPrimitives.ReverseEndianness((ushort)second), ip.Protocol);
    }

    private void ReceiveFragmentV6(Netbuf packet, in IpPacket ip, in Ipv6FragmentHeader fragment)
    {
        if (!packet.TryTrimStart(ip.HeaderLength))
        {
            Drop(packet, DropReason.BadFragment);
            return;
        }

        // Of packets in parts only the first says what follows; the others may say anything (RFC 8200 4.5).
        AddFragment(packet, ip, fragment.Offset, fragment.MoreFragments, fragment.Identification, 0);
    }

    private void AddFragment(Netbuf packet, in IpPacket ip, int offset, bool more, uint identification, byte protocol)
    {
        bool isV4 = ip.Source.IsV4;
        ref IpCounters counters = ref CountersOf(isV4);
        if (Config.NET_IP_COUNTERS)
            counters.ReasmReqds++;
        int length = packet.Length;
        // Lengths of all but the last are multiples of 8; none reaches beyond what a packet can have; a first one of 8 bytes hides most of TCP's header (RFC 1858 3.1).
        if (length == 0 || packet.Next.Exists || (more && (length & 7) != 0) || offset + length + ip.HeaderLength > ushort.MaxValue + (isV4 ? 0 : Ipv6Header.Size)
            || (ip.Protocol == IpProtocol.Tcp && (offset == 8 || (offset == 0 && length < TcpHeader.MinSize))))
        {
            if (Config.NET_IP_COUNTERS)
                counters.ReasmFails++;
            Drop(packet, DropReason.BadFragment);
            return;
        }

        Reassembly? reassembly = FindReassembly(ip, identification, protocol);
        if (reassembly is null || _waitingFragments >= _maxWaitingFragments || reassembly.Count == Reassembly.MaxFragments)
        {
            // The new one goes, not what was there before.
            if (Config.NET_IP_COUNTERS)
                counters.ReasmFails++;
            Drop(packet, DropReason.TooManyFragments);
            return;
        }

        if (reassembly.Count == 0)
        {
            reassembly.Start(ip, identification, protocol);
            StartTimer(reassembly, Now + (isV4 ? 30UL : 60UL) * Second);
        }

        switch (reassembly.Insert(packet, ip, offset, more))
        {
            case FragmentResult.Duplicate:
                // The same bytes once more are no attack, and no gain.
                packet.Free();
                return;
            case FragmentResult.Overlap:
                if (Config.NET_IP_COUNTERS)
                    counters.ReasmFails++;
                Drop(packet, DropReason.OverlappingFragment);
                Abandon(reassembly);
                return;
            default:
                _waitingFragments++;
                break;
        }

        if (!reassembly.IsWhole)
            return;
        _waitingFragments -= reassembly.Count;
        CancelTimer(reassembly);
        Netbuf whole = reassembly.Join(out IpPacket joined);
        if (Config.NET_IP_COUNTERS)
            counters.ReasmOKs++;
        if (!isV4)
        {
            DeliverJoinedV6(whole, joined);
            return;
        }

        Deliver(whole, joined);
    }

    /// <summary>Behind the fragment header of the first part there may be more headers.</summary>
    private void DeliverJoinedV6(Netbuf packet, IpPacket ip)
    {
        var reader = new Ipv6ExtensionReader(ip.Protocol, packet.Data);
        while (reader.TryNext(out byte type, out int offset, out ReadOnlySpan<byte> data))
        {
            if (type == IpProtocol.DestinationOptions)
            {
                // A pointer into what was never one packet says nothing: errors are not sent.
                var options = new Ipv6OptionReader(data);
                bool isKnown = true;
                while (options.TryNext(out byte option, out _))
                    isKnown &= option >> 6 == 0;
                if (isKnown && !options.IsMalformed)
                    continue;
            }

            DropHeader(ref _v6, packet, DropReason.BadHeader);
            return;
        }

        // All headers are in the first fragment (RFC 7112).
        if (reader.IsMalformed || !packet.TryTrimStart(reader.Offset))
        {
            DropHeader(ref _v6, packet, DropReason.BadHeader);
            return;
        }

        ip.Protocol = reader.NextHeader;
        ip.HeaderLength += (ushort)reader.Offset;
        if (ip.Protocol == IpProtocol.NoNext)
            packet.Free();
        else
            Deliver(packet, ip);
    }

    private Reassembly? FindReassembly(in IpPacket ip, uint identification, byte protocol)
    {
        Reassembly? free = null;
        foreach (Reassembly one in _reassemblies)
        {
            if (one.Count == 0)
                free ??= one;
            else if (one.IsOf(ip, identification, protocol))
                return one;
        }

        return free;
    }

    private void Abandon(Reassembly reassembly)
    {
        CancelTimer(reassembly);
        _waitingFragments -= reassembly.Count;
        reassembly.Free();
    }

    internal void OnReassemblyTimeout(Reassembly reassembly)
    {
        ref IpCounters counters = ref CountersOf(reassembly.Ip.Source.IsV4);
        if (Config.NET_IP_COUNTERS)
        {
            counters.ReasmTimeout++;
            counters.ReasmFails++;
        }

        CountDrop(DropReason.ReassemblyTimeout);
        // Only who has the first part can say what it was (RFC 792, RFC 8200 4.5).
        if (reassembly.TryGetFirst(out Netbuf first) && !reassembly.Ip.IsForMany && first.TryPrepend(reassembly.Ip.HeaderLength))
            SendError(first, reassembly.Ip, IcmpErrorKind.ReassemblyTimeExceeded, 0);
        Abandon(reassembly);
    }

    /// <summary>Cuts a packet that begins with its transport header and sends the parts. The parts are copies.</summary>
    private bool SendFragments(Netbuf packet, in IpRoute route, in IpHeaderOptions options, int length, bool isV4)
    {
        ref IpCounters counters = ref CountersOf(isV4);
        int headers = isV4 ? Ipv4Header.MinSize : Ipv6Header.Size + Ipv6FragmentHeader.Size;
        int step = Math.Min(route.Mtu - headers, Netbuf.Capacity) & ~7;
        if (length + headers > ushort.MaxValue || step < 8)
        {
            if (Config.NET_IP_COUNTERS)
                counters.FragFails++;
            return Refuse(packet, ref counters, DropReason.TooLong);
        }

        FinishChecksum(packet);
        uint identification = isV4 ? NextIdentification() : (uint)Random.Next();
        Netbuf source = packet;
        int taken = 0;
        for (int offset = 0; offset < length; offset += step)
        {
            int size = Math.Min(step, length - offset);
            if (!TryAllocate(out Netbuf part))
            {
                if (Config.NET_IP_COUNTERS)
                    counters.FragFails++;
                return Refuse(packet, ref counters, DropReason.NoNetbuf);
            }

            part.TrySetLength(size);
            CopyParts(ref source, ref taken, part.Data);
            bool more = offset + size < length;
            if (isV4)
                PrependFragmentV4(part, route, options, (ushort)identification, offset, more);
            else
                PrependFragmentV6(part, route, options, identification, offset, more);
            if (Config.NET_IP_COUNTERS)
                counters.FragCreates++;
            SendPacket(part, route, isV4);
        }

        packet.Free();
        if (Config.NET_IP_COUNTERS)
            counters.FragOKs++;
        return true;
    }

    private static void PrependFragmentV4(Netbuf part, in IpRoute route, in IpHeaderOptions options, ushort identification, int offset, bool more)
    {
        int size = part.Length + Ipv4Header.MinSize;
        part.TryPrepend(Ipv4Header.MinSize);
        new Ipv4Header
        {
            HeaderLength = Ipv4Header.MinSize, TrafficClass = options.TrafficClass, TotalLength = (ushort)size, Identification = identification, MoreFragments = more,
            FragmentOffset = (ushort)offset, HopLimit = options.HopLimit == 0 ? IpHeaderOptions.DefaultHopLimit : options.HopLimit, Protocol = options.Protocol, Source = route.Source,
            Destination = route.Destination,
        }.Write(part.Data);
    }

    private void PrependFragmentV6(Netbuf part, in IpRoute route, in IpHeaderOptions options, uint identification, int offset, bool more)
    {
        part.TryPrepend(Ipv6FragmentHeader.Size);
        new Ipv6FragmentHeader(options.Protocol, (ushort)offset, more, identification).Write(part.Data);
        TryPrependV6(part, route, options with { Protocol = IpProtocol.Fragment }, part.Length);
    }

    /// <summary>Copies the next bytes of a packet in parts; <paramref name="taken"/> is how many of the part have been.</summary>
    private static void CopyParts(ref Netbuf part, ref int taken, Span<byte> destination)
    {
        while (destination.Length > 0)
        {
            ReadOnlySpan<byte> rest = part.Data.Slice(taken);
            int count = Math.Min(rest.Length, destination.Length);
            rest.Slice(0, count).CopyTo(destination);
            destination = destination.Slice(count);
            taken += count;
            if (taken == part.Length && part.Next.Exists)
            {
                part = part.Next;
                taken = 0;
            }
        }
    }
}
