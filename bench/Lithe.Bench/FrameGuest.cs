using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Lithe.Vmm;

namespace Lithe.Bench;

/// <summary>A guest whose network card is a stream socket of frames, so that no network stack of the host stands in between and many frames go in one call; and a client of its port 7777.</summary>
internal sealed class FrameGuest : IAsyncDisposable
{
    // Microseconds; the host's timers add some fifty.
    private const uint LoadPause = 10;

    private const int ClientPort = 40000, ServerPort = 7777, Prefix = 4, Headers = 42;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Socket _socket;
    private readonly string _path;
    private readonly VirtualMachine _machine;
    private readonly byte[] _received = new byte[1 << 17];
    private int _have;

    private FrameGuest(VirtualMachine machine, Socket socket, string path) => (_machine, _socket, _path) = (machine, socket, path);

    /// <summary>The guest only turns frames round: what comes back is the question.</summary>
    public bool TakesQuestions { get; set; }

    /// <summary>Starts a machine with one card and waits for a line of its console.</summary>
    /// <exception cref="BenchException">It does not print it.</exception>
    public static async Task<FrameGuest> StartAsync(VmOptions options, string ready, CancellationToken cancel)
    {
        string path = Path.Combine(Path.GetTempPath(), $"lithe-{Guid.NewGuid():N}.sock");
        var console = new GuestConsole();
        options = options with { Devices = [new NetworkDevice { Backend = NetworkBackend.Stream, Peer = path }] };
        VirtualMachine machine = await VirtualMachine.StartAsync(options, console, cancel).ConfigureAwait(false);
        var guest = new FrameGuest(machine, new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = 20_000 }, path);
        try
        {
            if (await console.ReadUntilAsync(line => line == ready, StartLimit, cancel).ConfigureAwait(false) is not null)
            {
                guest._socket.Connect(new UnixDomainSocketEndPoint(path));
                return guest;
            }
        }
        catch (TimeoutException)
        {
            // Said below, once the machine has ended.
        }

