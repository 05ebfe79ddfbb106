using System;
using System.Buffers.Binary;
using Lithe.Fs;
using Lithe.Plat;
using Lithe.Sched;

namespace Lithe.Posix;

/// <summary>The calls about signals.</summary>
public static class SignalCalls
{
    private const ulong SetSize = 8;

    /// <summary>rt_sigaction(2).</summary>
    [Syscall(13, 134)]
    public static long RtSigaction(int signal, UserPointer action, UserPointer old, ulong size)
    {
        if (size != SetSize || signal is < 1 or > Signals.Count || !action.IsNull && signal is Signals.KillNumber or Signals.Stop && !action.IsNull)
            return -(long)Errno.EINVAL;
        SignalAction before = Signals.Action(signal);
        SignalAction wanted = default;
        if (!action.IsNull)
        {
            if (!UserMemory.TryGetSpan(action, 32, out ReadOnlySpan<byte> from))
                return -(long)Errno.EFAULT;
            wanted.Handler = BinaryPrimitives.ReadUInt64LittleEndian(from);
            wanted.Flags = BinaryPrimitives.ReadUInt64LittleEndian(from.Slice(8));
            wanted.Restorer = BinaryPrimitives.ReadUInt64LittleEndian(from.Slice(16));
            wanted.Mask = BinaryPrimitives.ReadUInt64LittleEndian(from.Slice(24));
        }

        if (!old.IsNull)
        {
            if (!UserMemory.TryGetSpan(old, 32, out Span<byte> to))
                return -(long)Errno.EFAULT;
            BinaryPrimitives.WriteUInt64LittleEndian(to, before.Handler);
            BinaryPrimitives.WriteUInt64LittleEndian(to.Slice(8), before.Flags);
            BinaryPrimitives.WriteUInt64LittleEndian(to.Slice(16), before.Restorer);
            BinaryPrimitives.WriteUInt64LittleEndian(to.Slice(24), before.Mask);
        }

        if (!action.IsNull)
            Signals.SetAction(signal, wanted);
        return 0;
    }

    /// <summary>rt_sigprocmask(2).</summary>
    [Syscall(14, 135)]
    public static long RtSigprocmask(int how, UserPointer set, UserPointer old, ulong size)
    {
        const int Block = 0, Unblock = 1, Set = 2;
        if (size != SetSize)
            return -(long)Errno.EINVAL;
        ProgramThread thread = ProgramThread.Current;
        ulong before = thread.BlockedSignals, mask = 0;
        if (!set.IsNull)
        {
            if (!UserMemory.TryRead(set, out mask))
                return -(long)Errno.EFAULT;
            if (how is not (Block or Unblock or Set))
                return -(long)Errno.EINVAL;
            Signals.SetBlocked(thread, how == Block ? before | mask : how == Unblock ? before & ~mask : mask);
        }

        return old.IsNull || UserMemory.TryWrite(old, before) ? 0 : -(long)Errno.EFAULT;
    }

    /// <summary>rt_sigpending(2).</summary>
    [Syscall(127, 136)]
    public static long RtSigpending(UserPointer set, ulong size)
    {
        if (size > SetSize)
            return -(long)Errno.EINVAL;
        ProgramThread thread = ProgramThread.Current;
        return UserMemory.TryWrite(set, Signals.Pending(thread) & thread.BlockedSignals) ? 0 : -(long)Errno.EFAULT;
    }

    /// <summary>rt_sigsuspend(2).</summary>
    [Syscall(130, 133)]
    public static long RtSigsuspend(UserPointer set, ulong size)
    {
        if (size != SetSize)
            return -(long)Errno.EINVAL;
        if (!UserMemory.TryRead(set, out ulong mask))
            return -(long)Errno.EFAULT;
        ProgramThread thread = ProgramThread.Current;
        thread.SavedMask = thread.BlockedSignals;
        thread.RestoresMask = true;
        Signals.SetBlocked(thread, mask);
        return WaitForAny(thread);
    }

    /// <summary>pause(2).</summary>
    [Syscall(34, -1)]
    public static long Pause() => WaitForAny(ProgramThread.Current);

