using System;
using Lithe.Net;

const ushort EchoPort = 7;

string? wrong = Network.TryStart();
if (wrong is not null)
{
    Console.WriteLine(wrong);
    return 1;
}

if (Udp.Of(Network.Stack) is not { } udp || !udp.TryOpen(new IpEndpoint(IpAddress.Any, EchoPort), new UdpEcho(), out _))
{
    Console.WriteLine("echo: the port cannot be opened");
    return 1;
}

if (TcpStack.TryCreate(Network.Stack, new TcpSettings()) is not { } tcp || tcp.Listen(new IpEndpoint(IpAddress.Any, EchoPort), new TcpEcho()) is null)
{
    Console.WriteLine("echo: the port cannot be opened");
    return 1;
}

Console.WriteLine("echo: ready");
Network.Run();
return 0;

/// <summary>Sends each datagram back in the packet that it came in.</summary>
internal sealed class UdpEcho : UdpHandler
{
    public override void OnReceive(UdpEndpoint endpoint, Netbuf packet, in UdpDatagram datagram)
    {
        // Two that answer each other would never end (RFC 862 says nothing of it; ports below 1024 are services).
        if (datagram.Source.Port < 1024)
            packet.Free();
        else
            endpoint.TryReply(packet, datagram);
    }
}

/// <summary>Sends back what comes, as fast as the other end takes it: what does not fit waits where it is, and closes the other end's window.</summary>
internal sealed class TcpEcho : TcpHandler
{
    public override void OnReceive(TcpConnection connection)
    {
        while (connection.Available > 0)
        {
            int sent = connection.Send(connection.Received);
            connection.Consume(sent);
            if (sent == 0)
                return;
        }

        if (connection.IsReceiveClosed)
            connection.Close();
    }

    public override void OnSendable(TcpConnection connection) => OnReceive(connection);
}
