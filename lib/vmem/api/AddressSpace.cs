using Lithe.Arch;

namespace Lithe.Vmem;

/// <summary>
/// Regions of the address space. Reserving costs the same whatever the size; memory is taken for pages that are touched. Addresses and lengths are multiples of
/// the region's page size. Any processor and thread, interrupt handlers excepted.
/// </summary>
public static class AddressSpace
{
    /// <summary>Called by the composition root, once page frames are there.</summary>
    public static extern void Initialize();

    /// <summary>Whether there are regions at all: false with <c>VMEM: static</c>, where every member below fails.</summary>
    public static extern bool IsPaged { get; }

    /// <summary>
    /// Reserves addresses. With <see cref="PageAccess.None"/> every access faults until <see cref="Protect"/>; else pages of zeros are committed as they are touched.
    /// </summary>
    /// <returns>The address, or 0 when no addresses or no memory for the record are left or an argument is not allowed.</returns>
    public static extern ulong Reserve(ulong length, PageAccess access, PageSize pageSize);

    /// <summary>The same with pages that <paramref name="pager"/> fills, from <paramref name="offset"/> on.</summary>
    public static extern ulong Reserve(ulong length, PageAccess access, Pager pager, ulong offset);

    /// <summary>Reserves these very addresses, with pages that <paramref name="pager"/> fills (null: zeros) from <paramref name="offset"/> on. False when a part is taken.</summary>
    public static extern bool ReserveAt(ulong address, ulong length, PageAccess access, PageSize pageSize, Pager? pager, ulong offset);

    /// <summary>As <see cref="Reserve"/>, with a guard of <paramref name="guard"/> bytes below and above, where every access faults.</summary>
    public static extern ulong ReserveGuarded(ulong length, ulong guard, PageAccess access);

    /// <summary>Commits what is not yet, so that no later access faults. False when memory runs out: a part may have been committed.</summary>
    public static extern bool Populate(ulong address, ulong length);

    /// <summary>Changes how a range may be used; it must be reserved as a whole. Writing and execution together are refused.</summary>
    public static extern bool Protect(ulong address, ulong length, PageAccess access);

    /// <summary>Gives the memory of a range back; the addresses stay reserved and read as if they had never been touched.</summary>
    public static extern bool Decommit(ulong address, ulong length);

    /// <summary>Gives memory and addresses of a range back; what of it is not reserved does not matter.</summary>
    public static extern bool Release(ulong address, ulong length);

    /// <summary>The region that holds an address; false when none does.</summary>
    public static extern bool TryFind(ulong address, out ulong start, out ulong length, out PageAccess access);

    /// <summary>The first region that ends behind an address; false when none does.</summary>
    public static extern bool TryFindNext(ulong address, out ulong start, out ulong length, out PageAccess access, out Pager? pager, out ulong offset);

    /// <summary>
    /// Has a page answer that no region allows to be used so, for code that must come to its end: a page whose content means nothing where there is none, or write access to the one that
    /// is there. For fault handlers. False when there is no memory. It ends with <see cref="TakeBack"/>, or when a region is made there.
    /// </summary>
    public static extern bool Lend(ulong address, bool isWrite);

    /// <summary>Ends what <see cref="Lend"/> has allowed, everywhere.</summary>
    public static extern void TakeBack();

    /// <summary>
    /// Gives back so many page frames, about, of what can be read once more (<see cref="PageReclaimer"/>): how many there were. 0, and nothing is done, for a caller in a pager, whose
    /// fault reclaims for itself.
    /// </summary>
    public static extern ulong Reclaim(ulong frames);

    /// <summary>How often a page was touched and could not be had for want of memory: none is left, or what would have to go is read again at once (<see cref="PageReclaimer.IsNeededAgain"/>).</summary>
    [Counter("vmem.refused")]
    public static extern ulong Refused { get; }

    /// <summary>Bytes of memory that are committed; pages of pagers that are read in place are none.</summary>
    [Counter("vmem.committed")]
    public static extern ulong Committed { get; }

    /// <summary>How many page faults there were, those that could not be mended too.</summary>
    [Counter("vmem.faults")]
    public static extern ulong Faults { get; }
}
