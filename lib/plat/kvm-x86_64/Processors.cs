using Lithe.Acpi;
using Lithe.Arch;
using Lithe.X86;

namespace Lithe.Plat;

/// <summary>The processors that the firmware's tables list.</summary>
public static class Processors
{
    /// <summary>More are left alone: an image's data for each processor is laid out for so many at the most.</summary>
    private const int MaxProcessors = 64;

    private const uint Init = 0x4500, Startup = 0x4600;

    /// <summary>In nanoseconds: after INIT, after each startup interrupt, and at all.</summary>
    private const ulong InitPause = 200_000, StartupPause = 20_000_000, StartLimit = 2_000_000_000;

    private static ApicIds s_apicIds;
    private static int s_count;

    public static int Count
    {
        get
        {
            if (s_count == 0)
                Find();
            return s_count;
        }
    }

    public static bool Start(int index, nint memory, nint stackTop)
    {
        if (index <= 0 || !TryGetApicId(index, out uint apicId))
            return false;
        nint block = SecondaryProcessor.Prepare(index, memory, stackTop);
        if (block == 0)
            return false;
        // The page may hold boot information that somebody reads later: it gets its bytes back.
        using var page = new StartPage();
        return page.IsUsable && page.Fill(block) && Signal(apicId, block);
    }

    /// <summary>The number of a processor's local APIC.</summary>
    internal static bool TryGetApicId(int index, out uint id)
    {
        id = 0;
        if ((uint)index >= (uint)Count)
            return false;
        id = s_apicIds[index];
        return true;
    }

    /// <summary>INIT, then startup interrupts, as long as it does not answer (Intel SDM volume 3, §9.4.4).</summary>
    private static bool Signal(uint apicId, nint block)
    {
        LocalApic.Send(apicId, Init);
        Wait(InitPause, 0);
        ulong end = Clock.Nanoseconds + StartLimit;
        do
        {
            LocalApic.Send(apicId, Startup | (uint)(StartPage.Address / Processor.PageSize));
            if (Wait(StartupPause, block))
                return true;
        }
        while (Clock.Nanoseconds < end);
        return false;
    }

    /// <summary>Waits so long, or until the processor with this block has started.</summary>
    private static bool Wait(ulong nanoseconds, nint block)
    {
        ulong end = Clock.Nanoseconds + nanoseconds;
        while (Clock.Nanoseconds < end)
        {
            if (block != 0 && SecondaryProcessor.HasStarted(block))
                return true;
            Processor.Relax();
        }

        return false;
    }

    // The boot processor is number 0, the others follow as they are listed.
    private static void Find()
    {
        uint boot = CpuId.Query(1).Ebx >> 24;
        s_apicIds[0] = boot;
        int count = 1;
        foreach (InterruptEntry entry in new InterruptTable(Firmware.FindTable("APIC"u8)))
        {
            if (entry.Kind == InterruptEntryKind.Processor && entry.Id != boot && count < MaxProcessors)
                s_apicIds[count++] = entry.Id;
        }

        s_count = count;
    }

    [System.Runtime.CompilerServices.InlineArray(MaxProcessors)]
    private struct ApicIds
    {
        private uint _first;
    }
}
