using System;
using System.Runtime.CompilerServices;

namespace Lithe.Net;

/// <summary>A piece of a send queue: bytes of a block of its own, or of an array of the application's that does not change.</summary>
internal sealed class SendChunk
{
    internal byte[] Bytes = [];
    internal byte[]? Block;

    // In place of an array: a netbuf, which is freed with the chunk.
    internal Netbuf Owned;
    internal int Start, Length;
    internal uint Sequence;
    internal SendChunk? Next;

    internal uint End => Sequence + (uint)Length;

    /// <summary>A part of what it holds.</summary>
    internal ReadOnlySpan<byte> Slice(int offset, int count) => Config.NET_TCP_GATHER && Owned.Exists ? Owned.Data.Slice(Start + offset, count) : Bytes.AsSpan(Start + offset, count);
}

/// <summary>The memory of all send queues: blocks of a fixed size, made when they are first needed, up to a limit.</summary>
internal sealed class SendMemory
{
    internal const int BlockSize = 2048;

    private readonly int _limit;
    private SendChunk? _freeBlocks, _freeReferences;
    private int _made, _usedReferences;

    internal SendMemory(int bytes) => _limit = bytes / BlockSize;

    /// <summary>Blocks in use.</summary>
    internal int Used { get; private set; }

    internal bool IsExhausted => Used >= _limit;

    /// <summary>Netbufs that are held until what is in them is acknowledged.</summary>
    internal int OwnedNetbufs { get; set; }

    /// <summary>Whether so many bytes can be had, wherever the last block of a queue ends.</summary>
    internal bool Has(int bytes) => (bytes + BlockSize - 1) / BlockSize <= _limit - Used;

    /// <summary>Bytes that can be had.</summary>
    internal int Free
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_limit - Used) * BlockSize;
    }

    /// <summary>Bytes in all.</summary>
    internal int Limit => _limit * BlockSize;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal SendChunk? TakeBlock()
    {
        SendChunk? chunk = _freeBlocks;
        if (chunk is null)
        {
            if (_made >= _limit)
                return null;
            _made++;
            chunk = new SendChunk { Block = new byte[BlockSize] };
            chunk.Bytes = chunk.Block;
        }
        else
        {
            _freeBlocks = chunk.Next;
        }

        chunk.Next = null;
        chunk.Start = chunk.Length = 0;
        Used++;
        return chunk;
    }

    /// <summary>Whether so many more references can be noted.</summary>
    internal bool HasReferences(int count) => _usedReferences + count <= MostReferences;

    // A reference is forty bytes, a block two thousand.
    private int MostReferences => 16 * _limit;

    internal SendChunk? TakeReference()
    {
        if (_usedReferences >= MostReferences)
            return null;
        _usedReferences++;
        SendChunk? chunk = _freeReferences;
        if (chunk is null)
            return new SendChunk();

        _freeReferences = chunk.Next;
        chunk.Next = null;
        return chunk;
    }

    internal void Return(SendChunk chunk)
    {
        if (chunk.Block is null)
        {
            _usedReferences--;
            chunk.Bytes = [];
            if (Config.NET_TCP_GATHER && chunk.Owned.Exists)
            {
                chunk.Owned.Free();
                chunk.Owned = default;
                OwnedNetbufs--;
            }

            chunk.Next = _freeReferences;
            _freeReferences = chunk;
            return;
        }

        chunk.Next = _freeBlocks;
        _freeBlocks = chunk;
        Used--;
    }
}

/// <summary>The bytes that a connection has to send or has sent and not seen acknowledged, found by sequence number. One that holds nothing has no memory.</summary>
internal struct SendQueue
{
    private readonly SendMemory _memory;
    private SendChunk? _first, _last;

    // Where the last read ended: the next one mostly goes on there.
    private SendChunk? _cursor;

    internal SendQueue(SendMemory memory)
    {
        _memory = memory;
        _first = _last = _cursor = null;
        End = 0;
        Length = 0;
    }

    /// <summary>The sequence number behind the last byte.</summary>
    internal uint End { get; private set; }

    /// <summary>How many bytes it holds.</summary>
    internal int Length { get; private set; }

    /// <summary>Empties it; the next byte will have this sequence number.</summary>
    internal void Reset(uint sequence)
    {
        while (_first is { } chunk)
        {
            _first = chunk.Next;
            _memory.Return(chunk);
        }

        _last = _cursor = null;
        End = sequence;
        Length = 0;
    }

    /// <summary>Copies as many bytes as there is memory for; how many.</summary>
    internal int Append(ReadOnlySpan<byte> bytes)
    {
        int taken = 0;
        while (bytes.Length > 0)
        {
            SendChunk? last = _last;
            int room = last?.Block is null ? 0 : SendMemory.BlockSize - last.Start - last.Length;
            if (room == 0)
            {
                last = _memory.TakeBlock();
                if (last is null)
                    break;
                Link(last);
                room = SendMemory.BlockSize;
            }

            int count = Math.Min(room, bytes.Length);
            Pieces.Copy(bytes.Slice(0, count), last!.Bytes.AsSpan(last.Start + last.Length));
            last.Length += count;
            bytes = bytes.Slice(count);
            taken += count;
            End += (uint)count;
        }

        Length += taken;
        return taken;
    }

