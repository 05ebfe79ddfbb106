using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Lithe.Tests.Shared;

namespace Lithe.Apps.Tests;

/// <summary>The network's programs with a stack on each of two processors, on a card with one pair of queues: flows stay where they are, and both processors serve. tests/tap/run has cards with two.</summary>
public sealed class StackPerProcessorTests
{
    private const int Clients = 24;

    // QEMU's own network resets a connection now and then when many come at once.
    private static readonly ParallelOptions s_fewAtOnce = new() { MaxDegreeOfParallelism = 5 };
    private static readonly string[] s_options = ["--smp", "2", "--set", "SMP=y", "--set", "SCHED=coop", "--set", "NET_STACK_PER_PROCESSOR=y"];

    [Fact]
    public async Task WebServesOnBoth()
    {
        const int Requests = 20;
        CancellationToken cancel = TestContext.Current.CancellationToken;
        int port = RunningApp.FreePort();
        await using RunningApp app = await RunningApp.StartAsync(["run", "apps/web", .. s_options, "-p", $"{port}:80"], "web: ready", cancel);
        byte[] expected = await File.ReadAllBytesAsync(Path.Combine(Tool.Repository, "apps", "web", "site", "numbers.txt"), cancel);
        await Parallel.ForEachAsync(Enumerable.Range(0, Clients), s_fewAtOnce, async (_, stop) =>
        {
            // A connection of its own, kept.
            using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(60) };
            for (int i = 0; i < Requests; i++)
                Assert.Equal(expected, await client.GetByteArrayAsync("/numbers.txt", stop));
        });
        await app.TypeAsync("q");
        int requests = 0, connections = 0;
        for (int i = 0; i < 2; i++)
        {
            // web: stopped, 240 requests, 12 connections
            string[] words = (await app.ReadLineAsync(cancel))!.Split(' ');
            int served = int.Parse(words[2], CultureInfo.InvariantCulture), accepted = int.Parse(words[4], CultureInfo.InvariantCulture);
            Assert.True(served > 0 && accepted > 0, $"{served} requests, {accepted} connections");
            (requests, connections) = (requests + served, connections + accepted);
        }

        Assert.Equal(Clients * Requests, requests);
        Assert.Equal(Clients, connections);
    }

    [Fact]
    public async Task EchoAnswersStreamsAndDatagrams()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        int port = RunningApp.FreePort();
        await using RunningApp app = await RunningApp.StartAsync(["run", "apps/echo", "--machine", "virt", .. s_options, "-p", $"{port}:7", "-p", $"{port}:7/udp"], "echo: ready", cancel);
        await Parallel.ForEachAsync(Enumerable.Range(0, Clients), s_fewAtOnce, async (number, stop) =>
        {
            byte[] sent = new byte[60_000], received = new byte[60_000];
            new Random(number).NextBytes(sent);
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port, stop);
            NetworkStream stream = client.GetStream();
            Task writing = stream.WriteAsync(sent, stop).AsTask();
            await stream.ReadExactlyAsync(received, stop);
            await writing;
            Assert.Equal(sent, received);
            using var datagrams = new UdpClient();
            datagrams.Connect(IPAddress.Loopback, port);
            Assert.Equal(sent[..1200], await EchoTests.AskAsync(datagrams, sent[..1200], stop));
        });
    }
}
