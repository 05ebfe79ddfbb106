using System;
using System.Buffers.Binary;

namespace Lithe.Net;

/// <summary>
/// Which processor a flow belongs to, as a card with several queues knows it (virtio 1.2, 5.1.6.5.6.1): the one that last sent something of it, and before that one by its hash. Both ways of a flow
/// have the same hash. Owned by the processor that has the card's queue.
/// </summary>
public sealed class FlowTable
{
    private const int Size = 4096;
    private const byte Nobody = byte.MaxValue;

    private readonly byte[] _entries = new byte[Size];
    private readonly ulong _key;
    private readonly int _first, _step, _count;

    /// <summary>Makes one for <paramref name="count"/> processors: the first, and each <paramref name="step"/> behind it.</summary>
    public FlowTable(int first, int step, int count, ulong key)
    {
        (_first, _step, _count, _key) = (first, step, count, key);
        _entries.AsSpan().Fill(Nobody);
    }

    /// <summary>Who gets a frame that has arrived. What is no flow's is the first one's.</summary>
    public int ProcessorOf(ReadOnlySpan<byte> frame)
    {
        if (!TryHash(frame, out uint hash))
            return _first;
        // Flows that share an entry are one processor's from the start.
        uint at = hash & (Size - 1);
        byte entry = _entries[at];
        return entry != Nobody ? entry : _first + (int)(at * (uint)_count / Size) * _step;
    }

    /// <summary>A processor has sent a frame: the answers are its.</summary>
    public void Sent(ReadOnlySpan<byte> frame, int processor)
    {
        if (TryHash(frame, out uint hash))
            _entries[hash & (Size - 1)] = (byte)processor;
    }

    /// <summary>The hash of a flow: addresses, and ports where each packet has them. False for frames that are not of IP.</summary>
    private bool TryHash(ReadOnlySpan<byte> frame, out uint hash)
    {
        const int V4End = EthernetHeader.Size + Ipv4Header.MinSize, V6End = EthernetHeader.Size + Ipv6Header.Size;
        hash = 0;
        if (frame.Length < V4End)
            return false;
        ulong mixed;
        int ports;
        byte protocol;
        ushort type = BinaryPrimitives.ReadUInt16BigEndian(frame.Slice(12));
        if (type == EtherType.Ipv4)
        {
            mixed = BinaryPrimitives.ReadUInt32LittleEndian(frame.Slice(26)) ^ BinaryPrimitives.ReadUInt32LittleEndian(frame.Slice(30));
            ports = EthernetHeader.Size + (frame[14] & 15) * 4;
            // All parts of a packet have the same, and only the first one ports.
            bool isPart = (BinaryPrimitives.ReadUInt16BigEndian(frame.Slice(20)) & (Ipv4Header.MoreFragmentsFlag | Ipv4Header.OffsetMask)) != 0;
            protocol = isPart ? (byte)0 : frame[23];
        }
        else if (type == EtherType.Ipv6 && frame.Length >= V6End)
        {
            mixed = BinaryPrimitives.ReadUInt64LittleEndian(frame.Slice(22)) ^ BinaryPrimitives.ReadUInt64LittleEndian(frame.Slice(38));
            mixed = mixed * 0x9e37_79b9_7f4a_7c15 ^ BinaryPrimitives.ReadUInt64LittleEndian(frame.Slice(30)) ^ BinaryPrimitives.ReadUInt64LittleEndian(frame.Slice(46));
            ports = V6End;
            protocol = frame[20];
        }
        else
        {
            return false;
        }

        if (protocol is IpProtocol.Tcp or IpProtocol.Udp && frame.Length >= ports + 4)
        {
            uint both = BinaryPrimitives.ReadUInt32BigEndian(frame.Slice(ports));
            mixed ^= (ulong)(both ^ both >> 16) << 48 | (both ^ both >> 16) << 16 & 0xffff_0000;
        }

        mixed = (mixed ^ _key) * 0x9e37_79b9_7f4a_7c15;
        hash = (uint)((mixed ^ mixed >> 29) * 0xbf58_476d_1ce4_e5b9 >> 32);
        return true;
    }
}
