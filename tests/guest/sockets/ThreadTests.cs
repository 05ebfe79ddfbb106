using System;
using Lithe.Net;
using Lithe.Net.Sockets;
using Lithe.Plat;
using Lithe.Sched;
using Lithe.Testing;

public static class ThreadTests
{
    private const int Bytes = 300_000, Clients = 4;

    private static NetworkSockets? s_sockets;
    private static int s_failed;

    [GuestTest]
    public static void TheNetworkStarts()
    {
        Check.True(Network.TryStart(new NetStackOptions(), needsCard: false) is null);
        Check.True(Network.TryStartThread());
        s_sockets = NetworkSockets.TryGet(new TcpSettings { Connections = 32, HeldNetbufs = 32, ReceiveBuffer = 16 << 10 });
        Check.True(s_sockets is not null);
    }

    [GuestTest]
    public static void ThreadsTalkToThreads()
    {
        var listener = new StreamSocket(s_sockets!);
        Check.Equal(0, (int)listener.Bind(new IpEndpoint(IpAddress.LoopbackV4, 0)));
        Check.Equal(0, (int)listener.Listen(8));
        var clients = new KernelThread?[Clients];
        for (int i = 0; i < Clients; i++)
            clients[i] = Scheduler.Start(RunClient, new Order(listener.Local, (byte)(i + 1)), new ThreadOptions { Name = "client" });
        for (int i = 0; i < Clients; i++)
        {
            Check.Equal(0, (int)listener.Accept(out StreamSocket? accepted));
            Check.True(Scheduler.Start(RunServer, accepted, new ThreadOptions { Name = "server", IsDetached = true }) is not null);
        }

        foreach (KernelThread? client in clients)
            Check.True(client is not null && Scheduler.Join(client, Clock.Nanoseconds + 60_000_000_000));
        Check.Equal(0, s_failed);
        Check.Equal(0, (int)listener.Close());
    }

    [GuestTest]
    public static void NetbufsGoBackAndForthWithoutACopy()
    {
        var listener = new StreamSocket(s_sockets!);
        Check.Equal(0, (int)listener.Bind(new IpEndpoint(IpAddress.LoopbackV4, 0)));
        Check.Equal(0, (int)listener.Listen(8));
        var clients = new KernelThread?[Clients];
        for (int i = 0; i < Clients; i++)
        {
            clients[i] = Scheduler.Start(RunClient, new Order(listener.Local, (byte)(i + 1)), new ThreadOptions { Name = "client" });
            Check.Equal(0, (int)listener.Accept(out StreamSocket? accepted));
            Check.True(Scheduler.Start(RunPacketServer, accepted, new ThreadOptions { Name = "server", IsDetached = true }) is not null);
        }

        foreach (KernelThread? client in clients)
            Check.True(client is not null && Scheduler.Join(client, Clock.Nanoseconds + 60_000_000_000));
        Check.Equal(0, s_failed);
        Check.Equal(0, (int)listener.Close());
        Check.Equal((int)SocketError.None, SendAndReceiveDatagram());
    }

    private static int SendAndReceiveDatagram()
    {
        DatagramSocket one = new(s_sockets!), other = new(s_sockets!) { ReceiveTimeout = 5_000_000_000 };
        Check.Equal(0, (int)other.Bind(new IpEndpoint(IpAddress.LoopbackV4, 0)));
        Check.True(s_sockets!.TryAllocate(out Netbuf packet));
        packet.TrySetLength(5);
        "hello"u8.CopyTo(packet.Data);
        Check.Equal(0, (int)one.SendPacket(packet, other.Local));
        SocketError error = other.ReceivePacket(out packet, out _);
        Check.True(error != SocketError.None || packet.Data.SequenceEqual("hello"u8));
        s_sockets.Free(packet);
        one.Close();
        other.Close();
        return (int)error;
    }

    [GuestTest]
    public static void AWaitEndsAtItsTime()
    {
        var listener = new StreamSocket(s_sockets!) { ReceiveTimeout = 20_000_000 };
        Check.Equal(0, (int)listener.Bind(new IpEndpoint(IpAddress.LoopbackV4, 0)));
        Check.Equal(0, (int)listener.Listen(1));
        ulong start = Clock.Nanoseconds;
        Check.Equal((int)SocketError.WouldBlock, (int)listener.Accept(out _));
        Check.True(Clock.Nanoseconds - start >= 20_000_000);
        Check.Equal(0, (int)listener.Close());
    }

    // Echoes until the client has closed its side.
    private static void RunServer(object? argument)
    {
        var socket = (StreamSocket)argument!;
        byte[] buffer = new byte[3000];
        while (socket.Receive(buffer, out int count) == SocketError.None && count > 0)
        {
            if (socket.Send(buffer.AsSpan(0, count), out int sent) != SocketError.None || sent != count)
                System.Threading.Interlocked.Increment(ref s_failed);
        }

        socket.Close();
    }

    // The same with the netbufs in which it came.
    private static void RunPacketServer(object? argument)
    {
        var socket = (StreamSocket)argument!;
        while (socket.ReceivePacket(out Netbuf packet) == SocketError.None && packet.Exists)
        {
            if (socket.SendPacket(packet) == SocketError.None)
                continue;
            s_sockets!.Free(packet);
            System.Threading.Interlocked.Increment(ref s_failed);
        }

        socket.Close();
    }

    private static void RunClient(object? argument)
    {
        var order = (Order)argument!;
        var socket = new StreamSocket(s_sockets!);
        byte[] sent = new byte[5000], received = new byte[5000];
        bool isRight = socket.Connect(order.Server) == SocketError.None;
        for (int total = 0; isRight && total < Bytes; total += sent.Length)
        {
            for (int i = 0; i < sent.Length; i++)
                sent[i] = (byte)((total + i) * order.Factor >> 3);
            isRight = socket.Send(sent, out int count) == SocketError.None && count == sent.Length;
            for (int got = 0; isRight && got < received.Length; got += count)
                isRight = socket.Receive(received.AsSpan(got), out count) == SocketError.None && count > 0;
            isRight &= sent.AsSpan().SequenceEqual(received);
        }

        socket.Shutdown(SocketShutdown.Send);
        isRight &= socket.Receive(received, out int end) == SocketError.None && end == 0;
        socket.Close();
        if (!isRight)
            System.Threading.Interlocked.Increment(ref s_failed);
    }

    private sealed class Order(IpEndpoint server, byte factor)
    {
        internal IpEndpoint Server => server;

        internal byte Factor => factor;
    }
}
