using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Lithe.Arch;

/// <summary>An ARMv8-A processor at exception level 1. Boot has set up everything by the time C# runs: see boot.s.</summary>
public static class Processor
{
    public const int PageSize = 4096;

    private const ulong InterruptMask = 1 << 7;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Initialize()
    {
        if (Config.SMP)
            Instructions.SetProcessorBlock(Instructions.BootProcessorBlock());
    }

    public static ReadOnlySpan<byte> Name => "arm64"u8;

    public static ulong Cycles => Instructions.ReadCounter();

    /// <summary>RNDR, where ID_AA64ISAR0_EL1 says that it is there (FEAT_RNG of the Arm Architecture Reference Manual).</summary>
    public static unsafe bool TryReadRandom(out ulong value)
    {
        ulong read = 0;
        bool isThere = Instructions.ReadRandom(&read) != 0;
        value = read;
        return isThere;
    }

    public static void Relax() => Instructions.Yield();

    public static bool InterruptsEnabled
    {
        get => (Instructions.ReadInterruptMask() & InterruptMask) == 0;
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

    public static void WaitForInterrupt()
    {
        // Wakes for an interrupt that is masked, too: it is pending then, and taken next.
        Instructions.WaitForInterrupt();
        Instructions.TakeInterrupts();
    }

    public static void TakeInterrupts() => Instructions.TakeInterrupts();

    [DoesNotReturn]
    public static void Halt()
    {
        Instructions.DisableInterrupts();
        while (true)
            Instructions.WaitForInterrupt();
    }
}
