using System.Buffers.Binary;

namespace Lithe.Apps.Tests;

/// <summary>apps/click: its clients are two hosts, one on each network, that speak frames.</summary>
public sealed class ClickTests
{
    private static readonly byte[] s_leftMac = [2, 0, 0, 0, 0, 1], s_rightMac = [2, 0, 0, 0, 0, 2];
    private const uint LeftHost = 0x0a000107, RightHost = 0x0a000209, LeftRouter = 0x0a000101, RightRouter = 0x0a000201;

    [Theory]
    [InlineData("microvm")]
    [InlineData("virt")]
    public async Task RoutesBetweenTwoNetworks(string machine)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        using FrameLink left = new(), right = new();
        await using RunningApp app = await RunningApp.StartAsync(
            ["run", "apps/click", "--machine", machine, "--device", left.Device, "--device", right.Device], "are up", cancel);

        byte[] leftRouterMac = await ResolveAsync(left, s_leftMac, LeftHost, LeftRouter, cancel);
        byte[] rightRouterMac = await ResolveAsync(right, s_rightMac, RightHost, RightRouter, cancel);
        Assert.NotEqual(leftRouterMac, rightRouterMac);

        for (int i = 0; i < 200; i++)
        {
            byte[] sent = Packet(leftRouterMac, s_leftMac, LeftHost, RightHost, life: 64, (byte)i);
            left.Send(sent);
            byte[] received = await right.ReceiveAsync(cancel);
            Assert.Equal([.. s_rightMac, .. rightRouterMac], received[..12]);
            Assert.Equal(63, received[22]);
            Assert.Equal(0xffff, Sum(received.AsSpan(14, 20)));
            Assert.Equal(sent[26..], received[26..]);
        }

        right.Send(Packet(rightRouterMac, s_rightMac, RightHost, LeftHost, life: 2, 1));
        Assert.Equal(1, (await left.ReceiveAsync(cancel))[22]);

        // No life left; nobody there; another network; a broken checksum; not IPv4.
        left.Send(Packet(leftRouterMac, s_leftMac, LeftHost, RightHost, life: 1, 1));
        left.Send(Packet(leftRouterMac, s_leftMac, LeftHost, RightHost + 1, life: 9, 1));
        left.Send(Packet(leftRouterMac, s_leftMac, LeftHost, 0x0b000001, life: 9, 1));
        byte[] broken = Packet(leftRouterMac, s_leftMac, LeftHost, RightHost, life: 9, 1);
        broken[24] ^= 1;
        left.Send(broken);
        byte[] strange = new byte[60];
        (strange[12], strange[13]) = (0x88, 0xb5);
        left.Send(strange);
        left.Send(Packet(leftRouterMac, s_leftMac, LeftHost, LeftRouter, life: 9, 1));
        Assert.Equal("click: 2 ARP, 206 IPv4, 1 other, 4 dropped", await app.ReadLineAsync(cancel));
    }

    private static async Task<byte[]> ResolveAsync(FrameLink link, byte[] mac, uint host, uint router, CancellationToken cancel)
    {
        byte[] request = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, .. mac, 8, 6, 0, 1, 8, 0, 6, 4, 0, 1, .. mac, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32BigEndian(request.AsSpan(28), host);
        BinaryPrimitives.WriteUInt32BigEndian(request.AsSpan(38), router);
        link.Send(request);
        byte[] reply = await link.ReceiveAsync(cancel);
        Assert.Equal((2, router, host), (reply[21], BinaryPrimitives.ReadUInt32BigEndian(reply.AsSpan(28)), BinaryPrimitives.ReadUInt32BigEndian(reply.AsSpan(38))));
        Assert.Equal([.. mac, .. reply[22..28]], reply[..12]);
        return reply[22..28];
    }

    private static byte[] Packet(byte[] to, byte[] from, uint sender, uint receiver, byte life, byte fill)
    {
        byte[] frame = new byte[74];
        to.CopyTo(frame, 0);
        from.CopyTo(frame, 6);
        new byte[] { 8, 0, 0x45, 0, 0, 60, 0, 0, 0, 0, life, 17 }.CopyTo(frame, 12);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(26), sender);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(30), receiver);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(24), (ushort)~Sum(frame.AsSpan(14, 20)));
        frame.AsSpan(34).Fill(fill);
        return frame;
    }

    private static int Sum(ReadOnlySpan<byte> words)
    {
        int sum = 0;
        for (int i = 0; i < words.Length; i += 2)
            sum += words[i] << 8 | words[i + 1];
        while (sum >> 16 != 0)
            sum = (sum & 0xffff) + (sum >> 16);
        return sum;
    }
}
