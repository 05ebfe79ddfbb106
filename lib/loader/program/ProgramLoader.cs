using System;
using Lithe.Arch;
using Lithe.Entropy;
using Lithe.Fs;
using Lithe.Posix;
using Lithe.Vmem;

namespace Lithe.Loader;

/// <summary>Maps a program and its interpreter, and builds its first stack.</summary>
internal static class ProgramLoader
{
    private const ulong PageMask = 4095, StackSize = 8 << 20, Guard = 64 << 10;
    private const int MaxTexts = 512, StackTexts = 128 << 10;
    private const ushort X86 = 62, Arm64 = 183;
    private const uint Executed = 1, Written = 2;

    /// <summary>What a file was mapped as.</summary>
    private struct Mapped
    {
        internal ulong Base, Entry, Headers, Interpreter;
        internal int HeaderCount;
    }

    /// <summary>Loads; null, and the reason has been said, when it cannot be.</summary>
    public static ProgramThread? Load(ReadOnlySpan<byte> path, ReadOnlySpan<byte> arguments, ReadOnlySpan<byte> environment)
    {
        Span<byte> interpreter = stackalloc byte[ElfProgram.MaxInterpreter + 1];
        if (!TryMap(path, interpreter, out Mapped program))
            return null;
        ulong entry = program.Entry;
        if (program.Interpreter != 0)
        {
            ReadOnlySpan<byte> name = interpreter.Slice(0, (int)program.Interpreter);
            if (!TryMap(name, default, out Mapped loader))
                return null;
            entry = loader.Entry;
            program.Interpreter = loader.Base;
        }

        ulong stack = AddressSpace.ReserveGuarded(StackSize, Guard, PageAccess.Read | PageAccess.Write);
        if (stack == 0 || !UserMemory.TryGetSpan(new UserPointer(stack + StackSize - StackTexts), StackTexts, out Span<byte> memory))
        {
            Refuse(path, "there is no memory for its stack"u8);
            return null;
        }

        ulong top = BuildStack(memory, stack + StackSize, path, arguments, environment, program);
        if (top == 0)
        {
            Refuse(path, "its arguments and environment are too large"u8);
            return null;
        }

        return ProgramThread.Create(SyscallFrame.ForStart(entry, top), 0, null);
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
        Span<ulong> argumentsAt = new ulong[MaxTexts], environmentAt = new ulong[MaxTexts];
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

    private static bool TryMap(ReadOnlySpan<byte> path, Span<byte> interpreter, out Mapped mapped)
    {
        mapped = default;
        Process.FileLock.Enter();
        Errno error = PathWalk.Walk(Process.Root, Process.WorkingDirectory, path, WalkOptions.None, Process.Credentials, new byte[2 * PathWalk.MaxPath], out WalkResult result);
        Inode? inode = result.Inode;
        if (error == Errno.None && inode is not { Kind: InodeKind.Regular, CanBeMapped: true })
            error = Errno.EACCES;
        if (error == Errno.None && !inode!.Allows(Process.Credentials, 1))
            error = Errno.EACCES;
        Process.FileLock.Exit();
        if (error != Errno.None)
        {
            Refuse(path, error == Errno.EACCES ? "it is not executable"u8 : "there is no such file"u8);
            return false;
        }

        Span<byte> header = stackalloc byte[ElfProgram.HeaderSize], headers = new byte[ElfProgram.MaxHeaders * ElfProgram.ProgramHeaderSize];
        int read = (int)inode!.ReadAt(0, header);
        ElfError problem = ElfProgram.CheckHeader(header.Slice(0, Math.Max(read, 0)), Config.ARCH_X86_64 ? X86 : Arm64, out ulong offset, out int length);
        ElfProgram program = default;
        if (problem == ElfError.None)
        {
            headers = headers.Slice(0, length);
            problem = inode.ReadAt((long)offset, headers) != length ? ElfError.BadHeaders : ElfProgram.Check(header, headers, (ulong)inode.Size, out program);
        }

        if (problem != ElfError.None)
        {
            Refuse(path, ElfProgram.Describe(problem));
            return false;
        }

        if (interpreter.Length > 0 && program.InterpreterLength > 0)
        {
            Span<byte> name = interpreter.Slice(0, program.InterpreterLength);
            int end = inode.ReadAt((long)program.InterpreterOffset, name) == name.Length ? name.IndexOf((byte)0) : -1;
            if (end <= 0)
            {
                Refuse(path, ElfProgram.Describe(ElfError.BadInterpreter));
                return false;
            }

            mapped.Interpreter = (ulong)end;
            Process.ProgramFile = inode;
        }
        else if (interpreter.Length > 0)
        {
            Process.ProgramFile = inode;
        }

        if (!TryMapSegments(inode, program, out ulong start))
        {
            Refuse(path, "its addresses are taken, or there is no memory"u8);
            return false;
        }

        mapped.Base = start;
        mapped.Entry = start + program.Entry;
        mapped.Headers = program.HeadersAddress == 0 ? 0 : start + program.HeadersAddress;
        mapped.HeaderCount = program.HeaderCount;
        return true;
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
        }

        Process.FileLock.Enter();
        InodePager pager = InodePager.Of(inode, isShared: false);
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

    private static void Refuse(ReadOnlySpan<byte> path, string reason)
    {
        WriteStart(path);
        Console.WriteLine(reason);
    }

    private static void Refuse(ReadOnlySpan<byte> path, ReadOnlySpan<byte> reason)
    {
        WriteStart(path);
        Plat.PolledConsole.Write(reason);
        Console.WriteLine();
    }

    private static void WriteStart(ReadOnlySpan<byte> path)
    {
        Plat.PolledConsole.Write("program: '"u8);
        Plat.PolledConsole.Write(path);
        Plat.PolledConsole.Write("' cannot be started: "u8);
    }
}
