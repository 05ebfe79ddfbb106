using System.Runtime.InteropServices;
using Lithe.Fs;

namespace Lithe.Posix.Tests;

/// <summary>Pages from the C library's heap, counted; a limit makes them run out.</summary>
internal sealed unsafe class NativePages : PageMemory
{
    public static readonly NativePages Instance = new();

    public long Taken;
    public long Limit = long.MaxValue;

    /// <summary>Asked before pages are out: whether some were given back.</summary>
    public Func<bool>? Reclaim;

    public override ulong Take()
    {
        if (Taken >= Limit && !(Reclaim?.Invoke() ?? false))
            return 0;
        Taken++;
        void* page = NativeMemory.AlignedAlloc(4096, 4096);
        // What they hold is not defined.
        new Span<byte>(page, 4096).Fill(0xa5);
        return (ulong)page;
    }

    public override void Give(ulong page)
    {
        Taken--;
        NativeMemory.AlignedFree((void*)page);
    }

    public override ulong Capacity => 1 << 30;

    public override ulong Free => 1 << 30;

    public static void Use() => Current = Instance;
}
