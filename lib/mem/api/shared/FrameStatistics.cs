namespace Lithe.Mem;

/// <summary>Memory by frames, in bytes.</summary>
public readonly struct FrameStatistics(ulong capacity, ulong used, ulong peak)
{
    /// <summary>All memory that frames come from, with its records.</summary>
    public ulong Capacity { get; } = capacity;

    /// <summary>What is handed out, with the records; frames that wait in a processor's cache count as free.</summary>
    public ulong Used { get; } = used;

    /// <summary>The most that was handed out at a time.</summary>
    public ulong Peak { get; } = peak;
}
