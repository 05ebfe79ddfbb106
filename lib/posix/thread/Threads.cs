using System;
using Lithe.Fs;
using Lithe.Sched;

namespace Lithe.Posix;

/// <summary>Threads: how they begin and end, and what is theirs.</summary>
public static class Threads
{
    // What clone() of a thread asks for: memory, files, signal handlers in common.
    private const ulong Vm = 0x100, FsShared = 0x200, Files = 0x400, Handlers = 0x800, Thread = 0x10000, SystemV = 0x40000, SetTls = 0x80000, ParentSetTid = 0x100000;
    private const ulong ChildClearTid = 0x200000, Detached = 0x400000, ChildSetTid = 0x1000000, ThreadFlags = Vm | FsShared | Files | Handlers | Thread;

    private static readonly bool s_isListening = Listen();

    /// <summary>set_tid_address(2).</summary>
    [Syscall(218, 96)]
    public static long SetTidAddress(UserPointer word)
    {
        ProgramThread.Current.ClearOnExit = word.Address;
        return ProgramThread.Current.Id;
    }

    /// <summary>gettid(2).</summary>
    [Syscall(186, 178)]
    public static long Gettid() => ProgramThread.Current.Id;

    /// <summary>set_robust_list(2).</summary>
    [Syscall(273, 99)]
    public static long SetRobustList(UserPointer head, ulong length)
    {
        if (length != 24)
            return -(long)Errno.EINVAL;
        ProgramThread.Current.RobustList = head.Address;
        return 0;
    }

    /// <summary>get_robust_list(2), of the calling thread.</summary>
    [Syscall(274, 100)]
    public static long GetRobustList(int id, UserPointer head, UserPointer length)
    {
        ProgramThread.EnterList();
        ProgramThread? thread = id == 0 ? ProgramThread.Current : ProgramThread.Find(id);
        ulong list = thread?.RobustList ?? 0;
        ProgramThread.ExitList();
        if (thread is null)
            return -(long)Errno.ESRCH;
        return UserMemory.TryWrite(head, list) && UserMemory.TryWrite(length, 24UL) ? 0 : -(long)Errno.EFAULT;
    }

    /// <summary>rseq(2): not given; libraries do without.</summary>
    [Syscall(334, 293)]
    public static long Rseq() => -(long)Errno.ENOSYS;

    /// <summary>exit(2).</summary>
    [Syscall(60, 93)]
    public static long Exit(int status)
    {
        ProgramThread.Current.Exit(status);
        return 0;
    }

    /// <summary>exit_group(2).</summary>
    [Syscall(231, 94)]
    public static long ExitGroup(int status)
    {
        Process.Exit(status);
        return 0;
    }

    /// <summary>fork(2): there is one address space, and it has one process.</summary>
    [Syscall(57, -1)]
    public static long Fork() => -(long)Errno.ENOSYS;

    /// <summary>clone(2), for threads and for processes that start a program.</summary>
    [Syscall(56, 220)]
    public static long Clone(ulong flags, ulong stack, UserPointer parentId, ulong fourth, ulong fifth, ref SyscallFrame frame)
    {
        // The last two change places between processors.
        ulong childId = Config.ARCH_X86_64 ? fourth : fifth, threadPointer = Config.ARCH_X86_64 ? fifth : fourth;
        return Start(flags & ~0xffUL, stack, parentId, new UserPointer(childId), threadPointer, ref frame);
    }

    /// <summary>clone3(2), as clone.</summary>
    [Syscall(435, 435)]
    public static long Clone3(UserPointer arguments, ulong size, ref SyscallFrame frame)
    {
        const ulong FirstSize = 64, MaxSize = 4096;
        if (size < FirstSize)
            return -(long)Errno.EINVAL;
        if (size > MaxSize)
            return -(long)Errno.E2BIG;
        Span<ulong> words = stackalloc ulong[8];
        for (int i = 0; i < words.Length; i++)
        {
            if (!UserMemory.TryRead(arguments.Plus((ulong)i * 8), out words[i]))
                return -(long)Errno.EFAULT;
        }

        // flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls.
        const int Flags = 0, ChildId = 2, ParentId = 3, ExitSignal = 4, Stack = 5, StackSize = 6, Tls = 7;
        if (words[ExitSignal] != 0 && (words[Flags] & Thread) != 0 || words[Stack] == 0 != (words[StackSize] == 0))
            return -(long)Errno.EINVAL;
        return Start(words[Flags], words[Stack] + words[StackSize], new UserPointer(words[ParentId]), new UserPointer(words[ChildId]), words[Tls], ref frame);
    }

    /// <summary>sched_yield(2).</summary>
    [Syscall(24, 124)]
    public static long SchedYield()
    {
        Scheduler.Yield();
        return 0;
    }

