using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Lithe.Analysis;
using Lithe.Tests.Shared;

namespace Lithe.Apps.Tests;

/// <summary>apps/web: its clients are .NET's HttpClient, and a socket that says what no such client would.</summary>
public sealed class WebTests
{
    private static readonly string s_site = Path.Combine(Tool.Repository, "apps", "web", "site");

    [Theory]
    [InlineData("microvm", "4M")]
    [InlineData("q35", "8M")]
    [InlineData("virt", "8M")]
    public async Task ServesItsClients(string machine, string memory)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        int port = RunningApp.FreePort();
        await using RunningApp app = await RunningApp.StartAsync(["run", "apps/web", "--machine", machine, "--memory", memory, "-p", $"{port}:80", .. machine == "q35" ? new[] { "--set", "VIRTIO_PCI=y" } : []], "web: ready", cancel);
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(30) };
        await EveryFileArrivesWholeAsync(client, cancel);
        await ConditionsAndRangesAsync(client, cancel);
        await OtherMethodsAndPathsAsync(client, cancel);
        await SocketsAsync(port, cancel);
        await ManyAtOnceAsync(client, cancel);
        await SlowHeadsAsync(client, port, cancel);
        // It ends by itself when it is asked to, and says what it did.
        await app.TypeAsync("q");
        Assert.StartsWith("web: stopped, ", await app.ReadLineAsync(cancel), StringComparison.Ordinal);
    }

    private static async Task EveryFileArrivesWholeAsync(HttpClient client, CancellationToken cancel)
    {
        foreach (string file in Directory.EnumerateFiles(s_site, "*", SearchOption.AllDirectories))
        {
            string path = "/" + Path.GetRelativePath(s_site, file);
            byte[] expected = await File.ReadAllBytesAsync(file, cancel);
            using HttpResponseMessage answer = await client.GetAsync(path, cancel);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(expected, await answer.Content.ReadAsByteArrayAsync(cancel));
            Assert.InRange(answer.Headers.Date!.Value, DateTimeOffset.UtcNow.AddMinutes(-2), DateTimeOffset.UtcNow.AddMinutes(2));
            using HttpResponseMessage head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path), cancel);
            Assert.Equal(expected.Length, head.Content.Headers.ContentLength);
            Assert.Empty(await head.Content.ReadAsByteArrayAsync(cancel));
        }

        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(s_site, "index.html"), cancel), await client.GetStringAsync("/", cancel));
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(s_site, "docs/index.html"), cancel), await client.GetStringAsync("/docs", cancel));
    }

    private static async Task ConditionsAndRangesAsync(HttpClient client, CancellationToken cancel)
    {
        byte[] numbers = await File.ReadAllBytesAsync(Path.Combine(s_site, "numbers.txt"), cancel);
        using HttpResponseMessage plain = await client.GetAsync("/numbers.txt", cancel);
        EntityTagHeaderValue tag = plain.Headers.ETag!;

        async Task<HttpResponseMessage> AskAsync(Action<HttpRequestHeaders> with)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, "/numbers.txt");
            with(request.Headers);
            return await client.SendAsync(request, cancel);
        }

        Assert.Equal(HttpStatusCode.NotModified, (await AskAsync(h => h.IfNoneMatch.Add(tag))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(h => h.IfNoneMatch.Add(new EntityTagHeaderValue("\"other\"")))).StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await AskAsync(h => h.IfMatch.Add(new EntityTagHeaderValue("\"other\"")))).StatusCode);
        foreach ((long? from, long? to) in new (long?, long?)[] { (0, 9), (100, 500), (689, null), (null, 7), (600, 99_999) })
        {
            HttpResponseMessage part = await AskAsync(h => h.Range = new RangeHeaderValue(from, to));
            Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
            int start = (int)(from ?? numbers.Length - to!.Value), end = from is null ? numbers.Length : (int)Math.Min((to ?? long.MaxValue - 1) + 1, numbers.Length);
            Assert.Equal(numbers[start..end], await part.Content.ReadAsByteArrayAsync(cancel));
            Assert.Equal((start, end - 1, numbers.Length), (part.Content.Headers.ContentRange!.From, part.Content.Headers.ContentRange.To, part.Content.Headers.ContentRange.Length));
        }

        HttpResponseMessage beyond = await AskAsync(h => h.Range = new RangeHeaderValue(1 << 20, null));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.StatusCode);
        HttpResponseMessage changed = await AskAsync(h =>
        {
            h.Range = new RangeHeaderValue(0, 9);
            h.IfRange = new RangeConditionHeaderValue(new EntityTagHeaderValue("\"other\""));
        });
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
    }

    private static async Task OtherMethodsAndPathsAsync(HttpClient client, CancellationToken cancel)
    {
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/nothing", cancel)).StatusCode);
        using HttpResponseMessage post = await client.PostAsync("/", new StringContent("hello"), cancel);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
        Assert.Contains("GET", post.Content.Headers.Allow);
        // The body of the last one was skipped: the connection still works.
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/style.css", cancel)).StatusCode);
    }

    // More begun heads than there are netbufs to keep them: who asks whole is answered, and the first of the others are gone before their time, without an answer.
    private static async Task SlowHeadsAsync(HttpClient client, int port, CancellationToken cancel)
    {
        var slow = new List<TcpClient>();
        for (int i = 0; i < 100; i++)
        {
            var one = new TcpClient();
            await one.ConnectAsync(IPAddress.Loopback, port, cancel);
            await one.GetStream().WriteAsync("GET / HTTP/1.1\r\nHost: a\r\n"u8.ToArray(), cancel);
            slow.Add(one);
        }

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/style.css", cancel)).StatusCode);
        int count = 0;
        try
        {
            count = await slow[0].GetStream().ReadAsync(new byte[100], cancel);
        }
        catch (IOException)
        {
            // A reset.
        }

        Assert.Equal(0, count);
        slow.ForEach(one => one.Dispose());
    }

    private static async Task SocketsAsync(int port, CancellationToken cancel)
    {
        foreach ((string request, int status) in new[]
        {
            ("GET / HTTP/1.1\r\n\r\n", 400), ("GET /%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 400), ("GET /../x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 400), ("GET / HTTP/2.0\r\n\r\n", 505),
            ("GET /" + new string('a', 3000), 414), ("GET / HTTP/1.1\r\nX: " + new string('a', 9000), 431), ("BREW / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 501),
            ("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n", 413), ("GET / HTTP/1.0\r\n\r\n", 200), ("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 200),
        })
        {
            string answer = await TalkAsync(port, request, cancel);
            Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
            Assert.Contains("Connection: close\r\n", answer, StringComparison.Ordinal);
        }

        // Many in a row, and one in small pieces.
        string many = string.Concat(Enumerable.Range(0, 40).Select(_ => "GET /style.css HTTP/1.1\r\nHost: a\r\n\r\n")) + "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
        Assert.Equal(41, (await TalkAsync(port, many, cancel)).Split("HTTP/1.1 200 OK").Length - 1);
        using var socket = new TcpClient();
        socket.NoDelay = true;
        await socket.ConnectAsync(IPAddress.Loopback, port, cancel);
        foreach (char c in "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            await socket.GetStream().WriteAsync(new[] { (byte)c }, cancel);
        using var reader = new StreamReader(socket.GetStream());
        Assert.Contains("It works", await reader.ReadToEndAsync(cancel), StringComparison.Ordinal);
    }

    private static async Task<string> TalkAsync(int port, string request, CancellationToken cancel)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, port, cancel);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), cancel);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        return await new StreamReader(socket.GetStream()).ReadToEndAsync(limit.Token);
    }

    private static async Task ManyAtOnceAsync(HttpClient client, CancellationToken cancel)
    {
        string page = await client.GetStringAsync("/", cancel);
        await Parallel.ForEachAsync(Enumerable.Range(0, 400), new ParallelOptions { MaxDegreeOfParallelism = 30, CancellationToken = cancel }, async (_, stop) =>
            Assert.Equal(page, await client.GetStringAsync("/", stop)));
    }

    [Fact]
    public async Task TheImageHoldsIpv4AndTcpOnly()
    {
        ToolResult built = await Tool.RunAsync(Tool.Repository, ["build", "apps/web", "--target", "qemu-x86_64"], TestContext.Current.CancellationToken);
        Assert.True(built.Status == 0, built.Everything);
        string folder = Path.Combine(Tool.Repository, "apps", "web", "build", "qemu-x86_64");
        Assert.InRange(new FileInfo(Path.Combine(folder, "web.elf")).Length, 1, 160 * 1024);
        SymbolTable symbols = SymbolTable.Open(Path.Combine(folder, "web.debug"));
        Assert.True(symbols.Contains("Lithe.Net.TcpConnection."));
        foreach (string absent in new[] { "Lithe.Net.Udp", "Lithe.Net.NetStack.ReceiveV6", "Lithe.Net.Dhcp", "Lithe.Sched.Thread", "Lithe.Block." })
            Assert.False(symbols.Contains(absent), absent);
    }
}
