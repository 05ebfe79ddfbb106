using System;
using System.Diagnostics.CodeAnalysis;
using Lithe.Linux;
using Lithe.X86;

namespace Lithe.Arch;

/// <summary>The x86_64 processor as a thread of a Linux process sees it. Exceptions and interrupts are signals.</summary>
public static unsafe class Processor
{
    public const int PageSize = 4096;

    private const ulong SetGs = 0x1001;

    /// <summary>Guard pages, the trap stack, where signals go.</summary>
    public static void Initialize()
    {
        HostProcessor* block = HostProcessor.Boot;
        block->Thread = SystemCall.Call(SystemCall.Gettid);
        SystemCall.Call(SystemCall.ArchPrctl, SetGs, (ulong)block);
        ulong* layout = Instructions.Layout();
        for (int i = 0; i < Layout.StackCount; i++)
            MachineMemory.Protect(layout[Layout.FirstStack + 3 * i], PageSize, Protection.None);
        block->TrapStackBottom = layout[Layout.TrapStack + 1];
        block->TrapStackTop = layout[Layout.TrapStack + 2];
        Signals.UseStack(block->TrapStackBottom, block->TrapStackTop);
        nint handler = Instructions.TrapHandler();
        Signals.Handle(Signals.Segmentation, handler);
        Signals.Handle(Signals.Bus, handler);
        Signals.Handle(Signals.FloatingPoint, handler);
        Signals.Handle(Signals.IllegalInstruction, handler);
        Signals.Handle(Signals.Trap, handler);
    }

    public static ReadOnlySpan<byte> Name => "x86_64"u8;

    public static ulong Cycles => Instructions.ReadTimeStampCounter();

    public static bool TryReadRandom(out ulong value) => HardwareRandom.TryRead(out value);

    public static void Relax()
    {
        if (Config.SMP)
            Instructions.Relax();
        else
            Instructions.Pause();
    }

    public static int Index => Config.SMP ? Instructions.ProcessorIndex() : 0;

    public static bool InterruptsEnabled
    {
        get => HostInterrupts.AreEnabled() != 0;
        set
        {
            if (value)
                HostInterrupts.Enable();
            else
                HostInterrupts.Disable();
        }
    }

    public static bool DisableInterrupts() => HostInterrupts.Disable() != 0;

    public static void RestoreInterrupts(bool wereEnabled)
    {
        if (wereEnabled)
            HostInterrupts.Enable();
    }

    public static void WaitForInterrupt() => HostInterrupts.Wait();

    public static void TakeInterrupts() => HostInterrupts.Take();

    [DoesNotReturn]
    public static void Halt()
    {
        HostInterrupts.Disable();
        while (true)
            SystemCall.Call(SystemCall.Exit);
    }
}
