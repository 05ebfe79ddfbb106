using System;

namespace Lithe.Arch;

/// <summary>
/// The address space: one, in which virtual and physical addresses are equal. After boot it holds the image only (text R-X,
/// read-only data R--, data RW-); page 0 is never mapped, nor are the guard pages under stacks.
/// </summary>
/// <remarks>Changes are made by one processor at a time: until there is a lock library, by start-up code only.</remarks>
public static class PageTables
{
    /// <summary>
    /// Maps <paramref name="length"/> bytes from <paramref name="address"/> with <paramref name="access"/>, replacing what
    /// was there; both are multiples of <see cref="Processor.PageSize"/>. Large pages are used where the alignment allows.
    /// </summary>
    /// <returns>
    /// False, and nothing is changed, when the arguments are not aligned, cover page 0, leave the address space, ask for
    /// writing and execution together, or when no frame is left for a table (then a part may have been mapped).
    /// </returns>
    public static extern bool Map(ulong address, ulong length, PageAccess access);

    /// <summary>Removes every mapping in the range; accesses fault afterwards. The same rules as for <see cref="Map"/>.</summary>
    public static extern bool Unmap(ulong address, ulong length);

    /// <summary>How the page that holds <paramref name="address"/> is mapped.</summary>
    public static extern PageAccess Query(ulong address);
}
