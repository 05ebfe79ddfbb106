namespace Lithe.Alloc;

/// <summary>Who uses a size-class heap, as members that the compiler inlines: each owner (a CPU, a thread) allocates from pages of its own.</summary>
public interface IHeapOwner
{
    /// <summary>The most owners there can be, 1 to 255.</summary>
    static abstract int Count { get; }

    /// <summary>The number of the owner that is running, from 0; it cannot change while a member of the heap runs.</summary>
    static abstract int Current { get; }

    /// <summary>Locks what owners share: free segments.</summary>
    static abstract void Lock();

    /// <summary>Ends what <see cref="Lock"/> began.</summary>
    static abstract void Unlock();
}

/// <summary>One owner: nothing is shared and nothing is locked.</summary>
public readonly struct SingleOwner : IHeapOwner
{
    /// <inheritdoc/>
    public static int Count => 1;

    /// <inheritdoc/>
    public static int Current => 0;

    /// <inheritdoc/>
    public static void Lock()
    {
    }

    /// <inheritdoc/>
    public static void Unlock()
    {
    }
}
