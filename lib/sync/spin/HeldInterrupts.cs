using System.Runtime.CompilerServices;
using System.Threading;
using Lithe.Arch;

namespace Lithe.Sync;

/// <summary>
/// Interrupts that have to wait for a spin lock. On one processor with preemption a lock does not touch the processor's interrupt flag, whose every change costs (an emulator leaves its translated
/// code for it): it counts itself. An interrupt that comes while the count is not 0 is not handled then: it is noted, and what it has interrupted goes on with interrupts disabled. So at most
/// one waits. Whoever gives the last lock back has it handled, and enables interrupts again.
/// </summary>
/// <remarks>Threads are not switched while a lock is held: the count belongs to the processor, and is 0 at every switch.</remarks>
public static unsafe class HeldInterrupts
{
    // Alone in its class: one instruction changes it.
    private static class Locks
    {
        internal static int Count;
    }

    // The number of the interrupt that waits, and one; 0 for none. Written by the interrupt's entry.
    private static int s_waiting;

    private static delegate*<int, void> s_handle;

    /// <summary>Whether the image's spin locks work in this way.</summary>
    public static bool AreUsed
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Config.SCHED_PREEMPT && !Config.SMP && !Config.PLAT_LINUX;
    }

    /// <summary>Whether the running code holds a lock of this kind: it must not be switched away from.</summary>
    public static bool IsLockHeld
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => AreUsed && Locks.Count != 0;
    }

    /// <summary>Says who handles interrupts that had to wait: called with interrupts disabled.</summary>
    public static void UseHandler(delegate*<int, void> handle) => s_handle = handle;

    /// <summary>At an interrupt's entry: whether it has to wait. Then the code that it came upon goes on with interrupts disabled.</summary>
    public static bool TryHold(int number)
    {
        if (!IsLockHeld)
            return false;
        s_waiting = number + 1;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Enter() => Locks.Count++;

    // In this order: what comes between the two does not wait any more.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Exit()
    {
        Locks.Count--;
        if (Volatile.Read(ref s_waiting) != 0)
            Handle();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Handle()
    {
        if (Locks.Count != 0)
            return;
        int number = s_waiting - 1;
        s_waiting = 0;
        s_handle(number);
        Processor.InterruptsEnabled = true;
    }
}
