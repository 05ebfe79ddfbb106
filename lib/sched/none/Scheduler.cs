using System;
using Lithe.Arch;

namespace Lithe.Sched;

/// <summary>No scheduler: there is one flow of control, so there is nobody to let run.</summary>
public static class Scheduler
{
    public static ReadOnlySpan<byte> Name => "none"u8;

    public static bool HasThreads => false;

    public static void Yield() => Processor.Relax();

    public static void AfterInterrupt()
    {
    }

    public static void OnSignal()
    {
    }

    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    public static void RunProcessor()
    {
        while (true)
            Processor.WaitForInterrupt();
    }
}
