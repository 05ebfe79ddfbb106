namespace Lithe.Arch;

/// <summary>A page that is mapped.</summary>
public readonly struct PageMapping(ulong address, ulong physical, ulong length, PageAccess access)
{
    /// <summary>The virtual address, a multiple of the length.</summary>
    public ulong Address { get; } = address;

    /// <summary>Where it leads.</summary>
    public ulong Physical { get; } = physical;

    /// <summary>4 KiB, 2 MiB or 1 GiB.</summary>
    public ulong Length { get; } = length;

    /// <summary>How it may be used; <see cref="PageAccess.None"/> for a page that is only kept.</summary>
    public PageAccess Access { get; } = access;
}

/// <summary>Gives memory for page tables, as members that are called directly.</summary>
public interface ITableMemory
{
    /// <summary>A page that is mapped at its own address, or 0 when there is none. Its content does not matter.</summary>
    static abstract ulong Take();

    /// <summary>Gives back what <see cref="Take"/> returned.</summary>
    static abstract void Give(ulong page);
}

/// <summary>Tells other processors what they must no longer remember.</summary>
public interface IShootdown
{
    /// <summary>Returns when no other processor uses what was mapped in the range before. Called with the page tables' owner's lock held.</summary>
    static abstract void Flush(ulong address, ulong length);
}
