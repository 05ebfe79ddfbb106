using System;
using Lithe.Net;

string? wrong = Network.TryStart() ?? Network.RunEach<EchoProgram>();
if (wrong is null)
    return 0;
Console.WriteLine(wrong);
return 1;

/// <summary>Opens both ports on each of the network's stacks.</summary>
internal readonly struct EchoProgram : INetworkProgram
{
    private const ushort EchoPort = 7;

    // Connections that stay, and those that come and go beside them.
    private const int Connections = 96, Coming = 32;

    private static int s_ready;

    public static string? Start(NetStack stack)
    {
        var local = new IpEndpoint(IpAddress.Any, EchoPort);
        if (Udp.Of(stack) is not { } udp || !udp.TryOpen(local, new UdpEcho(), out _) || !TryListen(stack, local))
            return "echo: the port cannot be opened";
        // They begin one after the other.
        if (++s_ready == Network.StackCount)
            Console.WriteLine("echo: ready");
        return null;
    }

    private static bool TryListen(NetStack stack, in IpEndpoint local) =>
        TcpStack.TryCreate(stack, new TcpSettings { Connections = Connections + Coming }) is { } tcp && tcp.Listen(local, new TcpEcho(stack, Connections)) is not null;
}

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
