using System.Runtime.CompilerServices;
using Lithe.Dma;

namespace Lithe.Net;

/// <summary>Netbufs of one size, made at start-up. Used by one owner, a processor or a thread: it has no lock. Its memory is never given back.</summary>
public sealed unsafe class NetbufPool
{
    /// <summary>Pieces of 32 KiB.</summary>
    private const int BlocksOfPiece = 16;

    private readonly Netbuf.PoolState* _state;

    private NetbufPool(Netbuf.PoolState* state, int count)
    {
        _state = state;
        Count = count;
    }

    /// <summary>Makes a pool of at least so many netbufs; null when there is no memory. A block of its memory holds the pool's own state.</summary>
    public static NetbufPool? TryCreate(int count)
    {
        if (count is <= 0 or > 1 << 20)
            return null;
        Netbuf.PoolState* state = null;
        while (state == null || state->FreeCount < count)
        {
            // In pieces: a large one may not be there in a row, and page frames come at multiples of their size.
            int wanted = state == null ? count + 1 : count - state->FreeCount;
            DmaMemory memory = DmaMemory.Allocate((wanted < BlocksOfPiece ? wanted : BlocksOfPiece) * Netbuf.BlockSize);
            if (!memory.Exists)
                return null;
            byte* start = (byte*)memory.Pointer;
            int blocks = memory.Length / Netbuf.BlockSize;
            if (state == null)
                state = (Netbuf.PoolState*)(start + --blocks * Netbuf.BlockSize);
            for (int i = blocks - 1; i >= 0; i--)
            {
                var header = (Netbuf.Header*)(start + i * Netbuf.BlockSize);
                header->Pool = state;
                header->Floor = (byte*)header + Netbuf.HeaderSize;
                header->Bound = (byte*)header + Netbuf.BlockSize;
                header->Next = state->Free;
                state->Free = header;
                state->FreeCount++;
            }
        }

        return new NetbufPool(state, state->FreeCount);
    }

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>How many are free.</summary>
    public int FreeCount => _state->FreeCount;

    /// <summary>Takes a netbuf without data, its headroom in front. False when none is free.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryAllocate(out Netbuf netbuf)
    {
        Netbuf.Header* header = _state->Free;
        netbuf = new Netbuf(header);
        if (header == null)
            return false;
        _state->Free = header->Next;
        _state->FreeCount--;
        header->Next = null;
        header->Start = (byte*)header + Netbuf.HeaderSize + Netbuf.Headroom;
        header->Length = 0;
        header->Offload = default;
        return true;
    }
}
