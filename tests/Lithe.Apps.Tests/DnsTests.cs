using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Lithe.Apps.Tests;

/// <summary>apps/dns: it gets its address by DHCP, and its client asks over a forwarded port.</summary>
public sealed class DnsTests
{
    private const ushort A = 1, Mx = 15, Aaaa = 28;

    [Theory]
    [InlineData("microvm")]
    [InlineData("virt")]
    public async Task OwnNamesAreAnsweredOthersRefusedOrAskedFor(string machine)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        int port = RunningApp.FreePort();
        await using RunningApp app = await RunningApp.StartAsync(
            ["run", "apps/dns", "--machine", machine, "-p", $"{port}:53/udp", "--", "printer.home=10.0.0.9", "printer.home=10.0.0.10", "printer.home=fd00::9"], "dns: ready", cancel);
        using var client = new UdpClient();
        client.Connect(IPAddress.Loopback, port);

        byte[] answer = await AskAsync(client, "printer.home", A, cancel);
        // An answer with authority and two records, each the question's name by a pointer.
        Assert.Equal((0x85, 0x80, 2), (answer[2], answer[3], answer[7]));
        int records = 12 + 14 + 4;
        Assert.Equal([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 10, 0, 0, 9, 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 10, 0, 0, 10], answer[records..]);
        answer = await AskAsync(client, "Printer.HOME", Aaaa, cancel);
        Assert.Equal(IPAddress.Parse("fd00::9").GetAddressBytes(), answer[^16..]);
        Assert.Equal("Printer", Encoding.ASCII.GetString(answer, 13, 7));
        Assert.Equal((0, 0), (await AskAsync(client, "printer.home", Mx, cancel) switch { var a => (a[3] & 15, a[7]) }));
        Assert.Equal(5, (await AskAsync(client, "other.home", Mx, cancel))[3] & 15);
        answer = await AskAsync(client, "localhost", A, cancel);
        Assert.Equal([127, 0, 0, 1], answer[^4..]);

        // What is no question gets no answer, or the one that says so; the server goes on.
        byte[] bad = Question("printer.home", A);
        bad[12] = 0xc0;
        Assert.Equal(1, (await AskAsync(client, bad, cancel))[3] & 15);
        await client.SendAsync(answer, cancel);
        await client.SendAsync(new byte[5], cancel);
        Assert.Equal(2, (await AskAsync(client, "printer.home", A, cancel))[7]);
    }

    private static byte[] Question(string name, ushort type)
    {
        List<byte> message = [.. BitConverter.GetBytes((ushort)Random.Shared.Next(65536)), 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
        foreach (string label in name.Split('.'))
            message.AddRange([(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]);
        message.AddRange([0, 0, (byte)type, 0, 1]);
        return [.. message];
    }

    private static Task<byte[]> AskAsync(UdpClient client, string name, ushort type, CancellationToken cancel) => AskAsync(client, Question(name, type), cancel);

    // A datagram may be lost; an answer to an earlier question may come late.
    private static async Task<byte[]> AskAsync(UdpClient client, byte[] question, CancellationToken cancel)
    {
        for (int attempt = 0; attempt < 5; attempt++)
        {
            await client.SendAsync(question, cancel);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(TimeSpan.FromSeconds(5));
            try
            {
                while (true)
                {
                    byte[] answer = (await client.ReceiveAsync(limit.Token)).Buffer;
                    if (answer.Length >= 12 && answer[0] == question[0] && answer[1] == question[1])
                        return answer;
                }
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
            }
        }

        throw new TimeoutException("no answer");
    }
}
