using System;
using Lithe.Fs;

namespace Lithe.Posix;

/// <summary>Sockets: making them, names, options.</summary>
public static class SocketCalls
{
    private const int MaxAddress = 128, MaxOption = 256;
    private const int TypeMask = 0xf, MaxType = 10;

    /// <summary>socket(2).</summary>
    [Syscall(41, 198)]
    public static long Socket(int family, int type, int protocol)
    {
        if (!TrySplit(type, out int kind, out OpenFlags flags))
            return -(long)Errno.EINVAL;
        if (kind > MaxType)
            return -(long)Errno.EINVAL;
        if (SocketFamily.Find(family) is not { } maker)
            return -(long)Errno.EAFNOSUPPORT;
        long result = maker.Create(family, kind, protocol, out SocketFile? file);
        return result != 0 ? result : Add(file!, flags);
    }

    /// <summary>socketpair(2).</summary>
    [Syscall(53, 199)]
    public static long Socketpair(int family, int type, int protocol, UserPointer numbers)
    {
        if (!TrySplit(type, out int kind, out OpenFlags flags))
            return -(long)Errno.EINVAL;
        if (SocketFamily.Find(family) is not { } maker)
            return -(long)Errno.EAFNOSUPPORT;
        if (!UserMemory.IsAccessible(numbers, 8, true))
            return -(long)Errno.EFAULT;
        long result = maker.CreatePair(family, kind, protocol, out SocketFile? one, out SocketFile? other);
        if (result != 0)
            return result;
        long first = Add(one!, flags), second = first < 0 ? first : Add(other!, flags);
        if (second < 0)
        {
            if (first >= 0)
                Descriptors.Close((int)first);
            else
                other!.Release();
            return second;
        }

        UserMemory.TryWrite(numbers, (int)first);
        UserMemory.TryWrite(numbers.Plus(4), (int)second);
        return 0;
    }

    /// <summary>bind(2).</summary>
    [Syscall(49, 200)]
    public static long Bind(int number, UserPointer address, int length)
    {
        long result = Get(number, out SocketFile? file);
        if (result != 0)
            return result;
        result = TryGetAddress(address, length, out ReadOnlySpan<byte> bytes);
        if (result == 0)
            result = file!.Bind(bytes);
        Descriptors.Put(file!);
        return result;
    }

    /// <summary>listen(2).</summary>
    [Syscall(50, 201)]
    public static long Listen(int number, int backlog)
    {
        long result = Get(number, out SocketFile? file);
        if (result != 0)
            return result;
        result = file!.Listen(backlog);
        Descriptors.Put(file);
        return result;
    }

    /// <summary>connect(2).</summary>
    [Syscall(42, 203)]
    public static long Connect(int number, UserPointer address, int length)
    {
        long result = Get(number, out SocketFile? file);
        if (result != 0)
            return result;
        result = TryGetAddress(address, length, out ReadOnlySpan<byte> bytes);
        if (result == 0)
            result = file!.Connect(bytes, file.IsNonBlocking);
        Descriptors.Put(file!);
        return result;
    }

    /// <summary>accept(2).</summary>
    [Syscall(43, 202)]
    public static long Accept(int number, UserPointer address, UserPointer length) => Accept4(number, address, length, 0);

    /// <summary>accept4(2).</summary>
    [Syscall(288, 242)]
    public static long Accept4(int number, UserPointer address, UserPointer length, int flags)
    {
        if (!TrySplit(flags, out int kind, out OpenFlags open) || kind != 0)
            return -(long)Errno.EINVAL;
        long result = Get(number, out SocketFile? file);
        if (result != 0)
            return result;
        result = file!.Accept(file.IsNonBlocking, out SocketFile? accepted);
        Descriptors.Put(file);
        if (result != 0)
            return result;
        if (!address.IsNull)
        {
            Span<byte> name = stackalloc byte[MaxAddress];
            long size = accepted!.GetName(isPeer: true, name);
            // The other end may be gone again: then nobody is named.
            result = WriteAddress(address, length, name, size < 0 ? 0 : (int)size);
            if (result != 0)
            {
                accepted.Release();
                return result;
            }
        }

        return Add(accepted!, open);
    }

    /// <summary>getsockname(2).</summary>
    [Syscall(51, 204)]
    public static long Getsockname(int number, UserPointer address, UserPointer length) => GetName(number, address, length, isPeer: false);

    /// <summary>getpeername(2).</summary>
    [Syscall(52, 205)]
    public static long Getpeername(int number, UserPointer address, UserPointer length) => GetName(number, address, length, isPeer: true);

