namespace Lithe.Alloc;

/// <summary>What the hardened heap finds.</summary>
public enum HeapFault
{
    /// <summary>Freed, or asked about, although no block that is in use starts there.</summary>
    NoBlock,

    /// <summary>Freed a second time.</summary>
    FreedTwice,

    /// <summary>Written to behind its end.</summary>
    Overrun,

    /// <summary>Written to before its start.</summary>
    Underrun,

    /// <summary>Written to after it was freed.</summary>
    UsedAfterFree,

    /// <summary>Still in use when all should have been freed.</summary>
    Leaked,
}

/// <summary>A fault, with what is known of the block.</summary>
/// <param name="fault">What was found.</param>
/// <param name="block">The block's address.</param>
/// <param name="size">The bytes that were asked for; 0 when that is not known.</param>
/// <param name="offset">Where in the block the first wrong byte is; negative before it.</param>
/// <param name="serial">The number of the allocation, from 1: the same in every run of the same program. 0 when not known.</param>
public readonly struct HeapReport(HeapFault fault, nint block, nuint size, long offset, ulong serial)
{
    /// <summary>What was found.</summary>
    public HeapFault Fault { get; } = fault;

    /// <summary>The block's address.</summary>
    public nint Block { get; } = block;

    /// <summary>The bytes that were asked for.</summary>
    public nuint Size { get; } = size;

    /// <summary>Where in the block the first wrong byte is.</summary>
    public long Offset { get; } = offset;

    /// <summary>The number of the allocation.</summary>
    public ulong Serial { get; } = serial;
}

/// <summary>Who is told of faults, as a member that the compiler inlines.</summary>
public interface IHeapFaults
{
    /// <summary>Told of a fault. When it returns, the heap goes on: a block that cannot be freed is left alone.</summary>
    static abstract void Report(in HeapReport report);
}
