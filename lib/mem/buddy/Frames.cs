using System.Runtime.CompilerServices;
using Lithe.Alloc;
using Lithe.Arch;
using Lithe.Plat;
using Lithe.Sync;

namespace Lithe.Mem;

/// <summary>All usable memory behind the image, as buddies; with several processors each keeps a few single frames at hand.</summary>
public static unsafe class Frames
{
    public const int MaxOrder = 18;

    private const ulong PageMask = Processor.PageSize - 1;

    // A heap's range: a 32nd of what is free, in a block of at least 64 KiB.
    private const int RangeShare = 5, LeastRangeOrder = 4;

    // Blocks up to this order are waited for: 64 KiB.
    private const int MostReclaimedOrder = 4, ReclaimTries = 16;

    // Owned by the lock.
    private static Buddy<PageGranule> s_buddy;
    private static SpinLock s_lock;

    // While ranges are mapped, tables come from the start of the first one.
    private static ulong s_early;

    // A line of memory for each processor, in a frame of their own; null with one processor.
    private static FrameCache* s_caches;

    /// <summary>Maps every usable range in the largest pages there are, and takes it.</summary>
    [Init(InitStage.Memory)]
    public static void Initialize()
    {
        ulong imageEnd = Platform.Image.End;
        for (int i = 0; i < Platform.MemoryRangeCount; i++)
        {
            MemoryRange range = Platform.GetMemoryRange(i);
            if (range.Kind != MemoryKind.Usable || range.End <= imageEnd)
                continue;
            ulong start = ((range.Start < imageEnd ? imageEnd : range.Start) + PageMask) & ~PageMask, end = range.End & ~PageMask;
            AddUnlessTaken(start, end);
        }

        if (!Config.SMP)
        {
            if (Config.PROGRAM)
                AddLowMemory();
            return;
        }

        ulong caches = s_buddy.Allocate(0);
        if (caches == 0)
            return;
        new System.Span<byte>((void*)caches, Processor.PageSize).Clear();
        s_caches = (FrameCache*)caches;
    }

    public static ulong Allocate(int order)
    {
        if ((uint)order > MaxOrder)
            return 0;
        ulong block = TryAllocate(order);
        for (int tries = 0; block == 0 && TryReclaim(order, ref tries);)
            block = TryAllocate(order);
        return block;
    }

    private static ulong TryAllocate(int order)
    {
        if (Config.SMP && order == 0 && s_caches != null)
            return AllocateCached();
        s_lock.Enter();
        ulong block = s_buddy.Allocate(order);
        s_lock.Exit();
        return block;
    }

    // Single frames do not make a block: for one that is not too large several times as many are asked for, and some times more.
    private static bool TryReclaim(int order, ref int tries) =>
        Config.PROGRAM && FrameReclaimer.Current is { } reclaimer && order <= MostReclaimedOrder && tries++ < ReclaimTries && reclaimer.TryReclaim(4UL << order);

    /// <summary>Stops the image when the frames are not in use, or were not allocated with this order.</summary>
    public static void Free(ulong address, int order)
    {
        if (Config.SMP && order == 0 && s_caches != null)
        {
            FreeCached(address);
            return;
        }

        s_lock.Enter();
        s_buddy.Free((nuint)address);
        s_lock.Exit();
    }

    public static ulong AllocateRange(ulong atLeast, out ulong address)
    {
        address = 0;
        if (atLeast > (ulong)Processor.PageSize << MaxOrder)
            return 0;
        int least = Buddy<PageGranule>.OrderFor((nuint)atLeast);
        s_lock.Enter();
        int order = Buddy<PageGranule>.OrderFor((nuint)((s_buddy.Capacity - s_buddy.Used) >> RangeShare));
        if (order < LeastRangeOrder)
            order = LeastRangeOrder;
        if (order > MaxOrder)
            order = MaxOrder;
        // Less where there is no such block, but never less than what is asked for.
        for (order = order < least ? least : order; address == 0 && order >= least; order--)
            address = s_buddy.Allocate(order);
        s_lock.Exit();
        if (address == 0)
        {
            address = Allocate(least);
            order = least - 1;
        }

        return address == 0 ? 0 : (ulong)Processor.PageSize << (order + 1);
    }

    public static FrameStatistics Statistics
    {
        get
        {
            s_lock.Enter();
            ulong cached = 0;
            for (int i = 0; Config.SMP && s_caches != null && i < FrameCache.Processors; i++)
                cached += (ulong)s_caches[i].Count * Processor.PageSize;
            FrameStatistics statistics = new(s_buddy.Capacity, s_buddy.Used - cached, s_buddy.Peak);
            s_lock.Exit();
            return statistics;
        }
    }

