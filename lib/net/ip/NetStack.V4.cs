using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Lithe.Net;

/// <summary>IPv4: RFC 791, RFC 1122 3.2.1. The header is read by words, as they lie in memory; constants have the bytes of the wire swapped.</summary>
public sealed partial class NetStack
{
    // Version 4 and a header without options.
    private const byte PlainV4 = 0x45;

    // In the upper half of the second word: more fragments, and the offset.
    private const uint FragmentBits = 0xff3f_0000, DontFragmentBit = 0x0040_0000;

    private const int HeaderWords = Ipv4Header.MinSize / sizeof(uint);

    private IpCounters _v4;

    // What is known of the packet that is being received: in place, so that nothing is cleared and copied for each. Receiving is never nested.
    private IpPacket _received;

    /// <summary>Counters of IPv4.</summary>
    public ref readonly IpCounters V4Counters => ref _v4;

    private void ReceiveV4(NetInterface from, Netbuf packet, bool isForMany)
    {
        if (Config.NET_IP_COUNTERS)
            _v4.InReceives++;
        Span<byte> data = packet.Data;
        if (data.Length < Ipv4Header.MinSize)
        {
            DropHeader(ref _v4, packet, DropReason.BadHeader);
            return;
        }

        ReadOnlySpan<uint> words = MemoryMarshal.Cast<byte, uint>(data).Slice(0, HeaderWords);
        uint first = words[0], second = words[1], third = words[2], source = words[3], destination = words[4];
        int headerLength = Ipv4Header.MinSize, total = BinaryPrimitives.ReverseEndianness((ushort)(first >> 16));
        ulong sum = (ulong)first + second + third + source + destination;
        if ((byte)first != PlainV4)
        {
            headerLength = (int)(first & 15) * 4;
            if ((first & 0xf0) != 0x40 || headerLength < Ipv4Header.MinSize || headerLength > data.Length)
            {
                DropHeader(ref _v4, packet, DropReason.BadHeader);
                return;
            }

            Span<byte> options = data.Slice(Ipv4Header.MinSize, headerLength - Ipv4Header.MinSize);
            sum = Checksum.Add(options, sum);
            if (!AreOptionsAcceptable(options))
            {
                DropHeader(ref _v4, packet, DropReason.SourceRoute);
                return;
            }
        }

        if (Checksum.Fold(sum) != Checksum.Right)
        {
            DropHeader(ref _v4, packet, DropReason.BadHeaderChecksum);
            return;
        }

        if (total < headerLength || !TryTrim(packet, total))
        {
            DropHeader(ref _v4, packet, DropReason.BadHeader);
            return;
        }

        ref IpPacket ip = ref _received;
        ip.Interface = from;
        ip.Source = IpAddress.FromV4Word(source);
        ip.Destination = IpAddress.FromV4Word(destination);
        ip.Protocol = (byte)(third >> 8);
        ip.HopLimit = (byte)third;
        ip.TrafficClass = (byte)(first >> 8);
        ip.HeaderLength = (ushort)headerLength;
        ip.IsChecksumKnown = IsKnownRight(packet);
        ip.IsForMany = isForMany;
        ip.WasFragmented = false;
        if (destination != from.FirstV4Word || destination == 0)
        {
            DropReason reason = ClassifyV4(ref ip);
            if (reason != DropReason.Count)
            {
                if (Config.NET_IP_COUNTERS)
                    _v4.InAddrErrors++;
                Drop(packet, reason);
                return;
            }
        }

        // A sender is one: no group (224.0.0.0/4 and above); 127.0.0.0/8 and our own address only from ourselves, as a service would answer its own answers for ever.
        if ((byte)source >= 0xe0 || (((byte)source == 127 || source == from.FirstV4Word) && !from.IsLoopback))
        {
            if (Config.NET_IP_COUNTERS)
                _v4.InAddrErrors++;
            Drop(packet, DropReason.BadAddress);
            return;
        }

        if ((second & FragmentBits) != 0)
        {
            if (Config.NET_FRAGMENTS)
                ReceiveFragmentV4(packet, ip, second);
            else
                Drop(packet, DropReason.NoFragments);
            return;
        }

        packet.TryTrimStart(headerLength);
        Deliver(packet, ip);
    }

    /// <summary>Whether a packet that is not for the interface's first address is for us; else why not.</summary>
    private DropReason ClassifyV4(ref IpPacket ip)
    {
        if (ip.Destination.IsBroadcast)
        {
            ip.IsForMany = true;
            return DropReason.Count;
        }

        if (ip.Destination.IsMulticast)
        {
            ip.IsForMany = true;
            if (Config.NET_IP_COUNTERS)
                _v4.InMcastPkts++;
            return IsMember(ip.Interface, ip.Destination) ? DropReason.Count : DropReason.NotOurAddress;
        }

        if (ip.Destination.IsLoopback)
            return ip.Interface.IsLoopback ? DropReason.Count : DropReason.BadAddress;
        if (ip.Interface.Has(ip.Destination, broadcasts: false))
            return DropReason.Count;
        if (ip.Interface.Has(ip.Destination, broadcasts: true))
        {
            ip.IsForMany = true;
            return DropReason.Count;
        }

        return IsOurs(ip.Destination) ? DropReason.Count : DropReason.NotOurAddress;
    }

    // RFC 7126: source routes are refused, what is malformed as well; all else is of no interest to a host.
    private static bool AreOptionsAcceptable(ReadOnlySpan<byte> options)
    {
        var reader = new Ipv4OptionReader(options);
        while (reader.TryNext(out byte type, out _))
        {
            if (type is Ipv4OptionReader.LooseRoute or Ipv4OptionReader.StrictRoute)
                return false;
        }

        return !reader.IsMalformed;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void DropHeader(ref IpCounters counters, Netbuf packet, DropReason reason)
    {
        if (Config.NET_IP_COUNTERS)
            counters.InHdrErrors++;
        Drop(packet, reason);
    }

    /// <summary>Puts an IPv4 header in front of a packet that is not longer than the way takes, nor than 65,535 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryPrependV4(Netbuf packet, in IpRoute route, in IpHeaderOptions options, int length)
    {
        if (!packet.TryPrepend(Ipv4Header.MinSize))
            return false;
        Span<uint> words = MemoryMarshal.Cast<byte, uint>(packet.Data).Slice(0, HeaderWords);
        // A packet that nobody cuts needs no number (RFC 6864 4.1); segmentation of the card counts from the one that it finds.
        uint second = options.DontFragment ? DontFragmentBit : NextIdentification();
        byte hops = options.HopLimit == 0 ? IpHeaderOptions.DefaultHopLimit : options.HopLimit;
        uint first = PlainV4 | (uint)options.TrafficClass << 8 | (uint)BinaryPrimitives.ReverseEndianness((ushort)(length + Ipv4Header.MinSize)) << 16;
        uint third = hops | (uint)options.Protocol << 8, source = route.Source.V4Word, destination = route.Destination.V4Word;
        words[0] = first;
        words[1] = second;
        words[2] = third | (uint)(ushort)~Checksum.Fold((ulong)first + second + third + source + destination) << 16;
        words[3] = source;
        words[4] = destination;
        return true;
    }

    private ushort NextIdentification() => (ushort)(_identification += 0x9e37);

    private uint _identification;
}
