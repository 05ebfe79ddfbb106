using Lithe.Fs;

namespace Lithe.Posix;

/// <summary>A family of addresses: makes sockets.</summary>
public abstract class SocketFamily
{
    /// <summary>Numbers of families.</summary>
    public const int Unix = 1, Inet = 2, Inet6 = 10, Netlink = 16;

    private const int Most = 46;

    private static readonly SocketFamily?[] s_families = new SocketFamily?[Most];

    /// <summary>Has a family's sockets be made by this one; at start-up.</summary>
    public static void Register(int number, SocketFamily family) => s_families[number] = family;

    /// <summary>The family of a number; null when the image has none.</summary>
    public static SocketFamily? Find(int number) => (uint)number < Most ? s_families[number] : null;

    /// <summary>Makes a socket: 0, or a negated error number.</summary>
    public abstract long Create(int family, int type, int protocol, out SocketFile? file);

    /// <summary>Makes two that are connected.</summary>
    public virtual long CreatePair(int family, int type, int protocol, out SocketFile? first, out SocketFile? second)
    {
        first = second = null;
        return -(long)Errno.EOPNOTSUPP;
    }
}

/// <summary>Types of sockets.</summary>
public static class SocketType
{
    /// <summary>Bytes in order.</summary>
    public const int Stream = 1;

    /// <summary>Single messages.</summary>
    public const int Datagram = 2;

    /// <summary>Packets as they are.</summary>
    public const int Raw = 3;

    /// <summary>Messages in order.</summary>
    public const int Sequenced = 5;
}

/// <summary>Flags of messages, as they are passed with each call.</summary>
public static class MessageFlags
{
    /// <summary>Leaves what is received.</summary>
    public const int Peek = 2;

    /// <summary>Control data were cut.</summary>
    public const int ControlCut = 8;

    /// <summary>Says how long a message was, cut or not; a message was cut.</summary>
    public const int Truncate = 0x20;

    /// <summary>Does not wait.</summary>
    public const int DontWait = 0x40;

    /// <summary>Waits until all is there.</summary>
    public const int WaitAll = 0x100;

    /// <summary>Urgent data.</summary>
    public const int OutOfBand = 1;

    /// <summary>Sends with the SYN, to an address that is not connected to yet.</summary>
    public const int FastOpen = 0x20000000;

    /// <summary>No signal when the other end is gone.</summary>
    public const int NoSignal = 0x4000;

    /// <summary>More follows.</summary>
    public const int More = 0x8000;

    /// <summary>After the first message nothing waits (recvmmsg).</summary>
    public const int WaitForOne = 0x10000;

    /// <summary>Descriptors that come are closed on exec.</summary>
    public const int CloseOnExec = 0x40000000;
}