    /// <summary>shutdown(2).</summary>
    [Syscall(48, 210)]
    public static long Shutdown(int number, int how)
    {
        long result = Get(number, out SocketFile? file);
        if (result != 0)
            return result;
        result = (uint)how > 2 ? -(long)Errno.EINVAL : file!.Shutdown(how);
        Descriptors.Put(file!);
        return result;
    }

    /// <summary>setsockopt(2).</summary>
    [Syscall(54, 208)]
    public static long Setsockopt(int number, int level, int name, UserPointer value, int length)
    {
        long result = Get(number, out SocketFile? file);
        if (result != 0)
            return result;
        if (length < 0)
            result = -(long)Errno.EINVAL;
        else if (!UserMemory.TryGetSpan(value, (ulong)Math.Min(length, MaxOption), out ReadOnlySpan<byte> bytes))
            result = -(long)Errno.EFAULT;
        else
            result = file!.SetOption(level, name, bytes);
        Descriptors.Put(file!);
        return result;
    }

    /// <summary>getsockopt(2).</summary>
    [Syscall(55, 209)]
    public static long Getsockopt(int number, int level, int name, UserPointer value, UserPointer length)
    {
        long result = Get(number, out SocketFile? file);
        if (result != 0)
            return result;
        if (!UserMemory.TryRead(length, out int room))
        {
            result = -(long)Errno.EFAULT;
        }
        else if (room < 0)
        {
            result = -(long)Errno.EINVAL;
        }
        else
        {
            Span<byte> bytes = stackalloc byte[MaxOption];
            result = file!.GetOption(level, name, bytes);
            if (result >= 0)
            {
                int count = Math.Min((int)result, room);
                if (!UserMemory.TryGetSpan(value, (ulong)count, out Span<byte> to) || !UserMemory.TryWrite(length, count))
                {
                    result = -(long)Errno.EFAULT;
                }
                else
                {
                    bytes.Slice(0, count).CopyTo(to);
                    result = 0;
                }
            }
        }

        Descriptors.Put(file!);
        return result;
    }

    /// <summary>The socket of a number, kept for the caller: 0, or a negated error number.</summary>
    internal static long Get(int number, out SocketFile? file)
    {
        OpenFile? open = Descriptors.Get(number);
        file = open as SocketFile;
        if (file is not null)
            return 0;
        if (open is null)
            return -(long)Errno.EBADF;
        Descriptors.Put(open);
        return -(long)Errno.ENOTSOCK;
    }

    /// <summary>An address that the program gives.</summary>
    internal static long TryGetAddress(UserPointer address, int length, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if ((uint)length > MaxAddress)
            return -(long)Errno.EINVAL;
        return UserMemory.TryGetSpan(address, (ulong)length, out bytes) ? 0 : -(long)Errno.EFAULT;
    }

    /// <summary>Gives the program an address, as much as it has room for, and says how long it is.</summary>
    internal static long WriteAddress(UserPointer address, UserPointer length, ReadOnlySpan<byte> bytes, int size)
    {
        if (!UserMemory.TryRead(length, out int room))
            return -(long)Errno.EFAULT;
        if (room < 0)
            return -(long)Errno.EINVAL;
        int count = Math.Min(room, size);
        if (!UserMemory.TryGetSpan(address, (ulong)count, out Span<byte> to))
            return -(long)Errno.EFAULT;
        bytes.Slice(0, count).CopyTo(to);
        return UserMemory.TryWrite(length, size) ? 0 : -(long)Errno.EFAULT;
    }

    private static long GetName(int number, UserPointer address, UserPointer length, bool isPeer)
    {
        long result = Get(number, out SocketFile? file);
        if (result != 0)
            return result;
        Span<byte> name = stackalloc byte[MaxAddress];
        result = file!.GetName(isPeer, name);
        if (result >= 0)
            result = WriteAddress(address, length, name, (int)result);
        Descriptors.Put(file);
        return result;
    }

    // Adds a socket that is nobody else's; without a number for it, it is gone.
    private static long Add(SocketFile file, OpenFlags flags)
    {
        file.Flags = OpenFlags.ReadWrite | flags & OpenFlags.NonBlocking;
        int number = Descriptors.Add(file, (flags & OpenFlags.CloseOnExec) != 0);
        if (number < 0)
            file.Release();
        return number;
    }

    private static bool TrySplit(int type, out int kind, out OpenFlags flags)
    {
        kind = type & TypeMask;
        flags = (OpenFlags)(type & ~TypeMask);
        return (flags & ~(OpenFlags.NonBlocking | OpenFlags.CloseOnExec)) == 0;
    }
}
