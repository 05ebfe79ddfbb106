using System.Runtime;
using System.Runtime.CompilerServices;
using Lithe.Arch;

namespace Lithe.Testing;

public static unsafe partial class Faults
{
    /// <summary>Raises an interrupt that nobody handles: the timer's, with the virt machine's GICv2 set up for it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void UnhandledInterrupt()
    {
        PageTables.Map(0x0800_0000, 0x2_0000, PageAccess.Read | PageAccess.Write | PageAccess.Device);
        RaiseInterrupt();
    }

    [RuntimeImport("*", "test_raise_interrupt"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void RaiseInterrupt();
}
