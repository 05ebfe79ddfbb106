using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Lithe.Tests.Shared;

namespace Lithe.Apps.Tests;

/// <summary>apps/redis: its clients are a small one of our own, and Debian's redis-benchmark.</summary>
public sealed class RedisTests
{
    [Fact]
    public async Task AnswersItsClients()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        int port = RunningApp.FreePort();
        await using RunningApp app = await RunningApp.StartAsync(["run", "apps/redis", "--memory", "20M", "-p", $"{port}:6379"], "Ready to accept connections", cancel);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, cancel);
        using var stream = new BufferedStream(client.GetStream());
        async Task<string> AskAsync(params string[] words)
        {
            var text = new StringBuilder($"*{words.Length}\r\n");
            foreach (string word in words)
                text.Append(CultureInfo.InvariantCulture, $"${word.Length}\r\n{word}\r\n");
            await stream.WriteAsync(Encoding.ASCII.GetBytes(text.ToString()), cancel);
            await stream.FlushAsync(cancel);
            return Read(stream);
        }

        Assert.Equal("PONG", await AskAsync("PING"));
        Assert.Equal("OK", await AskAsync("SET", "greeting", "hello"));
        Assert.Equal("hello", await AskAsync("GET", "greeting"));
        Assert.Equal("nothing", await AskAsync("GET", "absent"));
        Assert.Equal("43", await AskAsync("INCRBY", "count", "43"));
        Assert.StartsWith("error ERR", await AskAsync("INCR", "greeting"), StringComparison.Ordinal);
        Assert.Equal("3", await AskAsync("RPUSH", "list", "a", "b", "c"));
        Assert.Equal("[a, b, c]", await AskAsync("LRANGE", "list", "0", "-1"));
        Assert.Equal("42", await AskAsync("EVAL", "return redis.call('GET', KEYS[1]) - 1", "1", "count"));

        // In many segments both ways.
        string large = new('x', 1 << 20);
        Assert.Equal("OK", await AskAsync("SET", "large", large));
        Assert.Equal(large, await AskAsync("GET", "large"));
        Assert.Equal("OK", await AskAsync("SET", "short", "x", "PX", "50"));
        await Task.Delay(200, cancel);
        Assert.Equal("nothing", await AskAsync("GET", "short"));

        // The whole set of its own benchmark. QEMU's forwarded ports take one new connection at a time.
        using Process benchmark = Process.Start(new ProcessStartInfo(
            Packages.Need("redis-benchmark", "redis-tools"), ["-p", port.ToString(CultureInfo.InvariantCulture), "-c", "2", "-n", "400", "--csv"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string[] lines = (await benchmark.StandardOutput.ReadToEndAsync(cancel)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await benchmark.WaitForExitAsync(cancel);
        Assert.Equal(0, benchmark.ExitCode);
        Assert.True(lines.Length >= 20, string.Join('\n', lines));
        Assert.Equal("OK", await AskAsync("FLUSHALL"));
        Assert.Equal("0", await AskAsync("DBSIZE"));
    }

    [Fact]
    public async Task MoreDataThanMemoryEndsItAndSaysSo()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        int port = RunningApp.FreePort();
        await using RunningApp app = await RunningApp.StartAsync(["run", "apps/redis", "--memory", "20M", "-p", $"{port}:6379"], "Ready to accept connections", cancel);
        // The program's pages of its file would be taken for data, and read again, for ever: it never ended.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(90));
        async Task<string?> FindLineAsync()
        {
            string? line;
            while ((line = await app.ReadLineAsync(limit.Token)) is not null && !line.Contains("out of memory: the program has", StringComparison.Ordinal))
            {
            }

            return line;
        }

        Task<string?> said = FindLineAsync();
        string value = new('v', 8000);
        for (int key = 0; !said.IsCompleted;)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port, limit.Token);
                NetworkStream stream = client.GetStream();
                Task answers = stream.CopyToAsync(Stream.Null, limit.Token);
                while (!said.IsCompleted && !answers.IsCompleted)
                    await stream.WriteAsync(Encoding.ASCII.GetBytes($"*3\r\n$3\r\nSET\r\n$8\r\n{key++:d8}\r\n$8000\r\n{value}\r\n"), limit.Token);
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                // It has ended, or ends the connection first.
                await Task.Delay(100, limit.Token);
            }
        }

        string? line = await said;
        Assert.NotNull(line);
        Assert.Contains("--memory", line, StringComparison.Ordinal);
    }

    // One answer of RESP 2.
    private static string Read(Stream stream)
    {
        string line = ReadLine(stream);
        switch (line[0])
        {
            case '-':
                return "error " + line[1..];
            case '$' when line == "$-1":
                return "nothing";
            case '$':
                byte[] bytes = new byte[int.Parse(line[1..], CultureInfo.InvariantCulture)];
                stream.ReadExactly(bytes);
                Assert.Equal("", ReadLine(stream));
                return Encoding.ASCII.GetString(bytes);
            case '*':
                return "[" + string.Join(", ", Enumerable.Range(0, int.Parse(line[1..], CultureInfo.InvariantCulture)).Select(_ => Read(stream))) + "]";
            default:
                return line[1..];
        }
    }

    private static string ReadLine(Stream stream)
    {
        var line = new StringBuilder();
        for (int next; (next = stream.ReadByte()) != '\n';)
        {
            Assert.NotEqual(-1, next);
            if (next != '\r')
                line.Append((char)next);
        }

        return line.ToString();
    }
}
