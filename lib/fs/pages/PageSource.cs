using System;

namespace Lithe.Fs;

/// <summary>Where a <see cref="PageCache"/> reads pages from: a disk, a file of a disk's file system. Never written.</summary>
public abstract class PageSource
{
    /// <summary>The most pages that are read at a time.</summary>
    public const int MostPages = 16;

    /// <summary>Number of bytes.</summary>
    public abstract long Length { get; }

    /// <summary>
    /// Reads pages in a row into page frames; what lies behind the end is zeros. Called with the lock, maybe in a fault handler: it polls until they are there, and neither allocates nor
    /// touches memory that may fault.
    /// </summary>
    /// <returns>How many, from the first on, hold what they should: fewer where the device met an error.</returns>
    public abstract int Read(long first, ReadOnlySpan<ulong> frames);

    /// <summary>Takes the lock that the cache's pages are changed under: one that excludes fault handlers on every processor.</summary>
    public virtual void Enter()
    {
    }

    /// <summary>Gives it back.</summary>
    public virtual void Exit()
    {
    }
}
