using System.Threading;
using Lithe.Arch;
using Lithe.Diagnostics;
using Lithe.Entropy;
using Lithe.Mem;
using Lithe.Plat;
using Lithe.Sched;
using Lithe.Testing;
using Lithe.Vmem;

/// <summary>
/// One thread on each further processor computes, interrupts disabled and without ever yielding, while the first changes what an address leads to.
/// </summary>
public static unsafe class ShootdownTests
{
    private const ulong PageLength = Processor.PageSize;
    private const PageAccess Data = PageAccess.Read | PageAccess.Write;

    /// <summary>Pages: as many as are forgotten one by one, and more.</summary>
    private const ulong Few = 3, Many = 64;

    private static ulong s_window, s_pages;
    private static int s_round, s_wrong, s_stop;

    /// <summary>By processor: the last round that it saw settled.</summary>
    private static int[] s_seen = [];

    [GuestTest]
    public static void AProcessorThatComputesSeesEachChange() => Exchange(Few);

    [GuestTest]
    public static void ALongRangeIsForgottenAsAWhole() => Exchange(Many);

    /// <summary>Memory that was given back belongs to whoever has it next, though others go on writing to the address where it was.</summary>
    [GuestTest]
    public static void NobodyWritesToMemoryThatWasGivenBack()
    {
        const int Rounds = 8;
        s_window = AddressSpace.Reserve(PageLength, Data, PageSize.Small);
        KernelThread[] threads = StartOnOthers(static _ =>
        {
            while (Volatile.Read(ref s_stop) == 0)
            {
                Volatile.Write(ref *(ulong*)s_window, 0xbad);
                s_seen[Processor.Index] = Volatile.Read(ref s_round);
            }
        });
        ulong kept = 0;
        for (int round = 1; round <= Rounds; round++)
        {
            // Everybody has written since the page came back.
            Volatile.Write(ref s_round, round);
            AwaitAll(round);
            PageTables.Next(s_window, s_window + PageLength, out PageMapping mapping);
            Check.True(AddressSpace.Decommit(s_window, PageLength));
            // The frame that was given back last is the next to be handed out, to them as well: take the one that they had.
            ulong frame = Frames.Allocate(0);
            if (frame == mapping.Physical)
                kept++;
            Check.True(frame != 0);
            *(ulong*)frame = 0x600d;
            Volatile.Write(ref s_round, -round);
            AwaitAll(-round);
            if (*(ulong*)frame != 0x600d)
                s_wrong++;
            Frames.Free(frame, 0);
        }

        End(threads);
        Check.Equal(0, s_wrong);
        Check.True(kept != 0);
        Check.True(AddressSpace.Release(s_window, PageLength));
    }

    /// <summary>
    /// Large pages are split by all processors at once, each for a page of its own: every change is there afterwards, and nothing else has changed. Two that
    /// had split one together would have had one table lead to the other.
    /// </summary>
    [GuestTest]
    public static void AllChangePagesOfOneBlockAtOnce()
    {
        const int Order = 9, Blocks = 12, Apart = 40;
        var blocks = new ulong[Blocks];
        for (int i = 0; i < Blocks; i++)
        {
            blocks[i] = Frames.Allocate(Order);
            Check.True(blocks[i] != 0);
            for (ulong at = 0; at < PageLength << Order; at += PageLength)
                *(ulong*)(blocks[i] + at) = blocks[i] + at;
        }

        KernelThread[] threads = StartOnOthers(static _ =>
        {
            for (int round = 1; round <= Blocks; round++)
            {
                while (Volatile.Read(ref s_round) != round)
                    Processor.Relax();
                ChangeOwn();
                Volatile.Write(ref s_seen[Processor.Index], round);
            }
        });
        int processors = threads.Length + 1;
        for (int round = 1; round <= Blocks; round++)
        {
            ulong block = s_window = blocks[round - 1];
            Volatile.Write(ref s_round, round);
            ChangeOwn();
            AwaitAll(round);
            for (ulong at = 0; at < PageLength << Order; at += PageLength)
            {
                ulong page = block + at;
                bool isOwn = at / PageLength % Apart == 0 && at / PageLength < (ulong)(processors * Apart), isMapped = PageTables.Next(page, page + PageLength, out PageMapping mapping);
                bool isRight = isMapped && mapping.Physical == mapping.Address && mapping.Access == (isOwn ? PageAccess.Read : Data) && *(ulong*)page == page;
                s_wrong += isRight ? 0 : 1;
            }
        }

        End(threads);
        Check.Equal(0, s_wrong);
        foreach (ulong block in blocks)
        {
            Check.True(PageTables.Protect(block, PageLength << Order, Data));
            Frames.Free(block, Order);
        }

        static void ChangeOwn() => PageTables.Protect(s_window + (ulong)(Processor.Index * Apart) * PageLength, PageLength, PageAccess.Read);
    }

