using System;
using System.Buffers.Binary;
using Lithe.Fs;

namespace Lithe.Posix;

/// <summary>Making processes and waiting for them.</summary>
public sealed class ProcessCalls : ProcessMaker
{
    private const int NoHang = 1, Stopped = 2, Exited = 4, Continued = 8, NoWait = 0x100_0000, NoThread = 0x2000_0000, All = 0x4000_0000, Cloned = unchecked((int)0x8000_0000);
    private const int ChildSignal = 17, CodeExited = 1, CodeKilled = 2;

    /// <summary>At start-up.</summary>
    [Init(InitStage.Late)]
    public static void Initialize() => Current = new ProcessCalls();

    /// <summary>vfork(2).</summary>
    [Syscall(58, -1)]
    public static long DoVfork(ref SyscallFrame frame) => Start(ref frame, 0, Arch.ThreadContext.ThreadPointer, default);

    /// <inheritdoc/>
    public override long Vfork(ref SyscallFrame frame, ulong stack, ulong threadPointer, bool setsThreadPointer, UserPointer parentId, bool setsParentId)
    {
        if (setsParentId && parentId.IsNull)
            return -(long)Errno.EFAULT;
        return Start(ref frame, stack, setsThreadPointer ? threadPointer : Arch.ThreadContext.ThreadPointer, setsParentId ? parentId : default);
    }

    /// <summary>wait4(2).</summary>
    [Syscall(61, 260)]
    public static long Wait4(int process, UserPointer status, int options, UserPointer usage)
    {
        if ((options & ~(NoHang | Stopped | Continued | NoThread | All | Cloned)) != 0)
            return -(long)Errno.EINVAL;
        if (process == int.MinValue)
            return -(long)Errno.ESRCH;
        long id = Process.Current.WaitForChild(process, (options & NoHang) == 0, isLeft: false, out int ended, out _);
        if (id <= 0)
            return id;
        if (!status.IsNull && !UserMemory.TryWrite(status, ended))
            return -(long)Errno.EFAULT;
        if (usage.IsNull)
            return id;
        if (!UserMemory.TryGetSpan(usage, 144, out Span<byte> bytes))
            return -(long)Errno.EFAULT;
        bytes.Clear();
        return id;
    }

    /// <summary>waitid(2).</summary>
    [Syscall(247, 95)]
    public static long Waitid(int kind, int id, UserPointer info, int options, UserPointer usage)
    {
        const int AllChildren = 0, OneProcess = 1, OneGroup = 2;
        if ((options & ~(NoHang | Stopped | Exited | Continued | NoWait | NoThread | All | Cloned)) != 0 || (options & (Stopped | Exited | Continued)) == 0)
            return -(long)Errno.EINVAL;
        if (kind is not (AllChildren or OneProcess or OneGroup) || kind == OneProcess && id <= 0 || kind == OneGroup && id < 0)
            return -(long)Errno.EINVAL;
        int which = kind == AllChildren ? -1 : kind == OneProcess ? id : id == 0 ? 0 : -id;
        long found = Process.Current.WaitForChild(which, (options & NoHang) == 0, (options & NoWait) != 0, out int status, out uint user);
        if (found < 0)
            return found;
        if (!info.IsNull)
        {
            if (!UserMemory.TryGetSpan(info, 128, out Span<byte> bytes))
                return -(long)Errno.EFAULT;
            bytes.Clear();
            if (found > 0)
            {
                bool isExit = (status & 0x7f) == 0;
                BinaryPrimitives.WriteInt32LittleEndian(bytes, ChildSignal);
                BinaryPrimitives.WriteInt32LittleEndian(bytes.Slice(8), isExit ? CodeExited : CodeKilled);
                BinaryPrimitives.WriteInt32LittleEndian(bytes.Slice(16), (int)found);
                BinaryPrimitives.WriteUInt32LittleEndian(bytes.Slice(20), user);
                BinaryPrimitives.WriteInt32LittleEndian(bytes.Slice(24), isExit ? status >> 8 & 0xff : status & 0x7f);
            }
        }

        if (usage.IsNull)
            return 0;
        if (!UserMemory.TryGetSpan(usage, 144, out Span<byte> used))
            return -(long)Errno.EFAULT;
        used.Clear();
        return 0;
    }

    private static long Start(ref SyscallFrame frame, ulong stack, ulong threadPointer, UserPointer parentId)
    {
        SyscallFrame start = frame;
        start.Result = 0;
        start.Number = -1;
        start.MustRestoreAll = 1;
        if (stack != 0)
            start.StackPointer = stack;
        return ProgramProcess.RunChild(start, threadPointer, parentId);
    }
}
