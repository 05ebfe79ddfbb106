using System;
using Lithe.Fs;
using Lithe.Mem;
using Lithe.Vmem;

namespace Lithe.Posix;

/// <summary>Delivers signals to the program when it goes on, and makes signals of its faults.</summary>
public sealed partial class SignalDelivery : ProgramAttention
{
    private static bool s_hasReportedMemory;

    /// <summary>At start-up.</summary>
    [Init(InitStage.Late)]
    public static void Initialize()
    {
        Signals.Initialize();
        ProgramGate.Attention = new SignalDelivery();
        Process.ThreadEnds.Add(new SignalEnd());
    }

    /// <inheritdoc/>
    public override void Send(ProgramThread? thread, int signal, int code, ulong value) => Signals.Send(thread?.Owner ?? ProgramProcess.First, thread, signal, code, value, Process.Id, Process.RealUser);

    /// <inheritdoc/>
    public override void Send(ProgramThread? thread, int signal, int code, ulong value, int sender, uint user) => Signals.Send(thread?.Owner ?? ProgramProcess.First, thread, signal, code, value, sender, user);

    /// <inheritdoc/>
    public override void SendTo(ProgramProcess process, int signal, int code, ulong value, int sender, uint user) => Signals.Send(process, null, signal, code, value, sender, user);

    /// <inheritdoc/>
    public override bool ForgetsChildren(ProgramProcess process) =>
        process.Signals is SignalAction[] actions && (actions[Signals.Child].Handler == SignalAction.Ignore || (actions[Signals.Child].Flags & SignalAction.NoChildWait) != 0);

    /// <inheritdoc/>
    public override void OnExec(ProgramProcess process)
    {
        foreach (ref SignalAction action in Signals.ActionsOf(process).AsSpan())
        {
            ulong handler = action.Handler == SignalAction.Ignore ? SignalAction.Ignore : SignalAction.Default;
            action = default;
            action.Handler = handler;
        }
    }

    /// <inheritdoc/>
    public override void OnChild(ProgramProcess parent, ProgramProcess child) => Signals.ActionsOf(parent).AsSpan().CopyTo(Signals.ActionsOf(child));

    /// <inheritdoc/>
    public override ulong Waiting(ProgramThread thread) => Signals.Pending(thread);

    /// <inheritdoc/>
    public override PollSource Source => Signals.Source;

    /// <inheritdoc/>
    public override uint OverrunsOf(int timer) => Signals.OverrunsOf(timer);

    /// <inheritdoc/>
    public override bool TryTake(ProgramThread thread, ulong set, out WaitingSignal signal)
    {
        bool isTaken = Signals.TryTake(thread, set, out int number, out int code, out ulong value, out int sender, out uint user);
        signal = new WaitingSignal { Number = number, Code = code, Value = value, Sender = sender, User = user };
        return isTaken;
    }

    /// <inheritdoc/>
    public override void OnReturn(ref SyscallFrame frame, ProgramThread thread)
    {
        bool mayRepeat = thread.MayRepeat && frame.IsSyscall && (long)frame.Result == -(long)Errno.EINTR;
        thread.MayRepeat = false;
        bool isDelivered = false;
        while (thread.NeedsAttention)
        {
            // Before the look at what waits: what is sent from here on sets them again.
            thread.NeedsAttention = false;
            thread.Kernel.IsCancelled = false;
            while (Signals.TryTake(thread, ~thread.BlockedSignals, out int signal, out int code, out ulong value, out int sender, out uint user))
            {
                SignalAction action = Signals.Action(signal);
                if (action.Handler == SignalAction.Ignore)
                    continue;
                if (action.Handler == SignalAction.Default)
                {
                    ByDefault(signal);
                    continue;
                }

                if (mayRepeat && (action.Flags & SignalAction.Restart) != 0)
                    frame.Repeat();
                mayRepeat = false;
                isDelivered = true;
                if ((action.Flags & SignalAction.ResetHandler) != 0)
                    Signals.Action(signal).Handler = SignalAction.Default;
                Deliver(ref frame, thread, signal, action, new SignalDetails { Code = code, Value = value, Sender = sender, User = user });
            }
        }

        if (isDelivered)
            return;
        if (thread.RestoresMask)
        {
            thread.RestoresMask = false;
            Signals.SetBlocked(thread, thread.SavedMask);
        }

        // No handler has run: the call that was disturbed is made again.
        if (mayRepeat)
            frame.Repeat();
    }

