using System;
using System.Threading;
using System.Threading.Tasks;
using Lithe.Net;
using Lithe.Net.Sockets;
using Lithe.Testing;

public static class ThreadlessTests
{
    private const int Bytes = 100_000, Clients = 5;

    private static NetworkSockets? s_sockets;
    private static int s_wrong;

    [GuestTest]
    public static void TasksTalkToTasks()
    {
        // The earlier tests' network.
        s_sockets = NetworkSockets.TryGet(new TcpSettings());
        Check.True(s_sockets is not null);
        var listener = new AsyncSocket(new StreamSocket(s_sockets!));
        Check.Equal(0, (int)listener.Socket.Bind(new IpEndpoint(IpAddress.LoopbackV4, 0)));
        Check.Equal(0, (int)listener.Socket.Listen(8));
        var all = new Task[2 * Clients];
        for (int i = 0; i < Clients; i++)
        {
            all[2 * i] = AcceptOne(listener, i == 0);
            all[2 * i + 1] = Talk(listener.Socket.Local, (byte)(i + 1));
            Task.WhenAll(all[2 * i], all[2 * i + 1]).Wait();
        }

        Check.Equal(0, s_wrong);
        Check.Equal(0, (int)listener.Close());
    }

    [GuestTest]
    public static void DatagramsAndNetbufsAreAwaited()
    {
        var server = new AsyncDatagramSocket(new DatagramSocket(s_sockets!));
        Check.Equal(0, (int)server.Socket.Bind(new IpEndpoint(IpAddress.LoopbackV4, 0)));
        Task answering = AnswerDatagrams(server, 20);
        Task<int> asking = AskDatagrams(server.Socket.Local, 20);
        Task.WhenAll(answering, asking).Wait();
        Check.Equal(20, asking.Result);
        server.Close();

        var listener = new AsyncSocket(new StreamSocket(s_sockets!));
        Check.Equal(0, (int)listener.Socket.Bind(new IpEndpoint(IpAddress.LoopbackV4, 0)));
        Check.Equal(0, (int)listener.Socket.Listen(1));
        Task.WhenAll(EchoPackets(listener), Talk(listener.Socket.Local, 3)).Wait();
        Check.Equal(0, s_wrong);
        listener.Close();
    }

    private static async Task AnswerDatagrams(AsyncDatagramSocket server, int count)
    {
        for (int i = 0; i < count; i++)
        {
            DatagramPacketResult received = await server.ReceivePacketAsync();
            if (received.Error != SocketError.None || server.Socket.SendPacket(received.Packet, received.Datagram.Source) != SocketError.None)
                s_wrong++;
        }
    }

    private static async Task<int> AskDatagrams(IpEndpoint server, int count)
    {
        var socket = new AsyncDatagramSocket(new DatagramSocket(s_sockets!));
        byte[] buffer = new byte[10];
        int right = 0;
        for (int i = 0; i < count; i++)
        {
            buffer[0] = (byte)i;
            if (socket.Socket.SendTo(buffer.AsSpan(0, 1 + i % 10), server) != SocketError.None)
                s_wrong++;
            buffer[0] = 0xff;
            DatagramResult answer = await socket.ReceiveFromAsync(buffer, 0, buffer.Length);
            if (answer == new DatagramResult(SocketError.None, 1 + i % 10, server) && buffer[0] == i)
                right++;
        }

        socket.Close();
        return right;
    }

    private static async Task EchoPackets(AsyncSocket listener)
    {
        AcceptResult accepted = await listener.AcceptAsync();
        while (accepted.Socket is { } socket)
        {
            PacketResult received = await socket.ReceivePacketAsync();
            if (!received.Packet.Exists)
            {
                socket.Close();
                return;
            }

            if (await socket.SendPacketAsync(received.Packet) == SocketError.None)
                continue;
            s_wrong++;
            s_sockets!.Free(received.Packet);
        }
    }

