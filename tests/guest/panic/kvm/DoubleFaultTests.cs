using System.Runtime.CompilerServices;
using Lithe.Testing;

namespace Lithe.PanicTests;

/// <summary>On machines only: a process's faults are delivered by the host, and when that cannot do it, it ends the process.</summary>
public static class DoubleFaultTests
{
    private static int s_sink;

    [GuestTest(Panic = "double fault"), MethodImpl(MethodImplOptions.NoInlining)]
    public static void DoubleFault()
    {
        Faults.DoubleFault(); // panics here
        s_sink = 1;
    }
}
