using System;
using Lithe.Linux;

namespace Lithe.Host;

/// <summary>By Linux's system calls.</summary>
public static unsafe class HostFiles
{
    private const int None = -1, MaxPath = 1024;
    private const ulong ReadWrite = 2, NonBlocking = 0x800, CloseOnExec = 0x8_0000;
    private const ulong LocalFamily = 1, InternetFamily = 2, Datagrams = 2;
    private const long NotPermitted = -1, Input = -5, NotConnected = -107, Refused = -111, NoBuffers = -105, NetworkDown = -100;

    public static int OpenFile(ReadOnlySpan<byte> path, bool isReadOnly) => Open(path, CloseOnExec | (isReadOnly ? 0 : ReadWrite));

    // struct ifreq: 16 bytes of name, then what the call wants; an interface without packet information in front (IFF_TAP, IFF_NO_PI).
    public static int OpenTap(ReadOnlySpan<byte> name)
    {
        const ulong SetInterface = 0x4004_54ca;
        const int NameSize = 16, RequestSize = 40;
        const ushort Tap = 0x0002, NoPacketInformation = 0x1000;
        if (name.Length is 0 or >= NameSize)
            return None;
        int file = Open("/dev/net/tun"u8, CloseOnExec | ReadWrite | NonBlocking);
        if (file < 0)
            return None;
        byte* request = stackalloc byte[RequestSize];
        new Span<byte>(request, RequestSize).Clear();
        name.CopyTo(new Span<byte>(request, NameSize));
        *(ushort*)(request + NameSize) = Tap | NoPacketInformation;
        if (SystemCall.Call(SystemCall.Ioctl, (ulong)file, SetInterface, (ulong)request) >= 0)
            return file;
        Close(file);
        return None;
    }

    public static int OpenDatagrams(int localPort, int remotePort)
    {
        int file = (int)SystemCall.Call(SystemCall.Socket, InternetFamily, Datagrams | NonBlocking | CloseOnExec, 0);
        if (file < 0)
            return None;
        if (Name(SystemCall.Bind, file, localPort) && Name(SystemCall.Connect, file, remotePort))
            return file;
        Close(file);
        return None;
    }

    public static bool TryOpenPair(out int first, out int second)
    {
        int* files = stackalloc int[2];
        bool isOpen = SystemCall.Call(SystemCall.Socketpair, LocalFamily, Datagrams | NonBlocking | CloseOnExec, 0, (ulong)files) == 0;
        (first, second) = isOpen ? (files[0], files[1]) : (None, None);
        return isOpen;
    }

    public static long LengthOf(int file)
    {
        const ulong FromEnd = 2;
        return SystemCall.Call(SystemCall.Lseek, (ulong)(long)file, 0, FromEnd);
    }

    public static bool TryReadAt(int file, ulong offset, Span<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            long count;
            fixed (byte* start = bytes)
                count = SystemCall.Call(SystemCall.Pread64, (ulong)(long)file, (ulong)start, (ulong)bytes.Length, offset);
            if (count == SystemCall.InterruptedCall)
                continue;
            if (count <= 0)
                return false;
            bytes = bytes.Slice((int)count);
            offset += (ulong)count;
        }

        return true;
    }

    public static bool TryWriteAt(int file, ulong offset, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            long count;
            fixed (byte* start = bytes)
                count = SystemCall.Call(SystemCall.Pwrite64, (ulong)(long)file, (ulong)start, (ulong)bytes.Length, offset);
            if (count == SystemCall.InterruptedCall)
                continue;
            if (count <= 0)
                return false;
            bytes = bytes.Slice((int)count);
            offset += (ulong)count;
        }

        return true;
    }

    public static bool TrySync(int file) => SystemCall.Call(SystemCall.Fdatasync, (ulong)(long)file) == 0;

    public static bool TryPunch(int file, ulong offset, ulong length)
    {
        const ulong KeepSize = 1, PunchHole = 2;
        return SystemCall.Call(SystemCall.Fallocate, (ulong)(long)file, KeepSize | PunchHole, offset, length) == 0;
    }

    public static int Receive(int file, Span<byte> bytes)
    {
        while (true)
        {
            long count;
            fixed (byte* start = bytes)
                count = SystemCall.Call(SystemCall.Read, (ulong)(long)file, (ulong)start, (ulong)bytes.Length);
            if (count == SystemCall.InterruptedCall)
                continue;
            // An interface that is down, and a datagram that was answered with "nobody there", are no end.
            return count is SystemCall.TryAgain or Refused or Input or NetworkDown ? 0 : count < 0 ? None : (int)count;
        }
    }

    public static int Send(int file, ReadOnlySpan<byte> bytes)
    {
        while (true)
        {
            long count;
            fixed (byte* start = bytes)
                count = SystemCall.Call(SystemCall.Write, (ulong)(long)file, (ulong)start, (ulong)bytes.Length);
            if (count == SystemCall.InterruptedCall)
                continue;
            if (count is SystemCall.TryAgain or NoBuffers)
                return 0;
            return count is Refused or Input or NetworkDown or NotConnected or NotPermitted ? bytes.Length : count < 0 ? None : (int)count;
        }
    }

    public static void Close(int file) => SystemCall.Call(SystemCall.Close, (ulong)(long)file);

    // struct sockaddr_in: the family, the port, most significant byte first, 127.0.0.1.
    private static bool Name(int call, int file, int port)
    {
        const int Size = 16;
        byte* address = stackalloc byte[Size];
        new Span<byte>(address, Size).Clear();
        address[0] = (byte)InternetFamily;
        address[2] = (byte)(port >> 8);
        address[3] = (byte)port;
        address[4] = 127;
        address[7] = 1;
        return SystemCall.Call(call, (ulong)file, (ulong)address, Size) == 0;
    }

    private static int Open(ReadOnlySpan<byte> path, ulong flags)
    {
        byte* name = stackalloc byte[MaxPath];
        if (path.Length >= MaxPath)
            return None;
        path.CopyTo(new Span<byte>(name, MaxPath));
        name[path.Length] = 0;
        long file = SystemCall.Call(SystemCall.Open, (ulong)name, flags);
        return file < 0 ? None : (int)file;
    }
}
