using System;

namespace Lithe.Vmem;

/// <summary>The sizes of pages that a region is committed in.</summary>
public enum PageSize
{
    /// <summary>4 KiB.</summary>
    Small = 0,

    /// <summary>2 MiB; single pages of 4 KiB where there is no such block of memory.</summary>
    Large = 9,

    /// <summary>1 GiB; single pages of 4 KiB where there is no such block of memory.</summary>
    Huge = 18,
}

/// <summary>Fills the pages of a region when they are touched first: from a file that is in memory, for instance.</summary>
public abstract class Pager
{
    /// <summary>
    /// Fills a page, which holds zeros. Called in the fault handler, interrupts disabled: it does not wait, allocate, or touch memory that may fault.
    /// </summary>
    /// <param name="offset">The region's offset of the page's first byte.</param>
    /// <param name="page">The page.</param>
    /// <returns>False when there is nothing to fill it with: the access that touched it is an error.</returns>
    public abstract bool Fill(ulong offset, Span<byte> page);

    /// <summary>Whether regions show the pager's own frames (<see cref="FindPage"/>) in place of copies: what is written there is written for all.</summary>
    public virtual bool IsShared => false;

    /// <summary>For a shared pager: the frame of a page, which stays the pager's; 0 when there is none. Called as <see cref="Fill"/> is.</summary>
    public virtual ulong FindPage(ulong offset) => 0;

    /// <summary>
    /// For a pager that is not shared: whether pages that are only read may be its own frames, in place of copies. They are mapped without the right to write, and copied when they are
    /// written first.
    /// </summary>
    public virtual bool HasOwnPages => false;

    /// <summary>
    /// The pager's own frame of a page, which holds what <see cref="Fill"/> would put there and stays as it is until <see cref="ReturnPage"/>; 0 where the page must be a copy, or cannot
    /// be had. Called as <see cref="Fill"/> is.
    /// </summary>
    /// <param name="offset">The page's.</param>
    /// <param name="isNear">Nobody has touched it, but a neighbour: what is not in memory need not be brought there.</param>
    public virtual ulong TakePage(ulong offset, bool isNear) => 0;

    /// <summary>A frame of <see cref="TakePage"/> is mapped there no more.</summary>
    public virtual void ReturnPage(ulong offset, ulong frame)
    {
    }

    /// <summary>Whether a frame that is mapped at this offset is one that <see cref="TakePage"/> has given.</summary>
    public virtual bool IsOwnPage(ulong offset, ulong frame) => false;

    /// <summary>Whether frames that are returned may become free memory: pages can be read once more.</summary>
    public virtual bool IsReclaimable => false;
}

/// <summary>Whoever keeps pages in memory that could be read once more.</summary>
public abstract class PageReclaimer
{
    /// <summary>The image's; set once, at start-up.</summary>
    public static PageReclaimer? Current { get; set; }

    /// <summary>Bytes that it keeps in memory.</summary>
    public abstract ulong Kept { get; }

    /// <summary>Whether what it gives back is read again at once, for most of the time: then there is no memory for more. Asked with the address space's lock held.</summary>
    public virtual bool IsNeededAgain => false;

    /// <summary>Gives page frames back that nobody maps: how many. Called with the address space's lock held.</summary>
    public abstract ulong Reclaim(ulong count);
}
