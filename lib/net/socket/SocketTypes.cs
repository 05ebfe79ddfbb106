using System;

namespace Lithe.Net.Sockets;

/// <summary>What a socket's call came to. The numbers are those of Linux' errno.</summary>
public enum SocketError
{
    None = 0,

    /// <summary>A call was interrupted: the waiting thread was cancelled.</summary>
    Interrupted = 4,

    /// <summary>Nothing can be done at once.</summary>
    WouldBlock = 11,
    NoMemory = 12,
    Invalid = 22,

    /// <summary>Our side is closed.</summary>
    Pipe = 32,
    MessageSize = 90,
    NotSupported = 95,
    AddressInUse = 98,
    AddressNotAvailable = 99,
    NetworkUnreachable = 101,
    Aborted = 103,
    Reset = 104,
    NoBuffers = 105,
    IsConnected = 106,
    NotConnected = 107,
    TimedOut = 110,
    Refused = 111,
    HostUnreachable = 113,
    Already = 114,
    InProgress = 115,

    /// <summary>What waited was canceled.</summary>
    Canceled = 125,
}

/// <summary>What a socket is ready for; the bits of Linux' poll.</summary>
[Flags]
public enum SocketReadiness : uint
{
    None = 0,

    /// <summary>There is something to receive, a connection to accept, or the peer's end.</summary>
    In = 1,

    /// <summary>There is urgent data.</summary>
    Priority = 2,

    /// <summary>There is room to send.</summary>
    Out = 4,

    /// <summary>Something went wrong.</summary>
    Error = 8,

    /// <summary>Both sides are closed.</summary>
    HangUp = 16,

    /// <summary>The peer sends no more.</summary>
    ReadHangUp = 0x2000,
}

/// <summary>Which side of a connection is closed.</summary>
[Flags]
public enum SocketShutdown
{
    Receive = 1,
    Send = 2,
    Both = 3,
}

/// <summary>Who wants to know when a socket has become ready for something: a source of readiness for poll and epoll, an event loop. Called with the network held: it wakes somebody, no more.</summary>
public abstract class SocketObserver
{
    /// <summary>The socket is ready for these now, or was for a moment; <see cref="Socket.Readiness"/> says what is so.</summary>
    public abstract void OnReady(Socket socket, SocketReadiness what);
}

/// <summary>A thread that waits for sockets.</summary>
public abstract class SocketWaiter
{
    internal SocketWaiter? Next;

    /// <summary>Ends the wait, or has the next one end at once.</summary>
    public abstract void Wake();

    /// <summary>Waits until woken. False when the deadline, on the stack's clock, passed before or the thread was cancelled.</summary>
    public abstract bool Wait(ulong deadline);
}

/// <summary>Where sockets live: a stack with its transports, how it is taken and given back, and how threads wait.</summary>
public abstract class SocketHost(TcpStack tcp, Udp? udp)
{
    /// <summary>The TCP of stream sockets.</summary>
    public TcpStack Tcp { get; } = tcp;

    /// <summary>The UDP of datagram sockets; null when there is none.</summary>
    public Udp? Udp { get; } = udp;

    /// <summary>Sockets that nobody uses; under the stack's lock.</summary>
    internal Socket? FreeStreams, FreeDatagrams;

    /// <summary>The time on the stack's clock, in nanoseconds.</summary>
    public abstract ulong Now { get; }

    /// <summary>Takes the stack for a call, and tells it the time.</summary>
    public abstract void Enter();

    /// <summary>Sends what was made, and gives the stack back.</summary>
    public abstract void Exit();

    /// <summary>Takes a netbuf to fill and give to a socket: empty, room for headers in front. False when none is free.</summary>
    public bool TryAllocate(out Netbuf packet)
    {
        Enter();
        bool isTaken = Tcp.Net.TryAllocate(out packet);
        Exit();
        return isTaken;
    }

    /// <summary>Gives back a netbuf that a socket has received, or that was taken and not sent.</summary>
    public void Free(Netbuf packet)
    {
        Enter();
        packet.Free();
        Exit();
    }

    /// <summary>Something for the running thread to wait with; it is given back with <see cref="Return"/>.</summary>
    public abstract SocketWaiter TakeWaiter();

    /// <summary>Gives a waiter back.</summary>
    public abstract void Return(SocketWaiter waiter);
}
