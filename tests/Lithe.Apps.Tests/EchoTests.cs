using System.Net;
using System.Net.Sockets;
using Lithe.Tests.Shared;

namespace Lithe.Apps.Tests;

/// <summary>apps/echo: its client sends datagrams of all sizes, also such as come in fragments.</summary>
public sealed class EchoTests
{
    [Theory]
    [InlineData("microvm")]
    [InlineData("virt")]
    public async Task DatagramsComeBack(string machine)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        int port = RunningApp.FreePort();
        await using RunningApp app = await RunningApp.StartAsync(["run", "apps/echo", "--machine", machine, "-p", $"{port}:7/udp"], "echo: ready", cancel);
        using var client = new UdpClient();
        client.Connect(IPAddress.Loopback, port);
        foreach (int length in new[] { 0, 1, 2, 100, 1471, 1472, 1473, 3000, 9000, 1, 1200 })
        {
            byte[] sent = [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7 + length))];
            Assert.Equal(sent, await AskAsync(client, sent, cancel));
        }
    }

    [Theory]
    [InlineData("microvm")]
    [InlineData("virt")]
    public async Task StreamsComeBackAlsoWhenNobodyReadsForAWhile(string machine)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        int port = RunningApp.FreePort();
        await using RunningApp app = await RunningApp.StartAsync(["run", "apps/echo", "--machine", machine, "-p", $"{port}:7"], "echo: ready", cancel);
        byte[] sent = new byte[2_000_000];
        new Random(1).NextBytes(sent);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async i =>
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port, cancel);
            NetworkStream stream = client.GetStream();
            Task writing = Task.Run(
                async () =>
                {
                    await stream.WriteAsync(sent, cancel);
                    client.Client.Shutdown(SocketShutdown.Send);
                },
                cancel);
            await Task.Delay(200 * i, cancel);
            using var received = new MemoryStream();
            await stream.CopyToAsync(received, cancel);
            await writing;
            Assert.True(sent.AsSpan().SequenceEqual(received.ToArray()), $"{received.Length} bytes came back");
        }));
    }

    [Fact]
    public async Task ThoseThatAreSilentKeepNobodyOutAndAreEnded()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        int port = RunningApp.FreePort();
        await using RunningApp app = await RunningApp.StartAsync(["run", "apps/echo", "-p", $"{port}:7"], "echo: ready", cancel);
        var silent = new List<TcpClient>();
        using var steady = new TcpClient();
        await steady.ConnectAsync(IPAddress.Loopback, port, cancel);
        for (int i = 0; i < 300; i++)
        {
            var one = new TcpClient();
            silent.Add(one);
            await one.ConnectAsync(IPAddress.Loopback, port, cancel);
            // Who says something stays, however many come.
            if (i % 20 == 0)
                Assert.Equal([1, 2, 3], await TalkAsync(steady, [1, 2, 3], cancel));
        }

        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, cancel);
        Assert.Equal([4, 5], await TalkAsync(client, [4, 5], cancel));
        Assert.True(await IsEndedAsync(silent[0], TimeSpan.FromSeconds(5), cancel));
        // Nobody needs the places of the last ones: they have their time, and not more.
        Assert.False(await IsEndedAsync(silent[^1], TimeSpan.FromSeconds(5), cancel));
        Assert.True(await IsEndedAsync(silent[^1], TimeSpan.FromSeconds(60), cancel));
        silent.ForEach(one => one.Dispose());
    }

    private static async Task<byte[]> TalkAsync(TcpClient client, byte[] bytes, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        await client.GetStream().WriteAsync(bytes, limit.Token);
        byte[] answer = new byte[bytes.Length];
        await client.GetStream().ReadExactlyAsync(answer, limit.Token);
        return answer;
    }

    private static async Task<bool> IsEndedAsync(TcpClient client, TimeSpan time, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(time);
        try
        {
            return await client.Client.ReceiveAsync(new byte[1], limit.Token) == 0;
        }
        catch (SocketException)
        {
            // A reset.
            return true;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
    }

    [Fact]
    public async Task AProcessSleepsUntilAFrameComesAndEchoes()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        using FrameLink link = new();
        await using RunningApp app = await RunningApp.StartAsync(["run", "apps/echo", "--target", "linux-x86_64", "--device", link.Device], "echo: ready", cancel);
        await link.ForgetAsync(cancel);
        // Who has 10.0.2.15? From 02:00:00:00:00:01, 10.0.2.2, whom it knows from now on.
        link.Send(Convert.FromHexString("ffffffffffff020000000001" + "0806" + "0001080006040001" + "0200000000010a000202" + "0000000000000a00020f"));
        Assert.Equal("020000000001525400123456" + "0806" + "0001080006040002" + "5254001234560a00020f" + "0200000000010a000202", Convert.ToHexStringLower(await link.ReceiveAsync(cancel)));
        foreach (int length in new[] { 1, 2, 100, 1471, 1472 })
        {
            // It has been asleep for a while each time.
            await Task.Delay(50, cancel);
            byte[] frame = KvUdpTests.Question(new string('x', length), port: 7);
            link.Send(frame);
            byte[] answer = await link.ReceiveAsync(cancel);
            Assert.Equal(frame.AsSpan(42), answer.AsSpan(42, length));
            Assert.Equal(7 << 16 | 40000, answer[34] << 24 | answer[35] << 16 | answer[36] << 8 | answer[37]);
        }
    }

    [Theory]
    [InlineData("net.addr=10.0.2.300/24", "net.addr=10.0.2.300/24: not addresses with the lengths of their prefixes")]
    [InlineData("net.gw=10.0.3.1", "the router 10.0.3.1 is on no network of the card")]
    [InlineData("net.colour=blue", "net.colour=blue: unknown; there are addr, gw")]
    public async Task BadConfigurationIsAClearError(string word, string message)
    {
        ToolResult result = await Tool.RunAsync(Tool.Repository, ["run", "apps/echo", "--timeout", "60", "--append", word], TestContext.Current.CancellationToken);
        Assert.Equal(1, result.Status);
        Assert.Contains(message, result.Everything, StringComparison.Ordinal);
    }

    // A datagram may be lost.
    internal static async Task<byte[]> AskAsync(UdpClient client, byte[] question, CancellationToken cancel)
    {
        for (int attempt = 0; attempt < 5; attempt++)
        {
            await client.SendAsync(question, cancel);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(TimeSpan.FromSeconds(3));
            try
            {
                return (await client.ReceiveAsync(limit.Token)).Buffer;
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
            }
        }

        throw new TimeoutException($"no answer to {question.Length} bytes");
    }
}
