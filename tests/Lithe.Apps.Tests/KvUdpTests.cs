using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Lithe.Analysis;
using Lithe.Tests.Shared;

namespace Lithe.Apps.Tests;

/// <summary>apps/kv-udp: its client sends datagrams over a forwarded port.</summary>
public sealed class KvUdpTests
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData("microvm", "2M")]
    [InlineData("q35", "4M")]
    [InlineData("virt", "4M")]
    public async Task AnswersItsClient(string machine, string memory)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        int port = RunningApp.FreePort();
        await using RunningApp app = await RunningApp.StartAsync(
            ["run", "apps/kv-udp", "--machine", machine, "--memory", memory, "-p", $"{port}:7777/udp"], "kv-udp: ready", cancel);
        using var client = new UdpClient();
        client.Connect(IPAddress.Loopback, port);

        Assert.Equal("-", await AskAsync(client, "get colour", cancel));
        Assert.Equal("+", await AskAsync(client, "set colour blue", cancel));
        Assert.Equal("+blue", await AskAsync(client, "get colour", cancel));
        Assert.Equal("+", await AskAsync(client, "set colour green and red\n", cancel));
        Assert.Equal("+green and red", await AskAsync(client, "get colour", cancel));
        Assert.Equal("+", await AskAsync(client, "del colour", cancel));
        Assert.Equal("-", await AskAsync(client, "get colour", cancel));
        foreach (string nonsense in new[] { "x", "get ", "set key", "foo bar baz", "get " + new string('k', 47), "set k " + new string('v', 201) })
            Assert.StartsWith("!", await AskAsync(client, nonsense, cancel), StringComparison.Ordinal);

        // As many keys as the table has places for without crowding, each with its own value.
        for (int i = 0; i < 300; i++)
            Assert.Equal("+", await AskAsync(client, string.Create(CultureInfo.InvariantCulture, $"set key{i} {new string((char)('a' + i % 26), 1 + i % 200)}"), cancel));
        int kept = 0;
        for (int i = 0; i < 300; i++)
            kept += await AskAsync(client, $"get key{i}", cancel) == "+" + new string((char)('a' + i % 26), 1 + i % 200) ? 1 : 0;
        Assert.Equal(300, kept);
        Assert.Contains("requests ", await AskAsync(client, "stats", cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheImageIsSmallAndHoldsNoStackAndNoThreads()
    {
        ToolResult built = await Tool.RunAsync(Tool.Repository, ["build", "apps/kv-udp", "--target", "qemu-x86_64"], TestContext.Current.CancellationToken);
        Assert.True(built.Status == 0, built.Everything);
        string folder = Path.Combine(Tool.Repository, "apps", "kv-udp", "build", "qemu-x86_64");
        Assert.InRange(new FileInfo(Path.Combine(folder, "kv-udp.elf")).Length, 1, 64 * 1024);
        SymbolTable symbols = SymbolTable.Open(Path.Combine(folder, "kv-udp.debug"));
        Assert.True(symbols.Contains("Lithe.Virtio.VirtioNet."));
        foreach (string absent in new[] { "Lithe.Sched.Thread", "Lithe.Interrupts.", "Lithe.Drivers.", "Lithe.Nvme.", "Lithe.Block." })
            Assert.False(symbols.Contains(absent), absent);
    }

    // A datagram may be lost; an answer to an earlier question may come late.
    private static async Task<string> AskAsync(UdpClient client, string question, CancellationToken cancel)
    {
        for (int attempt = 0; attempt < 5; attempt++)
        {
            await client.SendAsync(Encoding.ASCII.GetBytes(question), cancel);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(AnswerTime);
            try
            {
                return Encoding.ASCII.GetString((await client.ReceiveAsync(limit.Token)).Buffer);
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
            }
        }

        throw new TimeoutException($"no answer to '{question}'");
    }
}
