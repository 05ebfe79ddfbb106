using System;
using Lithe.Fs;
using Lithe.Sync;

namespace Lithe.Posix;

/// <summary>What is done about a signal: <c>struct sigaction</c>.</summary>
internal struct SignalAction
{
    internal const ulong Default = 0, Ignore = 1;
    internal const ulong NoChildStop = 1, NoChildWait = 2, SigInfo = 4, OnStack = 0x0800_0000, Restart = 0x1000_0000, NoDefer = 0x4000_0000, ResetHandler = 0x8000_0000;

    internal ulong Handler, Flags, Restorer, Mask;
}

/// <summary>A signal that waits to be delivered; the objects are used again.</summary>
internal sealed class SignalInfo
{
    internal SignalInfo? Next;
    internal ProgramThread? Thread;
    internal ProgramProcess Process = null!;
    internal int Number, Code, Sender;
    internal uint User;
    internal ulong Value;
}

/// <summary>Signals that wait, and what is done about each.</summary>
internal static class Signals
{
    internal const int Count = 64;
    internal const int Hup = 1, Int = 2, Ill = 4, Trap = 5, Bus = 7, Fpe = 8, KillNumber = 9, Segv = 11, Pipe = 13, Alarm = 14, Child = 17, Continue = 18, Stop = 19, Urgent = 23, WindowChange = 28, FirstRealTime = 32;
    internal const int FromUser = 0, FromKernel = 0x80, FromQueue = -1, FromTimer = -2, FromThread = -6;

    private const ulong Unblockable = 1UL << (KillNumber - 1) | 1UL << (Stop - 1);
    private const int MaxWaiting = 1024, MaxTimers = 64;

    // The lock's, all of it; actions are read without it by the thread that delivers.
    private static SpinLock s_lock;
    private static SignalInfo? s_first, s_last, s_free;
    private static int s_made;

    private static readonly uint[] s_overruns = new uint[MaxTimers];

    /// <summary>Told of signals that are blocked when they come.</summary>
    internal static PollSource Source { get; } = new();

    /// <summary>How often a timer had expired again when its last signal was taken.</summary>
    internal static uint OverrunsOf(int timer) => (uint)timer < MaxTimers ? s_overruns[timer] : 0;

    internal static ulong Bit(int signal) => 1UL << (signal - 1);

    internal static ref SignalAction Action(int signal) => ref ActionsOf(Process.Current)[signal];

    internal static SignalAction[] ActionsOf(ProgramProcess process) => (SignalAction[])(process.Signals ??= new SignalAction[Count + 1]);

    internal static void SetAction(int signal, in SignalAction action)
    {
        ProgramProcess process = Process.Current;
        SignalAction[] actions = ActionsOf(process);
        s_lock.Enter();
        actions[signal] = action;
        // What is ignored does not wait.
        if (IsIgnored(process, signal))
            DropAll(process, signal);
        s_lock.Exit();
    }

    internal static bool IsIgnored(ProgramProcess process, int signal)
    {
        // One that has set nothing has the defaults.
        ulong handler = process.Signals is SignalAction[] actions ? actions[signal].Handler : SignalAction.Default;
        return handler == SignalAction.Ignore || handler == SignalAction.Default && signal is Child or Continue or Urgent or WindowChange && handler == SignalAction.Default;
    }

    internal static void SetBlocked(ProgramThread thread, ulong mask)
    {
        thread.BlockedSignals = mask & ~Unblockable;
        if ((Pending(thread) & ~thread.BlockedSignals) != 0)
            thread.NeedsAttention = true;
    }

    /// <summary>Those that wait for a thread, its own and the process's.</summary>
    internal static ulong Pending(ProgramThread thread)
    {
        if (s_first is null)
            return 0;
        s_lock.Enter();
        ulong pending = 0;
        for (SignalInfo? info = s_first; info is not null; info = info.Next)
        {
            if (IsFor(info, thread))
                pending |= Bit(info.Number);
        }

        s_lock.Exit();
        return pending;
    }

