using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Lithe.Net;

/// <summary>Neighbours: asked for when a packet is to be sent to them, asked again when they were not heard of for a while.</summary>
public sealed partial class NetStack
{
    private const byte MaxAttempts = 3;
    private const ulong RetransmitTime = Second, ReachableTime = 30 * Second;

    private readonly NeighborTable _neighbors;

    /// <summary>Sends a packet to a neighbour, or keeps it until it has said where it is.</summary>
    private void SendToNeighbor(Netbuf packet, in IpRoute route)
    {
        Neighbor? neighbor = route.Neighbor;
        if (neighbor is null || neighbor.Address != route.NextHop || neighbor.Interface != route.Interface)
        {
            neighbor = _neighbors.Find(route.Interface, route.NextHop) ?? Solicit(route.Interface, route.NextHop, route.Source);
            if (neighbor is null)
            {
                Drop(packet, DropReason.NeighborTableFull);
                return;
            }
        }

        neighbor.Used = Now;
        if (!neighbor.CanSend)
        {
            Netbuf dropped = neighbor.Enqueue(packet);
            if (dropped.Exists)
                Drop(dropped, DropReason.NeighborQueueFull);
            return;
        }

        if (neighbor.State < NeighborState.Probe && Now - neighbor.Confirmed > ReachableTime)
            Probe(neighbor);
        SendFrame(packet, route.Interface, neighbor.Mac, Config.NET_IPV4 && (!Config.NET_IPV6 || route.NextHop.IsV4) ? Ipv4Type : Ipv6Type);
    }

    /// <summary>A transport has heard from the receiver of what it sent: the neighbour on the way need not be asked (RFC 4861 7.3.1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Confirm(in IpRoute route)
    {
        if (route.Neighbor is { } neighbor && neighbor.Address == route.NextHop && neighbor.State == NeighborState.Reachable)
            neighbor.Confirmed = Now;
    }

    private Neighbor? Solicit(NetInterface at, in IpAddress address, in IpAddress source)
    {
        Neighbor? neighbor = _neighbors.Add(at, address, NeighborState.Incomplete);
        if (neighbor is null)
            return null;
        SendSolicitation(neighbor, source);
        StartTimer(neighbor, Now + RetransmitTime);
        return neighbor;
    }

    private void Probe(Neighbor neighbor)
    {
        neighbor.State = NeighborState.Probe;
        neighbor.Attempts = 0;
        SendSolicitation(neighbor, default);
        StartTimer(neighbor, Now + RetransmitTime);
    }

    /// <summary>Asks a neighbour for its address: everybody, or with a known address itself.</summary>
    private void SendSolicitation(Neighbor neighbor, in IpAddress source)
    {
        neighbor.Attempts++;
        IpAddress from = source;
        if (from.IsUnspecified || !IsOurs(from))
            from = SelectSource(neighbor.Interface!, neighbor.Address);
        if (Config.NET_IPV4 && neighbor.Address.IsV4)
            SendArp(neighbor.Interface!, ArpOperation.Request, from, neighbor.Mac, neighbor.Address, neighbor.State == NeighborState.Probe ? neighbor.Mac : MacAddress.Broadcast);
        else if (Config.NET_IPV6 && !neighbor.Address.IsV4)
            SendNeighborSolicitation(neighbor, from);
    }

    internal void OnNeighborTimer(Neighbor neighbor)
    {
        if (neighbor.State is not (NeighborState.Incomplete or NeighborState.Probe))
            return;
        if (neighbor.Attempts < MaxAttempts)
        {
            SendSolicitation(neighbor, default);
            StartTimer(neighbor, Now + RetransmitTime);
            return;
        }

        // Who sent what waits is told, as by a router that did not find the receiver.
        while (neighbor.TryDequeue(out Netbuf packet))
            ReportUnreachable(packet);
        bool wasRouter = neighbor.IsRouter;
        _neighbors.Remove(neighbor, DropReason.NeighborUnreachable);
        if (Config.NET_IPV6 && wasRouter)
            RouteGeneration++;
    }

