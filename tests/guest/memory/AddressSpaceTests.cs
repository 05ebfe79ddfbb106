using System;
using Lithe.Arch;
using Lithe.Mem;
using Lithe.Testing;
using Lithe.Vmem;

namespace MemoryTests;

public static unsafe class AddressSpaceTests
{
    private const PageAccess Data = PageAccess.Read | PageAccess.Write;
    private const ulong Gibibyte = 1UL << 30;

    [GuestTest]
    public static void PagesComeWhenTheyAreTouched()
    {
        ulong before = AddressSpace.Committed;
        ulong address = AddressSpace.Reserve(1 << 20, Data, PageSize.Small);
        Check.True(AddressSpace.IsPaged && address != 0);
        Check.Equal(before, AddressSpace.Committed);
        for (ulong i = 0; i < 10; i++)
        {
            ulong* word = (ulong*)(address + i * 20480);
            Check.Equal(0UL, *word);
            *word = i;
        }

        Check.Equal(before + 10 * 4096, AddressSpace.Committed);
        for (ulong i = 0; i < 10; i++)
            Check.Equal(i, *(ulong*)(address + i * 20480));
        Check.True(AddressSpace.Decommit(address, 1 << 20));
        Check.Equal(before, AddressSpace.Committed);
        Check.Equal(0UL, *(ulong*)(address + 20480));
        Check.True(AddressSpace.Release(address, 1 << 20));
        Check.Equal(before, AddressSpace.Committed);
        Check.False(AddressSpace.TryFind(address, out _, out _, out _));
    }

    [GuestTest]
    public static void AHugeReservationCostsWhatIsTouched()
    {
        ulong frames = Frames.Statistics.Used;
        ulong address = AddressSpace.Reserve(256 * Gibibyte, Data, PageSize.Small);
        Check.True(address != 0);
        for (ulong i = 0; i < 64; i++)
            *(ulong*)(address + i * 4 * Gibibyte + i * 4096) = i;
        for (ulong i = 0; i < 64; i++)
            Check.Equal(i, *(ulong*)(address + i * 4 * Gibibyte + i * 4096));
        // A page and two tables for each, and the record's page.
        Check.True(Frames.Statistics.Used - frames <= (64 * 3 + 4) * 4096);
        Check.True(AddressSpace.Release(address, 256 * Gibibyte));
        // The tables too have come back; the record's page stays.
        Check.True(Frames.Statistics.Used - frames <= 4096);
    }

    [GuestTest]
    public static void RegionsAreSplitAndJoined()
    {
        ulong address = AddressSpace.Reserve(16 * 4096, Data, PageSize.Small);
        *(int*)address = 7;
        *(int*)(address + 5 * 4096) = 8;
        Check.True(AddressSpace.Protect(address + 4 * 4096, 4 * 4096, PageAccess.Read));
        Check.True(AddressSpace.TryFind(address + 5 * 4096, out ulong start, out ulong length, out PageAccess access));
        Check.Equal(address + 4 * 4096, start);
        Check.Equal(4 * 4096UL, length);
        Check.True(access == PageAccess.Read && PageTables.Query(address + 5 * 4096) == PageAccess.Read);
        Check.Equal(8, *(int*)(address + 5 * 4096));
        Check.True(AddressSpace.Protect(address + 4 * 4096, 4 * 4096, PageAccess.None));
        Check.True(PageTables.Query(address + 5 * 4096) == PageAccess.None);
        Check.True(AddressSpace.Protect(address + 4 * 4096, 4 * 4096, Data));
        // Kept while nobody could reach it.
        Check.Equal(8, *(int*)(address + 5 * 4096));
        Check.True(AddressSpace.TryFind(address, out start, out length, out _));
        Check.True(start <= address && start + length >= address + 16 * 4096);
        Check.True(AddressSpace.Release(address + 4096, 4096));
        Check.False(AddressSpace.TryFind(address + 4096, out _, out _, out _));
        Check.False(AddressSpace.Protect(address, 16 * 4096, PageAccess.Read));
        Check.Equal(7, *(int*)address);
        Check.True(AddressSpace.Release(address, 16 * 4096));
    }