    /// <summary>Room of at least one byte behind the last, to write to and then <see cref="Commit"/>; empty when there is no memory.</summary>
    internal Span<byte> Room(int least)
    {
        SendChunk? last = _last;
        if (last?.Block is null || SendMemory.BlockSize - last.Start - last.Length < least)
        {
            if (least > SendMemory.BlockSize)
                return default;
            last = _memory.TakeBlock();
            if (last is null)
                return default;
            Link(last);
        }

        return last.Bytes.AsSpan(last.Start + last.Length);
    }

    /// <summary>Takes what was written to <see cref="Room"/>.</summary>
    internal void Commit(int count)
    {
        _last!.Length += count;
        End += (uint)count;
        Length += count;
        if (_last.Length == 0)
            DropEmptyLast();
    }

    /// <summary>Refers to bytes that stay as they are. False when there is no memory for that.</summary>
    internal bool TryAppendReference(byte[] bytes, int start, int count)
    {
        SendChunk? chunk = _memory.TakeReference();
        if (chunk is null)
            return false;
        chunk.Bytes = bytes;
        chunk.Start = start;
        Link(chunk);
        chunk.Length = count;
        End += (uint)count;
        Length += count;
        return true;
    }

    /// <summary>Takes a netbuf, whose data stay as they are. False, and it stays the caller's, when there is no memory to note it.</summary>
    internal bool TryAppendOwned(Netbuf packet)
    {
        SendChunk? chunk = _memory.TakeReference();
        if (chunk is null)
            return false;
        chunk.Owned = packet;
        chunk.Start = 0;
        Link(chunk);
        chunk.Length = packet.Length;
        End += (uint)packet.Length;
        Length += packet.Length;
        _memory.OwnedNetbufs++;
        return true;
    }

    /// <summary>
    /// Puts bytes from a sequence number on behind a packet's header: references as parts of their own, and what is in blocks in front of them into the packet itself. False when that takes too many parts, or
    /// there is something else: then what was put there must be taken off.
    /// </summary>
    internal bool TryGather(uint from, int length, Netbuf packet, NetbufViews views, int mostParts)
    {
        const int Least = 128;
        Netbuf last = packet;
        SendChunk? chunk = Find(from);
        for (; length > 0; chunk = chunk.Next)
        {
            if (chunk is null)
                return false;
            int offset = (int)(from - chunk.Sequence);
            int count = Math.Min(chunk.Length - offset, length);
            if (count <= 0)
                continue;
            if (chunk.Block is not null)
            {
                int at = packet.Length;
                if (!last.Equals(packet) || count > Netbuf.Capacity - at)
                    return false;
                packet.TrySetLength(at + count);
                Pieces.Copy(chunk.Slice(offset, count), packet.Data.Slice(at));
            }
            else
            {
                if (mostParts-- == 0 || count < Least || !(chunk.Owned.Exists ? views.TryView(chunk.Owned, chunk.Start + offset, count, out Netbuf part) : views.TryView(chunk.Bytes, chunk.Start + offset, count, out part)))
                    return false;
                last.Next = part;
                last = part;
            }

            from += (uint)count;
            length -= count;
            _cursor = chunk;
        }

        return !last.Equals(packet);
    }

    /// <summary>Whether a reference lies among so many bytes from a number on: at the first or the second piece of them.</summary>
    internal bool IsReference(uint from, int length)
    {
        SendChunk? chunk = Find(from);
        return chunk is not null && (chunk.Block is null || (chunk.Next is { Block: null } next && Sequence.IsBefore(next.Sequence, from + (uint)length)));
    }

    // The piece that holds a number, or one behind which it is.
    private readonly SendChunk? Find(uint from)
    {
        SendChunk? chunk = _cursor;
        if (chunk is null || Sequence.IsBefore(from, chunk.Sequence))
            chunk = _first;
        while (chunk is not null && !Sequence.IsBefore(from, chunk.End))
            chunk = chunk.Next;
        return chunk;
    }

    /// <summary>Lets go of what lies before a sequence number.</summary>
    internal void Release(uint upTo)
    {
        while (_first is { } chunk)
        {
            if (Sequence.IsUpTo(chunk.End, upTo))
            {
                Length -= chunk.Length;
                _first = chunk.Next;
                if (_cursor == chunk)
                    _cursor = null;
                if (_first is null)
                    _last = null;
                _memory.Return(chunk);
                continue;
            }

            int count = (int)(upTo - chunk.Sequence);
            if (count > 0)
            {
                chunk.Start += count;
                chunk.Length -= count;
                chunk.Sequence = upTo;
                Length -= count;
            }

            return;
        }
    }

    /// <summary>Copies bytes from a sequence number on. All of them must be there.</summary>
    internal void CopyTo(uint from, Span<byte> destination)
    {
        SendChunk? chunk = _cursor;
        if (chunk is null || Sequence.IsBefore(from, chunk.Sequence))
            chunk = _first;
        while (destination.Length > 0 && chunk is not null)
        {
            int offset = (int)(from - chunk.Sequence);
            if (offset >= chunk.Length)
            {
                chunk = chunk.Next;
                continue;
            }

            int count = Math.Min(chunk.Length - offset, destination.Length);
            Pieces.Copy(chunk.Slice(offset, count), destination);
            destination = destination.Slice(count);
            from += (uint)count;
            _cursor = chunk;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Link(SendChunk chunk)
    {
        chunk.Length = 0;
        chunk.Sequence = End;
        if (_last is null)
            _first = chunk;
        else
            _last.Next = chunk;
        _last = chunk;
    }

    private void DropEmptyLast()
    {
        if (_first != _last)
            return;
        _memory.Return(_first!);
        _first = _last = _cursor = null;
    }
}