    /// <summary>A neighbour has said where it is. What waits for it goes out.</summary>
    private void Learn(Neighbor neighbor, MacAddress mac, bool isConfirmed)
    {
        bool wasIncomplete = neighbor.State == NeighborState.Incomplete;
        if (wasIncomplete)
            _neighbors.IncompleteCount--;
        if (wasIncomplete || isConfirmed || neighbor.Mac != mac)
        {
            CancelTimer(neighbor);
            neighbor.State = isConfirmed ? NeighborState.Reachable : NeighborState.Stale;
            // One that has only been heard of is asked at the next packet.
            neighbor.Confirmed = isConfirmed ? Now : Now > ReachableTime ? Now - ReachableTime : 0;
        }

        neighbor.Mac = mac;
        ushort type = neighbor.Address.IsV4 ? Ipv4Type : Ipv6Type;
        while (neighbor.TryDequeue(out Netbuf packet))
            SendFrame(packet, neighbor.Interface!, mac, type);
    }

    private void ReceiveArp(NetInterface from, Netbuf packet)
    {
        if (!ArpPacket.TryRead(packet.Data, out ArpPacket arp) || !arp.Sender.IsValidSource || arp.Sender.IsLoopback || arp.SenderMac.IsMulticast || arp.SenderMac == default)
        {
            Drop(packet, DropReason.BadArp);
            return;
        }

        packet.Free();
        int own = from.IndexOf(arp.Sender);
        if (own >= 0)
        {
            // Somebody else has our address (RFC 5227 2.4).
            if (arp.SenderMac != from.Mac)
                OnConflict(from, own);
            return;
        }

        bool isForUs = from.Has(arp.Target, broadcasts: false);
        Neighbor? neighbor = arp.Sender.IsUnspecified ? null : _neighbors.Find(from, arp.Sender);
        // Who asks for us is going to hear from us; others are not remembered (RFC 826), so that nobody fills the table without asking.
        if (neighbor is null && isForUs && arp.Operation == ArpOperation.Request && !arp.Sender.IsUnspecified)
            neighbor = _neighbors.Add(from, arp.Sender, NeighborState.Stale);
        if (neighbor is not null)
            Learn(neighbor, arp.SenderMac, isConfirmed: isForUs && arp.Operation == ArpOperation.Reply);
        if (isForUs && arp.Operation == ArpOperation.Request)
            SendArp(from, ArpOperation.Reply, arp.Target, arp.SenderMac, arp.Sender, arp.SenderMac);
    }

    private void SendArp(NetInterface at, ArpOperation operation, in IpAddress sender, MacAddress targetMac, in IpAddress target, MacAddress receiver)
    {
        if (at.Link != LinkKind.Ethernet)
            return;
        if (!TryAllocate(out Netbuf packet))
        {
            CountDrop(DropReason.NoNetbuf);
            return;
        }

        packet.TrySetLength(ArpPacket.Size);
        new ArpPacket(operation, at.Mac, sender.IsV4 ? sender : IpAddress.AnyV4, targetMac, target).Write(packet.Data);
        SendFrame(packet, at, receiver, ArpType);
    }

    /// <summary>Puts the link's header in front of a packet and the frame behind the others of the interface.</summary>
    private void SendFrame(Netbuf packet, NetInterface at, MacAddress receiver, ushort type)
    {
        if (at.Link == LinkKind.Ethernet)
        {
            if (!packet.TryPrepend(EthernetHeader.Size))
            {
                Drop(packet, DropReason.TooLong);
                return;
            }

            // Two words: the second ends with two bytes of what is behind the header.
            Span<ulong> words = MemoryMarshal.Cast<byte, ulong>(packet.Data).Slice(0, 2);
            ulong own = at.Mac.Word;
            words[0] = receiver.Word | own << 48;
            words[1] = (words[1] & 0xffff_0000_0000_0000) | own >> 16 | (ulong)type << 32;
            if (packet.Offload.Checksum == ChecksumState.Partial)
                Shift(packet, EthernetHeader.Size);
        }

        if (!at.TryEnqueue(packet))
            Drop(packet, DropReason.TransmitFull);
    }

    /// <summary>Headers were put in front: what the card is told to do begins that much later.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Shift(Netbuf packet, int size)
    {
        ref NetOffload offload = ref packet.Offload;
        offload.ChecksumStart += (ushort)size;
        if (offload.Segments != SegmentKind.None)
            offload.HeaderLength += (ushort)size;
    }
}
