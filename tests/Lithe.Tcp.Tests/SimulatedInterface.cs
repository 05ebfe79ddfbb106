using System.Buffers.Binary;
using Lithe.Net;

namespace Lithe.Tcp.Tests;

/// <summary>The random numbers of a seed (SplitMix64).</summary>
internal sealed class SeededRandom(ulong seed) : NetRandom
{
    // Seeds that follow each other must not begin at neighbouring places of one sequence.
    private ulong _state = Mix(seed + 0x632b_e59b_d9b4_e019);

    public override ulong Next()
    {
        _state += 0x9e37_79b9_7f4a_7c15;
        return Mix(_state);
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ z >> 30) * 0xbf58_476d_1ce4_e5b9;
        z = (z ^ z >> 27) * 0x94d0_49bb_1331_11eb;
        return z ^ z >> 31;
    }

    public void Fill(Span<byte> bytes)
    {
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)Next();
    }

    /// <summary>Whether something of so many in a million happens.</summary>
    public bool Happens(int ofMillion) => Below(1_000_000) < ofMillion;
}

/// <summary>An end of a simulated wire: frames come out of a list, and go as bytes to whoever is told.</summary>
internal sealed class SimulatedInterface(LinkKind link, byte number, int mtu, NetOffloads offloads, NetbufPool pool)
    : NetInterface("sim" + number, link, new MacAddress(2, 0, 0, 0, 0, number), mtu, offloads)
{
    private readonly Queue<byte[]> _arrived = new();
    private readonly int _headers = link == LinkKind.Ethernet ? 14 : 0;

    /// <summary>Gets each frame that the wire carries: segments are cut, checksums computed.</summary>
    public Action<byte[]> Sink { get; set; } = _ => { };

    /// <summary>Frames that found no netbuf.</summary>
    public int Overruns { get; private set; }

    public void Deliver(byte[] frame) => _arrived.Enqueue(frame);

    public bool HasArrived => _arrived.Count > 0;

    public override int Poll(NetStack stack)
    {
        int count = 0;
        for (; count < 32 && _arrived.TryDequeue(out byte[]? frame); count++)
        {
            // A frame longer than a netbuf comes in parts, as from a card that merges buffers.
            Netbuf first = default, last = default;
            for (int at = 0; at < frame.Length || at == 0;)
            {
                if (!pool.TryAllocate(out Netbuf part))
                {
                    Overruns++;
                    first.Free();
                    first = default;
                    break;
                }

                int size = Math.Min(frame.Length - at, Netbuf.Capacity);
                Assert.True(part.TrySetLength(size));
                frame.AsSpan(at, size).CopyTo(part.Data);
                at += Math.Max(size, 1);
                if (first.Exists)
                    last.Next = part;
                else
                    first = part;
                last = part;
            }

            if (first.Exists)
                stack.Receive(this, first);
        }

        return count;
    }

    protected override int Transmit(ReadOnlySpan<Netbuf> burst)
    {
        foreach (Netbuf packet in burst)
        {
            byte[] bytes = new byte[packet.TotalLength];
            int at = 0;
            for (Netbuf part = packet; part.Exists; part = part.Next)
            {
                part.Data.CopyTo(bytes.AsSpan(at));
                at += part.Length;
            }

            NetOffload offload = packet.Offload;
            packet.Free();
            if (offload.Segments != SegmentKind.None)
                Cut(bytes, offload);
            else
                Sink(Finish(bytes, offload));
        }

        return burst.Length;
    }

    private static byte[] Finish(byte[] bytes, NetOffload offload)
    {
        if (offload.Checksum == ChecksumState.Partial)
            Checksum.Store(bytes.AsSpan(offload.ChecksumStart + offload.ChecksumOffset, 2), Checksum.Add(bytes.AsSpan(offload.ChecksumStart), 0));
        return bytes;
    }

    /// <summary>What a card does that segments TCP (virtio 1.2, 5.1.6.2; the fields that change are those of RFC 791 and 9293).</summary>
    private void Cut(byte[] bytes, NetOffload offload)
    {
        Assert.Equal(ChecksumState.Partial, offload.Checksum);
        Assert.Equal(offload.HeaderLength, offload.ChecksumStart + (bytes[offload.ChecksumStart + 12] >> 4) * 4);
        int data = offload.HeaderLength, tcp = offload.ChecksumStart;
        uint sequence = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(tcp + 4));
        for (int at = data; at < bytes.Length; at += offload.SegmentSize)
        {
            int size = Math.Min(offload.SegmentSize, bytes.Length - at);
            byte[] segment = [.. bytes.AsSpan(0, data), .. bytes.AsSpan(at, size)];
            Span<byte> ip = segment.AsSpan(_headers);
            if (ip[0] >> 4 == 4)
            {
                BinaryPrimitives.WriteUInt16BigEndian(ip[2..], (ushort)ip.Length);
                ip.Slice(10, 2).Clear();
                Checksum.Store(ip.Slice(10, 2), Checksum.Add(ip[..20], 0));
            }
            else
            {
                BinaryPrimitives.WriteUInt16BigEndian(ip[4..], (ushort)(ip.Length - 40));
            }

            BinaryPrimitives.WriteUInt32BigEndian(segment.AsSpan(tcp + 4), sequence + (uint)(at - data));
            if (at + size < bytes.Length)
                segment[tcp + 13] &= 0xf6;
            // The pseudo-header's sum held the whole length.
            Span<byte> place = segment.AsSpan(tcp + 16, 2);
            ulong pseudo = BinaryPrimitives.ReadUInt16LittleEndian(place);
            pseudo += (ushort)~BinaryPrimitives.ReverseEndianness((ushort)(bytes.Length - tcp));
            pseudo += BinaryPrimitives.ReverseEndianness((ushort)(segment.Length - tcp));
            BinaryPrimitives.WriteUInt16LittleEndian(place, Checksum.Fold(pseudo));
            Checksum.Store(place, Checksum.Add(segment.AsSpan(tcp), 0));
            Sink(segment);
        }
    }
}