    [GuestTest]
    public static void WhatWaitsIsCanceledAndTheSocketGoesOn()
    {
        var listener = new AsyncSocket(new StreamSocket(s_sockets!));
        Check.Equal(0, (int)listener.Socket.Bind(new IpEndpoint(IpAddress.LoopbackV4, 0)));
        Check.Equal(0, (int)listener.Socket.Listen(1));
        Check.Equal((int)SocketError.Canceled, (int)AcceptFor(listener, 20).Result);
        Task.WhenAll(AcceptOne(listener, isSlow: false), Talk(listener.Socket.Local, 7)).Wait();
        Check.Equal(0, s_wrong);
        listener.Close();

        var socket = new AsyncDatagramSocket(new DatagramSocket(s_sockets!));
        Check.Equal(0, (int)socket.Socket.Bind(new IpEndpoint(IpAddress.LoopbackV4, 0)));
        Check.Equal((int)SocketError.Canceled, (int)ReceiveFor(socket, 20).Result);
        socket.Close();
    }

    private static async Task<SocketError> AcceptFor(AsyncSocket listener, int milliseconds)
    {
        using var limit = new CancellationTokenSource(milliseconds);
        using CancellationTokenRegistration registration = limit.Token.Register(listener.Cancel);
        return (await listener.AcceptAsync()).Error;
    }

    private static async Task<SocketError> ReceiveFor(AsyncDatagramSocket socket, int milliseconds)
    {
        using var limit = new CancellationTokenSource(milliseconds);
        using CancellationTokenRegistration registration = limit.Token.Register(socket.Cancel);
        return (await socket.ReceiveFromAsync(new byte[10], 0, 10)).Error;
    }

    [GuestTest]
    public static void ARefusedConnectionIsAnError()
    {
        var listener = new StreamSocket(s_sockets!);
        Check.Equal(0, (int)listener.Bind(new IpEndpoint(IpAddress.LoopbackV4, 0)));
        IpEndpoint nobody = listener.Local;
        Check.Equal(0, (int)listener.Close());
        Check.Equal((int)SocketError.Refused, ConnectTo(nobody).Result);
    }

    private static async Task<int> ConnectTo(IpEndpoint server) => (int)await new AsyncSocket(new StreamSocket(s_sockets!)).ConnectAsync(server);

    private static async Task AcceptOne(AsyncSocket listener, bool isSlow)
    {
        AcceptResult accepted = await listener.AcceptAsync();
        if (accepted.Socket is not { } socket)
        {
            s_wrong++;
            return;
        }

        byte[] buffer = new byte[3000];
        while (true)
        {
            SocketResult received = await socket.ReceiveAsync(buffer, 0, buffer.Length);
            if (received.Count == 0)
                break;
            if (isSlow)
                await Task.Yield();
            SocketResult sent = await socket.SendAsync(buffer, 0, received.Count);
            if (sent.Error != SocketError.None || sent.Count != received.Count)
                s_wrong++;
        }

        socket.Close();
    }

    private static async Task Talk(IpEndpoint server, byte factor)
    {
        var socket = new AsyncSocket(new StreamSocket(s_sockets!));
        if (await socket.ConnectAsync(server) != SocketError.None)
            s_wrong++;
        byte[] sent = new byte[5000], received = new byte[5000];
        for (int total = 0; total < Bytes; total += sent.Length)
        {
            for (int i = 0; i < sent.Length; i++)
                sent[i] = (byte)((total + i) * factor >> 3);
            if ((await socket.SendAsync(sent, 0, sent.Length)).Count != sent.Length)
                s_wrong++;
            for (int got = 0; got < received.Length;)
            {
                SocketResult result = await socket.ReceiveAsync(received, got, received.Length - got);
                if (result.Count == 0)
                {
                    s_wrong++;
                    return;
                }

                got += result.Count;
            }

            if (!sent.AsSpan().SequenceEqual(received))
                s_wrong++;
        }

        socket.Socket.Shutdown(SocketShutdown.Send);
        if ((await socket.ReceiveAsync(received, 0, 1)).Count != 0)
            s_wrong++;
        socket.Close();
    }
}
