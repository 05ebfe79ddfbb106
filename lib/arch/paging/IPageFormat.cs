namespace Lithe.Paging;

/// <summary>
/// What a processor's page-table entries look like. Tables have 512 entries of 8 bytes and pages 4 KiB; level 0 is the last one,
/// so an entry of level n covers 4 KiB times 512 to the n. An entry of 0 leads nowhere; any other is a table or a page, a page being
/// accessible or only kept: its attributes say which.
/// </summary>
public interface IPageFormat
{
    /// <summary>The level of the root table.</summary>
    static abstract int RootLevel { get; }

    /// <summary>Addresses below 2 to this power can be mapped.</summary>
    static abstract int AddressBits { get; }

    /// <summary>The highest level at which an entry can be a page.</summary>
    static abstract int MaxPageLevel { get; }

    /// <summary>The physical address of the root table.</summary>
    static abstract ulong Root { get; }

    /// <summary>Whether an entry other than 0 of this level is a page rather than a table.</summary>
    static abstract bool IsPage(ulong entry, int level);

    /// <summary>An entry that leads to the table at this address.</summary>
    static abstract ulong TableEntry(ulong table);

    /// <summary>An entry that is a page at this address; <paramref name="attributes"/> are the format's own bits.</summary>
    static abstract ulong PageEntry(ulong address, ulong attributes, int level);

    /// <summary>The address of the table or page that the entry leads to.</summary>
    static abstract ulong AddressOf(ulong entry);

    /// <summary>A page entry without its address, in the form that <see cref="PageEntry"/> takes.</summary>
    static abstract ulong AttributesOf(ulong entry);

    /// <summary>Whether the processor would let code in the page be both written and executed: never, whatever happens.</summary>
    static abstract bool IsWritableAndExecutable(ulong entry);

    /// <summary>A table, or 0 when no memory is left for one. Not cleared only for who writes all of it at once.</summary>
    static abstract ulong AllocateTable(bool isCleared);

    /// <summary>Whether a table may be taken away: not one that the image was started with.</summary>
    static abstract bool CanFreeTable(ulong table);

    /// <summary>Takes back an empty table.</summary>
    static abstract void FreeTable(ulong table);

    /// <summary>Forgets what this processor remembers of the page at this address.</summary>
    static abstract void Flush(ulong address);

    /// <summary>
    /// After all changes in a range: what was written is seen by the next access, and where something was there before, other processors forget it too.
    /// </summary>
    static abstract void Complete(ulong address, ulong length, bool replaced);

    /// <summary>Keeps this processor's interrupts out. Whether they were let in.</summary>
    static abstract bool DisableInterrupts();

    /// <summary>Lets interrupts in when they were.</summary>
    static abstract void RestoreInterrupts(bool wereEnabled);

    /// <summary>For a loop that waits for another processor.</summary>
    static abstract void Relax();
}
