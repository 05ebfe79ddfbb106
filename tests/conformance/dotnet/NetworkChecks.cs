using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace DotnetWide;

/// <summary>TCP, UDP and HTTP by the program's own addresses.</summary>
internal static class NetworkChecks
{
    public static void Add(Checks checks)
    {
        checks.Add("network: a million bytes there and back", () => EchoAsync(IPAddress.Loopback));
        checks.Add("network: the same by IPv6", () => EchoAsync(IPAddress.IPv6Loopback));
        checks.Add("network: forty connections at once", ManyAsync);
        checks.Add("network: half closed", HalfClosedAsync);
        checks.Add("network: refusals and times that run out", RefusalsAsync);
        checks.Add("network: options", Options);
        checks.Add("network: blocking sockets", Blocking);
        checks.Add("network: datagrams", DatagramsAsync);
        checks.Add("network: cancelled waits", CancelledAsync);
        checks.Add("network: selected and polled", Selected);
        checks.Add("network: HTTP", HttpAsync);
        checks.Add("network: names and numbers", Names);
    }

    private static async Task EchoAsync(IPAddress address)
    {
        using var listener = new TcpListener(address, 0);
        listener.Start();
        Task server = Task.Run(async () =>
        {
            using TcpClient peer = await listener.AcceptTcpClientAsync();
            await peer.GetStream().CopyToAsync(peer.GetStream());
        });
        byte[] bytes = new byte[1_000_000];
        new Random(5).NextBytes(bytes);
        using var client = new TcpClient(address.AddressFamily);
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        NetworkStream stream = client.GetStream();
        Task sender = Task.Run(async () =>
        {
            await stream.WriteAsync(bytes);
            client.Client.Shutdown(SocketShutdown.Send);
        });
        byte[] back = new byte[bytes.Length];
        await stream.ReadExactlyAsync(back);
        Checks.Equal(0, await stream.ReadAsync(new byte[1]));
        Checks.True(bytes.AsSpan().SequenceEqual(back), "other bytes came back");
        await Task.WhenAll(sender, server);
    }

