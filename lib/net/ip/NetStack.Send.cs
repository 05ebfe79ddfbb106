using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Lithe.Net;

/// <summary>From the transport to the link.</summary>
public sealed partial class NetStack
{
    /// <summary>
    /// Sends a packet that begins with its transport header: puts the IP header in front, cuts it when it is too long and may be cut, finds the neighbour, and puts it behind the other
    /// frames of the interface. The packet is the stack's, or gone, whatever the answer. Places in its <see cref="Netbuf.Offload"/> count from the transport header.
    /// </summary>
    /// <returns>Whether it is on its way, or waits for the neighbour's answer.</returns>
    public bool Send(Netbuf packet, in IpRoute route, in IpHeaderOptions options)
    {
        int length = packet.Next.Exists ? packet.TotalLength : packet.Length;
        bool isV4 = Config.NET_IPV4 && (!Config.NET_IPV6 || route.Destination.IsV4);
        ref IpCounters counters = ref CountersOf(isV4);
        if (Config.NET_IP_COUNTERS)
            counters.OutRequests++;
        int headerLength = isV4 ? Ipv4Header.MinSize : Ipv6Header.Size;
        if (Config.NET_MULTICAST && options.RouterAlert)
            return SendWithAlert(packet, route, options, length, isV4);
        if (length + headerLength > route.Mtu && packet.Offload.Segments == SegmentKind.None)
        {
            if (Config.NET_FRAGMENTS && !options.DontFragment)
                return SendFragments(packet, route, options, length, isV4);
            return Refuse(packet, ref counters, DropReason.TooLong);
        }

        if (length + headerLength > ushort.MaxValue || !TryPrependIp(packet, route, options, length, isV4))
            return Refuse(packet, ref counters, DropReason.TooLong);
        if (packet.Offload.Checksum == ChecksumState.Partial)
            Shift(packet, headerLength);
        SendPacket(packet, route, isV4);
        return true;
    }

    // With one version only there is one way.
    private bool TryPrependIp(Netbuf packet, in IpRoute route, in IpHeaderOptions options, int length, bool isV4) =>
        Config.NET_IPV4 && (!Config.NET_IPV6 || isV4) ? TryPrependV4(packet, route, options, length) : TryPrependV6(packet, route, options, length);

    /// <summary>Sends a packet whose IP header is in front.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SendPacket(Netbuf packet, in IpRoute route, bool isV4)
    {
        if (route.Interface.Link == LinkKind.None)
            SendFrame(packet, route.Interface, default, 0);
        else if (route.IsForMany)
            SendFrame(packet, route.Interface, route.IsBroadcast ? MacAddress.Broadcast : MacAddress.OfGroup(route.Destination), isV4 ? Ipv4Type : Ipv6Type);
        else
            SendToNeighbor(packet, route);
    }

    /// <summary>
    /// Sets the checksum of a packet that begins with its transport header: asks the card for it where the route's interface computes checksums, else computes it. For
    /// <paramref name="protocol"/> UDP a checksum of 0 is written in its other form.
    /// </summary>
    /// <param name="offset">Where it stands in the header.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SetChecksum(Netbuf packet, in IpRoute route, byte protocol, int offset)
    {
        int length = packet.Next.Exists ? packet.TotalLength : packet.Length;
        ulong sum = Checksum.PseudoHeader(route.Source, route.Destination, length, protocol);
        Span<byte> place = packet.Data.Slice(offset, 2);
        if ((route.Interface.Offloads & NetOffloads.Checksum) != 0)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(place, Checksum.Fold(sum));
            ref NetOffload offload = ref packet.Offload;
            offload.Checksum = ChecksumState.Partial;
            offload.ChecksumStart = 0;
            offload.ChecksumOffset = (ushort)offset;
            return;
        }

        BinaryPrimitives.WriteUInt16LittleEndian(place, 0);
        sum = SumOf(packet, sum);
        if (protocol == IpProtocol.Udp)
            Checksum.StoreNotZero(place, sum);
        else
            Checksum.Store(place, sum);
    }

    /// <summary>Computes a checksum that the card was asked for.</summary>
    private static void FinishChecksum(Netbuf packet)
    {
        ref NetOffload offload = ref packet.Offload;
        if (offload.Checksum != ChecksumState.Partial)
            return;
        // The pseudo-header's sum stands in the place already; everything from the transport header on is added to it.
        Checksum.StoreNotZero(packet.Data.Slice(offload.ChecksumOffset, 2), SumOf(packet, 0));
        offload.Checksum = ChecksumState.None;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Refuse(Netbuf packet, ref IpCounters counters, DropReason reason)
    {
        if (Config.NET_IP_COUNTERS)
        {
            if (reason == DropReason.NoRoute)
                counters.OutNoRoutes++;
            else
                counters.OutDiscards++;
        }

        Drop(packet, reason);
        return false;
    }

    private ref IpCounters CountersOf(bool isV4) => ref Config.NET_IPV4 && (!Config.NET_IPV6 || isV4) ? ref _v4 : ref _v6;
}
