using System.Diagnostics.CodeAnalysis;
using System.Runtime;
using System.Runtime.CompilerServices;
using Lithe.Sched;

namespace Lithe.Posix;

/// <summary>The way into the program, and what a switch between its threads takes beyond a kernel thread's.</summary>
public static unsafe class ProgramEntry
{
    /// <summary>Number of bytes of a thread's vector area (FXSAVE), at a multiple of 16.</summary>
    public const int VectorAreaSize = 512;

    [RuntimeImport("*", "lithe_program_initialize"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void InitializeEntry();

    [RuntimeImport("*", "lithe_program_switch"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void SwitchProgram(nint from, nint to, nint stackTop);

    [RuntimeImport("*", "lithe_program_enter"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void EnterProgram(ref SyscallFrame frame, nint stackTop);

    /// <summary>This processor takes system calls from now on.</summary>
    public static void InitializeProcessor() => InitializeEntry();

    /// <summary>Once: the scheduler keeps programs' threads apart.</summary>
    public static void Initialize() => Scheduler.UseProgramSwitch<Switching>();

    /// <summary>Writes the state of the vector registers that a program starts with.</summary>
    public static void Reset(nint area)
    {
        // FXSAVE's image (Intel SDM volume 1, §10.5): the control words of x87 and SSE, all exceptions masked.
        const int ControlWord = 0, Mxcsr = 24;
        byte* bytes = (byte*)area;
        new System.Span<byte>(bytes, VectorAreaSize).Clear();
        *(ushort*)(bytes + ControlWord) = 0x37f;
        *(uint*)(bytes + Mxcsr) = 0x1f80;
    }

    /// <summary>Copies the running thread's registers, x87 and SSE, in FXSAVE's format; those of SSE are the kernel's by now.</summary>
    public static void CopyVectors(KernelThread thread, System.Span<byte> to)
    {
        bool wereEnabled = Arch.Processor.DisableInterrupts();
        SwitchProgram(thread.VectorArea, 0, 0);
        new System.ReadOnlySpan<byte>((void*)thread.VectorArea, VectorAreaSize).CopyTo(to);
        Arch.Processor.RestoreInterrupts(wereEnabled);
    }

    /// <summary>Loads the running thread's registers from FXSAVE's format; what is not allowed in the control word of SSE is taken out.</summary>
    public static void LoadVectors(KernelThread thread, System.ReadOnlySpan<byte> from)
    {
        const int Mxcsr = 24;
        bool wereEnabled = Arch.Processor.DisableInterrupts();
        byte* area = (byte*)thread.VectorArea;
        from.Slice(0, VectorAreaSize).CopyTo(new System.Span<byte>(area, VectorAreaSize));
        *(uint*)(area + Mxcsr) &= 0xffff;
        SwitchProgram(0, thread.VectorArea, thread.KernelStackTop);
        Arch.Processor.RestoreInterrupts(wereEnabled);
    }

    /// <summary>Says whose kernel stack this processor uses, when a thread becomes one of the program's.</summary>
    public static void Adopt(KernelThread thread) => SwitchProgram(0, thread.VectorArea, thread.KernelStackTop);

    /// <summary>Goes on in the program with these registers; the kernel stack is empty then.</summary>
    [DoesNotReturn]
    public static void Enter(ref SyscallFrame frame, nint stackTop)
    {
        EnterProgram(ref frame, stackTop);
        Fail.Stop(FailReason.Synchronization, "a program came back");
    }

    private readonly struct Switching : IProgramSwitch
    {
        public static void Switch(nint from, nint to, nint stackTop) => SwitchProgram(from, to, stackTop);
    }
}