    /// <summary>rt_sigtimedwait(2).</summary>
    [Syscall(128, 137)]
    public static long RtSigtimedwait(UserPointer set, UserPointer info, UserPointer timeout, ulong size)
    {
        if (size != SetSize)
            return -(long)Errno.EINVAL;
        if (!UserMemory.TryRead(set, out ulong mask))
            return -(long)Errno.EFAULT;
        ulong deadline = ulong.MaxValue;
        if (!timeout.IsNull)
        {
            if (!UserMemory.TryRead(timeout, out long seconds) || !UserMemory.TryRead(timeout.Plus(8), out long nanoseconds))
                return -(long)Errno.EFAULT;
            if (seconds < 0 || nanoseconds is < 0 or >= 1_000_000_000)
                return -(long)Errno.EINVAL;
            deadline = seconds > 9_000_000_000 ? ulong.MaxValue : Clock.Nanoseconds + (ulong)seconds * 1_000_000_000 + (ulong)nanoseconds;
        }

        ProgramThread thread = ProgramThread.Current;
        thread.IsWaitingForSignals = true;
        long result;
        while (true)
        {
            if (Signals.TryTake(thread, mask, out int signal, out int code, out ulong value, out int sender, out uint user))
            {
                result = signal;
                if (!info.IsNull)
                {
                    if (!UserMemory.TryGetSpan(info, 128, out Span<byte> to))
                    {
                        result = -(long)Errno.EFAULT;
                    }
                    else
                    {
                        to.Clear();
                        BinaryPrimitives.WriteInt32LittleEndian(to, signal);
                        BinaryPrimitives.WriteInt32LittleEndian(to.Slice(8), code);
                        BinaryPrimitives.WriteInt32LittleEndian(to.Slice(16), sender);
                        BinaryPrimitives.WriteUInt32LittleEndian(to.Slice(20), user);
                        BinaryPrimitives.WriteUInt64LittleEndian(to.Slice(24), value);
                    }
                }

                break;
            }

            if ((Signals.Pending(thread) & ~thread.BlockedSignals) != 0)
            {
                result = -(long)Errno.EINTR;
                break;
            }

            if (Clock.Nanoseconds >= deadline)
            {
                result = -(long)Errno.EAGAIN;
                break;
            }

            // Whatever woke it is looked at above.
            thread.Kernel.IsCancelled = false;
            Scheduler.Block(deadline);
        }

        thread.IsWaitingForSignals = false;
        return result;
    }

    /// <summary>kill(2).</summary>
    [Syscall(62, 129)]
    public static long Kill(int process, int signal)
    {
        if (signal is < 0 or > Signals.Count)
            return -(long)Errno.EINVAL;
        ProgramProcess self = Process.Current;
        if (process > 0)
        {
            ProgramProcess? target = ProgramProcess.Find(process);
            return target is null ? -(long)Errno.ESRCH : signal == 0 || !target.IsLive ? 0 : Answer(Signals.Send(target, null, signal, Signals.FromUser, 0, self.Id, self.RealUser));
        }

        // A group: the caller's (0), another one; or all processes but the caller's.
        int group = process == 0 ? self.Group : -process;
        long result = process == -1 && signal == 0 ? 0 : -(long)Errno.ESRCH;
        for (ProgramProcess? target = ProgramProcess.First; target is not null; target = target.NextOfAll)
        {
            if (!target.IsLive || (process == -1 ? target == self : target.Group != group))
                continue;
            result = signal == 0 ? 0 : Answer(Signals.Send(target, null, signal, Signals.FromUser, 0, self.Id, self.RealUser));
        }

        return result;
    }

    /// <summary>tkill(2).</summary>
    [Syscall(200, 130)]
    public static long Tkill(int id, int signal) =>
        id <= 0 || signal is < 0 or > Signals.Count ? -(long)Errno.EINVAL : ToThread(0, id, signal, Signals.FromThread, 0, Process.Id, Process.RealUser);

    /// <summary>tgkill(2).</summary>
    [Syscall(234, 131)]
    public static long Tgkill(int process, int id, int signal)
    {
        if (process <= 0 || id <= 0 || signal is < 0 or > Signals.Count)
            return -(long)Errno.EINVAL;
        return ToThread(process, id, signal, Signals.FromThread, 0, Process.Id, Process.RealUser);
    }

    /// <summary>rt_sigqueueinfo(2).</summary>
    [Syscall(129, 138)]
    public static long RtSigqueueinfo(int process, int signal, UserPointer info) =>
        ProgramProcess.Find(process) is null ? -(long)Errno.ESRCH : Queue(process, 0, signal, info);

