using System;

namespace Lithe.Arch;

/// <summary>The frame that trap_common (traps.s) builds: cr2, r15 ... rax, vector, error code, then what the processor pushes.</summary>
public readonly unsafe struct TrapFrame
{
    private const int Cr2 = 0, Rbp = 9, Rdi = 10, Rsi = 11, Rax = 15;
    private const int VectorSlot = 16, ErrorCode = 17, Rip = 18, Rflags = 20, Rsp = 21;

    private const int FailVector = 63;
    private const int PageFault = 14, GeneralProtection = 13;
    private const byte IntInstruction = 0xcd;

    private readonly ulong* _slots;

    public TrapFrame(nint address) => _slots = (ulong*)address;

    public TrapKind Kind => Vector switch
    {
        FailVector => TrapKind.Fail,
        0 => TrapKind.DivideError,
        1 or 3 => TrapKind.Breakpoint,
        6 => TrapKind.InvalidInstruction,
        8 => TrapKind.DoubleFault,
        PageFault => TrapKind.PageFault,
        10 or 11 or 12 or GeneralProtection => TrapKind.Protection,
        17 => TrapKind.Alignment,
        >= 32 => TrapKind.UnhandledInterrupt,
        _ => TrapKind.Other,
    };

    /// <summary>
    /// The vector. An interrupt beyond the table arrives as a general protection fault whose error code has the table's bit (1) set and
    /// the vector above it (Intel SDM volume 3, §6.13); QEMU 7 shifts it by one bit more. A software interrupt says itself which it is.
    /// </summary>
    public int Vector
    {
        get
        {
            int vector = (int)_slots[VectorSlot];
            ulong error = _slots[ErrorCode];
            if (vector != GeneralProtection || (error & 2) == 0)
                return vector;
            byte* instruction = (byte*)_slots[Rip];
            return *instruction == IntInstruction ? instruction[1] : (int)(error >> 3) & 0xff;
        }
    }

    public ReadOnlySpan<byte> Description => Vector switch
    {
        0 => "divide error (#DE)"u8,
        1 => "debug exception (#DB)"u8,
        2 => "non-maskable interrupt (NMI)"u8,
        3 => "breakpoint (#BP)"u8,
        4 => "overflow (#OF)"u8,
        5 => "bound range exceeded (#BR)"u8,
        6 => "invalid opcode (#UD)"u8,
        7 => "device not available (#NM)"u8,
        8 => "double fault (#DF)"u8,
        10 => "invalid task state (#TS)"u8,
        11 => "segment not present (#NP)"u8,
        12 => "stack-segment fault (#SS)"u8,
        13 => "general protection fault (#GP)"u8,
        14 => "page fault (#PF)"u8,
        16 => "x87 floating-point error (#MF)"u8,
        17 => "alignment check (#AC)"u8,
        18 => "machine check (#MC)"u8,
        19 => "SIMD floating-point exception (#XM)"u8,
        20 => "virtualization exception (#VE)"u8,
        21 => "control protection exception (#CP)"u8,
        _ => "interrupt"u8,
    };

    public int FailReason => (int)_slots[Rdi];

    public nint FailArgument => (nint)_slots[Rsi];

    public ulong FaultAddress => _slots[Cr2];

    /// <summary>From the page-fault error code: bit 1 a write, bit 4 an instruction fetch.</summary>
    public FaultAccess FaultAccess =>
        (_slots[ErrorCode] & 0x10) != 0 ? FaultAccess.Execute : (_slots[ErrorCode] & 2) != 0 ? FaultAccess.Write : FaultAccess.Read;

    /// <summary>For a software trap, the call of <c>lithe_fail</c> (one byte inside it), as if it had trapped itself.</summary>
    public ulong InstructionPointer => Kind == TrapKind.Fail ? *(ulong*)_slots[Rsp] - 1 : _slots[Rip];

    public ulong StackPointer => Kind == TrapKind.Fail ? _slots[Rsp] + 8 : _slots[Rsp];

    public ulong FramePointer => _slots[Rbp];

    public int RegisterCount => 19;

    public ReadOnlySpan<byte> RegisterName(int index)
    {
        ReadOnlySpan<byte> names = "rip rsp rfl err rax rbx rcx rdx rsi rdi rbp r8  r9  r10 r11 r12 r13 r14 r15 "u8;
        ReadOnlySpan<byte> name = names.Slice(index * 4, 3);
        return name[2] == (byte)' ' ? name.Slice(0, 2) : name;
    }

    public ulong RegisterValue(int index) => index switch
    {
        0 => InstructionPointer,
        1 => StackPointer,
        2 => _slots[Rflags],
        3 => _slots[ErrorCode],
        _ => _slots[Rax - (index - 4)],
    };
}