    // What lies below the image. Its first 64 KiB are the firmware's; of several processors those that start begin there.
    private static void AddLowMemory()
    {
        const ulong FirmwareEnd = 64 << 10;
        ulong image = Platform.Image.Start & ~PageMask;
        for (int i = 0; i < Platform.MemoryRangeCount && s_early != 0; i++)
        {
            MemoryRange range = Platform.GetMemoryRange(i);
            if (range.Kind != MemoryKind.Usable || range.Start >= image)
                continue;
            ulong start = range.Start < FirmwareEnd ? FirmwareEnd : range.Start, end = range.End < image ? range.End : image;
            AddUnlessTaken((start + PageMask) & ~PageMask, end & ~PageMask);
        }
    }

    // Left out: the file that the loader brought along, and what a program is linked to.
    private static void AddUnlessTaken(ulong start, ulong end)
    {
        MemoryRange module = Config.PROGRAM ? Platform.BootModule : default;
        if (start >= end)
            return;
        if (module.Length != 0 && module.Start < end && module.End > start)
            Split(start, end, module.Start, module.End);
        else if (Config.FRAMES_HOLE_END != 0 && Config.FRAMES_HOLE_START < end && Config.FRAMES_HOLE_END > start)
            Split(start, end, Config.FRAMES_HOLE_START, Config.FRAMES_HOLE_END);
        else
            AddRange(start, end);
    }

    private static void Split(ulong start, ulong end, ulong holeStart, ulong holeEnd)
    {
        AddUnlessTaken(start, holeStart & ~PageMask);
        AddUnlessTaken((holeEnd + PageMask) & ~PageMask, end);
    }

    // Tables for the range come from its own start, which is mapped with what the image brings along.
    private static void AddRange(ulong start, ulong end)
    {
        const PageAccess Data = PageAccess.Read | PageAccess.Write;
        if (s_early == 0)
        {
            const ulong LargePage = 2 << 20;
            ulong first = (start + LargePage) & ~(LargePage - 1);
            if (first > end)
                first = end;
            if (!PageTables.Map(start, first - start, Data))
                return;
            s_early = start;
            PageTables.UseMemory<EarlyTables>();
            bool mapped = first == end || PageTables.Map(first, end - first, Data);
            start = s_early;
            if (!mapped)
                return;
        }
        else if (!PageTables.Map(start, end - start, Data))
        {
            return;
        }

        s_buddy.AddMemory((nuint)start, (nuint)(end - start));
        // What comes next takes its tables from here: the rest of the first range is the buddies' now.
        PageTables.UseMemory<Tables>();
    }

    private static ulong AllocateCached()
    {
        bool wereEnabled = Processor.DisableInterrupts();
        FrameCache* cache = s_caches + Processor.Index;
        if (cache->Count == 0)
        {
            s_lock.Enter();
            for (nuint frame; cache->Count < FrameCache.Batch && (frame = s_buddy.Allocate(0)) != 0;)
                cache->Push(frame);
            s_lock.Exit();
        }

        ulong taken = cache->Count == 0 ? 0 : cache->Pop();
        Processor.RestoreInterrupts(wereEnabled);
        return taken;
    }

    private static void FreeCached(ulong address)
    {
        bool wereEnabled = Processor.DisableInterrupts();
        FrameCache* cache = s_caches + Processor.Index;
        if (FrameCache.IsMarked(address))
            Fail.Stop(FailReason.InvalidOperation, "Memory was freed that is not in use.");
        cache->Push(address);
        if (cache->Count >= 2 * FrameCache.Batch)
        {
            s_lock.Enter();
            while (cache->Count > FrameCache.Batch)
                s_buddy.Free((nuint)cache->Pop());
            s_lock.Exit();
        }

        Processor.RestoreInterrupts(wereEnabled);
    }

    private readonly struct EarlyTables : ITableMemory
    {
        public static ulong Take()
        {
            ulong table = s_early;
            s_early += Processor.PageSize;
            return table;
        }

        // Nothing is unmapped while ranges are added.
        public static void Give(ulong page)
        {
        }
    }

    private readonly struct Tables : ITableMemory
    {
        public static ulong Take() => Allocate(0);

        // Early tables lie before the buddies' first range: they are never given back.
        public static void Give(ulong page) => Free(page, 0);
    }
}

/// <summary>A processor's single frames, linked through their first words.</summary>
internal unsafe struct FrameCache
{
    /// <summary>As many as there are lines in a page.</summary>
    internal const int Processors = 64;

    /// <summary>How many frames are moved at a time.</summary>
    internal const int Batch = 16;

    // A frame that waits here has this and its address in its third word: the buddies take it for one in use.
    private const ulong Mark = 0x6672_616d_6573_b1e5;

    private ulong _first;
    private fixed ulong _padding[6];

    internal int Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsMarked(ulong frame) => ((ulong*)frame)[2] == (Mark ^ frame);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Push(ulong frame)
    {
        *(ulong*)frame = _first;
        ((ulong*)frame)[2] = Mark ^ frame;
        _first = frame;
        Count++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ulong Pop()
    {
        ulong frame = _first;
        _first = *(ulong*)frame;
        ((ulong*)frame)[2] = 0;
        Count--;
        return frame;
    }
}
