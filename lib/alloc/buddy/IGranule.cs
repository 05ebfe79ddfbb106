namespace Lithe.Alloc;

/// <summary>The smallest block of a buddy allocator, as a constant that the compiler folds.</summary>
public interface IGranule
{
    /// <summary>Log2 of its bytes; at least 4, for the two links that a free block holds.</summary>
    static abstract int Shift { get; }
}

/// <summary>32 bytes: for a heap.</summary>
public readonly struct SmallGranule : IGranule
{
    /// <inheritdoc/>
    public static int Shift => 5;
}

/// <summary>4 KiB: for pages.</summary>
public readonly struct PageGranule : IGranule
{
    /// <inheritdoc/>
    public static int Shift => 12;
}
