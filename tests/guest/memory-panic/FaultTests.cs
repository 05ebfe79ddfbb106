using System;
using Lithe.Arch;
using Lithe.Mem;
using Lithe.Testing;
using Lithe.Vmem;

namespace MemoryPanicTests;

public static unsafe class FaultTests
{
    private const PageAccess Data = PageAccess.Read | PageAccess.Write;

    [GuestTest(Panic = "that allows no access (reserved, or a guard)")]
    public static void AGuardBelow()
    {
        ulong address = AddressSpace.ReserveGuarded(16384, 4096, Data);
        *(int*)address = 1;
        *(int*)(address - 4) = 1; // panics here
    }

    [GuestTest(Panic = "that allows no access (reserved, or a guard)")]
    public static void AGuardAbove()
    {
        ulong address = AddressSpace.ReserveGuarded(16384, 4096, Data);
        *(int*)(address + 16380) = 1;
        Check.Equal(0, *(int*)(address + 16384)); // panics here
    }

    [GuestTest(Panic = "write to read-only data at address")]
    public static void ARegionThatMayOnlyBeRead()
    {
        ulong address = AddressSpace.Reserve(4096, PageAccess.Read, PageSize.Small);
        Check.Equal(0, *(int*)address);
        *(int*)address = 1; // panics here
    }

    [GuestTest(Panic = "that may only be read")]
    public static void ARegionThatMayOnlyBeReadUntouched()
    {
        ulong address = AddressSpace.Reserve(4096, PageAccess.Read, PageSize.Small);
        *(int*)address = 1; // panics here
    }

    [GuestTest(Panic = "execution of")]
    public static void RunningData()
    {
        ulong address = AddressSpace.Reserve(4096, Data, PageSize.Small);
        *(int*)address = 1;
        ((delegate* unmanaged<void>)address)();
    }

    [GuestTest(Panic = "read of unmapped address")]
    public static void AReleasedRegion()
    {
        ulong address = AddressSpace.Reserve(4096, Data, PageSize.Small);
        *(int*)address = 1;
        AddressSpace.Release(address, 4096);
        Check.Equal(0, *(int*)address); // panics here
    }

    [GuestTest(Panic = "that needs a page and none is left: 0x")]
    public static void MemoryRunsOut()
    {
        ulong length = Frames.Statistics.Capacity * 2;
        ulong address = AddressSpace.Reserve(length, Data, PageSize.Small);
        for (ulong i = 0; i < length; i += 4096)
            *(ulong*)(address + i) = i; // panics here
    }

    private sealed class Empty : Pager
    {
        public override bool Fill(ulong offset, Span<byte> page) => false;
    }

    [GuestTest(Panic = "that has nothing to fill this page with")]
    public static void APagerWithoutAPage()
    {
        AddressSpace.ReserveAt(3UL << 40, 4096, PageAccess.Read, PageSize.Small, new Empty(), 0);
        Check.Equal(0, *(int*)(3UL << 40)); // panics here
    }
}
