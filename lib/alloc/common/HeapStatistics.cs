namespace Lithe.Alloc;

/// <summary>What a heap holds, in bytes.</summary>
public readonly struct HeapStatistics(ulong capacity, ulong used, ulong peak, ulong blocks)
{
    /// <summary>All memory that the heap has, with its own records.</summary>
    public ulong Capacity { get; } = capacity;

    /// <summary>What is handed out, with its records.</summary>
    public ulong Used { get; } = used;

    /// <summary>The most that was handed out at a time; heaps that hand out from pages count whole pages.</summary>
    public ulong Peak { get; } = peak;

    /// <summary>How many blocks are handed out.</summary>
    public ulong Blocks { get; } = blocks;
}
