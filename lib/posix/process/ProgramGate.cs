using System;
using System.Runtime;
using System.Runtime.CompilerServices;
using Lithe.Fs;
using Lithe.Sched;
using Lithe.Vmem;

namespace Lithe.Posix;

/// <summary>Where the program comes in, by a call, a fault or an interrupt, and what is done before it goes on.</summary>
public static class ProgramGate
{
    /// <summary>Who delivers signals; null without <c>POSIX_SIGNAL</c>.</summary>
    public static ProgramAttention? Attention { get; set; }

    /// <summary>Number of calls made.</summary>
    [Counter("posix.calls")]
    public static ulong Calls => s_calls;

    private static ulong s_calls;

    [RuntimeExport("lithe_syscall_entry")]
    private static void OnCall(ref SyscallFrame frame)
    {
        s_calls++;
        if (Config.PROGRAM_STRACE)
            Strace.OnCall(ref frame);
        frame.Result = Config.PROGRAM_COUNT_CALLS ? CallCounts.Dispatch(ref frame) : (ulong)SyscallTable.Dispatch(ref frame);
        if (Config.PROGRAM_STRACE)
            Strace.OnReturn(ref frame);
        if (ProgramThread.SomeNeedsAttention)
            Attend(ref frame);
    }

    // Apart, so that the usual way keeps nothing across a call.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Attend(ref SyscallFrame frame)
    {
        ProgramThread thread = ProgramThread.Current;
        if (!thread.NeedsAttention)
            return;
        if (thread.HasUserFault)
        {
            thread.HasUserFault = false;
            AddressSpace.TakeBack();
            frame.Result = unchecked((ulong)-(long)Errno.EFAULT);
            if (Attention is null)
                thread.NeedsAttention = false;
        }

        if (thread.MustExit)
            thread.Exit(0);
        Attention?.OnReturn(ref frame, thread);
    }

    /// <summary>
    /// The kernel has found memory of the program's gone that was there when the call looked: another thread has unmapped or protected it. The call goes on, with a page that is lent to
    /// it, and answers EFAULT. On the trap stack, interrupts disabled.
    /// </summary>
    [RuntimeExport("lithe_user_fault")]
    private static bool OnUserFault(ulong address, int error)
    {
        const int Write = 2, Fetch = 16;
        if ((error & Fetch) != 0 || !UserMemory.IsRange(address, 1) || Scheduler.Current.Tag is not ProgramThread thread || !AddressSpace.Lend(address, (error & Write) != 0))
            return false;
        thread.HasUserFault = true;
        thread.NeedsAttention = true;
        return true;
    }

    [RuntimeExport("lithe_program_return")]
    private static void OnReturn(ref SyscallFrame frame)
    {
        // At the end of an interrupt: interrupts are disabled, which delivering a signal is no reason for.
        if (!ProgramThread.SomeNeedsAttention || !ProgramThread.Current.NeedsAttention || Attention is null)
            return;
        Arch.Processor.InterruptsEnabled = true;
        if (ProgramThread.Current.MustExit)
            ProgramThread.Current.Exit(0);
        Attention.OnReturn(ref frame, ProgramThread.Current);
    }

    [RuntimeExport("lithe_program_fault")]
    private static void OnFault(ref SyscallFrame frame, int vector, int error, ulong address)
    {
        if (Attention is null)
            Process.Kill(11, "a fault, and signals are not in this image (POSIX_SIGNAL)");
        Attention.OnFault(ref frame, ProgramThread.Current, vector, error, address);
        Attention.OnReturn(ref frame, ProgramThread.Current);
    }
}

/// <summary>A signal that was taken out of those that wait.</summary>
public struct WaitingSignal
{
    /// <summary>Its number, <c>si_code</c>, and who has sent it.</summary>
    public int Number, Code, Sender;

    /// <summary>The sender's user.</summary>
    public uint User;

    /// <summary>What it says.</summary>
    public ulong Value;
}

/// <summary>Delivers signals.</summary>
public abstract class ProgramAttention
{
    /// <summary>Before the program goes on.</summary>
    public abstract void OnReturn(ref SyscallFrame frame, ProgramThread thread);

    /// <summary>Sends a signal to a thread, or to the process (null), with <c>si_code</c> and a value. From interrupt handlers too.</summary>
    public abstract void Send(ProgramThread? thread, int signal, int code, ulong value);

    /// <summary>The same with what the program says about the sender: of a timer its number, and how often it has expired since.</summary>
    public abstract void Send(ProgramThread? thread, int signal, int code, ulong value, int sender, uint user);

    /// <summary>Sends a signal to a process.</summary>
    public abstract void SendTo(ProgramProcess process, int signal, int code, ulong value, int sender, uint user);

    /// <summary>A process has said that it does not want to know how its children ended.</summary>
    public abstract bool ForgetsChildren(ProgramProcess process);

    /// <summary>A program starts in a process: handlers are no more.</summary>
    public abstract void OnExec(ProgramProcess process);

    /// <summary>A process is a new one's parent: signals are treated the same.</summary>
    public abstract void OnChild(ProgramProcess parent, ProgramProcess child);

    /// <summary>Signals that wait for a thread, its own and the process's: bit n-1 is signal n.</summary>
    public abstract ulong Waiting(ProgramThread thread);

    /// <summary>Takes out a signal of a set that waits for a thread. False when there is none.</summary>
    public abstract bool TryTake(ProgramThread thread, ulong set, out WaitingSignal signal);

    /// <summary>Who watches for signals that are blocked when they come.</summary>
    public abstract PollSource Source { get; }

    /// <summary>How often a timer had expired again when its last signal was taken.</summary>
    public abstract uint OverrunsOf(int timer);

    /// <summary>The program has faulted: the processor's vector, error code and the address of a page fault.</summary>
    public abstract void OnFault(ref SyscallFrame frame, ProgramThread thread, int vector, int error, ulong address);
}
