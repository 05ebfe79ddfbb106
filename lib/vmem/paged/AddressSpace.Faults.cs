using System;
using System.Runtime;
using System.Runtime.CompilerServices;
using Lithe.Arch;
using Lithe.Diagnostics;
using Lithe.Mem;
using Lithe.Panic;

namespace Lithe.Vmem;

// Pages as they are touched.
public static unsafe partial class AddressSpace
{
    private enum Outcome
    {
        Done,
        NotAllowed,
        NoMemory,
        NothingToFill,
    }

    // Why the last fault of each kind could not be mended, for the panic that follows: owned by the lock when written.
    private static Outcome s_lastOutcome;
    private static ulong s_faults, s_refused;

    /// <summary>Called for every exception, on the trap stack, interrupts disabled. True: the access is tried again.</summary>
    [RuntimeExport("lithe_fault")]
    private static bool OnFault(nint frameAddress)
    {
        TrapFrame frame = new(frameAddress);
        if (frame.Kind != TrapKind.PageFault)
            return false;
        ulong address = frame.FaultAddress;
        PageAccess needed = frame.FaultAccess switch
        {
            FaultAccess.Write => PageAccess.Write,
            FaultAccess.Execute => PageAccess.Execute,
            _ => PageAccess.Read,
        };
        Enter();
        s_faults++;
        Outcome outcome = Mend(address, needed);
        s_lastOutcome = outcome;
        if (outcome == Outcome.NoMemory)
            s_refused++;
        Trace.Point("vmem.fault"u8, address, (ulong)outcome);
        Exit();
        return outcome == Outcome.Done;
    }

    private static Outcome Mend(ulong address, PageAccess needed)
    {
        Region* region = s_regions.Find(address);
        if (region == null || ((PageAccess)region->Access & needed) == 0)
            return Outcome.NotAllowed;
        // Another processor may have been faster; it is not there to find when this one is alone.
        if (!PageTables.Next(address, address + 1, out PageMapping mapping))
            return CommitOrReclaim(region, address, needed, out _);
        if ((mapping.Access & needed) != 0)
            return Outcome.Done;
        if (needed != PageAccess.Write || !IsOwn(region, mapping))
            return Outcome.NotAllowed;
        Outcome outcome = CopyOwn(region, mapping, (PageAccess)region->Access);
        // What is reclaimed may be the page that was to be copied.
        return outcome == Outcome.NoMemory && ReclaimFrames(ReclaimBatch) != 0 ? Mend(address, needed) : outcome;
    }

    private static Outcome CommitOrReclaim(Region* region, ulong address, PageAccess needed, out ulong next)
    {
        KeepReserve();
        if (IsRefused(region, needed))
        {
            next = address;
            return Outcome.NoMemory;
        }

        Outcome outcome = Commit(region, address, needed, out next);
        for (int tries = 0; outcome == Outcome.NoMemory && tries < ReclaimTries && ReclaimFrames(ReclaimBatch) != 0; tries++)
            outcome = Commit(region, address, needed, out next);
        return outcome;
    }

    // Commits the page that holds the address: a large one where the region has such and nothing of it is committed yet.
    private static Outcome Commit(Region* region, ulong address, PageAccess needed, out ulong next)
    {
        int order = region->Order;
        if (s_hasShared && IsShared(region))
            return Show(region, address, out next);
        if (s_hasOwn && (needed & PageAccess.Write) == 0 && region->Pager != 0 && TryShowOwn(region, address, out next))
            return Outcome.Done;
        ulong frame = 0, page = 0, size = 0;
        for (; order >= 0 && frame == 0; order = order > 9 ? 9 : order > 0 ? 0 : -1)
        {
            size = SizeOf(order);
            page = address & ~(size - 1);
            if (order == 0 || !PageTables.Next(page, page + size, out _))
                frame = Frames.Allocate(order);
            if (frame != 0)
                break;
        }

        next = page + size;
        if (frame == 0)
            return Outcome.NoMemory;
        for (ulong done = 0; done < size; done += Processor.PageSize)
        {
            Span<byte> bytes = new((void*)(frame + done), Processor.PageSize);
            bytes.Clear();
            if (region->Pager == 0)
                continue;
            nint pagerAddress = region->Pager;
            if (!Unsafe.As<nint, Pager>(ref pagerAddress).Fill(region->Offset + (page + done - region->Start), bytes))
            {
                Frames.Free(frame, order);
                return IsOut() ? Outcome.NoMemory : Outcome.NothingToFill;
            }
        }

        if (!PageTables.Map(page, frame, size, (PageAccess)region->Access))
        {
            Frames.Free(frame, order);
            return Outcome.NoMemory;
        }

        s_committed += size;
        return Outcome.Done;
    }

    private static bool IsShared(Region* region)
    {
        if (region == null || region->Pager == 0)
            return false;
        nint pagerAddress = region->Pager;
        return Unsafe.As<nint, Pager>(ref pagerAddress).IsShared;
    }

    // Maps the pager's own frame.
    private static Outcome Show(Region* region, ulong address, out ulong next)
    {
        ulong page = address & ~((ulong)Processor.PageSize - 1);
        next = page + Processor.PageSize;
        nint pagerAddress = region->Pager;
        ulong frame = Unsafe.As<nint, Pager>(ref pagerAddress).FindPage(region->Offset + (page - region->Start));
        if (frame == 0)
            return Outcome.NothingToFill;
        return PageTables.Map(page, frame, Processor.PageSize, (PageAccess)region->Access) ? Outcome.Done : Outcome.NoMemory;
    }

    private readonly struct Notes : IFaultNotes
    {
        public static FaultNote Find(ulong address)
        {
            Region* region = s_regions.Find(address);
            if (region == null)
                return default;
            FrameStatistics frames = default;
            ReadOnlySpan<byte> text;
            switch (s_lastOutcome)
            {
                case Outcome.NoMemory:
                    frames = Frames.Statistics;
                    text = "needs a page and none is left"u8;
                    break;
                case Outcome.NothingToFill:
                    text = "has nothing to fill this page with"u8;
                    break;
                default:
                    text = (PageAccess)region->Access switch
                    {
                        PageAccess.None => "allows no access (reserved, or a guard)"u8,
                        PageAccess.Read => "may only be read"u8,
                        PageAccess.Read | PageAccess.Execute => "may be read and executed"u8,
                        _ => "may be read and written"u8,
                    };
                    break;
            }

            return new FaultNote(text, region->Start, region->End) { Used = frames.Used, Capacity = frames.Capacity };
        }
    }
}
