using System;
using Lithe.Fs;
using Lithe.Loader;
using Lithe.Plat;
using Lithe.Sched;
using Lithe.Sync;

namespace Lithe.Posix;

/// <summary>execve: another program in place of the process's.</summary>
public static class ProgramStart
{
    private const int MaxScripts = 4, FirstLine = 256;

    // The lock's: what the call was given is copied before the memory that it lies in goes.
    private static readonly Mutex s_lock = new();
    private static readonly byte[] s_path = new byte[PathWalk.MaxPath], s_script = new byte[PathWalk.MaxPath];
    private static byte[] s_arguments = [], s_environment = [], s_other = [];

    /// <summary>execve(2).</summary>
    [Syscall(59, 221)]
    public static long Execve(UserPointer path, UserPointer arguments, UserPointer environment, ref SyscallFrame frame) =>
        Execveat(UserPath.WorkingDirectory, path, arguments, environment, 0, ref frame);

    /// <summary>execveat(2), with a path that begins at the working directory or the root.</summary>
    [Syscall(322, 281)]
    public static long Execveat(int directory, UserPointer path, UserPointer arguments, UserPointer environment, int flags, ref SyscallFrame frame)
    {
        if (flags != 0)
            return -(long)Errno.EINVAL;
        s_lock.Enter();
        Errno error = Start(directory, path, arguments, environment, ref frame);
        s_lock.Exit();
        return -(long)error;
    }

    private static Errno Start(int directory, UserPointer pathAt, UserPointer argumentsAt, UserPointer environmentAt, ref SyscallFrame frame)
    {
        if (s_arguments.Length == 0)
        {
            s_arguments = new byte[ProgramLoader.MaxText];
            s_environment = new byte[ProgramLoader.MaxText];
            s_other = new byte[ProgramLoader.MaxText];
        }

        int pathLength = UserMemory.TryGetText(pathAt, PathWalk.MaxPath, out ReadOnlySpan<byte> given);
        if (pathLength is < 0 or PathWalk.MaxPath)
            return pathLength < 0 ? Errno.EFAULT : Errno.ENAMETOOLONG;
        if (pathLength == 0)
            return Errno.ENOENT;
        if (directory != UserPath.WorkingDirectory && given[0] != (byte)'/')
            return Errno.ENOSYS;
        given.CopyTo(s_path);
        Errno error = Gather(argumentsAt, s_arguments, out int argumentsLength);
        int environmentLength = 0;
        if (error == Errno.None)
            error = Gather(environmentAt, s_environment, out environmentLength);
        // Linux: a program has at least one argument.
        if (error == Errno.None && argumentsLength == 0)
            argumentsLength = 1;
        for (int scripts = 0; error == Errno.None; scripts++)
        {
            error = FollowScript(ref pathLength, ref argumentsLength, out bool wasScript);
            if (!wasScript)
                break;
            if (scripts == MaxScripts)
                error = Errno.ELOOP;
        }

        if (error != Errno.None)
            return error;
        ProgramThread thread = ProgramThread.Current;
        ProgramProcess process = thread.Owner;
        while (process.ThreadCount > 1)
        {
            thread.EndOthers();
            Scheduler.SleepUntil(Clock.Nanoseconds + 1_000_000);
        }

        ReadOnlySpan<byte> path = s_path.AsSpan(0, pathLength), arguments = s_arguments.AsSpan(0, argumentsLength);
        ProgramMemory? old = process.Memory;
        var fresh = new MemorySpace();
        process.Memory = fresh;
        error = ProgramLoader.TryLoad(path, arguments, s_environment.AsSpan(0, environmentLength), isQuiet: true, out SyscallFrame start, out Inode? file);
        process.Memory = old;
        if (error != Errno.None)
        {
            fresh.Release();
            return error;
        }

        process.TakeMemory(fresh);
        process.Files.CloseOnExec();
        process.SetProgram(path, arguments);
        process.ProgramFile = file;
        ProgramGate.Attention?.OnExec(process);
        thread.OnExec(path.Slice(path.LastIndexOf((byte)'/') + 1));
        frame = start;
        return Errno.None;
    }

