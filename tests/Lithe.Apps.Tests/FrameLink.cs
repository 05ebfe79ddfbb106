using System.Net;
using System.Net.Sockets;

namespace Lithe.Apps.Tests;

/// <summary>The other end of a card whose frames are datagrams of the loopback interface.</summary>
internal sealed class FrameLink : IDisposable
{
    private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Loopback, 0));

    public FrameLink()
    {
        CardPort = RunningApp.FreePort();
        _socket.Client.ReceiveBufferSize = 1 << 20;
    }

    /// <summary>Where the card listens.</summary>
    public int CardPort { get; }

    /// <summary>The card, as the command line writes it.</summary>
    public string Device => $"net frames={CardPort}:{((IPEndPoint)_socket.Client.LocalEndPoint!).Port}";

    public void Send(byte[] frame) => _socket.Send(frame, new IPEndPoint(IPAddress.Loopback, CardPort));

    public async Task<byte[]> ReceiveAsync(CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        return (await _socket.ReceiveAsync(limit.Token)).Buffer;
    }

    /// <summary>Takes all frames that have come or come within half a second, and forgets them.</summary>
    public async Task ForgetAsync(CancellationToken cancel)
    {
        for (int quiet = 0; quiet < 5; quiet++)
        {
            for (; _socket.Available > 0; quiet = 0)
                await _socket.ReceiveAsync(cancel);
            await Task.Delay(100, cancel);
        }
    }

    public void Dispose() => _socket.Dispose();
}
