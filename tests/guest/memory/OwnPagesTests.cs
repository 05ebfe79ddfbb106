using System;
using Lithe.Arch;
using Lithe.Mem;
using Lithe.Testing;
using Lithe.Vmem;

namespace MemoryTests;

/// <summary>Pages of a pager that private regions read in place.</summary>
public static unsafe class OwnPagesTests
{
    private const PageAccess Data = PageAccess.Read | PageAccess.Write;
    private const int Pages = 40;

    // A file of pages that are made when they are first asked for, and can be made once more.
    private sealed class Owning : Pager
    {
        public readonly ulong[] Frame = new ulong[Pages];
        public readonly int[] Users = new int[Pages];
        public int Made, Filled;

        // The page that is copied, not shown.
        public int Odd = -1;

        public override bool HasOwnPages => true;

        public override bool IsReclaimable => true;

        public override bool Fill(ulong offset, Span<byte> page)
        {
            Filled++;
            page.Fill((byte)(offset >> 12));
            return offset >> 12 < Pages;
        }

        public override ulong TakePage(ulong offset, bool isNear)
        {
            int number = (int)(offset >> 12);
            if (number >= Pages || number == Odd || isNear && Frame[number] == 0)
                return 0;
            if (Frame[number] == 0)
            {
                Frame[number] = Frames.Allocate(0);
                if (Frame[number] == 0)
                    return 0;
                new Span<byte>((void*)Frame[number], 4096).Fill((byte)number);
                Made++;
            }

            Users[number]++;
            return Frame[number];
        }

        public override void ReturnPage(ulong offset, ulong frame) => Users[offset >> 12]--;

        public override bool IsOwnPage(ulong offset, ulong frame) => offset >> 12 < Pages && frame == Frame[offset >> 12] && Users[offset >> 12] > 0;

        public ulong Drop(ulong most)
        {
            ulong dropped = 0;
            for (int i = 0; i < Pages && dropped < most; i++)
            {
                if (Frame[i] == 0 || Users[i] != 0)
                    continue;
                Frames.Free(Frame[i], 0);
                Frame[i] = 0;
                dropped++;
            }

            return dropped;
        }

        public int UserCount
        {
            get
            {
                int count = 0;
                foreach (int users in Users)
                    count += users;
                return count;
            }
        }
    }

    private sealed class Reclaimer(Owning pager) : PageReclaimer
    {
        internal bool IsNeeded;

        public override ulong Kept => Pages * 4096;

        public override bool IsNeededAgain => IsNeeded;

        public override ulong Reclaim(ulong count) => pager.Drop(count);
    }

    [GuestTest]
    public static void APageIsReadInPlaceAndCopiedWhenItIsWritten()
    {
        Owning pager = new();
        ulong before = AddressSpace.Committed, used = Frames.Statistics.Used;
        ulong first = AddressSpace.Reserve(Pages * 4096, Data, pager, 0), second = AddressSpace.Reserve(Pages * 4096, Data, pager, 0);
        Check.Equal((byte)5, *(byte*)(first + 5 * 4096));
        Check.Equal((byte)5, *(byte*)(second + 5 * 4096 + 4095));
        Check.Equal(before, AddressSpace.Committed);
        Check.True(PageTables.Next(first + 5 * 4096, first + 6 * 4096, out PageMapping mapping));
        Check.True(mapping.Physical == pager.Frame[5] && mapping.Access == PageAccess.Read);
        Check.Equal(2, pager.Users[5]);

        *(byte*)(first + 5 * 4096 + 1) = 77;
        Check.Equal((byte)5, *(byte*)(first + 5 * 4096));
        Check.Equal((byte)77, *(byte*)(first + 5 * 4096 + 1));
        Check.Equal((byte)5, *(byte*)(second + 5 * 4096 + 1));
        Check.Equal((byte)5, *(byte*)(pager.Frame[5] + 1));
        Check.Equal(1, pager.Users[5]);
        Check.Equal(before + 4096, AddressSpace.Committed);

        // Written first: a copy from the start.
        *(byte*)(first + 7 * 4096) = 78;
        Check.Equal(0, pager.Users[7]);
        Check.Equal(1, pager.Filled);
        Check.Equal((byte)7, *(byte*)(first + 7 * 4096 + 1));
        Check.Equal(1, pager.Made);

        // What the pager does not show is a copy.
        pager.Odd = 9;
        Check.Equal((byte)9, *(byte*)(first + 9 * 4096));
        Check.Equal(before + 3 * 4096, AddressSpace.Committed);
        Check.True(AddressSpace.Release(first, Pages * 4096));
        Check.True(AddressSpace.Release(second, Pages * 4096));
        Check.Equal(0, pager.UserCount);
        Check.Equal(before, AddressSpace.Committed);
        Check.Equal(1UL, pager.Drop(Pages));
        Check.True(Frames.Statistics.Used <= used + 16 * 4096);
    }

