namespace Lithe.Net.Sockets;

/// <summary>Netbufs in place of bytes, for native programs that copy nothing.</summary>
public sealed partial class DatagramSocket
{
    /// <summary>
    /// Sends a netbuf whose data, in one part or several, are the datagram, with the room for headers in front that it was allocated or received with. It is gone, whatever the answer. To the socket's own peer
    /// where <paramref name="to"/> has no port.
    /// </summary>
    public SocketError SendPacket(Netbuf packet, in IpEndpoint to = default, in IpAddress from = default)
    {
        IpEndpoint receiver = to.Port == 0 ? _remote : to;
        Host.Enter();
        SocketError error = receiver.Port == 0 ? SocketError.NotConnected : packet.TotalLength > 65507 ? SocketError.MessageSize : OpenToSend(from);
        if (error != SocketError.None)
            packet.Free();
        else if (!_endpoint!.TrySend(packet, receiver, from))
            error = WhyNotSent(receiver);
        Host.Exit();
        return error;
    }

    /// <summary>
    /// Receives a datagram as the card has written it, in one part or several: it is the caller's, who frees it (<see cref="SocketHost.Free"/>) or sends it on. None without an error when the socket's receiving
    /// side is closed. Netbufs that are kept are missing to the card.
    /// </summary>
    public SocketError ReceivePacket(out Netbuf packet, out UdpDatagram datagram)
    {
        packet = default;
        datagram = default;
        Host.Enter();
        SocketError error = Open();
        if (error == SocketError.None)
            error = Wait(SocketReadiness.In, ReceiveTimeout);
        if (error == SocketError.None && _count > 0)
        {
            packet = _packets[_first];
            datagram = _datagrams[_first];
            TakeFirst();
        }
        else if (error == SocketError.None)
        {
            (error, PendingError) = (PendingError, SocketError.None);
            NoteReadiness();
        }

        Host.Exit();
        return error;
    }
}
