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
}
