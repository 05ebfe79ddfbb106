using System;
using System.Threading.Tasks;
using Lithe.Threading;

namespace Lithe.Net.Sockets;

/// <summary>
/// A stream socket whose calls are awaited: what waits is a task of the event loop, and no thread. One call that receives or accepts, and one that sends or connects, may wait at a time. Calls
/// come from the loop's thread; somebody else runs the network.
/// </summary>
/// <remarks>Nothing is allocated but, once, what each kind of call waits with: tasks are used again.</remarks>
public sealed class AsyncSocket : SocketObserver
{
    private const SocketReadiness Ended = SocketReadiness.Error | SocketReadiness.HangUp;

    private readonly AsyncEvent _readable = new(), _writable = new();
    private uint _cancels;

    /// <summary>Takes over a socket, which no longer blocks and has no other observer.</summary>
    public AsyncSocket(StreamSocket socket)
    {
        Socket = socket;
        socket.IsBlocking = false;
        socket.Observer = this;
    }

    /// <summary>The socket, for its options, <c>Bind</c>, <c>Listen</c> and <c>Shutdown</c>.</summary>
    public StreamSocket Socket { get; }

    /// <inheritdoc/>
    public override void OnReady(Socket socket, SocketReadiness what)
    {
        if ((what & (SocketReadiness.In | SocketReadiness.ReadHangUp | Ended)) != 0)
            _readable.Set();
        if ((what & (SocketReadiness.Out | Ended)) != 0)
            _writable.Set();
    }

    /// <summary>
    /// Ends the calls that wait with <see cref="SocketError.Canceled"/>, those that send with the count of what was sent; the socket goes on. On the loop's thread: a timer's task does it, or a token has it
    /// done by <c>Register</c>.
    /// </summary>
    public void Cancel()
    {
        _cancels++;
        _readable.Set();
        _writable.Set();
    }

    /// <summary>Takes a connection that waits, or the next one.</summary>
    public async ValueTask<AcceptResult> AcceptAsync()
    {
        uint cancels = _cancels;
        while (true)
        {
            SocketError error = Socket.Accept(out StreamSocket? accepted);
            if (error != SocketError.WouldBlock)
                return new AcceptResult(error, accepted is null ? null : new AsyncSocket(accepted));
            await _readable.WaitAsync();
            if (cancels != _cancels)
                return new AcceptResult(SocketError.Canceled, null);
        }
    }

    /// <summary>Connects to a peer.</summary>
    public async ValueTask<SocketError> ConnectAsync(IpEndpoint remote)
    {
        uint cancels = _cancels;
        SocketError error = Socket.Connect(remote);
        while (error is SocketError.InProgress or SocketError.Already)
        {
            await _writable.WaitAsync();
            if (cancels != _cancels)
                return SocketError.Canceled;
            if (Socket.IsConnected)
                return SocketError.None;
            if ((Socket.Readiness & Ended) != 0)
                error = Socket.TakeError() is var cause && cause != SocketError.None ? cause : SocketError.Refused;
        }

        return error;
    }

    /// <summary>Receives bytes: as many as there are, at least one. A count of 0 without an error is the peer's end.</summary>
    public async ValueTask<SocketResult> ReceiveAsync(byte[] buffer, int start, int count)
    {
        uint cancels = _cancels;
        while (true)
        {
            SocketError error = Socket.Receive(buffer.AsSpan(start, count), out int received);
            if (error != SocketError.WouldBlock)
                return new SocketResult(error, received);
            await _readable.WaitAsync();
            if (cancels != _cancels)
                return new SocketResult(SocketError.Canceled, 0);
        }
    }

    /// <summary>Sends all of the bytes; the count is smaller only when something went wrong.</summary>
    public async ValueTask<SocketResult> SendAsync(byte[] buffer, int start, int count)
    {
        uint cancels = _cancels;
        int total = 0;
        while (true)
        {
            SocketError error = Socket.Send(buffer.AsSpan(start + total, count - total), out int sent);
            total += sent;
            if (total == count || (error != SocketError.None && error != SocketError.WouldBlock))
                return new SocketResult(error == SocketError.WouldBlock ? SocketError.None : error, total);
            await _writable.WaitAsync();
            if (cancels != _cancels)
                return new SocketResult(SocketError.Canceled, total);
        }
    }

    /// <summary>Receives a netbuf (<see cref="StreamSocket.ReceivePacket"/>); none without an error is the peer's end.</summary>
    public async ValueTask<PacketResult> ReceivePacketAsync()
    {
        uint cancels = _cancels;
        while (true)
        {
            SocketError error = Socket.ReceivePacket(out Netbuf packet);
            if (error != SocketError.WouldBlock)
                return new PacketResult(error, packet);
            await _readable.WaitAsync();
            if (cancels != _cancels)
                return new PacketResult(SocketError.Canceled, default);
        }
    }

    /// <summary>Sends a netbuf's data from where they are (<see cref="StreamSocket.SendPacket"/>); with an error it stays the caller's.</summary>
    public async ValueTask<SocketError> SendPacketAsync(Netbuf packet)
    {
        uint cancels = _cancels;
        while (true)
        {
            SocketError error = Socket.SendPacket(packet);
            if (error != SocketError.WouldBlock)
                return error;
            await _writable.WaitAsync();
            if (cancels != _cancels)
                return SocketError.Canceled;
        }
    }

    /// <summary>Closes the socket. Nobody may be waiting for it.</summary>
    public SocketError Close() => Socket.Close();
}
