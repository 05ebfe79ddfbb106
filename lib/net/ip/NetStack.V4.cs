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

    // In the upper 16 bits of the first word: more fragments, and the offset.
    private const ulong FragmentBits = 0xff3f_0000_0000_0000, DontFragmentBit = 0x0040_0000_0000_0000;

    private IpCounters _v4;

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

        ref Ipv4Words words = ref MemoryMarshal.Cast<byte, Ipv4Words>(data)[0];
        ulong first = words.First, second = words.Second;
        uint destination = words.Destination, source = (uint)(second >> 32);
        int headerLength = Ipv4Header.MinSize, total = BinaryPrimitives.ReverseEndianness((ushort)(first >> 16));
        ulong sum = (first & uint.MaxValue) + (first >> 32) + (second & uint.MaxValue) + source + destination;
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

        var ip = new IpPacket
        {
            Interface = from,
            Source = IpAddress.FromV4Word(source),
            Destination = IpAddress.FromV4Word(destination),
            Protocol = (byte)(second >> 8),
            HopLimit = (byte)second,
            TrafficClass = (byte)(first >> 8),
            HeaderLength = (ushort)headerLength,
            IsChecksumKnown = IsKnownRight(packet),
            IsForMany = isForMany,
        };
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

        // A sender is one: no group (224.0.0.0/4 and above), and 127.0.0.0/8 only from ourselves.
        if ((byte)source >= 0xe0 || ((byte)source == 127 && !from.IsLoopback))
        {
            if (Config.NET_IP_COUNTERS)
                _v4.InAddrErrors++;
            Drop(packet, DropReason.BadAddress);
            return;
        }

        if ((first & FragmentBits) != 0)
        {
            if (Config.NET_FRAGMENTS)
                ReceiveFragmentV4(packet, ip, first);
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
    private bool TryPrependV4(Netbuf packet, in IpRoute route, in IpHeaderOptions options, int length)
    {
        if (!packet.TryPrepend(Ipv4Header.MinSize))
            return false;
        ref Ipv4Words words = ref MemoryMarshal.Cast<byte, Ipv4Words>(packet.Data)[0];
        // A packet that nobody cuts needs no number (RFC 6864 4.1); segmentation of the card counts from the one that it finds.
        ulong cut = options.DontFragment ? DontFragmentBit : (ulong)NextIdentification() << 32;
        byte hops = options.HopLimit == 0 ? IpHeaderOptions.DefaultHopLimit : options.HopLimit;
        ulong first = PlainV4 | (ulong)options.TrafficClass << 8 | (ulong)BinaryPrimitives.ReverseEndianness((ushort)(length + Ipv4Header.MinSize)) << 16 | cut;
        ulong second = hops | (ulong)options.Protocol << 8 | (ulong)route.Source.V4Word << 32;
        uint destination = route.Destination.V4Word;
        ulong sum = (first & uint.MaxValue) + (first >> 32) + (second & uint.MaxValue) + (second >> 32) + destination;
        words.First = first;
        words.Second = second | (ulong)(ushort)~Checksum.Fold(sum) << 16;
        words.Destination = destination;
        return true;
    }

    private ushort NextIdentification() => (ushort)(_identification += 0x9e37);

    private uint _identification;

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private struct Ipv4Words
    {
        /// <summary>Version and size, traffic class, length, identification, fragment.</summary>
        internal ulong First;

        /// <summary>Hops, protocol, checksum, source.</summary>
        internal ulong Second;

        internal uint Destination;
    }
}
