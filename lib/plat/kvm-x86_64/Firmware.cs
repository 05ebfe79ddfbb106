using System;
using Lithe.Acpi;

namespace Lithe.Plat;

/// <summary>The firmware's tables, looked for when somebody asks first.</summary>
public static class Firmware
{
    // Start-up code of the boot processor asks first, so nobody else writes it.
    private static AcpiRoot s_root;
    private static bool s_searched;

    public static ReadOnlySpan<byte> DeviceTree => default;

    public static ReadOnlySpan<byte> FindTable(ReadOnlySpan<byte> signature)
    {
        if (!s_searched)
        {
            s_root = AcpiTables.OpenRoot<Memory>(AcpiTables.FindPointer<Memory>(Platform.AcpiPointer));
            s_searched = true;
        }

        return AcpiTables.Find<Memory>(s_root, signature);
    }

    private readonly unsafe struct Memory : IPhysicalMemory
    {
        public static ReadOnlySpan<byte> Read(ulong address, int length) =>
            address < uint.MaxValue && Platform.MakeReadable(ref address, (ulong)length) ? new ReadOnlySpan<byte>((void*)address, length) : default;
    }
}
