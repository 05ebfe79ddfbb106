using System.Runtime.InteropServices;

namespace Lithe.Posix;

[StructLayout(LayoutKind.Sequential)]
public unsafe partial struct SyscallFrame
{
    /// <summary>Number of bytes; the stack's end is at a multiple of 16.</summary>
    public const int Size = 448;

    // xmm0 to xmm15.
    private fixed byte _vectors[256];

    /// <summary>The control word of SSE, and what pads it.</summary>
    public ulong Mxcsr;

    /// <summary>Not 0: every register is loaded on the way back, rcx and r11 too.</summary>
    public ulong MustRestoreAll;

    /// <summary>A register of the program.</summary>
    public ulong R15, R14, R13, R12, Rbp, Rbx, R11, R10, R9, R8, Rax, Rcx, Rdx, Rsi, Rdi;

    /// <summary>The call's number, or -1.</summary>
    public long Number;

    /// <summary>What an <c>iretq</c> takes.</summary>
    public ulong Rip, Cs, Rflags, Rsp, Ss;

    private readonly ulong _padding;

    /// <summary>xmm0 to xmm15, 16 bytes each.</summary>
    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public System.Span<byte> Vectors => System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref _vectors[0], 256);

    /// <summary>An argument of the call.</summary>
    public readonly ulong Argument0 => Rdi;

    /// <inheritdoc cref="Argument0"/>
    public readonly ulong Argument1 => Rsi;

    /// <inheritdoc cref="Argument0"/>
    public readonly ulong Argument2 => Rdx;

    /// <inheritdoc cref="Argument0"/>
    public readonly ulong Argument3 => R10;

    /// <inheritdoc cref="Argument0"/>
    public readonly ulong Argument4 => R8;

    /// <inheritdoc cref="Argument0"/>
    public readonly ulong Argument5 => R9;

    /// <summary>The call's answer.</summary>
    public ulong Result
    {
        readonly get => Rax;
        set => Rax = value;
    }

    /// <summary>Where the program goes on.</summary>
    public ulong InstructionPointer
    {
        readonly get => Rip;
        set => Rip = value;
    }

    /// <summary>Its stack.</summary>
    public ulong StackPointer
    {
        readonly get => Rsp;
        set => Rsp = value;
    }

    /// <summary>The registers of a program that starts: all zero, interrupts enabled.</summary>
    public static SyscallFrame ForStart(ulong entry, ulong stack)
    {
        SyscallFrame frame = default;
        frame.Mxcsr = 0x1f80;
        frame.MustRestoreAll = 1;
        frame.Number = -1;
        frame.Rip = entry;
        frame.Rsp = stack;
        frame.Cs = 0x08;
        frame.Ss = 0x10;
        frame.Rflags = 0x202;
        return frame;
    }

    /// <summary>Has the call made again when the program goes on: back to the instruction, which has two bytes.</summary>
    public void Repeat()
    {
        Rax = (ulong)Number;
        Rip -= 2;
        MustRestoreAll = 1;
    }
}
