namespace Lithe.Arch;

/// <summary>
/// The address space. After boot it holds the image only (text R-X, read-only data R--, data RW-), at addresses that are the physical ones; page 0 is never
/// mapped, nor are the guard pages under stacks.
/// </summary>
/// <remarks>
/// Each call is whole for all others, on every processor: changes are made one at a time, interrupts disabled. What a range is for is agreed upon elsewhere: by the heap, by <c>vmem</c>'s lock.
/// </remarks>
public static class PageTables
{
    /// <summary>Addresses from here on cannot be mapped: 2^47 on x86_64, 2^44 on arm64.</summary>
    public static extern ulong AddressLimit { get; }

    /// <summary>
    /// Maps <paramref name="length"/> bytes from <paramref name="address"/>, to the same physical addresses, with <paramref name="access"/>, replacing what
    /// was there; both are multiples of <see cref="Processor.PageSize"/>. Large pages are used where the alignment allows and no table
    /// is in place.
    /// </summary>
    /// <returns>
    /// False, and nothing is changed, when the arguments are not aligned, cover page 0, leave the address space, ask for
    /// writing and execution together, or when no frame is left for a table (then a part may have been mapped).
    /// </returns>
    public static extern bool Map(ulong address, ulong length, PageAccess access);

    /// <summary>As above, to physical addresses from <paramref name="physical"/> on. With <see cref="PageAccess.None"/> the pages are kept, and fault.</summary>
    public static extern bool Map(ulong address, ulong physical, ulong length, PageAccess access);

    /// <summary>
    /// Changes how the pages that are mapped in the range may be used; <see cref="PageAccess.None"/> keeps them, and every access faults.
    /// The same rules as for mapping.
    /// </summary>
    public static extern bool Protect(ulong address, ulong length, PageAccess access);

    /// <summary>Removes every mapping in the range; accesses fault afterwards. The same rules as for mapping.</summary>
    public static extern bool Unmap(ulong address, ulong length);

    /// <summary>How the page that holds <paramref name="address"/> is mapped.</summary>
    public static extern PageAccess Query(ulong address);

    /// <summary>The first page, kept ones too, that holds <paramref name="address"/> or lies behind it and starts before <paramref name="end"/>. False when there is none.</summary>
    public static extern bool Next(ulong address, ulong end, out PageMapping mapping);

    /// <summary>This processor forgets what it remembers of the range: its part of what a change elsewhere asks for. Both are multiples of the page size.</summary>
    public static extern void Flush(ulong address, ulong length);

    /// <summary>From now on memory for tables comes from here; before that, from a few pages in the image.</summary>
    public static extern void UseMemory<TMemory>() where TMemory : struct, ITableMemory;

    /// <summary>From now on this is called after every change of something that was mapped, before memory is used for another purpose.</summary>
    public static extern void UseShootdown<TShootdown>() where TShootdown : struct, IShootdown;
}
