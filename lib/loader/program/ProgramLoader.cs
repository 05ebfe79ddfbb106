using System;
using Lithe.Arch;
using Lithe.Entropy;
using Lithe.Fs;
using Lithe.Posix;
using Lithe.Vmem;

namespace Lithe.Loader;

/// <summary>Maps a program and its interpreter, and builds its first stack. One caller at a time.</summary>
public static class ProgramLoader
{
    private const ulong PageMask = 4095, StackSize = 8 << 20, Guard = 64 << 10;
    private const int MaxTexts = 4096, StackRoom = 2048;
    private const ushort X86 = 62, Arm64 = 183;
    private const uint Executed = 1, Written = 2;

    /// <summary>What a file was mapped as.</summary>
    private struct Mapped
    {
        internal ulong Base, Entry, Headers, Interpreter;
        internal int HeaderCount;
    }

    // Room that every program needs: made when the first one is loaded.
    private static readonly byte[] s_walk = new byte[2 * PathWalk.MaxPath];
    private static readonly byte[] s_headers = new byte[ElfProgram.MaxHeaders * ElfProgram.ProgramHeaderSize];
    private static readonly ulong[] s_argumentsAt = new ulong[MaxTexts], s_environmentAt = new ulong[MaxTexts];

    // Whether the reason is said where a program cannot be loaded.
    private static bool s_isQuiet;

    /// <summary>The most bytes that arguments and environment have together.</summary>
    public const int MaxText = 128 << 10;

    /// <summary>Loads a program into the running process's memory. On failure what has been mapped stays with that.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="arguments">Texts that each end with a zero.</param>
    /// <param name="environment">The same.</param>
    /// <param name="isQuiet">Says nothing on the console.</param>
    /// <param name="start">The registers to begin with.</param>
    /// <param name="file">The program's file.</param>
    public static Errno TryLoad(ReadOnlySpan<byte> path, ReadOnlySpan<byte> arguments, ReadOnlySpan<byte> environment, bool isQuiet, out SyscallFrame start, out Inode? file)
    {
        s_isQuiet = isQuiet;
        start = default;
        file = null;
        Span<byte> interpreter = stackalloc byte[ElfProgram.MaxInterpreter + 1];
        Errno error = TryMap(path, interpreter, out Mapped program, out file);
        if (error != Errno.None)
            return error;
        ulong entry = program.Entry;
        if (program.Interpreter != 0)
        {
            ReadOnlySpan<byte> name = interpreter.Slice(0, (int)program.Interpreter);
            error = TryMap(name, default, out Mapped loader, out _);
            if (error != Errno.None)
                return error;
            entry = loader.Entry;
            program.Interpreter = loader.Base;
        }

        int texts = Count(arguments) + Count(environment);
        ulong used = ((ulong)(arguments.Length + environment.Length + path.Length + texts * 8 + StackRoom) + PageMask) & ~PageMask;
        ulong stack = AddressSpace.ReserveGuarded(StackSize, Guard, PageAccess.Read | PageAccess.Write);
        if (stack == 0 || !UserMemory.TryGetSpan(new UserPointer(stack + StackSize - used), used, out Span<byte> memory))
            return Refuse(path, "there is no memory for its stack; it needs a larger machine (--memory)"u8, Errno.ENOMEM);
        Mapping.Note(stack - Guard, StackSize + 2 * Guard);
        ulong top = texts > MaxTexts ? 0 : BuildStack(memory, stack + StackSize, path, arguments, environment, program);
        if (top == 0)
            return Refuse(path, "its arguments and environment are too large"u8, Errno.E2BIG);
        start = SyscallFrame.ForStart(entry, top);
        return Errno.None;
    }

    private static int Count(ReadOnlySpan<byte> texts)
    {
        int count = 0;
        foreach (byte letter in texts)
            count += letter == 0 ? 1 : 0;
        return count;
    }

