using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Lithe.Net;

/// <summary>
/// What a connection has received: netbufs in order that the application has not consumed, and those behind a gap, sorted. Bounded in bytes by the window, and in netbufs by what TCP as a whole may hold.
/// </summary>
/// <remarks>A netbuf behind a gap begins with its sequence number (4 bytes) and 4 bytes more, in the place of its header.</remarks>
internal struct ReceiveQueue
{
    private const int PrefixSize = 8;

    private Netbuf _first, _last;
    private Netbuf _early;

    /// <summary>Bytes in order.</summary>
    internal int Available { get; private set; }

    /// <summary>Netbufs held in all.</summary>
    internal int Netbufs { get; private set; }

    /// <summary>Bytes behind a gap.</summary>
    internal int EarlyBytes { get; private set; }

    /// <summary>Whether anything waits behind a gap.</summary>
    internal readonly bool HasEarly => _early.Exists;

    /// <summary>The first bytes in order, as far as they lie in one netbuf.</summary>
    internal readonly Span<byte> Front => _first.Exists ? _first.Data : default;

    /// <summary>Takes a netbuf whose data is the next in order. One that fits behind the last is copied there and freed: many small packets do not hold many netbufs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Append(Netbuf packet)
    {
        int length = packet.Length;
        Available += length;
        if (_last.Exists)
        {
            int before = _last.Length;
            if (length <= 256 && _last.TrySetLength(before + length))
            {
                packet.Data.CopyTo(_last.Data.Slice(before));
                packet.Free();
                return;
            }

            _last.Next = packet;
        }
        else
        {
            _first = packet;
        }

        _last = packet;
        packet.Next = default;
        Netbufs++;
    }

    /// <summary>Copies bytes from the front, which stay; how many.</summary>
    internal readonly int CopyTo(Span<byte> destination)
    {
        int count = 0;
        for (Netbuf part = _first; part.Exists && count < destination.Length; part = part.Next)
        {
            ReadOnlySpan<byte> data = part.Data;
            int size = Math.Min(data.Length, destination.Length - count);
            data.Slice(0, size).CopyTo(destination.Slice(count));
            count += size;
        }

        return count;
    }

    /// <summary>Takes the first netbuf out. False when there is none in order.</summary>
    internal bool TryTakeFirst(out Netbuf packet)
    {
        packet = _first;
        if (!packet.Exists)
            return false;
        _first = packet.Next;
        if (!_first.Exists)
            _last = default;
        packet.Next = default;
        Available -= packet.Length;
        Netbufs--;
        return true;
    }

    /// <summary>Lets go of bytes at the front.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Consume(int count)
    {
        Available -= count;
        while (count > 0)
        {
            Netbuf first = _first;
            if (count < first.Length)
            {
                first.TryTrimStart(count);
                return;
            }

            count -= first.Length;
            _first = first.Next;
            if (!_first.Exists)
                _last = default;
            first.Next = default;
            first.Free();
            Netbufs--;
        }
    }

    /// <summary>
    /// Takes a netbuf whose data lies behind a gap; what of it is there already is left out. False when there was nothing new, and the netbuf is freed.
    /// </summary>
    internal bool TryInsert(Netbuf packet, uint sequence)
    {
        Netbuf previous = default, next = _early;
        while (next.Exists && Sequence.IsUpTo(StartOf(next), sequence))
        {
            previous = next;
            next = next.Next;
        }

        if (previous.Exists)
        {
            int overlap = (int)(EndOf(previous) - sequence);
            if (overlap >= packet.Length)
            {
                packet.Free();
                return false;
            }

            if (overlap > 0)
            {
                packet.TryTrimStart(overlap);
                sequence += (uint)overlap;
            }
        }

        uint end = sequence + (uint)packet.Length;
        // Those that it covers go; of the one that it reaches into it leaves out the common part.
        while (next.Exists && Sequence.IsUpTo(EndOf(next), end))
        {
            Netbuf covered = next;
            next = covered.Next;
            EarlyBytes -= covered.Length - PrefixSize;
            covered.Next = default;
            covered.Free();
            Netbufs--;
        }

        if (next.Exists && Sequence.IsBefore(StartOf(next), end))
            packet.TrySetLength(packet.Length - (int)(end - StartOf(next)));
        if (!Place(packet, sequence, previous, next))
        {
            // No room for the prefix: cannot be with netbufs that have held a header.
            SetNext(previous, next);
            packet.Free();
            return false;
        }

        return true;
    }

    /// <summary>Takes off what has become the next in order. False when nothing has.</summary>
    internal bool TryTakeReady(uint next, out Netbuf packet)
    {
        while (true)
        {
            packet = _early;
            if (!packet.Exists || Sequence.IsBefore(next, StartOf(packet)))
                return false;
            uint start = StartOf(packet);
            _early = packet.Next;
            packet.Next = default;
            packet.TryTrimStart(PrefixSize);
            EarlyBytes -= packet.Length;
            Netbufs--;
            int known = (int)(next - start);
            if (known < packet.Length)
            {
                packet.TryTrimStart(known);
                return true;
            }

            packet.Free();
        }
    }

    /// <summary>The blocks to report by SACK (RFC 2018 4): the one that holds a sequence number first, then the others. How many.</summary>
    internal readonly int WriteBlocks(Span<SackBlock> blocks, uint latest)
    {
        int count = 0;
        Netbuf at = _early;
        while (at.Exists)
        {
            uint start = StartOf(at), end = EndOf(at);
            for (at = at.Next; at.Exists && StartOf(at) == end; at = at.Next)
                end = EndOf(at);
            var block = new SackBlock(start, end);
            if (count > 0 && latest - start < end - start)
            {
                // It comes first; the others move on.
                int last = Math.Min(count, blocks.Length - 1);
                blocks.Slice(0, last).CopyTo(blocks.Slice(1));
                blocks[0] = block;
                count = last + 1;
            }
            else if (count < blocks.Length)
            {
                blocks[count++] = block;
            }
        }

        return count;
    }

    /// <summary>Frees what lies behind gaps: memory is short. The peer sends it again (RFC 2018 8 allows that).</summary>
    internal void DropEarly()
    {
        while (_early.Exists)
        {
            Netbuf packet = _early;
            _early = packet.Next;
            packet.Next = default;
            packet.Free();
            Netbufs--;
        }

        EarlyBytes = 0;
    }

    /// <summary>Frees everything.</summary>
    internal void Clear()
    {
        DropEarly();
        if (_first.Exists)
            _first.Free();
        this = default;
    }

    private bool Place(Netbuf packet, uint sequence, Netbuf previous, Netbuf next)
    {
        if (!packet.TryPrepend(PrefixSize))
            return false;
        BinaryPrimitives.WriteUInt32LittleEndian(packet.Data, sequence);
        packet.Next = next;
        SetNext(previous, packet);
        Netbufs++;
        EarlyBytes += packet.Length - PrefixSize;
        return true;
    }

    private void SetNext(Netbuf previous, Netbuf next)
    {
        if (previous.Exists)
            previous.Next = next;
        else
            _early = next;
    }

    private static uint StartOf(Netbuf packet) => BinaryPrimitives.ReadUInt32LittleEndian(packet.Data);

    private static uint EndOf(Netbuf packet) => StartOf(packet) + (uint)(packet.Length - PrefixSize);
}

