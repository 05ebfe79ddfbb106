using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Lithe.Device;
using Lithe.Dma;
using Lithe.Net;

namespace Lithe.Virtio;

/// <summary>A pair of queues of a virtio network card. One owner; not to be copied.</summary>
public struct VirtioNetQueue : INetQueue
{
    // struct virtio_net_hdr (5.1.6): flags, segmentation, header length, segment size, checksum's start and place, number of buffers.
    private const int HeaderSize = 12;
    private const byte NeedsChecksum = 1, DataIsValid = 2;

    private Virtqueue _receive, _transmit;
    private Doorbell _receiveBell, _transmitBell;

    // What each buffer in flight is, by the number that its queue gave it.
    private Netbuf[] _receiving, _transmitting;
    private NetbufPool _pool;
    private VirtioTransport _transport;
    private int _spare, _low;
    private bool _offloads, _merges;
    private NetStatistics _statistics;

    internal DeviceError Initialize(VirtioTransport transport, int index, VirtioNetOptions options, int maxParts)
    {
        _transport = transport;
        // A card that has none of them leaves its header zero: nobody need look.
        _offloads = options.Offloads && (transport.Has(VirtioNet.Checksum) || transport.Has(VirtioNet.GuestChecksum) || transport.Has(VirtioNet.MergeableBuffers));
        _merges = transport.Has(VirtioNet.MergeableBuffers);
        DeviceError error = transport.TryAddQueue(2 * index, options.QueueSize, 1, out _receive);
        if (error == DeviceError.None)
            error = transport.TryAddQueue(2 * index + 1, options.QueueSize, options.Offloads ? maxParts : 4, out _transmit);
        if (error != DeviceError.None)
            return error;
        NetbufPool? pool = NetbufPool.TryCreate(options.Netbufs);
        if (pool is null)
            return DeviceError.NoMemory;
        _pool = pool;
        _low = _receive.Size / 4;
        _receiveBell = transport.DoorbellOf(2 * index);
        _transmitBell = transport.DoorbellOf(2 * index + 1);
        _receiving = new Netbuf[_receive.Size];
        _transmitting = new Netbuf[_transmit.Size];
        // The receive ring must not take them all: the owner has some, and some are being sent.
        _spare = _pool.Count > _receive.Size ? (_pool.Count - _receive.Size) / 2 : _pool.Count / 4;
        return DeviceError.None;
    }

    /// <summary>The pool that received packets come from.</summary>
    public readonly NetbufPool Pool => _pool;

    /// <summary>Netbufs in the receive ring.</summary>
    public readonly int ReceiveInFlight => _receive.InFlight;

    /// <summary>How many packets have arrived and not been received; with a packed ring only whether there are any.</summary>
    public readonly int Waiting => _receive.UsedCount;

    /// <inheritdoc/>
    public readonly NetStatistics Statistics => _statistics;

    /// <inheritdoc/>
    public readonly DeviceError Error => _receive.IsBroken || _transmit.IsBroken || _transport.NeedsReset ? DeviceError.NeedsReset : DeviceError.None;

    /// <inheritdoc/>
    public readonly bool TryAllocate(out Netbuf netbuf) => _pool.TryAllocate(out netbuf);

    /// <inheritdoc/>
    public bool EnableInterrupts() => _receive.EnableInterrupts();

    /// <inheritdoc/>
    public readonly void DisableInterrupts() => _receive.DisableInterrupts();

    /// <inheritdoc/>
    public int Receive(Span<Netbuf> burst)
    {
        int count = 0;
        while (count < burst.Length && _receive.TryTake(out UsedBuffer used))
        {
            Netbuf netbuf = _receiving[used.Id];
            if (used.Written <= HeaderSize || !Accept(netbuf, (int)used.Written - HeaderSize))
            {
                Drop(netbuf);
                continue;
            }

            _statistics.ReceivedBytes += used.Written - HeaderSize;
            burst[count++] = netbuf;
        }

        _statistics.Received += (uint)count;
        // Also when nothing came: with an empty ring nothing ever would.
        if (count > 0 || _receive.InFlight < _low)
            Fill();
        return count;
    }

    /// <inheritdoc/>
    public int Transmit(ReadOnlySpan<Netbuf> burst)
    {
        Reclaim();
        int count = 0;
        for (; count < burst.Length; count++)
        {
            Netbuf netbuf = burst[count];
            if (!TryTransmit(netbuf, out int number))
                break;
            _transmitting[number] = netbuf;
            _statistics.TransmittedBytes += (uint)netbuf.Length;
        }

        if (count > 0)
        {
            _statistics.Transmitted += (uint)count;
            _transmit.Publish();
            if (_transmit.ShouldKick())
                _transmitBell.Ring();
        }

        _statistics.Refused += (uint)(burst.Length - count);
        return count;
    }

    /// <summary>Frees what the card has sent; <see cref="Transmit"/> does it as well.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Reclaim()
    {
        while (_transmit.TryTake(out UsedBuffer used))
            _transmitting[used.Id].Free();
    }

