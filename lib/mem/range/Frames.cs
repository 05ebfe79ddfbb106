using System.Runtime.CompilerServices;
using Lithe.Arch;
using Lithe.Plat;
using Lithe.Sync;

namespace Lithe.Mem;

/// <summary>The platform's largest free range: ranges are taken from its start, frames from its end.</summary>
public static class Frames
{
    public const int MaxOrder = 18;

    private const ulong PageMask = Processor.PageSize - 1;

    // What is free lies between these; owned by the lock.
    private static ulong s_start;
    private static ulong s_end;
    private static ulong s_capacity;
    private static ulong s_peak;
    private static SpinLock s_lock;

    /// <summary>Maps the range, readable and writable.</summary>
    [Init(InitStage.Memory)]
    public static void Initialize()
    {
        MemoryRange range = Platform.LargestFreeRange;
        if (range.Length == 0 || !PageTables.Map(range.Start, range.Length, PageAccess.Read | PageAccess.Write))
            return;
        s_start = range.Start;
        s_end = range.End;
        s_capacity = range.Length;
        PageTables.UseMemory<Tables>();
    }

    public static ulong Allocate(int order)
    {
        if ((uint)order > MaxOrder)
            return 0;
        ulong size = (ulong)Processor.PageSize << order, address = 0;
        s_lock.Enter();
        ulong block = s_end - size & ~(size - 1);
        if (s_end >= size && block >= s_start && block != 0)
        {
            address = s_end = block;
            NotePeak();
        }

        s_lock.Exit();
        return address;
    }

    /// <summary>Takes the frames back when they are the ones that were handed out last; else they stay lost.</summary>
    public static void Free(ulong address, int order)
    {
        s_lock.Enter();
        if (address == s_end)
            s_end = address + ((ulong)Processor.PageSize << order);
        s_lock.Exit();
    }

    /// <summary>Half of what is left, for others to have some too; or all that is asked for.</summary>
    public static ulong AllocateRange(ulong atLeast, out ulong address)
    {
        s_lock.Enter();
        ulong left = s_end - s_start;
        bool fits = atLeast <= left;
        atLeast = (atLeast + PageMask) & ~PageMask;
        ulong length = (left / 2 + PageMask) & ~PageMask;
        length = !fits || atLeast > left ? 0 : atLeast > length ? atLeast : length;
        address = s_start;
        s_start += length;
        NotePeak();
        s_lock.Exit();
        return length;
    }

    public static FrameStatistics Statistics => new(s_capacity, Used, Used > s_peak ? Used : s_peak);

    // Tables for guard pages in places far from one another: the image brings along a few only.
    private readonly struct Tables : ITableMemory
    {
        public static ulong Take() => Allocate(0);

        public static void Give(ulong page) => Free(page, 0);
    }

    private static ulong Used => s_capacity - (s_end - s_start);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void NotePeak()
    {
        if (Used > s_peak)
            s_peak = Used;
    }
}
