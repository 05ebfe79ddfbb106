using System;
using System.Runtime.CompilerServices;
using Lithe.Arch;
using Lithe.Mem;

namespace Lithe.Vmem;

// Pages of private regions that are a pager's own frames, read in place until they are written: then they are copied. The lock's.
public static unsafe partial class AddressSpace
{
    // A fault maps what is there already of so many bytes around it: neighbours are mostly next.
    private const ulong Around = 16 * Processor.PageSize;

    private static Pager? OwnerOf(Region* region)
    {
        if (region == null || region->Pager == 0)
            return null;
        nint address = region->Pager;
        Pager pager = Unsafe.As<nint, Pager>(ref address);
        return pager.HasOwnPages ? pager : null;
    }

    private static ulong OffsetOf(Region* region, ulong page) => region->Offset + (page - region->Start);

    // Whether what is mapped there is the pager's own frame.
    private static bool IsOwn(Region* region, in PageMapping page) =>
        page.Length == Processor.PageSize && OwnerOf(region) is { } pager && pager.IsOwnPage(OffsetOf(region, page.Address), page.Physical);

    // Gives a frame that is mapped no longer back to the pager whose own it is.
    private static bool TryReturn(Region* region, in PageMapping page)
    {
        if (page.Length != Processor.PageSize || OwnerOf(region) is not { } pager || !pager.IsOwnPage(OffsetOf(region, page.Address), page.Physical))
            return false;
        pager.ReturnPage(OffsetOf(region, page.Address), page.Physical);
        return true;
    }

    // Maps the pager's own frame where it has one, and its neighbours.
    private static bool TryShowOwn(Region* region, ulong address, out ulong next)
    {
        ulong page = address & ~((ulong)Processor.PageSize - 1);
        next = page + Processor.PageSize;
        if (OwnerOf(region) is not { } pager)
            return false;
        ulong frame = pager.TakePage(OffsetOf(region, page), isNear: false);
        if (frame == 0)
            return false;
        PageAccess access = (PageAccess)region->Access & ~PageAccess.Write;
        if (!PageTables.Map(page, frame, Processor.PageSize, access))
        {
            pager.ReturnPage(OffsetOf(region, page), frame);
            return false;
        }

        if (s_isShort)
            return true;
        ulong start = page & ~(Around - 1), end = start + Around;
        if (start < region->Start)
            start = region->Start;
        if (end > region->End)
            end = region->End;
        // Frames in a row are mapped together.
        ulong runStart = 0, runFrame = 0, runLength = 0;
        for (ulong at = start; at < end; at += Processor.PageSize)
        {
            ulong near = PageTables.Next(at, at + Processor.PageSize, out _) ? 0 : pager.TakePage(OffsetOf(region, at), isNear: true);
            if (near != 0 && runLength != 0 && near == runFrame + runLength && at == runStart + runLength)
            {
                runLength += Processor.PageSize;
                continue;
            }

            MapRun(region, pager, runStart, runFrame, runLength, access);
            runStart = at;
            runFrame = near;
            runLength = near == 0 ? 0 : (ulong)Processor.PageSize;
        }

        MapRun(region, pager, runStart, runFrame, runLength, access);
        return true;
    }

    private static void MapRun(Region* region, Pager pager, ulong start, ulong frame, ulong length, PageAccess access)
    {
        if (length == 0 || PageTables.Map(start, frame, length, access))
            return;
        // No memory for a table: nobody has asked for these.
        PageTables.Unmap(start, length);
        for (ulong done = 0; done < length; done += Processor.PageSize)
            pager.ReturnPage(OffsetOf(region, start + done), frame + done);
    }

    // A copy in the place of the pager's own page.
    private static Outcome CopyOwn(Region* region, in PageMapping page, PageAccess access)
    {
        ulong frame = Frames.Allocate(0);
        if (frame == 0)
            return Outcome.NoMemory;
        new ReadOnlySpan<byte>((void*)page.Physical, Processor.PageSize).CopyTo(new Span<byte>((void*)frame, Processor.PageSize));
        if (!PageTables.Map(page.Address, frame, Processor.PageSize, access))
        {
            Frames.Free(frame, 0);
            return Outcome.NoMemory;
        }

        TryReturn(region, page);
        s_committed += Processor.PageSize;
        return Outcome.Done;
    }

    // Changes how pages may be used; a pager's own are never written in place.
    private static bool ProtectPages(ulong start, ulong end, PageAccess access)
    {
        if (!s_hasOwn || (access & PageAccess.Write) == 0)
            return PageTables.Protect(start, end - start, access);
        bool done = true;
        while (done && start < end)
        {
            Region* region = s_regions.Find(start);
            ulong stop = region->End < end ? region->End : end;
            if (OwnerOf(region) is null)
            {
                done = PageTables.Protect(start, stop - start, access);
            }
            else
            {
                for (ulong at = start; done && PageTables.Next(at, stop, out PageMapping page); at = page.Address + page.Length)
                    done = PageTables.Protect(page.Address, page.Length, IsOwn(region, page) ? access & ~PageAccess.Write : access);
            }

            start = stop;
        }

        return done;
    }
}