    /// <summary>prctl(2).</summary>
    [Syscall(157, 167)]
    public static long Prctl(int option, ulong second, ulong third, ulong fourth, ulong fifth)
    {
        const int SetDeathSignal = 1, GetDeathSignal = 2, GetDumpable = 3, SetDumpable = 4, GetKeepCaps = 7, SetKeepCaps = 8, SetName = 15, GetName = 16;
        const int CapBsetRead = 23, GetNoNewPrivs = 39, SetNoNewPrivs = 38, SetThp = 41, GetThp = 42, SetSubreaper = 36, SetVma = 0x53564d41, SetTimerSlack = 29, GetTimerSlack = 30;
        switch (option)
        {
            case SetName:
                int length = UserMemory.TryGetText(new UserPointer(second), 16, out ReadOnlySpan<byte> text);
                if (length < 0)
                    return -(long)Errno.EFAULT;
                if (length == 16 && !UserMemory.TryGetSpan(new UserPointer(second), 15, out text))
                    return -(long)Errno.EFAULT;
                byte[] name = ProgramThread.Current.Name;
                name.AsSpan().Clear();
                text.CopyTo(name);
                return 0;
            case GetName:
                if (!UserMemory.TryGetSpan(new UserPointer(second), 16, out Span<byte> to))
                    return -(long)Errno.EFAULT;
                ProgramThread.Current.Name.AsSpan().CopyTo(to);
                return 0;
            case CapBsetRead:
                return second > 40 ? -(long)Errno.EINVAL : 1;
            case GetDumpable:
                return 1;
            case GetTimerSlack:
                return 50_000;
            case GetDeathSignal:
                return UserMemory.TryWrite(new UserPointer(second), 0) ? 0 : -(long)Errno.EFAULT;
            case SetNoNewPrivs:
                return second == 1 ? 0 : -(long)Errno.EINVAL;
            case SetDeathSignal or SetDumpable or GetKeepCaps or SetKeepCaps or GetNoNewPrivs or SetThp or GetThp or SetSubreaper or SetTimerSlack:
                return 0;
            case SetVma:
                return -(long)Errno.EINVAL;
            default:
                return -(long)Errno.EINVAL;
        }
    }

    private static long Start(ulong flags, ulong stack, UserPointer parentId, UserPointer childId, ulong threadPointer, ref SyscallFrame frame)
    {
        if ((flags & Thread) == 0)
        {
            // A process of its own that has the caller's memory, and the caller waits: vfork. What else there is needs a second address space.
            const ulong Vfork = 0x4000, Allowed = Vm | Vfork | SetTls | ParentSetTid | ChildClearTid | ChildSetTid;
            return (flags & (Vm | Vfork)) == (Vm | Vfork) && (flags & ~Allowed) == 0 && ProcessMaker.Current is { } maker
                ? maker.Vfork(ref frame, stack, threadPointer, (flags & SetTls) != 0, parentId, (flags & ParentSetTid) != 0)
                : -(long)Errno.ENOSYS;
        }

        if ((flags & ThreadFlags) != ThreadFlags || (flags & ~(ThreadFlags | SystemV | SetTls | ParentSetTid | ChildClearTid | Detached | ChildSetTid)) != 0)
            return -(long)Errno.EINVAL;
        ProgramThread current = ProgramThread.Current;
        SyscallFrame start = frame;
        start.Result = 0;
        start.Number = -1;
        start.MustRestoreAll = 1;
        if (stack != 0)
            start.StackPointer = stack;
        ProgramThread thread = ProgramThread.Create(start, (flags & SetTls) != 0 ? threadPointer : Arch.ThreadContext.ThreadPointer, current);
        if ((flags & ChildClearTid) != 0)
            thread.ClearOnExit = childId.Address;
        int id = thread.Id;
        if ((flags & ParentSetTid) != 0 && !UserMemory.TryWrite(parentId, id) || (flags & ChildSetTid) != 0 && !UserMemory.TryWrite(childId, id))
        {
            thread.Discard();
            return -(long)Errno.EFAULT;
        }

        return thread.TryStart() ? id : -(long)Errno.EAGAIN;
    }

    private static bool Listen()
    {
        Process.ThreadEnds.Add(new FutexEnd());
        return true;
    }

    /// <summary>At start-up: threads that end tell whoever waits for it.</summary>
    [Init(InitStage.Late)]
    public static void Initialize() => _ = s_isListening;

    // What Linux does in exit_robust_list and mm_release.
    private sealed class FutexEnd : ThreadEnd
    {
        private const int MaxLocks = 2048;
        private const uint OwnerDied = 0x4000_0000, Waiters = 0x8000_0000, IdMask = 0x3fff_ffff;

        public override void OnEnd(ProgramThread thread)
        {
            if (thread.RobustList != 0)
                ReleaseAll(thread);
            if (thread.ClearOnExit == 0)
                return;
            var word = new UserPointer(thread.ClearOnExit);
            if (UserMemory.TryWrite(word, 0))
                Futex.Wake(word, 1, uint.MaxValue);
        }

        private static void ReleaseAll(ProgramThread thread)
        {
            var head = new UserPointer(thread.RobustList);
            if (!UserMemory.TryRead(head, out ulong entry) || !UserMemory.TryRead(head.Plus(8), out long offset) || !UserMemory.TryRead(head.Plus(16), out ulong pending))
                return;
            for (int i = 0; i < MaxLocks && (entry & ~1UL) != head.Address; i++)
            {
                var at = new UserPointer(entry & ~1UL);
                if (!UserMemory.TryRead(at, out ulong next))
                    return;
                if (at.Address != (pending & ~1UL))
                    ReleaseOne(new UserPointer(at.Address + (ulong)offset), thread.Id);
                entry = next;
            }

            if (pending != 0)
                ReleaseOne(new UserPointer((pending & ~1UL) + (ulong)offset), thread.Id);
        }

        private static void ReleaseOne(UserPointer word, int id)
        {
            if (!UserMemory.IsWord(word, true))
                return;
            while (true)
            {
                uint value = UserMemory.LoadWord(word);
                if ((value & IdMask) != (uint)id)
                    return;
                if (UserMemory.ExchangeWord(word, value & Waiters | OwnerDied, value) != value)
                    continue;
                if ((value & Waiters) != 0)
                    Futex.Wake(word, 1, uint.MaxValue);
                return;
            }
        }
    }
}
