using Lithe.Acpi;
using Lithe.X86;

namespace Lithe.Plat;

/// <summary>The processors that the firmware's tables list.</summary>
public static class Processors
{
    /// <summary>More are left alone: an image's data for each processor is laid out for so many at the most.</summary>
    private const int MaxProcessors = 64;

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

    public static bool Start(int index, nint stackTop) => false;

    /// <summary>The number of a processor's local APIC.</summary>
    internal static bool TryGetApicId(int index, out uint id)
    {
        id = 0;
        if ((uint)index >= (uint)Count)
            return false;
        id = s_apicIds[index];
        return true;
    }

    // The boot processor is number 0, the others follow as they are listed.
    private static void Find()
    {
        uint boot = CpuId.Query(1).Ebx >> 24;
        s_apicIds[0] = boot;
        int count = 1;
        foreach (InterruptEntry entry in new InterruptTable(Firmware.Find("APIC"u8)))
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
