namespace Lithe.Net.Sockets;

/// <summary>What an asynchronous call came to.</summary>
/// <param name="Error">None, or what went wrong.</param>
/// <param name="Count">Bytes that were received or sent.</param>
public readonly record struct SocketResult(SocketError Error, int Count);

/// <summary>What an asynchronous accept came to.</summary>
/// <param name="Error">None, or what went wrong.</param>
/// <param name="Socket">The connection; null after an error.</param>
public readonly record struct AcceptResult(SocketError Error, AsyncSocket? Socket);

/// <summary>What an asynchronous call that receives a netbuf came to.</summary>
/// <param name="Error">None, or what went wrong.</param>
/// <param name="Packet">The netbuf; none after an error, or at the peer's end.</param>
public readonly record struct PacketResult(SocketError Error, Netbuf Packet);

/// <summary>What an asynchronous call that receives a datagram came to.</summary>
/// <param name="Error">None, or what went wrong.</param>
/// <param name="Length">How long the datagram was, also when the buffer was shorter.</param>
/// <param name="From">Who sent it.</param>
public readonly record struct DatagramResult(SocketError Error, int Length, IpEndpoint From);

/// <summary>What an asynchronous call that receives a datagram's netbuf came to.</summary>
/// <param name="Error">None, or what went wrong.</param>
/// <param name="Packet">The netbuf, in one part or several; none after an error.</param>
/// <param name="Datagram">Where it came from, was for, and came in.</param>
public readonly record struct DatagramPacketResult(SocketError Error, Netbuf Packet, UdpDatagram Datagram);
