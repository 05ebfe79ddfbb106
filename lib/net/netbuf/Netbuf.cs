using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Lithe.Dma;

namespace Lithe.Net;

/// <summary>
/// A packet, or a part of one: a block of a pool with room in front of the data for headers. A value the size of a pointer; who holds it owns it, until it is freed, transmitted or
/// put behind another one.
/// </summary>
/// <remarks>Its header lies in front of what devices are given, so that a device that keeps to its buffer never reaches it.</remarks>
public readonly unsafe struct Netbuf : IEquatable<Netbuf>
{
    /// <summary>Number of bytes in front of the data of a netbuf that was just allocated or received.</summary>
    public const int Headroom = 128;

    /// <summary>Number of bytes of a block in all: header, headroom and data.</summary>
    public const int BlockSize = 2048;

    /// <summary>The most data that a block holds behind the headroom.</summary>
    public const int Capacity = BlockSize - HeaderSize - Headroom;

    internal const int HeaderSize = 64;

    private readonly Header* _header;

    internal Netbuf(Header* header) => _header = header;

    /// <summary>Whether it shows what lies elsewhere (<see cref="NetbufViews"/>).</summary>
    internal bool IsView => _header->Floor != (byte*)_header + HeaderSize;

    internal byte* Pointer => _header->Start;

    internal Header* Head => _header;

    /// <summary>Whether it is one: the default value is none.</summary>
    public bool Exists => _header != null;

    /// <summary>Number of bytes of data in this part.</summary>
    public int Length
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _header->Length;
    }

    /// <summary>The data of this part.</summary>
    public Span<byte> Data
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(_header->Start, _header->Length);
    }

    /// <summary>The part behind this one; none for the last.</summary>
    public Netbuf Next
    {
        get => new(_header->Next);
        set => _header->Next = value._header;
    }

    /// <summary>What the network card is asked to do, or has done.</summary>
    public ref NetOffload Offload
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _header->Offload;
    }

    /// <summary>Number of bytes of this part and all behind it.</summary>
    public int TotalLength
    {
        get
        {
            int length = 0;
            for (Header* part = _header; part != null; part = part->Next)
                length += part->Length;
            return length;
        }
    }

    /// <summary>Sets the length of the data, from where it starts on. False, and nothing changes, when the block is too small.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TrySetLength(int length)
    {
        if ((ulong)(uint)length > (ulong)(_header->Bound - _header->Start))
            return false;
        _header->Length = (ushort)length;
        return true;
    }

    /// <summary>Has the data start so many bytes later. False when there are not so many.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTrimStart(int count)
    {
        if ((uint)count > _header->Length)
            return false;
        _header->Start += count;
        _header->Length -= (ushort)count;
        return true;
    }

    /// <summary>Has the data start so many bytes earlier. False when there is no such room.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryPrepend(int count)
    {
        if ((ulong)(uint)count > (ulong)(_header->Start - _header->Floor))
            return false;
        _header->Start -= count;
        _header->Length += (ushort)count;
        return true;
    }

    /// <summary>The data with so many bytes in front of it, for a driver's own header. The room must be there: drivers use less than half of <see cref="Headroom"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public DmaMemory WithHeader(int size)
    {
        if ((ulong)(uint)size > (ulong)(_header->Start - _header->Floor))
            Fail.Stop(FailReason.ArgumentOutOfRange, "size");
        return DmaMemory.FromPointer(_header->Start - size, _header->Length + size);
    }

    /// <summary>The same with a header of at most 16 bytes, all zero. Room for 16 must be there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public DmaMemory WithZeroedHeader(int size)
    {
        byte* data = _header->Start;
        if ((uint)size > 16 || data - _header->Floor < 16)
            Fail.Stop(FailReason.ArgumentOutOfRange, "size");
        ((ulong*)data)[-2] = 0;
        ((ulong*)data)[-1] = 0;
        return DmaMemory.FromPointer(data - size, _header->Length + size);
    }

    /// <summary>All room from <paramref name="size"/> bytes in front of the data on, for a device to write to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public DmaMemory RoomWithHeader(int size)
    {
        if ((ulong)(uint)size > (ulong)(_header->Start - _header->Floor))
            Fail.Stop(FailReason.ArgumentOutOfRange, "size");
        return DmaMemory.FromPointer(_header->Start - size, (int)(_header->Bound - _header->Start) + size);
    }

    /// <summary>Gives it, and all behind it, back to its pool. What views refer to goes back with the last of them.</summary>
    public void Free()
    {
        for (Header* part = _header; part != null;)
        {
            Header* next = part->Next;
            if (part->Shares != 0 && !MayFree(part))
            {
                part = next;
                continue;
            }

            PoolState* pool = part->Pool;
            part->Next = pool->Free;
            pool->Free = part;
            pool->FreeCount++;
            part = next;
        }
    }

    // A view with an owner gives its share of that back; an owner with views stays for them.
    private static bool MayFree(Header* part)
    {
        if (part->Shares > 0)
        {
            part->Shares--;
            return false;
        }

        part->Shares = 0;
        new Netbuf(part->Owner).Free();
        return true;
    }

    public bool Equals(Netbuf other) => _header == other._header;

    public override bool Equals(object? obj) => obj is Netbuf other && Equals(other);

    public override int GetHashCode() => ((ulong)_header).GetHashCode();

    [StructLayout(LayoutKind.Sequential)]
    internal struct Header
    {
        internal Header* Next;
        internal PoolState* Pool;

        // Where the data begin, and between what they must lie: the block, or what a view shows.
        internal byte* Start, Floor, Bound;

        // Whose data a view shows; none when nobody frees them.
        internal Header* Owner;

        // How many views there are of it; -1 for a view with an owner.
        internal int Shares;
        internal ushort Length;
        internal NetOffload Offload;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct PoolState
    {
        internal Header* Free;
        internal int FreeCount;
    }
}
