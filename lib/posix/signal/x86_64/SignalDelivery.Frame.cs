using System;
using System.Buffers.Binary;
using Lithe.Fs;

namespace Lithe.Posix;

// The frame that a handler finds (Linux, arch/x86/include/asm/sigframe.h and asm/sigcontext.h): return address, ucontext, siginfo; above, the vector registers.
public sealed partial class SignalDelivery
{
    private const int RedZone = 128, ContextAt = 8, InfoAt = ContextAt + ContextSize, ContextSize = 304, InfoSize = 128, FrameSize = InfoAt + InfoSize;

    // In the ucontext: flags, link, stack (3 words), then the registers.
    private const int StackAt = 16, RegistersAt = 40, MaskAt = RegistersAt + 256, FloatPointerAt = RegistersAt + 184;

    private const ulong UserFlags = 0x40dd5, FixedFlags = 0x202;

    private static void Deliver(ref SyscallFrame frame, ProgramThread thread, int signal, in SignalAction action, in SignalDetails details)
    {
        ulong stack = frame.Rsp - RedZone;
        bool isOnAlternate = thread.AlternateStackFlags == 0 && frame.Rsp - thread.AlternateStack <= thread.AlternateStackSize && thread.AlternateStackSize != 0;
        if ((action.Flags & SignalAction.OnStack) != 0 && thread.AlternateStackFlags == 0 && thread.AlternateStackSize != 0 && !isOnAlternate)
            stack = thread.AlternateStack + thread.AlternateStackSize;
        ulong vectors = (stack - ProgramEntry.VectorAreaSize) & ~63UL;
        // As behind a call: 8 less than a multiple of 16.
        ulong at = ((vectors - FrameSize) & ~15UL) - 8;
        if (!UserMemory.TryGetSpan(new UserPointer(at), stack - at, out Span<byte> memory))
        {
            Report(frame, thread, details.Vector, details.Error, details.Value);
            Process.Kill(Signals.Segv, "there is no stack for a signal's handler");
        }

        Span<byte> floats = memory.Slice((int)(vectors - at), ProgramEntry.VectorAreaSize);
        ProgramEntry.CopyVectors(thread.Kernel, floats);
        const int Mxcsr = 24, Xmm = 160, Reserved = 416;
        BinaryPrimitives.WriteUInt32LittleEndian(floats.Slice(Mxcsr), (uint)frame.Mxcsr);
        frame.Vectors.CopyTo(floats.Slice(Xmm));
        floats.Slice(Reserved).Clear();

        memory.Slice(0, FrameSize).Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(memory, action.Restorer);
        Span<byte> context = memory.Slice(ContextAt, ContextSize);
        // UC_SIGCONTEXT_SS, UC_STRICT_RESTORE_SS.
        BinaryPrimitives.WriteUInt64LittleEndian(context, 6);
        BinaryPrimitives.WriteUInt64LittleEndian(context.Slice(StackAt), thread.AlternateStack);
        BinaryPrimitives.WriteInt32LittleEndian(context.Slice(StackAt + 8), thread.AlternateStackFlags == 0 && isOnAlternate ? 1 : thread.AlternateStackFlags);
        BinaryPrimitives.WriteUInt64LittleEndian(context.Slice(StackAt + 16), thread.AlternateStackSize);
        WriteRegisters(context.Slice(RegistersAt), frame, details);
        BinaryPrimitives.WriteUInt64LittleEndian(context.Slice(FloatPointerAt), vectors);
        BinaryPrimitives.WriteUInt64LittleEndian(context.Slice(MaskAt), thread.RestoresMask ? thread.SavedMask : thread.BlockedSignals);
        WriteInfo(memory.Slice(InfoAt, InfoSize), signal, details);

        thread.RestoresMask = false;
        ulong mask = thread.BlockedSignals | action.Mask;
        if ((action.Flags & SignalAction.NoDefer) == 0)
            mask |= Signals.Bit(signal);
        Signals.SetBlocked(thread, mask);
        frame.Rdi = (ulong)signal;
        frame.Rsi = at + InfoAt;
        frame.Rdx = at + ContextAt;
        frame.Rax = 0;
        frame.Rip = action.Handler;
        frame.Rsp = at;
        frame.Rflags = FixedFlags;
        frame.Number = -1;
        frame.MustRestoreAll = 1;
    }