    /// <inheritdoc/>
    public override void OnFault(ref SyscallFrame frame, ProgramThread thread, int vector, int error, ulong address)
    {
        int signal = Classify(vector, error, ref address, out int code);
        if (signal == Signals.Bus)
            ReportMemory();
        SignalAction action = Signals.Action(signal);
        bool isBlocked = (thread.BlockedSignals & Signals.Bit(signal)) != 0;
        // A fault cannot be put off.
        if (isBlocked || action.Handler is SignalAction.Default or SignalAction.Ignore)
        {
            Report(frame, thread, vector, error, address);
            Process.Kill(signal, NameOf(signal));
        }

        if ((action.Flags & SignalAction.ResetHandler) != 0)
            Signals.Action(signal).Handler = SignalAction.Default;
        Deliver(ref frame, thread, signal, action, new SignalDetails { Code = code, Value = address, IsFault = true, Vector = vector, Error = error });
    }

    private static int Classify(int vector, int error, ref ulong address, out int code)
    {
        const int IntegerDivision = 1, NotMapped = 1, NotAllowed = 2, IllegalOperand = 2, Trace = 2, NoPage = 2, Alignment = 1, FloatInvalid = 7;
        const int Write = 2, Fetch = 16;
        switch (vector)
        {
            case 0:
                code = IntegerDivision;
                address = 0;
                return Signals.Fpe;
            case 1:
                code = Trace;
                return Signals.Trap;
            case 3:
                code = Signals.FromKernel;
                address = 0;
                return Signals.Trap;
            case 6:
                code = IllegalOperand;
                return Signals.Ill;
            case 14:
                bool isThere = AddressSpace.TryFind(address, out _, out _, out Arch.PageAccess access);
                Arch.PageAccess needed = (error & Fetch) != 0 ? Arch.PageAccess.Execute : (error & Write) != 0 ? Arch.PageAccess.Write : Arch.PageAccess.Read;
                // A page that is allowed and could not be had: behind the end of the file, or no memory.
                if (isThere && (access & needed) != 0)
                {
                    code = NoPage;
                    return Signals.Bus;
                }

                code = isThere || (error & 1) != 0 ? NotAllowed : NotMapped;
                return Signals.Segv;
            case 16 or 19:
                code = FloatInvalid;
                return Signals.Fpe;
            case 17:
                code = Alignment;
                return Signals.Bus;
            default:
                code = Signals.FromKernel;
                address = 0;
                return Signals.Segv;
        }
    }

    private static void ByDefault(int signal)
    {
        // Ignored; or there is nobody who could continue a process that stopped.
        const int StopTyped = 20, StopInput = 21, StopOutput = 22;
        if (signal is Signals.Child or Signals.Continue or Signals.Urgent or Signals.WindowChange or Signals.Stop or StopTyped or StopInput or StopOutput)
            return;
        Process.Kill(signal, NameOf(signal));
    }

    private static void Report(in SyscallFrame frame, ProgramThread thread, int vector, int error, ulong address) =>
        Console.WriteLine($"posix: thread {thread.Id} faulted at 0x{frame.Rip:x}: exception {vector}, error {error}, address 0x{address:x}, stack 0x{frame.Rsp:x}");

    // Once: a program that handles the signal meets the same again.
    private static void ReportMemory()
    {
        if (s_hasReportedMemory || AddressSpace.Refused == 0)
            return;
        s_hasReportedMemory = true;
        ulong kept = PageReclaimer.Current?.Kept ?? 0;
        string files = kept == 0 ? "" : $", {kept >> 10} KiB hold its files and are read again as soon as they are given up";
        Console.WriteLine($"posix: out of memory: the program has {AddressSpace.Committed >> 10} of {Frames.Statistics.Capacity >> 10} KiB{files}; it needs a larger machine (--memory) or less to do");
    }

    private static string NameOf(int signal) => signal switch
    {
        1 => "SIGHUP",
        2 => "SIGINT",
        3 => "SIGQUIT",
        4 => "SIGILL",
        5 => "SIGTRAP",
        6 => "SIGABRT",
        7 => "SIGBUS",
        8 => "SIGFPE",
        9 => "SIGKILL",
        10 => "SIGUSR1",
        11 => "SIGSEGV",
        12 => "SIGUSR2",
        13 => "SIGPIPE",
        14 => "SIGALRM",
        15 => "SIGTERM",
        _ => "a signal that ends programs",
    };

    private sealed class SignalEnd : ThreadEnd
    {
        public override void OnEnd(ProgramThread thread) => Signals.Forget(thread);
    }
}

/// <summary>What a signal tells its handler.</summary>
internal struct SignalDetails
{
    internal int Code, Sender, Vector, Error;
    internal uint User;
    internal ulong Value;
    internal bool IsFault;
}