    private static ulong BuildStack(
        Span<byte> memory, ulong end, ReadOnlySpan<byte> path, ReadOnlySpan<byte> arguments, ReadOnlySpan<byte> environment, in Mapped program)
    {
        const int Phdr = 3, Phent = 4, Phnum = 5, PageSize = 6, Base = 7, Flags = 8, Entry = 9, Uid = 11, Euid = 12, Gid = 13, Egid = 14, Platform = 15;
        const int ClockTicks = 17, Secure = 23, Random = 25, FileName = 31, SystemInformation = 33, MinSignalStack = 51, Ignore = 1;
        var stack = new FirstStack(memory, end);
        stack.Push("\0\0\0\0\0\0\0\0"u8, 16);
        Span<byte> random = stackalloc byte[16];
        EntropySource.Fill(random);
        ulong randomAt = stack.Push(random, 16);
        ulong platformAt = stack.Push(Config.ARCH_X86_64 ? "x86_64\0"u8 : "aarch64\0"u8, 1);
        stack.Push("\0"u8, 1);
        ulong nameAt = stack.Push(path, 1);
        Span<ulong> argumentsAt = s_argumentsAt, environmentAt = s_environmentAt;
        int environmentCount = stack.PushTexts(environment, environmentAt), argumentCount = stack.PushTexts(arguments, argumentsAt);
        ulong information = 0;
        foreach (ImagePart part in ImagePart.All)
            information |= part.SystemInformation;
        ReadOnlySpan<ulong> auxiliary =
        [
            information != 0 ? (ulong)SystemInformation : Ignore, information,
            PageSize, 4096, ClockTicks, 100, Phdr, program.Headers, Phent, ElfProgram.ProgramHeaderSize, Phnum, (ulong)program.HeaderCount, Base, program.Interpreter, Flags, 0,
            Entry, program.Entry, Uid, Process.RealUser, Euid, Process.Credentials.User, Gid, Process.RealGroup, Egid, Process.Credentials.Group, Secure, 0,
            Random, randomAt, Platform, platformAt, FileName, nameAt, MinSignalStack, 2048,
        ];
        ulong top = stack.PushTable(argumentsAt.Slice(0, argumentCount), environmentAt.Slice(0, environmentCount), auxiliary);
        return stack.HasOverflowed ? 0 : top;
    }

    private static Errno TryMap(ReadOnlySpan<byte> path, Span<byte> interpreter, out Mapped mapped, out Inode? file)
    {
        mapped = default;
        Process.FileLock.Enter();
        Errno error = PathWalk.Walk(Process.Root, Process.WorkingDirectory, path, WalkOptions.None, Process.Credentials, s_walk, out WalkResult result);
        Inode? inode = file = result.Inode;
        if (error == Errno.None && inode is not { Kind: InodeKind.Regular, CanBeMapped: true })
            error = Errno.EACCES;
        if (error == Errno.None && !inode!.Allows(Process.Credentials, 1))
            error = Errno.EACCES;
        Process.FileLock.Exit();
        if (error != Errno.None)
            return Refuse(path, error == Errno.EACCES ? "it is not executable"u8 : "there is no such file"u8, error);

        Span<byte> header = stackalloc byte[ElfProgram.HeaderSize], headers = s_headers;
        int read = (int)inode!.ReadAt(0, header);
        ElfError problem = ElfProgram.CheckHeader(header.Slice(0, Math.Max(read, 0)), Config.ARCH_X86_64 ? X86 : Arm64, out ulong offset, out int length);
        ElfProgram program = default;
        if (problem == ElfError.None)
        {
            headers = headers.Slice(0, length);
            problem = inode.ReadAt((long)offset, headers) != length ? ElfError.BadHeaders : ElfProgram.Check(header, headers, (ulong)inode.Size, out program);
        }

        if (problem != ElfError.None)
            return Refuse(path, ElfProgram.Describe(problem), Errno.ENOEXEC);
        if (interpreter.Length > 0 && program.InterpreterLength > 0)
        {
            Span<byte> name = interpreter.Slice(0, program.InterpreterLength);
            int end = inode.ReadAt((long)program.InterpreterOffset, name) == name.Length ? name.IndexOf((byte)0) : -1;
            if (end <= 0)
                return Refuse(path, ElfProgram.Describe(ElfError.BadInterpreter), Errno.ENOEXEC);
            mapped.Interpreter = (ulong)end;
        }

        if (!TryMapSegments(inode, program, out ulong start))
            return Refuse(path, "its addresses are taken, or there is no memory"u8, Errno.ENOMEM);

        mapped.Base = start;
        mapped.Entry = start + program.Entry;
        mapped.Headers = program.HeadersAddress == 0 ? 0 : start + program.HeadersAddress;
        mapped.HeaderCount = program.HeaderCount;
        return Errno.None;
    }