    private static async Task ManyAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(64);
        _ = Task.Run(async () =>
        {
            while (true)
            {
                TcpClient peer = await listener.AcceptTcpClientAsync();
                _ = Task.Run(async () =>
                {
                    using (peer)
                        await peer.GetStream().CopyToAsync(peer.GetStream());
                });
            }
        });
        await Task.WhenAll(Enumerable.Range(0, 40).Select(async number =>
        {
            using var client = new TcpClient();
            await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
            for (int i = 0; i < 20; i++)
            {
                byte[] question = Encoding.ASCII.GetBytes($"{number} {i} " + new string('x', i * 50)), answer = new byte[question.Length];
                await client.GetStream().WriteAsync(question);
                await client.GetStream().ReadExactlyAsync(answer);
                Checks.True(question.AsSpan().SequenceEqual(answer), "another answer");
            }
        }));
        listener.Stop();
    }

    private static async Task HalfClosedAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using Socket server = await listener.AcceptSocketAsync();
        client.Shutdown(SocketShutdown.Send);
        Checks.Equal(0, await server.ReceiveAsync(new byte[10]));
        Checks.Equal(5, await server.SendAsync("still"u8.ToArray()));
        byte[] bytes = new byte[10];
        Checks.Equal(5, await client.ReceiveAsync(bytes));
        Checks.Equal("still", Encoding.ASCII.GetString(bytes, 0, 5));
        server.Close();
        Checks.Equal(0, await client.ReceiveAsync(bytes));
    }

    private static async Task RefusalsAsync()
    {
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
            using var second = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            Checks.Equal(SocketError.AddressAlreadyInUse, Checks.Throws<SocketException>(() => second.Bind(listener.LocalEndpoint)).SocketErrorCode);
        }

        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            Checks.True(false, "connected to nobody");
        }
        catch (SocketException error)
        {
            Checks.Equal(SocketError.ConnectionRefused, error.SocketErrorCode);
        }

        using var waiting = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        waiting.Client.ReceiveTimeout = 30;
        IPEndPoint? from = null;
        Checks.Equal(SocketError.TimedOut, Checks.Throws<SocketException>(() => waiting.Receive(ref from)).SocketErrorCode);
    }

    private static void Options()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, LingerState = new LingerOption(true, 3) };
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 33);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        Checks.True(socket.NoDelay && socket.LingerState!.Enabled && socket.LingerState.LingerTime == 3, "an option was forgotten");
        Checks.Equal(33, (int)socket.GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime)!);
        socket.SendBufferSize = 50_000;
        Checks.True(socket.SendBufferSize >= 50_000 && socket.ReceiveBufferSize > 0, $"buffers of {socket.SendBufferSize} and {socket.ReceiveBufferSize}");
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Checks.True(((IPEndPoint)socket.LocalEndPoint!).Port > 0 && !socket.Connected, "no port");
    }

    private static void Blocking()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        string said = "";
        var server = new Thread(() =>
        {
            using Socket peer = listener.Accept();
            byte[] bytes = new byte[1000];
            int count;
            while ((count = peer.Receive(bytes)) > 0)
                said += Encoding.ASCII.GetString(bytes, 0, count);
        });
        server.Start();
        using (var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            client.Connect(listener.LocalEndPoint!);
            client.Send([new ArraySegment<byte>("two "u8.ToArray()), new ArraySegment<byte>("pieces"u8.ToArray())]);
        }

        Checks.True(server.Join(10_000), "the server did not end");
        Checks.Equal("two pieces", said);
    }

    private static async Task DatagramsAsync()
    {
        using var server = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        using var client = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var to = (IPEndPoint)server.Client.LocalEndPoint!;
        for (int i = 0; i < 50; i++)
        {
            byte[] question = new byte[i * 30];
            new Random(i).NextBytes(question);
            await client.SendAsync(question, to);
            UdpReceiveResult received = await server.ReceiveAsync();
            Checks.True(question.AsSpan().SequenceEqual(received.Buffer), $"other bytes in datagram {i}");
            Checks.Equal(client.Client.LocalEndPoint!, received.RemoteEndPoint);
            await server.SendAsync(received.Buffer, received.RemoteEndPoint);
            Checks.Equal(question.Length, (await client.ReceiveAsync()).Buffer.Length);
        }

        client.Connect(to);
        await client.SendAsync("connected"u8.ToArray());
        Checks.Equal(9, (await server.ReceiveAsync()).Buffer.Length);
    }

    private static async Task CancelledAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var source = new CancellationTokenSource(20);
        try
        {
            await listener.AcceptTcpClientAsync(source.Token);
            Checks.True(false, "accepted nobody");
        }
        catch (OperationCanceledException)
        {
        }

        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using var second = new CancellationTokenSource(20);
        try
        {
            int count = await client.GetStream().ReadAsync(new byte[1], second.Token);
            Checks.True(false, $"read {count} bytes that nobody sent");
        }
        catch (OperationCanceledException)
        {
        }
    }

    private static void Selected()
    {
        using var a = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        using var b = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        a.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        b.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Checks.True(!a.Poll(1000, SelectMode.SelectRead) && a.Poll(1000, SelectMode.SelectWrite), "readiness is wrong before");
        b.SendTo("x"u8.ToArray(), a.LocalEndPoint!);
        Checks.True(a.Poll(5_000_000, SelectMode.SelectRead), "not ready to be read");
        List<Socket> both = [a, b];
        Socket.Select(both, null, null, 1_000_000);
        Checks.True(both.Count == 1 && ReferenceEquals(both[0], a), "the wrong one was selected");
        Checks.Equal(1, a.Available);
    }

    private static async Task HttpAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _ = Task.Run(() => ServeAsync(listener));
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/") };
        Checks.Equal("GET /text HTTP/1.1", (await client.GetStringAsync(new Uri("text", UriKind.Relative))).Split('\n')[0]);
        string[] answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => client.GetStringAsync(new Uri($"{i}", UriKind.Relative))));
        for (int i = 0; i < answers.Length; i++)
            Checks.True(answers[i].StartsWith($"GET /{i} ", StringComparison.Ordinal), answers[i]);
        using var content = new ByteArrayContent(new byte[100_000]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using HttpResponseMessage posted = await client.PostAsync(new Uri("post", UriKind.Relative), content);
        Checks.Equal(HttpStatusCode.OK, posted.StatusCode);
        Checks.True((await posted.Content.ReadAsStringAsync()).Contains("Content-Length: 100000", StringComparison.Ordinal), "the length was not sent");
        try
        {
            await client.GetStringAsync(new Uri("http://127.0.0.1:1/"));
            Checks.True(false, "an answer from nobody");
        }
        catch (HttpRequestException error)
        {
            Checks.Equal(HttpRequestError.ConnectionError, error.HttpRequestError);
        }

        listener.Stop();
    }

    /// <summary>Answers each request with its head, in chunks.</summary>
    private static async Task ServeAsync(TcpListener listener)
    {
        while (true)
        {
            TcpClient peer = await listener.AcceptTcpClientAsync();
            _ = Task.Run(async () =>
            {
                using (peer)
                {
                    using var reader = new StreamReader(peer.GetStream(), Encoding.Latin1);
                    while (await reader.ReadLineAsync() is { } line)
                    {
                        var head = new StringBuilder();
                        int length = 0;
                        for (; line.Length > 0; line = await reader.ReadLineAsync() ?? "")
                        {
                            head.Append(line).Append('\n');
                            if (line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase))
                                length = int.Parse(line.AsSpan(16), System.Globalization.CultureInfo.InvariantCulture);
                        }

                        for (char[] body = new char[8192]; length > 0;)
                            length -= await reader.ReadAsync(body.AsMemory(0, Math.Min(length, body.Length)));
                        string text = head.ToString();
                        string answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + string.Concat(text.Chunk(10).Select(part => $"{part.Length:x}\r\n{new string(part)}\r\n")) + "0\r\n\r\n";
                        await peer.GetStream().WriteAsync(Encoding.Latin1.GetBytes(answer));
                    }
                }
            });
        }
    }

    private static void Names()
    {
        Checks.True(Dns.GetHostName().Length > 0, "no name");
        Checks.Equal("127.0.0.1", Dns.GetHostAddresses("127.0.0.1").Single().ToString());
        Checks.True(IPAddress.Parse("fe80::1").IsIPv6LinkLocal, "no link-local address");
        Checks.Equal(32, RandomNumberGenerator.GetBytes(32).Length);
    }
}
