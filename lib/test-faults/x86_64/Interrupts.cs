using System.Runtime;
using System.Runtime.CompilerServices;

namespace Lithe.Testing;

public static unsafe partial class Faults
{
    /// <summary>Raises an interrupt that nobody handles.</summary>
    [RuntimeImport("*", "test_unhandled_interrupt"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void UnhandledInterrupt();
}
