namespace Lithe.Net.Sockets;

/// <summary>Netbufs in place of bytes, for native programs that copy nothing.</summary>
public sealed partial class StreamSocket
{
    /// <summary>
    /// Sends the data of a netbuf from where they are: at most what <see cref="Netbuf.Capacity"/> says, in one part. After <see cref="SocketError.None"/> it is the connection's, which frees it when they are
    /// acknowledged, and must not be changed; else it stays the caller's. A card that cannot take them from there (<c>NET_TCP_GATHER</c>) has them copied. <see cref="SocketError.Invalid"/> when it is empty or of
    /// several parts.
    /// </summary>
    public SocketError SendPacket(Netbuf packet)
    {
        if (!packet.Exists || packet.Length == 0 || packet.Next.Exists)
            return SocketError.Invalid;
        Host.Enter();
        SocketError error = packet.Length > _sendBuffer ? SocketError.MessageSize : WaitToSend(waits: false, isRefused: false);
        while (error == SocketError.None && _connection?.TrySendOwned(packet) != true)
            error = _connection?.IsSendOpen != true ? SocketError.Pipe : WaitToSend(waits: true, isRefused: true);
        NoteReadiness();
        Host.Exit();
        return error;
    }

    /// <summary>
    /// Receives a netbuf as the card has written it, with the next bytes of the stream: it is the caller's, who frees it (<see cref="SocketHost.Free"/>) or sends it on. None (<see cref="Netbuf.Exists"/>) without
    /// an error is the peer's end. Netbufs that are kept are missing to the card.
    /// </summary>
    public SocketError ReceivePacket(out Netbuf packet)
    {
        packet = default;
        Host.Enter();
        SocketError error = WaitToReceive();
        if (error == SocketError.None && !(!_isReceiveShut && _connection is { } connection && connection.TryTake(out packet)))
            (error, PendingError) = (PendingError, SocketError.None);
        NoteReadiness();
        Host.Exit();
        return error;
    }
}
