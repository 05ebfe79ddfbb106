using System.Runtime.InteropServices;

namespace Lithe.Plat;

/// <summary>What a PVH loader hands over (Xen, public/arch-x86/hvm/start_info.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct StartInfo
{
    /// <summary>The value of <see cref="Signature"/>.</summary>
    internal const uint Magic = 0x336e_c578;

    internal uint Signature;
    internal uint Version;
    internal uint Flags;
    internal uint ModuleCount;
    internal ulong Modules;
    internal ulong CommandLine;
    internal ulong Rsdp;

    // From version 1 on:
    internal ulong MemoryMap;
    internal uint MemoryMapEntries;
    internal uint Reserved;
}

/// <summary>An entry of the memory map; <see cref="Type"/> as in an E820 table: 1 is usable memory.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MemoryMapEntry
{
    internal const uint Usable = 1;

    internal ulong Address;
    internal ulong Size;
    internal uint Type;
    internal uint Reserved;
}
