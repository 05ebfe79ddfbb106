using System;

namespace Lithe.Fs;

/// <summary>A page that a <see cref="PageSource"/> was asked for and has read, or could not.</summary>
/// <param name="Number">Its number.</param>
/// <param name="IsGood">Its frame holds what it should.</param>
public readonly record struct PageRead(long Number, bool IsGood);

/// <summary>
/// Where a <see cref="PageCache"/> reads pages from: a disk, a file of a disk's file system. Never written. Reads are started and collected, with the lock held and maybe in a fault handler:
/// neither waits, allocates, or touches memory that may fault.
/// </summary>
public abstract class PageSource
{
    /// <summary>The most pages that are read for one that is needed: 256 KiB.</summary>
    public const int MostPages = 64;

    /// <summary>Number of bytes.</summary>
    public abstract long Length { get; }

    /// <summary>Starts to read pages in a row into page frames, which are the source's until it has said how it went; what lies behind the end is zeros. How many, from the first on.</summary>
    public abstract int Start(long first, ReadOnlySpan<ulong> frames);

    /// <summary>Takes what has ended; how many.</summary>
    public abstract int Collect(Span<PageRead> ended);

    /// <summary>A turn of waiting for something to end, without the lock. False when nothing will any more: then no frame is the source's.</summary>
    /// <param name="since">When the wait began; 0 at first, and the source's to set.</param>
    public abstract bool Wait(ref ulong since);

    /// <summary>Nanoseconds since any moment.</summary>
    public abstract ulong Now { get; }

    /// <summary>Nothing can be read any more, and no frame is the source's.</summary>
    public virtual bool IsBroken => false;

    /// <summary>Takes the lock that the cache's pages are changed under: one that excludes fault handlers on every processor.</summary>
    public virtual void Enter()
    {
    }

    /// <summary>Gives it back.</summary>
    public virtual void Exit()
    {
    }
}
