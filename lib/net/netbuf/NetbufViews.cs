using Lithe.Dma;

namespace Lithe.Net;

/// <summary>
/// Netbufs without room of their own, which show bytes that lie elsewhere: parts of packets that a card takes from there. Nobody may write to them, and nothing can be put in front. Of one owner, as a
/// <see cref="NetbufPool"/>.
/// </summary>
public sealed unsafe class NetbufViews
{
    /// <summary>The most bytes that one shows.</summary>
    public const int MaxLength = ushort.MaxValue;

    private readonly Netbuf.PoolState* _state;

    private NetbufViews(Netbuf.PoolState* state, int count)
    {
        _state = state;
        Count = count;
    }

    /// <summary>Makes at least so many, of 64 bytes each; null when there is no memory.</summary>
    public static NetbufViews? TryCreate(int count)
    {
        DmaMemory memory = DmaMemory.Allocate((count + 1) * Netbuf.HeaderSize);
        if (!memory.Exists)
            return null;
        byte* start = (byte*)memory.Pointer;
        var state = (Netbuf.PoolState*)start;
        int made = memory.Length / Netbuf.HeaderSize - 1;
        for (int i = made; i > 0; i--)
        {
            var header = (Netbuf.Header*)(start + i * Netbuf.HeaderSize);
            header->Pool = state;
            header->Next = state->Free;
            state->Free = header;
        }

        state->FreeCount = made;
        return new NetbufViews(state, made);
    }

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>How many are free.</summary>
    public int FreeCount => _state->FreeCount;

    /// <summary>A view of a part of an array, which stays as it is and where it is until the view is freed: the image's files, and what an image without a moving collector never frees.</summary>
    public bool TryView(byte[] bytes, int start, int count, out Netbuf view)
    {
        view = default;
        if ((uint)start > (uint)bytes.Length || (uint)count > (uint)(bytes.Length - start) || count is 0 or > MaxLength)
            return false;
        fixed (byte* first = &bytes[start])
            return TryView(first, count, null, out view);
    }

    /// <summary>A view of a part of a netbuf, which is freed when its holder and all views of it are. The netbuf must be no view, and a part by itself.</summary>
    public bool TryView(Netbuf of, int start, int count, out Netbuf view)
    {
        view = default;
        if ((uint)start > (uint)of.Length || (uint)count > (uint)(of.Length - start) || count == 0 || of.IsView)
            return false;
        return TryView(of.Pointer + start, count, of.Head, out view);
    }

    private bool TryView(byte* first, int count, Netbuf.Header* owner, out Netbuf view)
    {
        Netbuf.Header* header = _state->Free;
        view = new Netbuf(header);
        if (header == null)
            return false;
        _state->Free = header->Next;
        _state->FreeCount--;
        header->Next = null;
        header->Start = header->Floor = first;
        header->Bound = first + count;
        header->Length = (ushort)count;
        header->Owner = owner;
        header->Shares = owner == null ? 0 : -1;
        header->Offload = default;
        if (owner != null)
            owner->Shares++;
        return true;
    }
}
