using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime;
using System;
using Lithe.Arch;
using Lithe.Diagnostics;
using Lithe.X86;

namespace Lithe.Plat;

/// <summary>A virtual machine started by the PVH protocol: QEMU (<c>microvm</c>, <c>q35</c>, <c>pc</c>) and monitors like it.</summary>
public static unsafe class Platform
{
    private const ulong PageMask = Processor.PageSize - 1;

    /// <summary>Longer command lines are cut: nobody types 64 KiB.</summary>
    private const int MaxCommandLine = 65536;

    /// <summary>Index into the linker's table of addresses (arch/x86_64, processor.s).</summary>
    private const int PageZeroAlias = 14;

    private const ushort ExitPort = 0xf4;
    private const ushort KeyboardController = 0x64;
    private const byte PulseReset = 0xfe;

    private static StartInfo* s_startInfo;
    private static bool s_isStartInfo;

    /// <summary>A page that can be read; what was mapped for reading boot information stays so. 0, which cannot, at first.</summary>
    private static ulong s_readable;

    public static void Initialize(nint boot) => s_startInfo = (StartInfo*)Reachable((ulong)boot);

    public static ReadOnlySpan<byte> Name => "kvm"u8;

    public static ReadOnlySpan<byte> CommandLine
    {
        get
        {
            if (!IsStartInfo || s_startInfo->CommandLine == 0)
                return default;
            byte* text = (byte*)Reachable(s_startInfo->CommandLine);
            int length = 0;
            while (length < MaxCommandLine)
            {
                bool isNewPage = length == 0 || ((ulong)(text + length) & PageMask) == 0;
                if ((isNewPage && !IsReadable((ulong)(text + length), 1)) || text[length] == 0)
                    break;
                length++;
            }

            return new ReadOnlySpan<byte>(text, length);
        }
    }

    public static int MemoryRangeCount => IsStartInfo && s_startInfo->Version >= 1 ? (int)s_startInfo->MemoryMapEntries : 0;

    public static MemoryRange GetMemoryRange(int index)
    {
        if ((uint)index >= (uint)MemoryRangeCount)
            Fail.Stop(FailReason.ArgumentOutOfRange, "index");
        MemoryMapEntry* entry = (MemoryMapEntry*)Reachable(s_startInfo->MemoryMap) + index;
        if (!IsReadable((ulong)entry, (ulong)sizeof(MemoryMapEntry)))
            return default;
        MemoryKind kind = entry->Type == MemoryMapEntry.Usable ? MemoryKind.Usable : MemoryKind.Reserved;
        return new MemoryRange(entry->Address, entry->Size, kind);
    }

    public static MemoryRange Image
    {
        get
        {
            ulong* layout = ImageLayout();
            return new MemoryRange(layout[0], layout[1] - layout[0], MemoryKind.Reserved);
        }
    }

    /// <summary>The first entry of the list of modules: address, size, command line.</summary>
    public static MemoryRange BootModule
    {
        get
        {
            if (!IsStartInfo || s_startInfo->ModuleCount == 0)
                return default;
            ulong* entry = (ulong*)Reachable(s_startInfo->Modules);
            return IsReadable((ulong)entry, 2 * sizeof(ulong)) && entry[0] < 1UL << 40 && entry[1] < 1UL << 40
                ? new MemoryRange(entry[0], entry[1], MemoryKind.Reserved)
                : default;
        }
    }

    /// <summary>Boot information lies below 1 MiB with every loader known, so memory from there on, less the image, is free.</summary>
    public static MemoryRange LargestFreeRange
    {
        get
        {
            ulong imageEnd = Image.End;
            MemoryRange best = default;
            for (int i = 0; i < MemoryRangeCount; i++)
            {
                MemoryRange range = GetMemoryRange(i);
                if (range.Kind != MemoryKind.Usable || range.End < range.Start)
                    continue;
                ulong start = range.Start < imageEnd ? imageEnd : range.Start;
                start = (start + PageMask) & ~PageMask;
                ulong end = range.End & ~PageMask;
                if (end > start && end - start > best.Length)
                    best = new MemoryRange(start, end - start, MemoryKind.Usable);
            }

            return best;
        }
    }

    [DoesNotReturn]
    public static void PowerOff(int status)
    {
        Trace.AtEnd();
        StatusChannel.Report(status);
        Ports.Out8(ExitPort, (byte)(status == 0 ? 0 : 1));
        // Where isa-debug-exit is absent: a reset through the keyboard controller, which -no-reboot turns into an end.
        Ports.Out8(KeyboardController, PulseReset);
        Processor.Halt();
    }

    /// <summary>Where the loader says that ACPI's root pointer is; 0 when it does not say.</summary>
    internal static ulong AcpiPointer => IsStartInfo ? s_startInfo->Rsdp : 0;

    /// <summary>Makes physical memory outside the image readable, and the address the one to read at. False when that cannot be had.</summary>
    internal static bool MakeReadable(ref ulong address, ulong length)
    {
        address = Reachable(address);
        return address != 0 && IsReadable(address, length);
    }

    /// <summary>
    /// Maps a device's page of registers. Interrupt controllers and the event timer lie in a region that is theirs alone: there one large page costs no tables.
    /// </summary>
    internal static bool MapRegisters(ulong address)
    {
        const ulong Start = 0xfec0_0000, End = 0xff00_0000, LargePage = 2 << 20;
        const PageAccess Registers = PageAccess.Read | PageAccess.Write | PageAccess.Device;
        ulong page = address & ~PageMask, block = address & ~(LargePage - 1);
        if (PageTables.Query(page) == Registers)
            return true;
        return page >= Start && page < End && !PageTables.Next(block, block + LargePage, out _)
            ? PageTables.Map(block, LargePage, Registers)
            : PageTables.Map(page, Processor.PageSize, Registers);
    }

    private static bool IsStartInfo => s_isStartInfo || (s_isStartInfo =
        s_startInfo != null && IsReadable((ulong)s_startInfo, (ulong)sizeof(StartInfo)) && s_startInfo->Signature == StartInfo.Magic);

    /// <summary>
    /// Where to read what the loader put at this address. QEMU's pc and q35 put the memory map into page 0, which stays absent
    /// at its own address: boot.s has mapped it once more, for reading.
    /// </summary>
    private static ulong Reachable(ulong address) =>
        address is > 0 and < Processor.PageSize ? ImageLayout()[PageZeroAlias] + address : address;

    /// <summary>Whether all these bytes can be read; maps the pages of boot information, for reading, when they are met first.</summary>
    private static bool IsReadable(ulong address, ulong length)
    {
        for (ulong page = address & ~PageMask; page < address + length; page += Processor.PageSize)
        {
            // Asked again and again of the same page: boot information and tables are read in small pieces.
            if (page == s_readable)
                continue;
            if (PageTables.Query(page) == PageAccess.None && !PageTables.Map(page, Processor.PageSize, PageAccess.Read))
                return false;
            s_readable = page;
        }

        return true;
    }

    [RuntimeImport("*", "lithe_layout"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong* ImageLayout();
}
