namespace Lithe.Apps.Tests;

/// <summary>apps/reflect: its client sends frames into one card and takes them from the other.</summary>
public sealed class ReflectTests
{
    private const int Window = 16;

    [Theory]
    [InlineData("--machine", "microvm")]
    [InlineData("--machine", "q35")]
    [InlineData("--machine", "virt")]
    [InlineData("--target", "linux-x86_64")]
    public async Task CarriesFramesBothWaysUnchanged(string option, string machine)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        using FrameLink left = new(), right = new();
        await using RunningApp app = await RunningApp.StartAsync(
            ["run", "apps/reflect", option, machine, "--device", left.Device, "--device", right.Device], "reflect: ready", cancel);
        await CarryAsync(left, right, 2000, cancel);
        await CarryAsync(right, left, 2000, cancel);
        byte[] end = new byte[60];
        (end[12], end[13]) = (0x88, 0xb6);
        left.Send(end);
        Assert.Equal("reflect: 2000 to the right, 2000 to the left, 0 lost", await app.ReadLineAsync(cancel));
    }

    // No more under way than sockets hold for certain.
    private static async Task CarryAsync(FrameLink from, FrameLink to, int count, CancellationToken cancel)
    {
        var random = new Random(count);
        var underWay = new Queue<byte[]>();
        for (int sent = 0, received = 0; received < count; received++)
        {
            while (sent < count && underWay.Count < Window)
            {
                byte[] frame = new byte[random.Next(60, 1515)];
                random.NextBytes(frame);
                (frame[12], frame[13]) = (0x88, 0xb5);
                from.Send(frame);
                underWay.Enqueue(frame);
                sent++;
            }

            Assert.Equal(underWay.Dequeue(), await to.ReceiveAsync(cancel));
        }
    }
}