    /// <summary>Gives the card netbufs to receive into.</summary>
    internal void Fill()
    {
        bool added = false;
        if (_receive.InFlight < _low)
            Reclaim();
        while (_receive.FreeCount > 0 && _pool.FreeCount > _spare && _pool.TryAllocate(out Netbuf netbuf))
        {
            if (!_receive.TryAdd(netbuf.RoomWithHeader(HeaderSize), deviceWrites: true, out int number))
            {
                netbuf.Free();
                break;
            }

            _receiving[number] = netbuf;
            added = true;
        }

        if (!added)
            return;
        _receive.Publish();
        if (_receive.ShouldKick())
            _receiveBell.Ring();
    }

    /// <summary>After a reset of the card: everything in the rings is free again.</summary>
    internal void Stop()
    {
        // Numbers of buffers that the card still had are those whose netbufs have not been handed out.
        for (int i = 0; i < _receive.Size; i++)
        {
            if (_receive.IsInFlight(i))
                _receiving[i].Free();
        }

        for (int i = 0; i < _transmit.Size; i++)
        {
            if (_transmit.IsInFlight(i))
                _transmitting[i].Free();
        }

        _receive.Free();
        _transmit.Free();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Accept(Netbuf netbuf, int length)
    {
        if (!netbuf.TrySetLength(length))
            return false;
        return !_offloads || AcceptOffloads(netbuf);
    }

    // The card's header stands in front of the data.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool AcceptOffloads(Netbuf first)
    {
        ReadOnlySpan<byte> header = first.WithHeader(HeaderSize).Bytes;
        byte flags = header[0];
        ref NetOffload offload = ref first.Offload;
        offload.Checksum = (flags & NeedsChecksum) != 0 ? ChecksumState.Partial : (flags & DataIsValid) != 0 ? ChecksumState.Valid : ChecksumState.None;
        offload.Segments = KindOf(header[1]);
        offload.HeaderLength = BinaryPrimitives.ReadUInt16LittleEndian(header.Slice(2));
        offload.SegmentSize = BinaryPrimitives.ReadUInt16LittleEndian(header.Slice(4));
        offload.ChecksumStart = BinaryPrimitives.ReadUInt16LittleEndian(header.Slice(6));
        offload.ChecksumOffset = BinaryPrimitives.ReadUInt16LittleEndian(header.Slice(8));
        int parts = _merges ? BinaryPrimitives.ReadUInt16LittleEndian(header.Slice(10)) : 1;
        // A packet in several buffers: all are there before the first is shown (5.1.6.4).
        Netbuf last = first;
        for (; parts > 1; parts--)
        {
            if (!_receive.TryTake(out UsedBuffer used))
                return false;
            Netbuf next = _receiving[used.Id];
            // Later buffers have no header, so their data starts where the first one's header does.
            if (!next.TryPrepend(HeaderSize) || !next.TrySetLength((int)used.Written))
            {
                next.Free();
                return false;
            }

            _statistics.ReceivedBytes += used.Written;
            last.Next = next;
            last = next;
        }

        int total = first.TotalLength;
        return offload.Checksum != ChecksumState.Partial || offload.ChecksumStart + offload.ChecksumOffset + 2 <= total;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryTransmit(Netbuf netbuf, out int number)
    {
        DmaMemory memory = netbuf.WithZeroedHeader(HeaderSize);
        if (_offloads)
            WriteOffloads(netbuf, memory.Bytes);
        return netbuf.Next.Exists ? TryTransmitChain(netbuf, memory, out number) : _transmit.TryAdd(memory, deviceWrites: false, out number);
    }

    private bool TryTransmitChain(Netbuf netbuf, DmaMemory first, out int number)
    {
        Span<DmaMemory> parts = stackalloc DmaMemory[VirtioNet.MaxParts];
        int count = 0;
        parts[count++] = first;
        Netbuf part = netbuf.Next;
        for (; part.Exists && count < parts.Length; part = part.Next)
            parts[count++] = part.WithHeader(0);
        number = 0;
        // One with more parts is not sent without its end.
        return !part.Exists && _transmit.TryAdd(parts.Slice(0, count), default, out number);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteOffloads(Netbuf netbuf, Span<byte> header)
    {
        ref NetOffload offload = ref netbuf.Offload;
        if (offload.Checksum == ChecksumState.Partial)
        {
            header[0] = NeedsChecksum;
            BinaryPrimitives.WriteUInt16LittleEndian(header.Slice(6), offload.ChecksumStart);
            BinaryPrimitives.WriteUInt16LittleEndian(header.Slice(8), offload.ChecksumOffset);
        }

        if (offload.Segments != SegmentKind.None)
        {
            header[1] = offload.Segments switch { SegmentKind.TcpV4 => 1, SegmentKind.TcpV6 => 4, _ => 3 };
            BinaryPrimitives.WriteUInt16LittleEndian(header.Slice(2), offload.HeaderLength);
            BinaryPrimitives.WriteUInt16LittleEndian(header.Slice(4), offload.SegmentSize);
        }
    }

    // The highest bit says that there are congestion marks.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static SegmentKind KindOf(byte value) => (value & 0x7f) switch { 1 => SegmentKind.TcpV4, 4 => SegmentKind.TcpV6, 3 or 5 => SegmentKind.Udp, _ => SegmentKind.None };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Drop(Netbuf netbuf)
    {
        _statistics.Dropped++;
        netbuf.Free();
        Fill();
    }
}
