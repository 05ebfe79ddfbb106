using System;
using System.Diagnostics.CodeAnalysis;

namespace Lithe.Arch;

/// <summary>The processor that runs this code.</summary>
public static class Processor
{
    /// <summary>Number of bytes of the smallest page.</summary>
    public const int PageSize = 4096;

    /// <summary>Called once by the composition root, before anything else, on the boot processor.</summary>
    public static extern void Initialize();

    /// <summary>The architecture's name as targets spell it: <c>x86_64</c> or <c>arm64</c>.</summary>
    public static extern ReadOnlySpan<byte> Name { get; }

    /// <summary>A counter that only grows, at a rate the platform knows: TSC on x86_64, CNTVCT on arm64.</summary>
    public static extern ulong Cycles { get; }

    /// <summary>
    /// A number from the processor's own random generator (RDSEED or RDRAND, RNDR). False when it has none, or gives none now: do without.
    /// </summary>
    public static extern bool TryReadRandom(out ulong value);

    /// <summary>Tells the processor that this is a spin-wait loop.</summary>
    public static extern void Relax();

    /// <summary>
    /// The number of this processor: 0 is the one that booted, the others follow in the order that they were started. A constant 0 in an
    /// image for one processor (<c>SMP=n</c>). May change at any time in a thread that can be preempted and is not pinned.
    /// </summary>
    public static extern int Index { get; }

    /// <summary>Whether interrupts are delivered to this processor.</summary>
    public static extern bool InterruptsEnabled { get; set; }

    /// <summary>Disables interrupts; what <see cref="RestoreInterrupts"/> takes: whether they were enabled.</summary>
    public static extern bool DisableInterrupts();

    /// <summary>Enables interrupts when they were enabled before.</summary>
    public static extern void RestoreInterrupts(bool wereEnabled);

    /// <summary>
    /// Called with interrupts disabled: sleeps until one arrives (at once when one is pending already), has it handled, and disables them
    /// again. No interrupt is lost between the caller's last look and the sleep.
    /// </summary>
    public static extern void WaitForInterrupt();

    /// <summary>Called with interrupts disabled: has those that are pending handled, without waiting.</summary>
    public static extern void TakeInterrupts();

    /// <summary>Stops this processor for good.</summary>
    [DoesNotReturn]
    public static extern void Halt();
}
