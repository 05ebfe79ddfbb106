using System.Runtime;
using System.Runtime.CompilerServices;

namespace Lithe.Linux;

/// <summary>Which signal goes where.</summary>
public static unsafe class Signals
{
    /// <summary>The signals of processor exceptions.</summary>
    public const int IllegalInstruction = 4, Trap = 5, Bus = 7, FloatingPoint = 8, Segmentation = 11;

    private const ulong WithInformation = 4, Restorer = 0x0400_0000, OnStack = 0x0800_0000, NotBlocked = 0x4000_0000;

    /// <summary>
    /// Has a signal delivered to a handler in assembly, on the thread's trap stack, the interrupts' signals blocked. A fault's signal is not blocked itself: a fault
    /// in the handler arrives as one.
    /// </summary>
    public static bool Handle(int signal, nint handler)
    {
        // The kernel's struct sigaction: handler, flags, restorer, mask.
        ulong* action = stackalloc ulong[4];
        action[0] = (ulong)handler;
        action[1] = WithInformation | Restorer | OnStack | (HostInterrupts.IsSignal(signal) ? 0 : NotBlocked);
        action[2] = (ulong)GetReturn();
        action[3] = HostInterrupts.SignalMask;
        return SystemCall.Call(SystemCall.RtSigaction, (ulong)signal, (ulong)action, 0, sizeof(ulong)) == 0;
    }

    /// <summary>Gives this thread its trap stack.</summary>
    public static bool UseStack(ulong bottom, ulong top)
    {
        // stack_t: address, flags, size.
        ulong* stack = stackalloc ulong[3];
        stack[0] = bottom;
        stack[1] = 0;
        stack[2] = top - bottom;
        return SystemCall.Call(SystemCall.Sigaltstack, (ulong)stack, 0) == 0;
    }

    [RuntimeImport("*", "linux_signal_return"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern nint GetReturn();
}