    /// <summary>rt_tgsigqueueinfo(2).</summary>
    [Syscall(297, 240)]
    public static long RtTgsigqueueinfo(int process, int id, int signal, UserPointer info)
    {
        if (process <= 0 || id <= 0)
            return -(long)Errno.EINVAL;
        return ProgramProcess.Find(process) is null ? -(long)Errno.ESRCH : Queue(process, id, signal, info);
    }

    /// <summary>sigaltstack(2).</summary>
    [Syscall(131, 132)]
    public static long Sigaltstack(UserPointer stack, UserPointer old, ref SyscallFrame frame)
    {
        const int OnStack = 1, Disable = 2, AutoDisarm = unchecked((int)0x8000_0000);
        const ulong Least = 2048;
        ProgramThread thread = ProgramThread.Current;
        bool isOn = thread.AlternateStackSize != 0 && frame.StackPointer - thread.AlternateStack <= thread.AlternateStackSize;
        ulong start = thread.AlternateStack, size = thread.AlternateStackSize;
        int flags = size == 0 ? Disable : isOn ? OnStack : 0;
        if (!stack.IsNull)
        {
            if (!UserMemory.TryGetSpan(stack, 24, out ReadOnlySpan<byte> from))
                return -(long)Errno.EFAULT;
            int wanted = BinaryPrimitives.ReadInt32LittleEndian(from.Slice(8)) & ~AutoDisarm;
            if (isOn)
                return -(long)Errno.EPERM;
            if (wanted is not (0 or OnStack or Disable))
                return -(long)Errno.EINVAL;
            if (wanted == Disable)
            {
                thread.AlternateStack = thread.AlternateStackSize = 0;
                thread.AlternateStackFlags = Disable;
            }
            else
            {
                if (BinaryPrimitives.ReadUInt64LittleEndian(from.Slice(16)) < Least)
                    return -(long)Errno.ENOMEM;
                thread.AlternateStack = BinaryPrimitives.ReadUInt64LittleEndian(from);
                thread.AlternateStackSize = BinaryPrimitives.ReadUInt64LittleEndian(from.Slice(16));
                thread.AlternateStackFlags = 0;
            }
        }

        if (old.IsNull)
            return 0;
        if (!UserMemory.TryGetSpan(old, 24, out Span<byte> to))
            return -(long)Errno.EFAULT;
        to.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(to, start);
        BinaryPrimitives.WriteInt32LittleEndian(to.Slice(8), flags);
        BinaryPrimitives.WriteUInt64LittleEndian(to.Slice(16), size);
        return 0;
    }

    private static long Queue(int process, int id, int signal, UserPointer info)
    {
        if (signal is < 1 or > Signals.Count)
            return -(long)Errno.EINVAL;
        if (!UserMemory.TryGetSpan(info, 128, out ReadOnlySpan<byte> from))
            return -(long)Errno.EFAULT;
        int code = BinaryPrimitives.ReadInt32LittleEndian(from.Slice(8)), sender = BinaryPrimitives.ReadInt32LittleEndian(from.Slice(16));
        uint user = BinaryPrimitives.ReadUInt32LittleEndian(from.Slice(20));
        ulong value = BinaryPrimitives.ReadUInt64LittleEndian(from.Slice(24));
        if (id == 0)
            return ProgramProcess.Find(process) is { IsLive: true } target ? Answer(Signals.Send(target, null, signal, code, value, sender, user)) : -(long)Errno.ESRCH;
        return ToThread(process, id, signal, code, value, sender, user);
    }

    private static long ToThread(int process, int id, int signal, int code, ulong value, int sender, uint user)
    {
        ProgramThread.EnterList();
        ProgramThread? thread = ProgramThread.Find(id);
        ProgramThread.ExitList();
        if (thread is null || process != 0 && thread.Owner.Id != process)
            return -(long)Errno.ESRCH;
        return signal == 0 ? 0 : Answer(Signals.Send(thread.Owner, thread, signal, code, value, sender, user));
    }

    private static long Answer(bool isSent) => isSent ? 0 : -(long)Errno.EAGAIN;

    private static long WaitForAny(ProgramThread thread)
    {
        thread.Kernel.WaitsFor = SignalWait.Instance;
        while (!thread.NeedsAttention)
            Scheduler.Block(ulong.MaxValue);
        thread.Kernel.WaitsFor = null;
        return -(long)Errno.EINTR;
    }

    private sealed class SignalWait : Waitable
    {
        internal static readonly SignalWait Instance = new();

        public override string Kind => "a signal";
    }
}
