using System;
using Lithe.Linux;

namespace Lithe.Host;

/// <summary>By Linux's system calls.</summary>
public static unsafe class HostFiles
{
    public const int NotPermitted = -1, NoEntry = -2, NoAccess = -13, Busy = -16, NoDevice = -19, IsFolder = -21, Invalid = -22, FileBusy = -26, ReadOnlySystem = -30, AddressInUse = -98;

    private const int None = NotPermitted, MaxPath = 1024;
    private const ulong ReadWrite = 2, NonBlocking = 0x800, CloseOnExec = 0x8_0000;
    private const ulong LocalFamily = 1, InternetFamily = 2, Datagrams = 2;
    private const long Input = -5, NotConnected = -107, Refused = -111, NoBuffers = -105, NetworkDown = -100;

    // Not blocking: a pipe, which is refused, would wait for its other end. Files and block devices take no notice of it.
    public static int OpenFile(ReadOnlySpan<byte> path, bool isReadOnly)
    {
        int file = Open(path, CloseOnExec | NonBlocking | (isReadOnly ? 0 : ReadWrite));
        if (file < 0)
            return file;
        int error = KindError(file);
        if (error == 0)
            return file;
        Close(file);
        return error;
    }

    // struct ifreq: 16 bytes of name, then what the call wants; an interface without packet information in front (IFF_TAP, IFF_NO_PI).
    public static int OpenTap(ReadOnlySpan<byte> name, bool makes)
    {
        const ulong SetInterface = 0x4004_54ca;
        const int NameSize = 16, RequestSize = 40;
        const ushort Tap = 0x0002, NoPacketInformation = 0x1000;
        if (name.Length is 0 or >= NameSize)
            return Invalid;
        int file = Open("/dev/net/tun"u8, CloseOnExec | ReadWrite | NonBlocking);
        if (file < 0)
            return file == NoEntry ? NoDevice : file;
        byte* request = stackalloc byte[RequestSize];
        new Span<byte>(request, RequestSize).Clear();
        name.CopyTo(new Span<byte>(request, NameSize));
        // The host would make one that is not there, a mistyped one too.
        int error = makes ? 0 : FindInterface(request);
        if (error == 0)
        {
            *(ushort*)(request + NameSize) = Tap | NoPacketInformation;
            error = (int)SystemCall.Call(SystemCall.Ioctl, (ulong)file, SetInterface, (ulong)request);
        }

        if (error >= 0)
            return file;
        Close(file);
        return error;
    }

    public static int OpenDatagrams(int localPort, int remotePort)
    {
        int file = (int)SystemCall.Call(SystemCall.Socket, InternetFamily, Datagrams | NonBlocking | CloseOnExec, 0);
        if (file < 0)
            return file;
        int error = Name(SystemCall.Bind, file, localPort);
        if (error == 0)
            error = Name(SystemCall.Connect, file, remotePort);
        if (error == 0)
            return file;
        Close(file);
        return error;
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

    public static int AddLine(int file) => HostFileEvents.Add(file);

    public static void RemoveLine(int line) => HostFileEvents.Remove(line);

    public static void WantLine(int line, bool isWanted) => HostFileEvents.Want(line, isWanted);

    public static bool HasInput(int file) => HostFileEvents.HasInput(file);

    public static void Close(int file) => SystemCall.Call(SystemCall.Close, (ulong)(long)file);

    // struct sockaddr_in: the family, the port, most significant byte first, 127.0.0.1.
    private static int Name(int call, int file, int port)
    {
        const int Size = 16;
        byte* address = stackalloc byte[Size];
        new Span<byte>(address, Size).Clear();
        address[0] = (byte)InternetFamily;
        address[2] = (byte)(port >> 8);
        address[3] = (byte)port;
        address[4] = 127;
        address[7] = 1;
        return (int)SystemCall.Call(call, (ulong)file, (ulong)address, Size);
    }

    private static int Open(ReadOnlySpan<byte> path, ulong flags)
    {
        byte* name = stackalloc byte[MaxPath];
        if (path.Length >= MaxPath || path.IsEmpty)
            return NoEntry;
        path.CopyTo(new Span<byte>(name, MaxPath));
        name[path.Length] = 0;
        return (int)SystemCall.Call(SystemCall.Open, (ulong)name, flags);
    }

    // struct stat of x86_64: 144 bytes, the mode at 24. Regular files and block devices hold sectors.
    private static int KindError(int file)
    {
        const int StatSize = 144, ModeAt = 24;
        const uint Format = 0xf000, Regular = 0x8000, BlockDevice = 0x6000, Folder = 0x4000;
        byte* stat = stackalloc byte[StatSize];
        int error = (int)SystemCall.Call(SystemCall.Fstat, (ulong)file, (ulong)stat);
        if (error < 0)
            return error;
        return (*(uint*)(stat + ModeAt) & Format) switch { Regular or BlockDevice => 0, Folder => IsFolder, _ => Invalid };
    }

    // SIOCGIFINDEX on any socket: whether there is an interface of the name at the front of a struct ifreq.
    private static int FindInterface(byte* request)
    {
        const ulong GetIndex = 0x8933;
        int socket = (int)SystemCall.Call(SystemCall.Socket, InternetFamily, Datagrams | CloseOnExec, 0);
        if (socket < 0)
            return socket;
        int error = (int)SystemCall.Call(SystemCall.Ioctl, (ulong)socket, GetIndex, (ulong)request);
        Close(socket);
        return error;
    }
}