    [GuestTest]
    public static void LargePages()
    {
        const ulong Large = 2 << 20;
        ulong before = AddressSpace.Committed;
        ulong address = AddressSpace.Reserve(4 * Large, Data, PageSize.Large);
        Check.Equal(0UL, address & (Large - 1));
        *(int*)(address + Large + 12345 * 4) = 3;
        Check.True(PageTables.Next(address, address + 4 * Large, out PageMapping mapping));
        Check.True(mapping.Address == address + Large && mapping.Length == Large);
        Check.Equal(before + Large, AddressSpace.Committed);
        Check.False(AddressSpace.Protect(address + Large, 4096, PageAccess.Read));
        Check.True(AddressSpace.Protect(address + Large, Large, PageAccess.Read));
        Check.Equal(3, *(int*)(address + Large + 12345 * 4));
        Check.True(AddressSpace.Release(address, 4 * Large));
        Check.Equal(before, AddressSpace.Committed);
    }

    private sealed class Counting : Pager
    {
        public int Calls;

        public override bool Fill(ulong offset, Span<byte> page)
        {
            Calls++;
            page.Fill((byte)(offset >> 12));
            return true;
        }
    }

    [GuestTest]
    public static void APagerFillsPages()
    {
        Counting pager = new();
        ulong address = 3UL << 40;
        Check.True(AddressSpace.ReserveAt(address, 64 * 4096, PageAccess.Read, PageSize.Small, pager, 100 * 4096));
        Check.False(AddressSpace.ReserveAt(address + 4096, 4096, PageAccess.Read, PageSize.Small, null, 0));
        Check.Equal((byte)100, *(byte*)address);
        Check.Equal((byte)163, *(byte*)(address + 64 * 4096 - 1));
        Check.Equal((byte)163, *(byte*)(address + 63 * 4096));
        Check.Equal(2, pager.Calls);
        Check.True(AddressSpace.Release(address, 64 * 4096));
    }

    [GuestTest]
    public static void WhatIsNotAllowedIsRefused()
    {
        Check.Equal(0UL, AddressSpace.Reserve(4097, Data, PageSize.Small));
        Check.Equal(0UL, AddressSpace.Reserve(0, Data, PageSize.Small));
        Check.Equal(0UL, AddressSpace.Reserve(4096, Data, PageSize.Large));
        Check.Equal(0UL, AddressSpace.Reserve(1UL << 50, Data, PageSize.Small));
        Check.Equal(0UL, AddressSpace.Reserve(4096, Data | PageAccess.Execute, PageSize.Small));
        ulong address = AddressSpace.Reserve(4096, Data, PageSize.Small);
        Check.False(AddressSpace.Protect(address, 4096, Data | PageAccess.Execute));
        Check.False(AddressSpace.ReserveAt(0, 4096, Data, PageSize.Small, null, 0));
        // Memory at its own address is no free address.
        ulong frame = Frames.Allocate(0);
        Check.False(AddressSpace.ReserveAt(frame, 4096, Data, PageSize.Small, null, 0));
        Frames.Free(frame, 0);
        Check.True(AddressSpace.Release(address, 4096));
    }

    [GuestTest]
    public static void ExhaustionIsAnErrorAndEnds()
    {
        FrameStatistics before = Frames.Statistics;
        ulong address = AddressSpace.Reserve(before.Capacity * 2, Data, PageSize.Small);
        Check.True(address != 0);
        Check.False(AddressSpace.Populate(address, before.Capacity * 2));
        Check.Equal(0UL, Frames.Allocate(0));
        Check.True(AddressSpace.Release(address, before.Capacity * 2));
        Check.True(Frames.Statistics.Used <= before.Used + 4096);
        ulong frame = Frames.Allocate(10);
        Check.True(frame != 0);
        Frames.Free(frame, 10);
    }

    [GuestTest]
    public static void NoPageIsWritableAndExecutable()
    {
        int pages = 0;
        for (ulong at = 0; PageTables.Next(at, PageTables.AddressLimit, out PageMapping page); at = page.Address + page.Length, pages++)
            Check.True((page.Access & (PageAccess.Write | PageAccess.Execute)) != (PageAccess.Write | PageAccess.Execute));
        Check.True(pages > 20);
    }
}
