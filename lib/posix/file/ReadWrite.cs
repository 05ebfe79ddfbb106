using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Threading;
using Lithe.Fs;

namespace Lithe.Posix;

/// <summary>Reading, writing, positions.</summary>
public static class ReadWrite
{
    // Linux moves no more in one call.
    private const ulong MaxCount = 0x7fff_f000;
    private const int MaxVectors = 1024, VectorSize = 16;

    /// <summary>read(2).</summary>
    [Syscall(0, 63)]
    public static long Read(int number, UserPointer buffer, ulong count) => Transfer(number, buffer, count, isWrite: false, -1);

    /// <summary>write(2).</summary>
    [Syscall(1, 64)]
    public static long Write(int number, UserPointer buffer, ulong count) => Transfer(number, buffer, count, isWrite: true, -1);

    /// <summary>pread64(2).</summary>
    [Syscall(17, 67)]
    public static long Pread64(int number, UserPointer buffer, ulong count, long offset) =>
        offset < 0 ? -(long)Errno.EINVAL : Transfer(number, buffer, count, isWrite: false, offset);

    /// <summary>pwrite64(2).</summary>
    [Syscall(18, 68)]
    public static long Pwrite64(int number, UserPointer buffer, ulong count, long offset) =>
        offset < 0 ? -(long)Errno.EINVAL : Transfer(number, buffer, count, isWrite: true, offset);

    /// <summary>readv(2).</summary>
    [Syscall(19, 65)]
    public static long Readv(int number, UserPointer vectors, ulong count) => TransferAll(number, vectors, count, isWrite: false, -1);

    /// <summary>writev(2).</summary>
    [Syscall(20, 66)]
    public static long Writev(int number, UserPointer vectors, ulong count) => TransferAll(number, vectors, count, isWrite: true, -1);

    /// <summary>preadv(2).</summary>
    [Syscall(295, 69)]
    public static long Preadv(int number, UserPointer vectors, ulong count, long offset) =>
        offset < 0 ? -(long)Errno.EINVAL : TransferAll(number, vectors, count, isWrite: false, offset);

    /// <summary>pwritev(2).</summary>
    [Syscall(296, 70)]
    public static long Pwritev(int number, UserPointer vectors, ulong count, long offset) =>
        offset < 0 ? -(long)Errno.EINVAL : TransferAll(number, vectors, count, isWrite: true, offset);

    /// <summary>lseek(2).</summary>
    [Syscall(8, 62)]
    public static long Lseek(int number, long offset, int whence)
    {
        OpenFile? file = Descriptors.Get(number);
        if (file is null)
            return -(long)Errno.EBADF;
        if (file.IsInFileSystem)
            Process.FileLock.Enter();
        long result = file.Seek(offset, whence);
        if (file.IsInFileSystem)
            Process.FileLock.Exit();
        Descriptors.Put(file);
        return result;
    }

    /// <summary>sendfile(2).</summary>
    [Syscall(40, 71)]
    public static long Sendfile(int to, int from, UserPointer offset, ulong count)
    {
        long at = -1;
        if (!offset.IsNull && (!UserMemory.TryRead(offset, out at) || at < 0))
            return offset.IsNull ? 0 : at < 0 ? -(long)Errno.EINVAL : -(long)Errno.EFAULT;
        long result = Copy(from, ref at, to, -1, count, isWithinFiles: false);
        if (result > 0 && !offset.IsNull && !UserMemory.TryWrite(offset, at))
            return -(long)Errno.EFAULT;
        return result;
    }

    /// <summary>copy_file_range(2).</summary>
    [Syscall(326, 285)]
    public static long CopyFileRange(int from, UserPointer offsetFrom, int to, UserPointer offsetTo, ulong count, uint flags)
    {
        if (flags != 0)
            return -(long)Errno.EINVAL;
        long at = -1, target = -1;
        if (!offsetFrom.IsNull && !UserMemory.TryRead(offsetFrom, out at) || !offsetTo.IsNull && !UserMemory.TryRead(offsetTo, out target))
            return -(long)Errno.EFAULT;
        if (!offsetFrom.IsNull && at < 0 || !offsetTo.IsNull && target < 0)
            return -(long)Errno.EINVAL;
        long result = Copy(from, ref at, to, target, count, isWithinFiles: true);
        if (result > 0 && (!offsetFrom.IsNull && !UserMemory.TryWrite(offsetFrom, at) || !offsetTo.IsNull && !UserMemory.TryWrite(offsetTo, target + result)))
            return -(long)Errno.EFAULT;
        return result;
    }

    // A buffer that nobody uses: on the stack it would be cleared at every call.
    private static byte[]? s_spare;

