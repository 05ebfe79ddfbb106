namespace Conformance;

/// <summary>Numbers and addresses of sockets.</summary>
internal static unsafe class Net
{
    public const int Unix = 1, Inet = 2, Inet6 = 10, Ordered = 1, Datagram = 2, Sequenced = 5, NonBlocking = 0x800, CloseOnExec = 0x80000;
    public const int ReadNo = 0, WriteNo = 1, CloseNo = 3, SocketNo = 41, ConnectNo = 42, AcceptNo = 43, SendtoNo = 44, RecvfromNo = 45, SendmsgNo = 46, RecvmsgNo = 47, ShutdownNo = 48, BindNo = 49, ListenNo = 50,
        NameNo = 51, PeerNo = 52, PairNo = 53, SetNo = 54, GetNo = 55, Accept4No = 288, RecvmmsgNo = 299, SendmmsgNo = 307;

    public static long Socket(int family, int type, int protocol = 0) => Sys.Call(SocketNo, family, type, protocol);

    public static long Close(long number) => Sys.Call(CloseNo, number);

    /// <summary>127.0.0.1 or ::1; the address's length.</summary>
    public static int Address(byte* to, bool isV6, int port, bool isAny = false)
    {
        new Span<byte>(to, 128).Clear();
        *(ushort*)to = (ushort)(isV6 ? Inet6 : Inet);
        to[2] = (byte)(port >> 8);
        to[3] = (byte)port;
        if (!isAny && isV6)
            to[23] = 1;
        else if (!isAny)
            (to[4], to[7]) = (127, 1);
        return isV6 ? 28 : 16;
    }

    public static int PortOf(byte* address) => address[2] << 8 | address[3];

    public static long SetInt(long number, int level, int name, int value)
    {
        int* memory = (int*)Sys.Memory(8);
        *memory = value;
        return Sys.Call(SetNo, number, level, name, (long)memory, 4);
    }

    public static string GetInt(long number, int level, int name)
    {
        int* memory = (int*)Sys.Memory(64);
        memory[8] = 4;
        long result = Sys.Call(GetNo, number, level, name, (long)memory, (long)(memory + 8));
        return result < 0 ? $"error {-result}" : $"{*memory} ({memory[8]})";
    }

    public static int UnixAddress(byte* to, string name)
    {
        new Span<byte>(to, 128).Clear();
        *(ushort*)to = Unix;
        for (int i = 0; i < name.Length; i++)
            to[2 + i] = (byte)name[i];
        return 2 + name.Length;
    }

    /// <summary>A message of two pieces.</summary>
    public static byte* Message(byte* first, int firstLength, byte* second, int secondLength, byte* control = null, int controlLength = 0, byte* name = null, int nameLength = 0)
    {
        long* vectors = (long*)Sys.Memory(32);
        (vectors[0], vectors[1], vectors[2], vectors[3]) = ((long)first, firstLength, (long)second, secondLength);
        byte* message = Sys.Memory(64);
        *(long*)message = (long)name;
        *(int*)(message + 8) = nameLength;
        *(long*)(message + 16) = (long)vectors;
        *(long*)(message + 24) = 2;
        *(long*)(message + 32) = (long)control;
        *(long*)(message + 40) = controlLength;
        return message;
    }
}
