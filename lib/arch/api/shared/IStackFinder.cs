namespace Lithe.Arch;

/// <summary>A stack: addresses below <see cref="Bottom"/>, down to <see cref="Guard"/>, fault when they are touched.</summary>
public readonly struct StackBounds(ulong guard, ulong bottom, ulong top)
{
    /// <summary>The first address of the guard area.</summary>
    public ulong Guard { get; } = guard;

    /// <summary>The lowest address that may be used.</summary>
    public ulong Bottom { get; } = bottom;

    /// <summary>The address behind the highest one.</summary>
    public ulong Top { get; } = top;
}

/// <summary>Knows the stacks of an image's threads: a scheduler has one, so that panics can tell an overflow and walk a stack.</summary>
public interface IStackFinder
{
    /// <summary>The stack whose memory or guard area holds the address; all zero when none does. Called in a panic: takes no lock, allocates nothing.</summary>
    static abstract StackBounds Find(ulong address);
}
