using System;
using System.Buffers.Binary;
using Lithe.Fs;

namespace Lithe.Posix;

/// <summary>Processors and priorities, as programs see them: any processor, one policy.</summary>
public static class Scheduling
{
    /// <summary>sched_getaffinity(2).</summary>
    [Syscall(204, 123)]
    public static long SchedGetaffinity(int id, uint length, UserPointer mask)
    {
        if (!Exists(id))
            return -(long)Errno.ESRCH;
        if (length < 8 || (length & 7) != 0)
            return -(long)Errno.EINVAL;
        ulong bits = Processors >= 64 ? ulong.MaxValue : (1UL << Processors) - 1;
        return UserMemory.TryWrite(mask, bits) ? 8 : -(long)Errno.EFAULT;
    }

    /// <summary>sched_setaffinity(2): checked, and left to the scheduler.</summary>
    [Syscall(203, 122)]
    public static long SchedSetaffinity(int id, uint length, UserPointer mask)
    {
        if (!Exists(id))
            return -(long)Errno.ESRCH;
        Span<byte> word = stackalloc byte[8];
        if (!UserMemory.TryGetSpan(mask, Math.Min(length, 8), out ReadOnlySpan<byte> bytes))
            return -(long)Errno.EFAULT;
        bytes.CopyTo(word);
        ulong bits = BinaryPrimitives.ReadUInt64LittleEndian(word);
        return (bits & (Processors >= 64 ? ulong.MaxValue : (1UL << Processors) - 1)) == 0 ? -(long)Errno.EINVAL : 0;
    }

    /// <summary>sched_getscheduler(2): SCHED_OTHER.</summary>
    [Syscall(145, 120)]
    public static long SchedGetscheduler(int id) => id < 0 ? -(long)Errno.EINVAL : Exists(id) ? 0 : -(long)Errno.ESRCH;

    /// <summary>sched_setscheduler(2).</summary>
    [Syscall(144, 119)]
    public static long SchedSetscheduler(int id, int policy, UserPointer parameter)
    {
        if (id < 0 || parameter.IsNull)
            return -(long)Errno.EINVAL;
        if (!UserMemory.TryRead(parameter, out int priority))
            return -(long)Errno.EFAULT;
        if (!Exists(id))
            return -(long)Errno.ESRCH;
        // Other, batch, idle; the real-time ones are for who may.
        return policy is 0 or 3 or 5 ? priority == 0 ? 0 : -(long)Errno.EINVAL : policy is 1 or 2 ? -(long)Errno.EPERM : -(long)Errno.EINVAL;
    }

    /// <summary>sched_getparam(2).</summary>
    [Syscall(143, 121)]
    public static long SchedGetparam(int id, UserPointer parameter) =>
        id < 0 || parameter.IsNull ? -(long)Errno.EINVAL : !Exists(id) ? -(long)Errno.ESRCH : UserMemory.TryWrite(parameter, 0) ? 0 : -(long)Errno.EFAULT;

    /// <summary>sched_setparam(2).</summary>
    [Syscall(142, 118)]
    public static long SchedSetparam(int id, UserPointer parameter)
    {
        if (id < 0 || parameter.IsNull)
            return -(long)Errno.EINVAL;
        if (!UserMemory.TryRead(parameter, out int priority))
            return -(long)Errno.EFAULT;
        return !Exists(id) ? -(long)Errno.ESRCH : priority == 0 ? 0 : -(long)Errno.EINVAL;
    }

    /// <summary>sched_get_priority_max(2).</summary>
    [Syscall(146, 125)]
    public static long SchedGetPriorityMax(int policy) => policy is 1 or 2 ? 99 : policy is 0 or 3 or 5 or 6 ? 0 : -(long)Errno.EINVAL;

    /// <summary>sched_get_priority_min(2).</summary>
    [Syscall(147, 126)]
    public static long SchedGetPriorityMin(int policy) => policy is 1 or 2 ? 1 : policy is 0 or 3 or 5 or 6 ? 0 : -(long)Errno.EINVAL;

    /// <summary>getpriority(2): a nice value of 0, as the call encodes it.</summary>
    [Syscall(140, 141)]
    public static long Getpriority(int which, int who) => which is < 0 or > 2 ? -(long)Errno.EINVAL : 20;

    /// <summary>setpriority(2).</summary>
    [Syscall(141, 140)]
    public static long Setpriority(int which, int who, int value)
    {
        const int OfProcess = 0;
        if (which is < 0 or > 2)
            return -(long)Errno.EINVAL;
        return which == OfProcess && !Exists(who) ? -(long)Errno.ESRCH : 0;
    }

    /// <summary>getcpu(2).</summary>
    [Syscall(309, 168)]
    public static long Getcpu(UserPointer processor, UserPointer node) =>
        (processor.IsNull || UserMemory.TryWrite(processor, Arch.Processor.Index)) && (node.IsNull || UserMemory.TryWrite(node, 0)) ? 0 : -(long)Errno.EFAULT;

    private static int Processors => Config.SMP ? Plat.Processors.Count : 1;

    private static bool Exists(int id)
    {
        if (id == 0)
            return true;
        ProgramThread.EnterList();
        bool exists = ProgramThread.Find(id) is not null;
        ProgramThread.ExitList();
        return exists;
    }
}
