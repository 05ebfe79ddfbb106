using System;
using System.Buffers.Binary;
using Lithe.Fs;
using Lithe.Plat;

namespace Lithe.Posix;

/// <summary>Sending and receiving.</summary>
public static class MessageCalls
{
    // struct msghdr, and in a list of messages the length behind it.
    private const int NameAt = 0, NameLengthAt = 8, VectorsAt = 16, CountAt = 24, ControlAt = 32, ControlLengthAt = 40, FlagsAt = 48, ListLengthAt = 56, ListSize = 64;
    private const int MaxAddress = 128, MaxControl = 20480;
    private const uint MaxMessages = 1024;

    /// <summary>sendto(2).</summary>
    [Syscall(44, 206)]
    public static long Sendto(int number, UserPointer buffer, ulong count, int flags, UserPointer address, int length)
    {
        long result = SocketCalls.Get(number, out SocketFile? file);
        if (result != 0)
            return result;
        Span<byte> name = stackalloc byte[MaxAddress];
        scoped MessageExtras extras = default;
        if (!address.IsNull)
        {
            result = SocketCalls.TryGetAddress(address, length, out ReadOnlySpan<byte> given);
            if (result == 0)
            {
                given.CopyTo(name);
                extras.Address = name.Slice(0, given.Length);
            }
        }

        if (result == 0)
            result = file!.Send(new MessageBuffers(buffer, count), flags, ref extras);
        Descriptors.Put(file!);
        return result;
    }

    /// <summary>recvfrom(2).</summary>
    [Syscall(45, 207)]
    public static long Recvfrom(int number, UserPointer buffer, ulong count, int flags, UserPointer address, UserPointer length)
    {
        long result = SocketCalls.Get(number, out SocketFile? file);
        if (result != 0)
            return result;
        scoped MessageExtras extras = default;
        if (address.IsNull)
        {
            result = file!.Receive(new MessageBuffers(buffer, count), flags, ref extras);
        }
        else
        {
            Span<byte> name = stackalloc byte[MaxAddress];
            extras.Address = name;
            result = file!.Receive(new MessageBuffers(buffer, count), flags, ref extras);
            if (result >= 0)
            {
                long written = SocketCalls.WriteAddress(address, length, name, extras.AddressLength);
                if (written != 0)
                    result = written;
            }
        }

        Descriptors.Put(file);
        return result;
    }

    /// <summary>sendmsg(2).</summary>
    [Syscall(46, 211)]
    public static long Sendmsg(int number, UserPointer message, int flags)
    {
        long result = SocketCalls.Get(number, out SocketFile? file);
        if (result != 0)
            return result;
        result = Send(file!, message, flags);
        Descriptors.Put(file!);
        return result;
    }

    /// <summary>recvmsg(2).</summary>
    [Syscall(47, 212)]
    public static long Recvmsg(int number, UserPointer message, int flags)
    {
        long result = SocketCalls.Get(number, out SocketFile? file);
        if (result != 0)
            return result;
        result = Receive(file!, message, flags);
        Descriptors.Put(file!);
        return result;
    }

    /// <summary>sendmmsg(2).</summary>
    [Syscall(307, 269)]
    public static long Sendmmsg(int number, UserPointer messages, uint count, int flags)
    {
        long result = SocketCalls.Get(number, out SocketFile? file);
        if (result != 0)
            return result;
        long done = 0;
        for (; done < Math.Min(count, MaxMessages) && result >= 0; done++)
        {
            UserPointer message = messages.Plus((ulong)done * ListSize);
            result = Send(file!, message, flags);
            if (result >= 0 && !UserMemory.TryWrite(message.Plus(ListLengthAt), (uint)result))
                result = -(long)Errno.EFAULT;
            if (result < 0)
                break;
        }

        Descriptors.Put(file!);
        return done > 0 ? done : result < 0 ? result : 0;
    }

    /// <summary>recvmmsg(2).</summary>
    [Syscall(299, 243)]
    public static long Recvmmsg(int number, UserPointer messages, uint count, int flags, UserPointer timeout)
    {
        ulong deadline = ulong.MaxValue;
        if (!timeout.IsNull)
        {
            if (!UserMemory.TryRead(timeout, out long seconds) || !UserMemory.TryRead(timeout.Plus(8), out long nanoseconds))
                return -(long)Errno.EFAULT;
            if (seconds < 0 || nanoseconds is < 0 or >= 1_000_000_000)
                return -(long)Errno.EINVAL;
            if (seconds <= 9_000_000_000)
                deadline = Clock.Nanoseconds + (ulong)seconds * 1_000_000_000 + (ulong)nanoseconds;
        }

        long result = SocketCalls.Get(number, out SocketFile? file);
        if (result != 0)
            return result;
        long done = 0;
        while (done < Math.Min(count, MaxMessages))
        {
            UserPointer message = messages.Plus((ulong)done * ListSize);
            result = Receive(file!, message, flags & ~MessageFlags.WaitForOne);
            if (result >= 0 && !UserMemory.TryWrite(message.Plus(ListLengthAt), (uint)result))
                result = -(long)Errno.EFAULT;
            if (result < 0)
                break;
            done++;
            if ((flags & MessageFlags.WaitForOne) != 0)
                flags |= MessageFlags.DontWait;
            // As Linux: the time is looked at between messages.
            if (deadline != ulong.MaxValue && Clock.Nanoseconds >= deadline)
                break;
        }

        Descriptors.Put(file!);
        return done > 0 ? done : result < 0 ? result : 0;
    }