    // Pointers to texts, up to a null: the texts, each with its zero.
    private static Errno Gather(UserPointer list, Span<byte> to, out int length)
    {
        length = 0;
        for (ulong i = 0; !list.IsNull; i++)
        {
            if (!UserMemory.TryRead(list.Plus(i * 8), out ulong address))
                return Errno.EFAULT;
            if (address == 0)
                break;
            int room = to.Length - length, count = UserMemory.TryGetText(new UserPointer(address), room, out ReadOnlySpan<byte> text);
            if (count < 0)
                return Errno.EFAULT;
            if (count >= room)
                return Errno.E2BIG;
            text.CopyTo(to.Slice(length));
            to[length + count] = 0;
            length += count + 1;
        }

        return Errno.None;
    }

    // A file that begins with #! is an argument of the program named there.
    private static Errno FollowScript(ref int pathLength, ref int argumentsLength, out bool wasScript)
    {
        wasScript = false;
        Span<byte> line = stackalloc byte[FirstLine];
        ReadOnlySpan<byte> path = s_path.AsSpan(0, pathLength);
        Process.FileLock.Enter();
        Errno error = PathWalk.Walk(Process.Root, Process.WorkingDirectory, path, WalkOptions.None, Process.Credentials, UserPath.Buffer, out WalkResult found);
        if (error == Errno.None && (found.Inode!.Kind != InodeKind.Regular || !found.Inode.Allows(Process.Credentials, 1)))
            error = Errno.EACCES;
        long read = error == Errno.None ? found.Inode!.ReadAt(0, line) : 0;
        Process.FileLock.Exit();
        if (error != Errno.None || read < 2 || line[0] != (byte)'#' || line[1] != (byte)'!')
            return error;
        ReadOnlySpan<byte> rest = line.Slice(2, (int)read - 2);
        int end = rest.IndexOf((byte)'\n');
        rest = Trim(end < 0 ? rest : rest.Slice(0, end));
        int blank = rest.IndexOf((byte)' ');
        ReadOnlySpan<byte> program = blank < 0 ? rest : rest.Slice(0, blank), argument = blank < 0 ? default : Trim(rest.Slice(blank));
        if (program.Length == 0)
            return Errno.ENOEXEC;

        // The program, what stands behind it, the script's path, the arguments but the first.
        int first = s_arguments.AsSpan(0, argumentsLength).IndexOf((byte)0) + 1, length = 0;
        ReadOnlySpan<byte> others = s_arguments.AsSpan(first, argumentsLength - first);
        if (program.Length + argument.Length + pathLength + others.Length + 3 > s_other.Length)
            return Errno.E2BIG;
        Append(program, ref length);
        if (argument.Length > 0)
            Append(argument, ref length);
        path.CopyTo(s_script);
        Append(s_script.AsSpan(0, pathLength), ref length);
        others.CopyTo(s_other.AsSpan(length));
        length += others.Length;
        (s_arguments, s_other) = (s_other, s_arguments);
        argumentsLength = length;
        program.CopyTo(s_path);
        pathLength = program.Length;
        wasScript = true;
        return Errno.None;
    }

    private static void Append(ReadOnlySpan<byte> text, ref int length)
    {
        text.CopyTo(s_other.AsSpan(length));
        s_other[length + text.Length] = 0;
        length += text.Length + 1;
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        while (text.Length > 0 && text[0] is (byte)' ' or (byte)'\t')
            text = text.Slice(1);
        while (text.Length > 0 && text[text.Length - 1] is (byte)' ' or (byte)'\t' or (byte)'\r')
            text = text.Slice(0, text.Length - 1);
        return text;
    }
}
