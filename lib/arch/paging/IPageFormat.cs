namespace Lithe.Paging;

/// <summary>
/// What a processor's page-table entries look like. Tables have 512 entries of 8 bytes and pages 4 KiB; level 0 is the last one,
/// so an entry of level n covers 4 KiB times 512 to the n.
/// </summary>
public interface IPageFormat
{
    /// <summary>The level of the root table: 3 on x86_64, 2 on arm64 with 39-bit addresses.</summary>
    static abstract int RootLevel { get; }

    /// <summary>The highest level at which an entry can be a page.</summary>
    static abstract int MaxPageLevel { get; }

    /// <summary>The physical address of the root table.</summary>
    static abstract ulong Root { get; }

    /// <summary>Whether the entry leads anywhere.</summary>
    static abstract bool IsPresent(ulong entry);

    /// <summary>Whether a present entry of this level is a page rather than a table.</summary>
    static abstract bool IsPage(ulong entry, int level);

    /// <summary>An entry that leads to the table at this address.</summary>
    static abstract ulong TableEntry(ulong table);

    /// <summary>An entry that is a page at this address; <paramref name="attributes"/> are the format's own bits.</summary>
    static abstract ulong PageEntry(ulong address, ulong attributes, int level);

    /// <summary>The address of the table or page that the entry leads to.</summary>
    static abstract ulong AddressOf(ulong entry);

    /// <summary>A page entry without its address, in the form that <see cref="PageEntry"/> takes.</summary>
    static abstract ulong AttributesOf(ulong entry);

    /// <summary>A zeroed table, or 0 when no frame is left.</summary>
    static abstract ulong AllocateTable();

    /// <summary>Forgets what the processor remembers of this address.</summary>
    static abstract void Flush(ulong address);
}
