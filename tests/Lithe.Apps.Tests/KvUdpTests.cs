using System.Buffers.Binary;
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
    public async Task AnswersFramesAsAProcess()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        using FrameLink link = new();
        await using RunningApp app = await RunningApp.StartAsync(["run", "apps/kv-udp", "--target", "linux-x86_64", "--device", link.Device], "kv-udp: ready", cancel);

        // Who has 10.0.2.15? To all, from 02:00:00:00:00:01, 10.0.2.2.
        byte[] who = Convert.FromHexString("ffffffffffff020000000001" + "0806" + "0001080006040001" + "0200000000010a000202" + "0000000000000a00020f");
        link.Send(who);
        byte[] here = await link.ReceiveAsync(cancel);
        Assert.Equal("020000000001525400123456" + "0806" + "0001080006040002" + "5254001234560a00020f" + "0200000000010a000202", Convert.ToHexStringLower(here));

        Assert.Equal("+", await AskAsync(link, "set colour blue", cancel));
        Assert.Equal("+blue", await AskAsync(link, "get colour", cancel));
        Assert.Equal("-", await AskAsync(link, "get color", cancel));
        Assert.StartsWith("!", await AskAsync(link, new string('x', 400), cancel), StringComparison.Ordinal);

        // Frames that are nonsense, or nearly right: some are answered, none harms.
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] frame = Question(string.Create(CultureInfo.InvariantCulture, $"set key{i} {new string('v', i % 300)}"));
            for (int change = random.Next(4); change > 0; change--)
                frame[random.Next(random.Next(2) == 0 ? 42 : frame.Length)] = (byte)random.Next(256);
            link.Send(i % 3 == 0 ? frame[..random.Next(frame.Length)] : frame);
        }

        // What was stored before may have been replaced: the table is small, and drops the oldest.
        await link.ForgetAsync(cancel);
        Assert.Equal("+", await AskAsync(link, "set colour green", cancel));
        Assert.Equal("+green", await AskAsync(link, "get colour", cancel));
    }

    [Theory]
    [InlineData("10.0.2.15 7777 1 more")]
    [InlineData("10.0.2.15 0")]
    [InlineData("10.0.2")]
    public async Task ArgumentsThatItDoesNotTakeAreAnError(string arguments)
    {
        (int status, string output, _) = await ProcessImage.RunAsync("kv-udp", ["--", .. arguments.Split(' ')]);
        Assert.Equal((2, "kv-udp: the arguments are at most three: an IPv4 address, a port, and how many packets to wait for, for instance 10.0.2.15 7777 1\n"), (status, output));
    }

    [Theory]
    [InlineData("net=tap:lithe-none", "the host has no such interface|the host does not permit it")]
    [InlineData("net=frames:6000", "its word is wrong; write net=tap:NAME")]
    [InlineData("net=nonsense", "its word is wrong; write net=tap:NAME")]
    [InlineData("memory=256K", "there is none; give one with lithe run -p HOST:GUEST, --tap NAME")]
    public async Task AProcessSaysWhatIsWrongWithItsCard(string word, string messages)
    {
        (int status, string output, _) = await ProcessImage.RunAsync("kv-udp", word);
        Assert.Equal(1, status);
        Assert.True(output.StartsWith("kv-udp: network card: ", StringComparison.Ordinal) && messages.Split('|').Any(message => output.Contains(message, StringComparison.Ordinal)), output);
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

    [Theory]
    [InlineData("apps/hello", "Lithe.Drivers.VirtioNet")]
    [InlineData("apps/hello", "Lithe.Virtio")]
    [InlineData("apps/hello", "Lithe.Dma")]
    [InlineData("apps/hello", "Lithe.Pci")]
    [InlineData("apps/hello", "Lithe.Net.Device")]
    [InlineData("apps/hello", "Lithe.Block.Device")]
    [InlineData("apps/kv-udp", "Lithe.Sched")]
    [InlineData("apps/kv-udp", "Lithe.Interrupts")]
    [InlineData("apps/kv-udp", "Lithe.Block.Device")]
    [InlineData("apps/kv-udp", "Lithe.Drivers.HostNet")]
    public async Task WhatAnImageDoesNotUseIsNotInIt(string app, string library)
    {
        ToolResult size = await Tool.RunAsync(Tool.Repository, ["size", app, "--target", "qemu-x86_64"], TestContext.Current.CancellationToken);
        Assert.True(size.Status == 0, size.Everything);
        Assert.DoesNotContain(library + " ", size.Output, StringComparison.Ordinal);
        Assert.Contains("Lithe.Core", size.Output, StringComparison.Ordinal);
    }

    // A question in a frame without a checksum of its own (0 says so); the answer's checksums are computed again.
    private static async Task<string> AskAsync(FrameLink link, string question, CancellationToken cancel)
    {
        byte[] frame = Question(question);
        link.Send(frame);
        byte[] answer = await link.ReceiveAsync(cancel);
        Assert.Equal(frame.AsSpan(6, 6), answer.AsSpan(0, 6));
        Assert.Equal(0xffff, Sum(answer.AsSpan(14, 20), 0));
        Assert.Equal(0xffff, Sum(answer.AsSpan(26), 17 + answer.Length - 34));
        return Encoding.ASCII.GetString(answer, 42, answer.Length - 42);
    }

    internal static byte[] Question(string question, int port = 7777)
    {
        byte[] frame = [.. Convert.FromHexString("525400123456020000000001" + "0800" + "4500000000004000401100000a0002020a00020f" + "9c401e6100000000"), .. Encoding.ASCII.GetBytes(question)];
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(36), (ushort)port);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(16), (ushort)(frame.Length - 14));
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(38), (ushort)(frame.Length - 34));
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(24), (ushort)~Sum(frame.AsSpan(14, 20), 0));
        return frame;
    }

    private static int Sum(ReadOnlySpan<byte> bytes, int sum)
    {
        for (int i = 0; i < bytes.Length; i++)
            sum += (i & 1) == 0 ? bytes[i] << 8 : bytes[i];
        while (sum >> 16 != 0)
            sum = (sum & 0xffff) + (sum >> 16);
        return sum;
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