    /// <summary>Has a signal wait for a thread, or for whichever thread of the process takes it first. False when too many wait.</summary>
    internal static bool Send(ProgramProcess process, ProgramThread? thread, int signal, int code, ulong value, int sender, uint user)
    {
        s_lock.Enter();
        bool isBlockedByAll = thread is not null && (thread.BlockedSignals & Bit(signal)) != 0;
        if (IsIgnored(process, signal) && !isBlockedByAll)
        {
            s_lock.Exit();
            return true;
        }

        for (SignalInfo? info = s_first; info is not null; info = info.Next)
        {
            // One of a kind is enough, but for those that are counted; a timer has one, which says how often it has expired since.
            if (code == FromTimer ? info.Code == FromTimer && info.Sender == sender : signal < FirstRealTime && info.Number == signal && info.Thread == thread && info.Process == process)
            {
                if (code == FromTimer)
                    info.User += user + 1;
                s_lock.Exit();
                return true;
            }
        }

        SignalInfo? made = s_free;
        if (made is not null)
        {
            s_free = made.Next;
        }
        else if (s_made < MaxWaiting && s_reserve is not null)
        {
            made = s_reserve;
            s_reserve = made.Next;
            s_made++;
        }

        if (made is null)
        {
            s_lock.Exit();
            return false;
        }

        made.Next = null;
        made.Thread = thread;
        made.Process = process;
        made.Number = signal;
        made.Code = code;
        made.Value = value;
        made.Sender = sender;
        made.User = user;
        if (s_last is null)
            s_first = made;
        else
            s_last.Next = made;
        s_last = made;
        s_lock.Exit();
        Tell(process, thread, signal);
        return true;
    }

    /// <summary>Takes out a signal of a set that waits for the thread, the lowest number first. False when there is none.</summary>
    internal static bool TryTake(ProgramThread thread, ulong set, out int signal, out int code, out ulong value, out int sender, out uint user)
    {
        signal = code = sender = 0;
        value = user = 0;
        if (s_first is null)
            return false;
        s_lock.Enter();
        SignalInfo? best = null, beforeBest = null, before = null;
        for (SignalInfo? info = s_first; info is not null; before = info, info = info.Next)
        {
            if (IsFor(info, thread) && (set & Bit(info.Number)) != 0 && (best is null || info.Number < best.Number))
            {
                best = info;
                beforeBest = before;
            }
        }

        if (best is not null)
        {
            signal = best.Number;
            code = best.Code;
            value = best.Value;
            sender = best.Sender;
            user = best.User;
            if (code == FromTimer && (uint)sender < MaxTimers)
                s_overruns[sender] = user;
            Remove(beforeBest, best);
        }

        s_lock.Exit();
        return best is not null;
    }

    /// <summary>A thread has ended: what waits for it goes.</summary>
    internal static void Forget(ProgramThread thread)
    {
        s_lock.Enter();
        SignalInfo? before = null;
        for (SignalInfo? info = s_first, next; info is not null; info = next)
        {
            next = info.Next;
            if (info.Thread == thread)
                Remove(before, info);
            else
                before = info;
        }

        s_lock.Exit();
    }

    // Objects for signals that are sent where nothing can be allocated; made at start-up.
    private static SignalInfo? s_reserve;

    internal static void Initialize()
    {
        for (int i = 0; i < MaxWaiting; i++)
            s_reserve = new SignalInfo { Next = s_reserve };
    }

    // Wakes the thread, or one that does not block the signal.
    private static void Tell(ProgramProcess process, ProgramThread? thread, int signal)
    {
        if (thread is not null)
        {
            if ((thread.BlockedSignals & Bit(signal)) == 0 || thread.IsWaitingForSignals)
                thread.Interrupt();
            else
                Source.Notify(PollEvents.In | PollEvents.ReadNormal);
            return;
        }

        ProgramThread.EnterList();
        ProgramThread? found = null, oldest = null;
        for (ProgramThread? at = ProgramThread.First; at is not null; at = at.Next)
        {
            if (at.Owner != process)
                continue;
            oldest = at;
            if ((at.BlockedSignals & Bit(signal)) == 0 || at.IsWaitingForSignals)
                found = at;
        }

        ProgramThread.ExitList();
        found?.Interrupt();
        if (found is null && oldest is not null)
            Source.Notify(PollEvents.In | PollEvents.ReadNormal);
    }

    private static void Remove(SignalInfo? before, SignalInfo info)
    {
        if (before is null)
            s_first = info.Next;
        else
            before.Next = info.Next;
        if (s_last == info)
            s_last = before;
        info.Thread = null;
        info.Next = s_free;
        s_free = info;
    }

    private static bool IsFor(SignalInfo info, ProgramThread thread) => info.Thread is null ? info.Process == thread.Owner : info.Thread == thread;

    private static void DropAll(ProgramProcess process, int signal)
    {
        SignalInfo? before = null;
        for (SignalInfo? info = s_first, next; info is not null; info = next)
        {
            next = info.Next;
            if (info.Number == signal && info.Process == process)
                Remove(before, info);
            else
                before = info;
        }
    }
}