    /// <summary>rt_sigreturn(2): the registers are those of the frame that the handler has come from.</summary>
    [Syscall(15, -1)]
    public static long RtSigreturn(ref SyscallFrame frame)
    {
        ProgramThread thread = ProgramThread.Current;
        if (!UserMemory.TryGetSpan(new UserPointer(frame.Rsp), ContextSize, out ReadOnlySpan<byte> context))
            Process.Kill(Signals.Segv, "a signal's frame is gone");
        ReadRegisters(context.Slice(RegistersAt), ref frame);
        ulong vectors = BinaryPrimitives.ReadUInt64LittleEndian(context.Slice(FloatPointerAt));
        if (vectors != 0)
        {
            if (!UserMemory.TryGetSpan(new UserPointer(vectors), ProgramEntry.VectorAreaSize, out ReadOnlySpan<byte> floats))
                Process.Kill(Signals.Segv, "a signal's frame is gone");
            const int Mxcsr = 24, Xmm = 160;
            ProgramEntry.LoadVectors(thread.Kernel, floats);
            frame.Mxcsr = BinaryPrimitives.ReadUInt32LittleEndian(floats.Slice(Mxcsr)) & 0xffff;
            floats.Slice(Xmm, 256).CopyTo(frame.Vectors);
        }

        Signals.SetBlocked(thread, BinaryPrimitives.ReadUInt64LittleEndian(context.Slice(MaskAt)));
        frame.Number = -1;
        frame.MustRestoreAll = 1;
        return (long)frame.Rax;
    }

    private static void WriteInfo(Span<byte> info, int signal, in SignalDetails details)
    {
        BinaryPrimitives.WriteInt32LittleEndian(info, signal);
        BinaryPrimitives.WriteInt32LittleEndian(info.Slice(8), details.Code);
        if (details.IsFault)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(info.Slice(16), details.Value);
            return;
        }

        BinaryPrimitives.WriteInt32LittleEndian(info.Slice(16), details.Code == Signals.FromKernel ? 0 : details.Sender);
        BinaryPrimitives.WriteUInt32LittleEndian(info.Slice(20), details.Code == Signals.FromKernel ? 0 : details.User);
        BinaryPrimitives.WriteUInt64LittleEndian(info.Slice(24), details.Value);
    }

    private static void WriteRegisters(Span<byte> to, in SyscallFrame frame, in SignalDetails details)
    {
        ReadOnlySpan<ulong> values =
        [
            frame.R8, frame.R9, frame.R10, frame.R11, frame.R12, frame.R13, frame.R14, frame.R15, frame.Rdi, frame.Rsi, frame.Rbp, frame.Rbx, frame.Rdx, frame.Rax, frame.Rcx,
            frame.Rsp, frame.Rip, frame.Rflags, frame.Cs | frame.Ss << 48, (ulong)details.Error, (ulong)details.Vector, 0, details.IsFault ? details.Value : 0,
        ];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(to.Slice(i * 8), values[i]);
    }

    private static void ReadRegisters(ReadOnlySpan<byte> from, ref SyscallFrame frame)
    {
        frame.R8 = Word(from, 0);
        frame.R9 = Word(from, 1);
        frame.R10 = Word(from, 2);
        frame.R11 = Word(from, 3);
        frame.R12 = Word(from, 4);
        frame.R13 = Word(from, 5);
        frame.R14 = Word(from, 6);
        frame.R15 = Word(from, 7);
        frame.Rdi = Word(from, 8);
        frame.Rsi = Word(from, 9);
        frame.Rbp = Word(from, 10);
        frame.Rbx = Word(from, 11);
        frame.Rdx = Word(from, 12);
        frame.Rax = Word(from, 13);
        frame.Rcx = Word(from, 14);
        frame.Rsp = Word(from, 15);
        frame.Rip = Word(from, 16);
        frame.Rflags = Word(from, 17) & UserFlags | FixedFlags;
    }

    private static ulong Word(ReadOnlySpan<byte> from, int index) => BinaryPrimitives.ReadUInt64LittleEndian(from.Slice(index * 8));
}