        await guest.DisposeAsync().ConfigureAwait(false);
        throw new BenchException($"'{ready}' was not printed");
    }

    /// <summary>Sends a question so many times at once and waits for as many answers; the last one's text.</summary>
    /// <exception cref="BenchException">They do not come.</exception>
    public Task<string> AskAsync(string question, int times, CancellationToken cancel) => Task.Run(() => Ask(Frames(question, times), times), cancel);

    /// <summary>
    /// Keeps so many questions under way; answers per second. It looks for answers a while after the last time, not at each one: who waits for the first of a batch has to be woken by QEMU, answer
    /// by answer, and it would be that which is measured.
    /// </summary>
    public double Load(string question, int window, TimeSpan length, CancellationToken cancel)
    {
        byte[] frames = Frames(question, window);
        int size = frames.Length / window;
        _socket.Send(frames);
        var clock = Stopwatch.StartNew();
        long answered = 0;
        while (clock.Elapsed < length)
        {
            cancel.ThrowIfCancellationRequested();
            Sleep(LoadPause);
            int count = Receive(out _);
            answered += count;
            _socket.Send(frames.AsSpan(0, count * size));
        }

        double perSecond = answered / clock.Elapsed.TotalSeconds;
        for (int left = window; left > 0;)
            left -= Receive(out _);
        return perSecond;
    }

    /// <summary>Asks one question after the other; the microseconds of each, sorted.</summary>
    public List<double> MeasureLatency(string question, TimeSpan length, CancellationToken cancel)
    {
        byte[] frame = Frames(question, 1);
        var clock = Stopwatch.StartNew();
        var latencies = new List<double>();
        while (clock.Elapsed < length)
        {
            cancel.ThrowIfCancellationRequested();
            long start = Stopwatch.GetTimestamp();
            Ask(frame, 1);
            latencies.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }

        latencies.Sort();
        return latencies;
    }

    public async ValueTask DisposeAsync()
    {
        await _machine.DisposeAsync().ConfigureAwait(false);
        _socket.Dispose();
        File.Delete(_path);
    }

    private string Ask(byte[] frames, int times)
    {
        _socket.Send(frames);
        string answer = "";
        for (int left = times; left > 0;)
            left -= Receive(out answer);
        return answer;
    }

    // What has arrived, waiting for it if nothing has: how many answers, and the last one's text.
    private int Receive(out string answer)
    {
        int got, count = 0, last = -1, at = 0;
        answer = "";
        try
        {
            got = _socket.Receive(_received, _have, _received.Length - _have, SocketFlags.None);
        }
        catch (SocketException error)
        {
            throw new BenchException($"answers did not come: {error.Message}");
        }

        if (got == 0)
            throw new BenchException("the machine has ended");
        _have += got;
        while (_have - at >= Prefix)
        {
            int length = (int)BinaryPrimitives.ReadUInt32BigEndian(_received.AsSpan(at));
            if (_have - at - Prefix < length)
                break;
            // A guest with a network stack of its own has more to say than answers.
            if (IsAnswer(_received.AsSpan(at + Prefix, length)))
            {
                count++;
                last = at + Prefix;
            }

            at += Prefix + length;
        }

        if (last >= 0)
            answer = Encoding.ASCII.GetString(_received, last + Headers, BinaryPrimitives.ReadUInt16BigEndian(_received.AsSpan(last + 38)) - 8);
        _received.AsSpan(at, _have - at).CopyTo(_received);
        _have -= at;
        return count;
    }

    private bool IsAnswer(ReadOnlySpan<byte> frame) =>
        frame.Length >= Headers && frame[12] == 8 && frame[13] == 0 && frame[23] == 17 && BinaryPrimitives.ReadUInt16BigEndian(frame[36..]) == (TakesQuestions ? ServerPort : ClientPort);

    // Length, Ethernet, IPv4, UDP, with the checksums that a card without offloads expects; so many of them in a row.
    private static byte[] Frames(string question, int times)
    {
        byte[] payload = Encoding.ASCII.GetBytes(question);
        byte[] all = new byte[(Prefix + Headers + payload.Length) * times];
        BinaryPrimitives.WriteInt32BigEndian(all, Headers + payload.Length);
        Span<byte> frame = all.AsSpan(Prefix, Headers + payload.Length);
        new byte[] { 0x52, 0x54, 0, 0x12, 0x34, 0x56, 2, 0, 0, 0, 0, 1, 8, 0 }.CopyTo(frame);
        new byte[] { 0x45, 0, 0, 0, 0, 0, 0x40, 0, 64, 17, 0, 0, 10, 0, 2, 2, 10, 0, 2, 15 }.CopyTo(frame[14..]);
        Put(frame, 16, 28 + payload.Length);
        Put(frame, 24, Checksum(frame.Slice(14, 20), 0));
        Put(frame, 34, ClientPort);
        Put(frame, 36, ServerPort);
        Put(frame, 38, 8 + payload.Length);
        payload.CopyTo(frame[Headers..]);
        Put(frame, 40, Checksum(frame[26..], 17 + 8 + payload.Length));
        for (int i = 1; i < times; i++)
            all.AsSpan(0, all.Length / times).CopyTo(all.AsSpan(all.Length / times * i));
        return all;
    }

    // .NET sleeps by milliseconds.
    [DllImport("libc", EntryPoint = "usleep")]
    private static extern int Sleep(uint microseconds);

    private static void Put(Span<byte> frame, int at, int value) => BinaryPrimitives.WriteUInt16BigEndian(frame[at..], (ushort)value);

    private static int Checksum(ReadOnlySpan<byte> bytes, int sum)
    {
        for (int i = 0; i < bytes.Length; i++)
            sum += (i & 1) == 0 ? bytes[i] << 8 : bytes[i];
        while (sum >> 16 != 0)
            sum = (sum & 0xffff) + (sum >> 16);
        return ~sum & 0xffff;
    }
}
