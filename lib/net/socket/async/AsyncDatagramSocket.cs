using System;
using System.Threading.Tasks;
using Lithe.Threading;

namespace Lithe.Net.Sockets;

/// <summary>
/// A datagram socket whose receiving is awaited: what waits is a task of the event loop, and no thread; one call at a time. Sending never waits: <see cref="DatagramSocket.SendTo(ReadOnlySpan{byte}, in IpEndpoint)"/>
/// of <see cref="Socket"/>. Calls come from the loop's thread; somebody else runs the network.
/// </summary>
public sealed class AsyncDatagramSocket : SocketObserver
{
    private readonly AsyncEvent _readable = new();
    private uint _cancels;

    /// <summary>Takes over a socket, which no longer blocks and has no other observer.</summary>
    public AsyncDatagramSocket(DatagramSocket socket)
    {
        Socket = socket;
        socket.IsBlocking = false;
        socket.Observer = this;
    }

    /// <summary>The socket, for its options, <c>Bind</c>, <c>Connect</c> and what is sent.</summary>
    public DatagramSocket Socket { get; }

    /// <inheritdoc/>
    public override void OnReady(Socket socket, SocketReadiness what)
    {
        if ((what & (SocketReadiness.In | SocketReadiness.Error | SocketReadiness.HangUp)) != 0)
            _readable.Set();
    }

    /// <summary>Ends the call that waits with <see cref="SocketError.Canceled"/>; the socket goes on. On the loop's thread.</summary>
    public void Cancel()
    {
        _cancels++;
        _readable.Set();
    }

    /// <summary>Receives a datagram; what does not fit is gone.</summary>
    public async ValueTask<DatagramResult> ReceiveFromAsync(byte[] buffer, int start, int count)
    {
        uint cancels = _cancels;
        while (true)
        {
            SocketError error = Socket.ReceiveFrom(buffer.AsSpan(start, count), out int length, out IpEndpoint from);
            if (error != SocketError.WouldBlock)
                return new DatagramResult(error, length, from);
            await _readable.WaitAsync();
            if (cancels != _cancels)
                return new DatagramResult(SocketError.Canceled, 0, default);
        }
    }

    /// <summary>Receives a datagram in the netbuf that it came in (<see cref="DatagramSocket.ReceivePacket"/>); none without an error when the receiving side is closed.</summary>
    public async ValueTask<DatagramPacketResult> ReceivePacketAsync()
    {
        uint cancels = _cancels;
        while (true)
        {
            SocketError error = Socket.ReceivePacket(out Netbuf packet, out UdpDatagram datagram);
            if (error != SocketError.WouldBlock)
                return new DatagramPacketResult(error, packet, datagram);
            await _readable.WaitAsync();
            if (cancels != _cancels)
                return new DatagramPacketResult(SocketError.Canceled, default, default);
        }
    }

    /// <summary>Closes the socket. Nobody may be waiting for it.</summary>
    public SocketError Close() => Socket.Close();
}
