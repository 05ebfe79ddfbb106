using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Lithe.X86;

namespace Lithe.Arch;

/// <summary>The x86_64 processor. Boot has set up everything by the time C# runs: see boot.s.</summary>
public static class Processor
{
    public const int PageSize = 4096;

    private const ulong InterruptFlag = 1 << 9;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Initialize()
    {
        if (Config.SMP)
            Instructions.SetProcessorBlock(Instructions.BootProcessorBlock());
    }

    public static ReadOnlySpan<byte> Name => "x86_64"u8;

    public static ulong Cycles => Instructions.ReadTimeStampCounter();

    public static bool TryReadRandom(out ulong value) => HardwareRandom.TryRead(out value);

    public static void Relax() => Instructions.Pause();

    public static bool InterruptsEnabled
    {
        get => (Instructions.ReadFlags() & InterruptFlag) != 0;
        set
        {
            if (value)
                Instructions.EnableInterrupts();
            else
                Instructions.DisableInterrupts();
        }
    }

    public static int Index => Config.SMP ? Instructions.ProcessorIndex() : 0;

    public static bool DisableInterrupts()
    {
        bool wereEnabled = InterruptsEnabled;
        Instructions.DisableInterrupts();
        return wereEnabled;
    }

    public static void RestoreInterrupts(bool wereEnabled)
    {
        if (wereEnabled)
            Instructions.EnableInterrupts();
    }

    public static void WaitForInterrupt() => Instructions.SleepOnce();

    public static void TakeInterrupts() => Instructions.TakeInterrupts();

    [DoesNotReturn]
    public static void Halt()
    {
        Instructions.DisableInterrupts();
        while (true)
            Instructions.Halt();
    }
}