    private static bool TryMapSegments(Inode inode, scoped in ElfProgram program, out ulong start)
    {
        start = 0;
        ulong size = program.End - program.Start;
        if (program.IsFixed)
        {
            if (!UserMemory.IsRange(program.Start, size))
                return false;
        }
        else
        {
            // The whole range in one piece, so that gaps are nobody else's.
            ulong found = AddressSpace.Reserve(size, PageAccess.None, PageSize.Small);
            if (found == 0)
                return false;
            start = found - program.Start;
            Mapping.Note(found, size);
        }

        if (program.IsFixed)
            Mapping.Note(program.Start, size);
        Process.FileLock.Enter();
        InodePager pager = InodePager.Of(inode, isShared: false);
        inode.Prefetch(0, inode.Size);
        Process.FileLock.Exit();
        for (int i = 0; i < program.HeaderCount; i++)
        {
            if (program.TryGetSegment(i, out ElfSegment segment) && !TryMapSegment(pager, start, segment, program.IsFixed))
                return false;
        }

        return true;
    }

    private static bool TryMapSegment(InodePager pager, ulong start, in ElfSegment segment, bool isFixed)
    {
        PageAccess access = PageAccess.Read;
        if ((segment.Flags & Written) != 0)
            access |= PageAccess.Write;
        if ((segment.Flags & Executed) != 0)
            access |= PageAccess.Execute;
        ulong first = start + (segment.Address & ~PageMask), inFile = start + segment.Address + segment.FileSize;
        ulong fileEnd = segment.FileSize == 0 ? first : (inFile + PageMask) & ~PageMask;
        ulong end = (start + segment.Address + segment.MemorySize + PageMask) & ~PageMask;
        if (!isFixed && !AddressSpace.Release(first, end - first))
            return false;
        if (fileEnd > first && !AddressSpace.ReserveAt(first, fileEnd - first, access, PageSize.Small, pager, segment.Offset & ~PageMask))
            return false;
        if (end > fileEnd && !AddressSpace.ReserveAt(fileEnd, end - fileEnd, access, PageSize.Small, null, 0))
            return false;
        // What follows in the page is the file's next bytes, and must be zeros.
        if (segment.MemorySize > segment.FileSize && fileEnd > inFile && (access & PageAccess.Write) != 0)
        {
            if (!UserMemory.TryGetSpan(new UserPointer(inFile), fileEnd - inFile, out Span<byte> rest))
                return false;
            rest.Clear();
        }

        return true;
    }

    private static Errno Refuse(ReadOnlySpan<byte> path, string reason, Errno error)
    {
        if (s_isQuiet)
            return error;
        WriteStart(path);
        Console.WriteLine(reason);
        return error;
    }

    private static Errno Refuse(ReadOnlySpan<byte> path, ReadOnlySpan<byte> reason, Errno error)
    {
        if (s_isQuiet)
            return error;
        WriteStart(path);
        Plat.PolledConsole.Write(reason);
        Console.WriteLine();
        return error;
    }

    private static void WriteStart(ReadOnlySpan<byte> path)
    {
        Plat.PolledConsole.Write("program: '"u8);
        Plat.PolledConsole.Write(path);
        Plat.PolledConsole.Write("' cannot be started: "u8);
    }
}
