using Lithe.Arch;
using Lithe.Mem;
using Lithe.Testing;
using Lithe.Vmem;

public static unsafe class HugePageTests
{
    private const PageAccess Data = PageAccess.Read | PageAccess.Write;
    private const ulong Gibibyte = 1UL << 30, Large = 1UL << 21;

    [GuestTest]
    public static void APageOfAGibibyteIsCommittedAsOne()
    {
        ulong before = AddressSpace.Committed, used = Frames.Statistics.Used, faults = AddressSpace.Faults;
        ulong address = AddressSpace.Reserve(2 * Gibibyte, Data, PageSize.Huge);
        Check.True(address != 0);
        Check.Equal(0UL, address & (Gibibyte - 1));
        *(ulong*)(address + Gibibyte - 8) = 7;
        Check.Equal(0UL, *(ulong*)address);
        Check.Equal(0UL, *(ulong*)(address + 12_345 * 4096));
        Check.Equal(faults + 1, AddressSpace.Faults);
        Check.Equal(before + Gibibyte, AddressSpace.Committed);
        Check.True(PageTables.Next(address, address + 2 * Gibibyte, out PageMapping mapping));
        Check.True(mapping.Address == address && mapping.Length == Gibibyte && (mapping.Physical & (Gibibyte - 1)) == 0);

        // It is changed and given back as a whole.
        Check.False(AddressSpace.Protect(address, Large, PageAccess.Read));
        Check.True(AddressSpace.Protect(address, Gibibyte, PageAccess.Read));
        Check.Equal(PageAccess.Read, PageTables.Query(address + Gibibyte - 1));
        Check.Equal(7UL, *(ulong*)(address + Gibibyte - 8));

        Check.True(AddressSpace.Release(address, 2 * Gibibyte));
        Check.Equal(before, AddressSpace.Committed);
        Check.True(Frames.Statistics.Used <= used + 2 * 4096);
    }

    [GuestTest]
    public static void MemoryAtItsOwnAddressIsInPagesOfAGibibyte()
    {
        ulong block = Frames.Allocate(Frames.MaxOrder);
        Check.True(block != 0);
        Check.True(PageTables.Next(block, block + Gibibyte, out PageMapping mapping));
        Check.True(mapping.Address == block && mapping.Length == Gibibyte);

        // A part with other rights splits it, and its other parts stay as they are.
        Check.True(PageTables.Protect(block + Large, 4096, PageAccess.Read));
        Check.Equal(PageAccess.Read, PageTables.Query(block + Large));
        Check.Equal(Data, PageTables.Query(block + Large + 4096));
        Check.Equal(Data, PageTables.Query(block + 2 * Large));
        *(ulong*)(block + 2 * Large) = 1;
        *(ulong*)(block + Large + 4096) = 2;
        Check.Equal(1UL, *(ulong*)(block + 2 * Large));
        Check.True(PageTables.Protect(block + Large, 4096, Data));
        Frames.Free(block, Frames.MaxOrder);
    }
}
