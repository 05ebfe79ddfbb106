using System;

namespace Lithe.Arch;

/// <summary>What the processor was doing when a trap arrived: a view of the registers that the trap entry saved.</summary>
public readonly struct TrapFrame
{
    /// <summary>A view of the frame that the entry code built at <paramref name="address"/>.</summary>
    public extern TrapFrame(nint address);

    /// <summary>What happened.</summary>
    public extern TrapKind Kind { get; }

    /// <summary>The processor's number for it: the vector on x86_64, the exception class of ESR_EL1 on arm64.</summary>
    public extern int Vector { get; }

    /// <summary>The name of the exception, in the architecture's own words.</summary>
    public extern ReadOnlySpan<byte> Description { get; }

    /// <summary>The reason given to <c>lithe_fail</c>, where <see cref="Kind"/> is <see cref="TrapKind.Fail"/>.</summary>
    public extern int FailReason { get; }

    /// <summary>The argument given to <c>lithe_fail</c>: an object's or a text's address, or zero.</summary>
    public extern nint FailArgument { get; }

    /// <summary>The address whose access faulted, where <see cref="Kind"/> is <see cref="TrapKind.PageFault"/>.</summary>
    public extern ulong FaultAddress { get; }

    /// <summary>What the access was, where <see cref="Kind"/> is <see cref="TrapKind.PageFault"/>.</summary>
    public extern FaultAccess FaultAccess { get; }

    /// <summary>
    /// An address within the instruction that trapped; for a software trap, within the call of <c>lithe_fail</c>, and the other
    /// registers are the caller's. So it is never a return address.
    /// </summary>
    public extern ulong InstructionPointer { get; }

    /// <summary>The stack pointer before the trap.</summary>
    public extern ulong StackPointer { get; }

    /// <summary>The frame pointer before the trap (rbp, x29).</summary>
    public extern ulong FramePointer { get; }

    /// <summary>How many registers <see cref="RegisterName"/> and <see cref="RegisterValue"/> know.</summary>
    public extern int RegisterCount { get; }

    /// <summary>The name of a register, as an assembler spells it.</summary>
    public extern ReadOnlySpan<byte> RegisterName(int index);

    /// <summary>The value of a register before the trap.</summary>
    public extern ulong RegisterValue(int index);
}

/// <summary>Where stacks lie, for whoever walks or judges one.</summary>
public static class Stacks
{
    /// <summary>Whether the address lies in the guard area under a stack: touching it means that the stack overflowed.</summary>
    public static extern bool IsGuard(ulong address);

    /// <summary>Says who knows the stacks that are not the processor's own.</summary>
    public static extern void UseFinder<TFinder>() where TFinder : struct, IStackFinder;

    /// <summary>The end (exclusive) of the stack whose memory or guard area holds the address, or 0 when no known stack does.</summary>
    public static extern ulong EndOf(ulong address);
}
