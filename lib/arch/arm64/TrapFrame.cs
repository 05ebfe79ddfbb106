using System;

namespace Lithe.Arch;

/// <summary>The frame that traps.s builds: x0 ... x30, SP_EL0, ELR, SPSR, ESR, FAR, vector number.</summary>
public readonly unsafe struct TrapFrame
{
    private const int X0 = 0, X1 = 1, X29 = 29, X30 = 30, Sp = 31, Elr = 32, Spsr = 33, Esr = 34, Far = 35, VectorSlot = 36;

    // Exception classes of ESR_EL1 (ARM DDI 0487, D24.2.40).
    private const int Unknown = 0, IllegalState = 0x0e, InstructionAbort = 0x21, PcAlignment = 0x22, DataAbort = 0x25, SpAlignment = 0x26;
    private const int Breakpoint = 0x3c;

    private const int FailComment = 63;

    /// <summary>Vectors 4 to 7: an exception on the trap stack. 1, 2 of each four: interrupts.</summary>
    private const int FirstNested = 4, LastNested = 7;

    private readonly ulong* _slots;

    public TrapFrame(nint address) => _slots = (ulong*)address;

    public TrapKind Kind
    {
        get
        {
            int vector = (int)_slots[VectorSlot];
            if (vector is >= FirstNested and <= LastNested)
                return TrapKind.DoubleFault;
            if ((vector & 3) is 1 or 2)
                return TrapKind.UnhandledInterrupt;
            if ((vector & 3) == 3)
                return TrapKind.Other;
            return Class switch
            {
                Breakpoint => (_slots[Esr] & 0xffff) == FailComment ? TrapKind.Fail : TrapKind.Breakpoint,
                InstructionAbort or DataAbort => (_slots[Esr] & 0x3f) == 0x21 ? TrapKind.Alignment : TrapKind.PageFault,
                Unknown or IllegalState => TrapKind.InvalidInstruction,
                PcAlignment or SpAlignment => TrapKind.Alignment,
                _ => TrapKind.Other,
            };
        }
    }

    /// <summary>The exception class; for an interrupt, 1 (IRQ) or 2 (FIQ).</summary>
    public int Vector => (_slots[VectorSlot] & 3) == 0 ? Class : (int)_slots[VectorSlot] & 3;

    private int Class => (int)(_slots[Esr] >> 26) & 0x3f;

    public ReadOnlySpan<byte> Description => ((int)_slots[VectorSlot] & 3) switch
    {
        1 => "interrupt (IRQ)"u8,
        2 => "fast interrupt (FIQ)"u8,
        3 => "system error (SError)"u8,
        _ => Class switch
        {
            Unknown => "undefined instruction"u8,
            0x07 => "floating-point or SIMD access is trapped"u8,
            IllegalState => "illegal execution state"u8,
            0x15 => "system call (SVC), which nothing handles"u8,
            0x18 => "trapped system register access"u8,
            InstructionAbort => "instruction abort"u8,
            PcAlignment => "program counter is not aligned"u8,
            DataAbort => "data abort"u8,
            SpAlignment => "stack pointer is not aligned"u8,
            0x2c => "floating-point exception"u8,
            0x31 => "hardware breakpoint"u8,
            0x33 => "software step"u8,
            0x35 => "watchpoint"u8,
            Breakpoint => "breakpoint (BRK)"u8,
            _ => "exception"u8,
        },
    };

    public int FailReason => (int)_slots[X0];

    public nint FailArgument => (nint)_slots[X1];

    public ulong FaultAddress => _slots[Far];

    /// <summary>From the syndrome: bit 6 (WnR) of a data abort.</summary>
    public FaultAccess FaultAccess =>
        Class == InstructionAbort ? FaultAccess.Execute : (_slots[Esr] & (1 << 6)) != 0 ? FaultAccess.Write : FaultAccess.Read;

    /// <summary>For a software trap, the call of <c>lithe_fail</c>, as if it had trapped itself.</summary>
    public ulong InstructionPointer => Kind == TrapKind.Fail ? _slots[X30] - 4 : _slots[Elr];

    public ulong StackPointer => _slots[Sp];

    public ulong FramePointer => _slots[X29];

    public int RegisterCount => 36;

    public ReadOnlySpan<byte> RegisterName(int index)
    {
        ReadOnlySpan<byte> names = ("pc  sp  psr esr far x0  x1  x2  x3  x4  x5  x6  x7  x8  x9  x10 x11 x12 x13 x14 x15 x16 x17 x18 "u8
            + "x19 x20 x21 x22 x23 x24 x25 x26 x27 x28 x29 lr  "u8);
        ReadOnlySpan<byte> name = names.Slice(index * 4, 3);
        return name[2] == (byte)' ' ? name.Slice(0, 2) : name;
    }

    public ulong RegisterValue(int index) => index switch
    {
        0 => InstructionPointer,
        1 => StackPointer,
        2 => _slots[Spsr],
        3 => _slots[Esr],
        4 => _slots[Far],
        _ => _slots[X0 + index - 5],
    };
}
