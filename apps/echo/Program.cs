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