    [GuestTest]
    public static void WhatHappensIsCounted()
    {
        ulong faults = Read("vmem.faults"), expired = Read("time.expired"), seeds = Read("entropy.seeds"), calls = Read("smp.calls");
        ulong address = AddressSpace.Reserve(PageLength, Data, PageSize.Small);
        *(ulong*)address = 1;
        Check.Equal(faults + 1, Read("vmem.faults"));
        // A processor that the host did not run for so long finds the time over before it sleeps: then there was no timer.
        for (ulong length = 1_000_000; Read("time.expired") == expired && length < 10_000_000_000; length *= 2)
            Scheduler.SleepUntil(Clock.Nanoseconds + length);
        Check.True(Read("time.expired") > expired);
        EntropySource.Fill(new System.Span<byte>((void*)address, 16));
        Check.True(Read("entropy.seeds") > 0 && Read("entropy.seeds") >= seeds);
        Check.Equal(calls, Read("smp.calls"));
        // The processor's own instruction, or the host, does it where nobody counts.
        ulong before = Read("smp.shootdowns");
        Check.True(AddressSpace.Release(address, PageLength));
        Check.Equal(Processor.Name[0] == (byte)'x' && Platform.Name[0] == (byte)'k' ? before + 1 : 0, Read("smp.shootdowns"));

        static ulong Read(string name)
        {
            Check.True(Counters.TryRead(name, out ulong value));
            return value;
        }
    }

    private static void Exchange(ulong pages)
    {
        const int Rounds = 16;
        ulong length = pages * PageLength;
        int order = pages == Few ? 2 : 6;
        ulong first = Frames.Allocate(order), second = Frames.Allocate(order);
        Check.True(first != 0 && second != 0);
        for (ulong at = 0; at < length; at += PageLength)
        {
            *(ulong*)(first + at) = 0;
            *(ulong*)(second + at) = 1;
        }

        s_pages = pages;
        s_window = AddressSpace.Reserve(length, PageAccess.None, PageSize.Small);
        Check.True(PageTables.Map(s_window, first, length, PageAccess.Read));
        KernelThread[] threads = StartOnOthers(static _ =>
        {
            while (Volatile.Read(ref s_stop) == 0)
            {
                int round = Volatile.Read(ref s_round);
                ulong sum = 0;
                for (ulong at = 0; at < s_pages; at++)
                    sum += Volatile.Read(ref *(ulong*)(s_window + at * PageLength));
                // Odd: it is being changed. Else each page must be the one of the round, whichever this processor remembered.
                if (round != Volatile.Read(ref s_round) || (round & 1) != 0)
                    continue;
                if (sum != (ulong)(round >> 1 & 1) * s_pages)
                    Interlocked.Increment(ref s_wrong);
                s_seen[Processor.Index] = round;
            }
        });
        for (int round = 1; round <= Rounds; round++)
        {
            Volatile.Write(ref s_round, 2 * round - 1);
            Check.True(PageTables.Map(s_window, (round & 1) != 0 ? second : first, length, PageAccess.Read));
            Volatile.Write(ref s_round, 2 * round);
            AwaitAll(2 * round);
        }

        End(threads);
        Check.Equal(0, s_wrong);
        Check.True(PageTables.Unmap(s_window, length) && AddressSpace.Release(s_window, length));
        Frames.Free(first, order);
        Frames.Free(second, order);
    }

    private static KernelThread[] StartOnOthers(System.Action<object?> work)
    {
        s_round = s_wrong = s_stop = 0;
        s_seen = new int[Processors.Count];
        Scheduler.Pin(true);
        Check.Equal(0, Processor.Index);
        Check.True(Processors.Count > 1);
        var threads = new KernelThread[Processors.Count - 1];
        for (int i = 0; i < threads.Length; i++)
            threads[i] = Scheduler.Start(work, null, new ThreadOptions { Name = "computes", Processor = i + 1 })!;
        return threads;
    }

    // This one does not yield either.
    private static void AwaitAll(int round)
    {
        for (int i = 1; i < s_seen.Length; i++)
        {
            while (Volatile.Read(ref s_seen[i]) != round)
                Processor.Relax();
        }
    }

    private static void End(KernelThread[] threads)
    {
        Volatile.Write(ref s_stop, 1);
        foreach (KernelThread thread in threads)
            Check.True(Scheduler.Join(thread, ulong.MaxValue));
        Scheduler.Pin(false);
    }
}