    private static long Send(SocketFile file, UserPointer message, int flags)
    {
        if (!TryReadHeader(message, out Header header))
            return -(long)Errno.EFAULT;
        if (header.NameLength < 0 || header.ControlLength > MaxControl)
            return -(long)(header.NameLength < 0 ? Errno.EINVAL : Errno.ENOBUFS);
        scoped MessageExtras extras = default;
        Span<byte> name = stackalloc byte[MaxAddress];
        if (!header.Name.IsNull && header.NameLength > 0)
        {
            long result = SocketCalls.TryGetAddress(header.Name, Math.Min(header.NameLength, MaxAddress), out ReadOnlySpan<byte> given);
            if (result != 0)
                return result;
            given.CopyTo(name);
            extras.Address = name.Slice(0, given.Length);
        }

        if (!header.Control.IsNull && header.ControlLength > 0 && !UserMemory.TryGetSpan(header.Control, header.ControlLength, out extras.Control))
            return -(long)Errno.EFAULT;
        Errno error = MessageBuffers.TryRead(header.Vectors, header.Count, out MessageBuffers buffers);
        return error != Errno.None ? -(long)error : file.Send(buffers, flags, ref extras);
    }

    private static long Receive(SocketFile file, UserPointer message, int flags)
    {
        if (!TryReadHeader(message, out Header header))
            return -(long)Errno.EFAULT;
        if (header.NameLength < 0)
            return -(long)Errno.EINVAL;
        scoped MessageExtras extras = default;
        Span<byte> name = stackalloc byte[MaxAddress];
        if (!header.Name.IsNull)
            extras.Address = name;
        if (!header.Control.IsNull && header.ControlLength > 0 && !UserMemory.TryGetSpan(header.Control, Math.Min(header.ControlLength, MaxControl), out extras.Control))
            return -(long)Errno.EFAULT;
        Errno error = MessageBuffers.TryRead(header.Vectors, header.Count, out MessageBuffers buffers);
        if (error != Errno.None)
            return -(long)error;
        long result = file.Receive(buffers, flags, ref extras);
        if (result < 0)
            return result;
        if (!header.Name.IsNull)
        {
            int count = Math.Min(header.NameLength, extras.AddressLength);
            if (!UserMemory.TryGetSpan(header.Name, (ulong)count, out Span<byte> to))
                return -(long)Errno.EFAULT;
            name.Slice(0, count).CopyTo(to);
            UserMemory.TryWrite(message.Plus(NameLengthAt), extras.AddressLength);
        }

        bool isWritten = UserMemory.TryWrite(message.Plus(ControlLengthAt), (ulong)extras.ControlLength)
            && UserMemory.TryWrite(message.Plus(FlagsAt), extras.Flags | flags & MessageFlags.CloseOnExec);
        return isWritten ? result : -(long)Errno.EFAULT;
    }

    private static bool TryReadHeader(UserPointer message, out Header header)
    {
        header = default;
        if (!UserMemory.TryGetSpan(message, ListLengthAt, out ReadOnlySpan<byte> bytes))
            return false;
        header.Name = new UserPointer(BinaryPrimitives.ReadUInt64LittleEndian(bytes.Slice(NameAt)));
        header.NameLength = BinaryPrimitives.ReadInt32LittleEndian(bytes.Slice(NameLengthAt));
        header.Vectors = new UserPointer(BinaryPrimitives.ReadUInt64LittleEndian(bytes.Slice(VectorsAt)));
        header.Count = BinaryPrimitives.ReadUInt64LittleEndian(bytes.Slice(CountAt));
        header.Control = new UserPointer(BinaryPrimitives.ReadUInt64LittleEndian(bytes.Slice(ControlAt)));
        header.ControlLength = BinaryPrimitives.ReadUInt64LittleEndian(bytes.Slice(ControlLengthAt));
        return true;
    }

    private struct Header
    {
        internal UserPointer Name, Vectors, Control;
        internal int NameLength;
        internal ulong Count, ControlLength;
    }
}