    // Through a buffer: from an offset (or the position, -1) to one.
    private static long Copy(int from, ref long at, int to, long target, ulong count, bool isWithinFiles)
    {
        const int Part = 8192;
        OpenFile? source = Descriptors.Get(from);
        if (source is null)
            return -(long)Errno.EBADF;
        OpenFile? sink = Descriptors.Get(to);
        if (sink is null)
        {
            Descriptors.Put(source);
            return -(long)Errno.EBADF;
        }

        long done = 0, error = 0;
        byte[] buffer = Interlocked.Exchange(ref s_spare, null) ?? new byte[Part];
        if (!source.CanRead || !sink.CanWrite)
            error = -(long)Errno.EBADF;
        else if (!source.IsInFileSystem || isWithinFiles && (!sink.IsInFileSystem || (sink.Flags & OpenFlags.Append) != 0))
            error = -(long)(isWithinFiles && sink.IsInFileSystem && source.IsInFileSystem ? Errno.EBADF : Errno.EINVAL);
        while (error == 0 && (ulong)done < count)
        {
            Span<byte> part = buffer.AsSpan(0, count - (ulong)done < Part ? (int)(count - (ulong)done) : Part);
            long taken = At(source, at < 0 ? -1 : at, part, default, isWrite: false);
            if (taken <= 0)
            {
                error = taken;
                break;
            }

            ReadOnlySpan<byte> moving = part.Slice(0, (int)taken);
            long given = target < 0 && !sink.IsInFileSystem
                ? sink.WritePart(moving, taken == Part && (ulong)(done + taken) < count)
                : At(sink, target < 0 ? -1 : target + done, default, moving, isWrite: true);
            long moved = given < 0 ? 0 : given;
            if (at >= 0)
                at += moved;
            else if (moved < taken)
                source.Position -= taken - moved;
            done += moved;
            if (given < taken)
            {
                error = given < 0 ? given : 0;
                break;
            }
        }

        Volatile.Write(ref s_spare, buffer);
        Descriptors.Put(source);
        Descriptors.Put(sink);
        return done > 0 ? done : error;
    }

    private static long Transfer(int number, UserPointer buffer, ulong count, bool isWrite, long offset)
    {
        OpenFile? file = Descriptors.Get(number);
        if (file is null)
            return -(long)Errno.EBADF;
        long result;
        if (!(isWrite ? file.CanWrite : file.CanRead))
            result = -(long)Errno.EBADF;
        else
            result = Move(file, buffer, count, isWrite, offset);
        Descriptors.Put(file);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Move(OpenFile file, UserPointer buffer, ulong count, bool isWrite, long offset)
    {
        if (count > MaxCount)
            count = MaxCount;
        if (isWrite)
            return UserMemory.TryGetSpan(buffer, count, out ReadOnlySpan<byte> from) ? At(file, offset, default, from, true) : -(long)Errno.EFAULT;
        if (UserMemory.TryGetSpan(buffer, count, out Span<byte> to))
            return At(file, offset, to, default, false);
        // At the end of a file nothing is written, so that nothing is wrong.
        return file.IsInFileSystem && file.Inode is { Kind: InodeKind.Regular } inode && (offset < 0 ? file.Position : offset) >= inode.Size ? 0 : -(long)Errno.EFAULT;
    }

    private static long WritePart(OpenFile file, UserPointer buffer, ulong count, bool isMoreComing) =>
        UserMemory.TryGetSpan(buffer, count, out ReadOnlySpan<byte> bytes) ? file.WritePart(bytes, isMoreComing) : -(long)Errno.EFAULT;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long At(OpenFile file, long offset, Span<byte> to, ReadOnlySpan<byte> from, bool isWrite)
    {
        bool locks = file.IsInFileSystem;
        if (locks)
            Process.FileLock.Enter();
        long result = isWrite ? offset < 0 ? file.Write(from) : file.WriteAt(offset, from) : offset < 0 ? file.Read(to) : file.ReadAt(offset, to);
        if (locks)
            Process.FileLock.Exit();
        return result;
    }

    private static long TransferAll(int number, UserPointer vectors, ulong count, bool isWrite, long offset)
    {
        if (count > MaxVectors)
            return -(long)Errno.EINVAL;
        OpenFile? file = Descriptors.Get(number);
        if (file is null)
            return -(long)Errno.EBADF;
        long done = 0, error = 0;
        if (!(isWrite ? file.CanWrite : file.CanRead))
            error = -(long)Errno.EBADF;
        if (!UserMemory.TryGetSpan(vectors, count * VectorSize, out ReadOnlySpan<byte> table))
            error = -(long)Errno.EFAULT;
        // What is sent goes together: empty pieces at the end are none.
        while (count > 0 && error == 0 && BinaryPrimitives.ReadUInt64LittleEndian(table.Slice((int)(count - 1) * VectorSize + 8)) == 0)
            count--;
        for (ulong i = 0; i < count && error == 0; i++)
        {
            ReadOnlySpan<byte> vector = table.Slice((int)i * VectorSize);
            ulong start = BinaryPrimitives.ReadUInt64LittleEndian(vector), length = BinaryPrimitives.ReadUInt64LittleEndian(vector.Slice(8));
            if (length == 0)
                continue;
            if (length > MaxCount)
                error = -(long)Errno.EINVAL;
            long moved = error != 0 ? error
                : isWrite && offset < 0 && !file.IsInFileSystem ? WritePart(file, new UserPointer(start), length, i + 1 < count)
                : Move(file, new UserPointer(start), length, isWrite, offset < 0 ? -1 : offset + done);
            if (moved < 0)
                error = moved;
            else
                done += moved;
            if (moved != (long)length)
                break;
            // What is there has come: a second wait would be for more than was asked.
            if (!isWrite && !file.IsInFileSystem && (file.Readiness & PollEvents.In) == 0)
                break;
        }

        Descriptors.Put(file);
        return done > 0 ? done : error;
    }
}
