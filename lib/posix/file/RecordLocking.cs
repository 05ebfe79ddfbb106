using Lithe.Fs;

namespace Lithe.Posix;

/// <summary>Locks on ranges of bytes: the commands of fcntl(2) about them. A process's own are its descriptor table's, those of an open file (<c>F_OFD_*</c>) the file's.</summary>
internal static class RecordLocking
{
    internal const int GetLk = 5, SetLk = 6, SetLkw = 7, OfdGetLk = 36, OfdSetLk = 37, OfdSetLkw = 38;

    // How far who waits for whom is followed, as on Linux.
    private const int MaxChain = 10;
    private const short ReadLock = 0, WriteLock = 1, Unlock = 2;

    // Processes that wait: the first one; under the file systems' lock. Each is on the stack's side of a call that is under way, and the objects are used again.
    private static Waiter? s_waiting, s_free;

    internal static long Control(int number, OpenFile file, int command, UserPointer argument)
    {
        if (!UserMemory.TryRead(argument, out FileRange range))
            return -(long)Errno.EFAULT;
        if ((file.Flags & OpenFlags.Path) == OpenFlags.Path)
            return -(long)Errno.EBADF;
        bool isOpenFiles = command is OfdGetLk or OfdSetLk or OfdSetLkw, isQuestion = command is GetLk or OfdGetLk;
        if (range.Type is < ReadLock or > Unlock || isQuestion && range.Type == Unlock || isOpenFiles && range.Process != 0)
            return -(long)Errno.EINVAL;
        Errno error = TryGetRange(file, range, out long first, out long last);
        if (error != Errno.None)
            return -(long)error;
        if (!isQuestion && (range.Type == ReadLock && !file.CanRead || range.Type == WriteLock && !file.CanWrite))
            return -(long)Errno.EBADF;
        object owner = isOpenFiles ? file : Process.Current.Files;
        if (isQuestion)
            return Ask(file, owner, range, first, last, argument);
        // Pipes, sockets and such: what locks would be about has no places.
        if (file is not InodeFile)
            return 0;
        return Set(number, file, owner, isOpenFiles, range.Type, first, last, command is SetLkw or OfdSetLkw);
    }

    private static long Ask(OpenFile file, object owner, FileRange range, long first, long last, UserPointer argument)
    {
        FileRange answer = range;
        answer.Type = Unlock;
        if (file is InodeFile)
        {
            Process.FileLock.Enter();
            if (RecordLocks.FindConflict(file.Inode!, owner, first, last, range.Type == WriteLock) is { } held)
            {
                answer = new FileRange
                {
                    Type = held.IsExclusive ? WriteLock : ReadLock, Start = held.First, Length = held.Last == long.MaxValue ? 0 : held.Last - held.First + 1, Process = held.Id,
                };
            }

            Process.FileLock.Exit();
        }

        return UserMemory.TryWrite(argument, answer) ? 0 : -(long)Errno.EFAULT;
    }

    private static long Set(int number, OpenFile file, object owner, bool isOpenFiles, short type, long first, long last, bool isPatient)
    {
        Inode inode = file.Inode!;
        while (true)
        {
            Process.FileLock.Enter();
            RecordLock? held = type == Unlock ? null : RecordLocks.FindConflict(inode, owner, first, last, type == WriteLock);
            if (held is null)
            {
                Errno error = type == Unlock
                    ? RecordLocks.GiveBack(inode, owner, first, last)
                    : RecordLocks.Take(inode, owner, isOpenFiles ? -1 : Process.Current.Id, first, last, type == WriteLock);
                // Another thread has closed the number meanwhile: nobody would give the lock back.
                if (!isOpenFiles && !Process.Current.Files.Has(number, file))
                {
                    RecordLocks.GiveBackAll(inode, owner);
                    error = Errno.EBADF;
                }

                Process.FileLock.Exit();
                return -(long)error;
            }

            if (!isPatient || !isOpenFiles && WouldWaitForItself(owner, held))
            {
                Process.FileLock.Exit();
                return -(long)(isPatient ? Errno.EDEADLK : Errno.EAGAIN);
            }

            Waiter waiter = Enlist(owner, held.Owner!);
            Process.FileLock.Exit();
            // Rare: looked at again after a while.
            bool isOver = !Sched.Scheduler.SleepUntil(Plat.Clock.Nanoseconds + 1_000_000);
            Process.FileLock.Enter();
            Strike(waiter);
            Process.FileLock.Exit();
            if (isOver)
                return ProgramThread.Current.Interrupted();
        }
    }

    private static Errno TryGetRange(OpenFile file, in FileRange range, out long first, out long last)
    {
        first = last = 0;
        long from = 0;
        switch (range.Whence)
        {
            case 0:
                break;
            case 1:
                from = file.Position;
                break;
            case 2 when file is InodeFile:
                Process.FileLock.Enter();
                file.Inode!.Refresh();
                from = file.Inode.Size;
                Process.FileLock.Exit();
                break;
            case 2:
                break;
            default:
                return Errno.EINVAL;
        }

        if (range.Start > long.MaxValue - from)
            return Errno.EOVERFLOW;
        first = from + range.Start;
        if (first < 0)
            return Errno.EINVAL;
        if (range.Length > 0)
        {
            if (range.Length - 1 > long.MaxValue - first)
                return Errno.EOVERFLOW;
            last = first + range.Length - 1;
        }
        else if (range.Length < 0)
        {
            // The bytes before.
            if (first + range.Length < 0)
                return Errno.EINVAL;
            last = first - 1;
            first += range.Length;
        }
        else
        {
            last = long.MaxValue;
        }

        return Errno.None;
    }

    private static bool WouldWaitForItself(object owner, RecordLock held)
    {
        object? at = held.Owner;
        for (int i = 0; i < MaxChain && at is not null; i++)
        {
            if (at == owner)
                return true;
            Waiter? waiter = s_waiting;
            while (waiter is not null && waiter.Owner != at)
                waiter = waiter.Next;
            at = waiter?.For;
        }

        return false;
    }

    private static Waiter Enlist(object owner, object other)
    {
        Waiter waiter = s_free ?? new Waiter();
        s_free = waiter.Next;
        (waiter.Owner, waiter.For, waiter.Next) = (owner, other, s_waiting);
        s_waiting = waiter;
        return waiter;
    }

    private static void Strike(Waiter waiter)
    {
        if (s_waiting == waiter)
        {
            s_waiting = waiter.Next;
        }
        else
        {
            Waiter before = s_waiting!;
            while (before.Next != waiter)
                before = before.Next!;
            before.Next = waiter.Next;
        }

        waiter.Owner = waiter.For = null;
        waiter.Next = s_free;
        s_free = waiter;
    }

    private sealed class Waiter
    {
        internal object? Owner, For;
        internal Waiter? Next;
    }

    // struct flock of 64-bit programs.
    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Explicit, Size = 32)]
    private struct FileRange
    {
        [System.Runtime.InteropServices.FieldOffset(0)] internal short Type;
        [System.Runtime.InteropServices.FieldOffset(2)] internal short Whence;
        [System.Runtime.InteropServices.FieldOffset(8)] internal long Start;
        [System.Runtime.InteropServices.FieldOffset(16)] internal long Length;
        [System.Runtime.InteropServices.FieldOffset(24)] internal int Process;
    }
}
