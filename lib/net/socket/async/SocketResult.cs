namespace Lithe.Net.Sockets;

/// <summary>What an asynchronous call came to.</summary>
/// <param name="Error">None, or what went wrong.</param>
/// <param name="Count">Bytes that were received or sent.</param>
public readonly record struct SocketResult(SocketError Error, int Count);

/// <summary>What an asynchronous accept came to.</summary>
/// <param name="Error">None, or what went wrong.</param>
/// <param name="Socket">The connection; null after an error.</param>
public readonly record struct AcceptResult(SocketError Error, AsyncSocket? Socket);
