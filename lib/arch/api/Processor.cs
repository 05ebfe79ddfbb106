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

    /// <summary>Tells the processor that this is a spin-wait loop.</summary>
    public static extern void Relax();

    /// <summary>Whether interrupts are delivered to this processor.</summary>
    public static extern bool InterruptsEnabled { get; set; }

    /// <summary>Sleeps until an interrupt arrives. With interrupts disabled it may never return on x86_64.</summary>
    public static extern void WaitForInterrupt();

    /// <summary>Stops this processor for good.</summary>
    [DoesNotReturn]
    public static extern void Halt();
}