    [GuestTest]
    public static void NoChangeOfAccessLetsAPagersPageBeWritten()
    {
        Owning pager = new();
        ulong address = AddressSpace.Reserve(Pages * 4096, PageAccess.Read, pager, 0);
        for (int i = 0; i < Pages; i++)
            Check.Equal((byte)i, *(byte*)(address + (ulong)i * 4096));
        Check.Equal(Pages, pager.UserCount);
        Check.True(AddressSpace.Protect(address, Pages * 4096, Data));
        *(byte*)(address + 3 * 4096) = 99;
        Check.Equal((byte)3, *(byte*)pager.Frame[3]);
        Check.Equal((byte)99, *(byte*)(address + 3 * 4096));
        // Its own copies keep what was written, and may be written again.
        Check.True(AddressSpace.Protect(address, Pages * 4096, PageAccess.Read));
        Check.Equal((byte)99, *(byte*)(address + 3 * 4096));
        Check.True(AddressSpace.Protect(address, Pages * 4096, Data));
        *(byte*)(address + 3 * 4096) = 98;
        // A page that is lent for writing is a copy, too.
        Check.True(AddressSpace.Protect(address, Pages * 4096, PageAccess.Read));
        Check.True(AddressSpace.Lend(address + 4 * 4096, isWrite: true));
        *(byte*)(address + 4 * 4096) = 97;
        AddressSpace.TakeBack();
        Check.Equal((byte)4, *(byte*)pager.Frame[4]);
        Check.Equal(Pages - 2, pager.UserCount);
        Check.True(AddressSpace.Decommit(address, Pages * 4096));
        Check.Equal(0, pager.UserCount);
        Check.Equal((byte)3, *(byte*)(address + 3 * 4096));
        Check.True(AddressSpace.Release(address, Pages * 4096));
        Check.Equal(0, pager.UserCount);
        pager.Drop(Pages);
    }

    [GuestTest]
    public static void NoPageIsTakenFromWhatIsNeededAgainAtOnce()
    {
        Owning pager = new();
        Reclaimer reclaimer = new(pager);
        PageReclaimer.Current = reclaimer;
        ulong file = AddressSpace.Reserve(Pages * 4096, Data, pager, 0), room = AddressSpace.Reserve(64 * 4096, Data, PageSize.Small);
        // While there is memory it does not matter.
        reclaimer.IsNeeded = true;
        Check.True(AddressSpace.Populate(room, 16 * 4096));
        ulong held = 0;
        for (FrameStatistics frames = Frames.Statistics; frames.Capacity - frames.Used > 64 << 10; frames = Frames.Statistics)
        {
            ulong frame = Frames.Allocate(0);
            if (frame == 0)
                break;
            *(ulong*)frame = held;
            held = frame;
        }

        // Pages to write are refused, those of files are not.
        Check.False(AddressSpace.Populate(room + 16 * 4096, 16 * 4096));
        for (int i = 0; i < 20; i++)
            Check.Equal((byte)i, *(byte*)(file + (ulong)i * 4096));
        reclaimer.IsNeeded = false;
        Check.True(AddressSpace.Populate(room + 16 * 4096, 8 * 4096));
        while (held != 0)
        {
            ulong next = *(ulong*)held;
            Frames.Free(held, 0);
            held = next;
        }

        Check.True(AddressSpace.Release(room, 64 * 4096));
        Check.True(AddressSpace.Release(file, Pages * 4096));
        PageReclaimer.Current = null;
        pager.Drop(Pages);
    }

    [GuestTest]
    public static void PagesThatCanBeReadAgainAreReclaimed()
    {
        Owning pager = new();
        PageReclaimer.Current = new Reclaimer(pager);
        ulong address = AddressSpace.Reserve(Pages * 4096, Data, pager, 0);
        for (int i = 0; i < Pages; i++)
            Check.Equal((byte)i, *(byte*)(address + (ulong)i * 4096));
        *(byte*)(address + 8 * 4096) = 88;
        Check.True(AddressSpace.Reclaim(10) >= 10);
        Check.True(AddressSpace.Reclaim(Pages) > 0);
        // What was written stays, all else comes back.
        while (AddressSpace.Reclaim(Pages) > 0)
        {
        }

        Check.Equal(0, pager.UserCount);
        Check.Equal((byte)88, *(byte*)(address + 8 * 4096));
        int made = pager.Made;
        for (int i = 0; i < Pages; i++)
            Check.Equal((byte)(i == 8 ? 88 : i), *(byte*)(address + (ulong)i * 4096));
        Check.True(pager.Made >= made + Pages - 1);

        // Before memory is out for somebody else, too.
        ulong more = 0;
        for (ulong frame; (frame = Frames.Allocate(0)) != 0; more = frame)
            *(ulong*)frame = more;
        ulong room = AddressSpace.Reserve(8 * 4096, Data, PageSize.Small);
        for (int i = 0; i < 8; i++)
            *(byte*)(room + (ulong)i * 4096) = 1;
        while (more != 0)
        {
            ulong next = *(ulong*)more;
            Frames.Free(more, 0);
            more = next;
        }

        Check.True(AddressSpace.Release(room, 8 * 4096));
        Check.True(AddressSpace.Release(address, Pages * 4096));
        PageReclaimer.Current = null;
        pager.Drop(Pages);
    }
}
