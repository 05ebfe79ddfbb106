using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Lithe.Build;
using Lithe.Description;
using Lithe.Vmm;

namespace Lithe.Bench;

/// <summary>apps/kv-udp: bytes, guest instructions for a request, requests per second against a guest that only turns packets round, latency.</summary>
public sealed class KvUdpBench : IBenchmark
{
    private const double MostImageBytes = 64 * 1024;
    private const double MostInBursts = 1000;
    private const double MostAlone = 2500;
    private const double LeastShare = 0.8;
    private const double LeastTimesLinux = 5;
    private const int Window = 64;
    private const string PeerSource = "kv-udp.c";
    private static readonly MemorySize Memory = MemorySize.FromMebibytes(4), LinuxMemory = MemorySize.FromMebibytes(128);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Load = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public string Name => "kv-udp";

    /// <inheritdoc/>
    public string Summary => "the key-value store on the raw card: instructions a request, requests per second, latency";

    /// <inheritdoc/>
    public async Task RunAsync(BenchContext context, CancellationToken cancel)
    {
        context.Note("building apps/kv-udp and bench/images/turn");
        BuildOutcome store = await context.BuildAsync("apps/kv-udp", Target.QemuX64, cancel).ConfigureAwait(false);
        BuildOutcome turn = await context.BuildAsync("bench/images/turn", Target.QemuX64, cancel).ConfigureAwait(false);
        context.Report(new Measurement("kv-udp.image_bytes.x86_64", new FileInfo(store.ImagePath).Length, "bytes") { Target = MostImageBytes });

        var counted = new Dictionary<int, double>();
        foreach ((int burst, double most) in new[] { (1, MostAlone), (32, MostInBursts) })
        {
            context.Note($"counting instructions, {burst} at a time");
            counted[burst] = await CountAsync(Guest.Options(true, $"-- 10.0.2.15 7777 {burst}", Memory) with { ImagePath = store.ImagePath }, burst, cancel).ConfigureAwait(false);
            context.Report(new Measurement($"kv-udp.request_instructions.burst_{burst}", counted[burst], "instructions") { Target = most });
        }

        LinuxGuest linux = await LinuxGuest.PrepareAsync(context, cancel).ConfigureAwait(false);
        foreach ((string mode, int burst, string name, double times) in new[] { ("poll", 1, "recvfrom", 15.0), ("batch", 32, "recvmmsg", 8.0) })
        {
            context.Note($"counting instructions on Linux, {name}");
            VmOptions boot = await linux.BootAsync(context, PeerSource, Guest.Options(true, $"kv={mode}", LinuxMemory), cancel).ConfigureAwait(false);
            double theirs = await CountAsync(boot, burst, cancel).ConfigureAwait(false);
            context.Report(new Measurement($"kv-udp.share_of_linux.{name}", Math.Round(counted[burst] / theirs, 4), "x") { Target = Math.Round(1 / times, 4), Peer = new Peer($"{LinuxGuest.Name}: {theirs} instructions", 1) });
        }

        context.Note("requests per second and latency");
        VmOptions plain = await linux.BootAsync(context, PeerSource, Guest.Options(false, "kv=block", LinuxMemory), cancel).ConfigureAwait(false);
        Rates onLinux = await LoadAsync(plain, "kv-udp: ready", cancel).ConfigureAwait(false);
        Rates turned = await LoadAsync(Guest.Options(false, "", Memory) with { ImagePath = turn.ImagePath }, "turn: ready", cancel).ConfigureAwait(false);
        Rates served = await LoadAsync(Guest.Options(false, "", Memory) with { ImagePath = store.ImagePath }, "kv-udp: ready", cancel).ConfigureAwait(false);
        context.Report(new Measurement("kv-udp.times_linux", Math.Round(served.PerSecond / onLinux.PerSecond, 2), "x")
        {
            Better = Better.Higher,
            Target = LeastTimesLinux,
            Peer = new Peer($"{LinuxGuest.Name}, recvfrom: {onLinux.PerSecond}/s", 1),
        });
        context.Report(new Measurement("kv-udp.requests_per_second", served.PerSecond, "1/s")
        {
            Better = Better.Higher,
            Target = LeastShare * turned.PerSecond,
            Peer = new Peer("a guest that turns packets round", turned.PerSecond),
        });
        context.Report(new Measurement("kv-udp.latency_p50", served.Percentile(0.5), "us"));
        context.Report(new Measurement("kv-udp.latency_p99", served.Percentile(0.99), "us"));
        context.Report(new Measurement("kv-udp.latency_p99_9", served.Percentile(0.999), "us"));
    }

    // The guest counts what it spends between finding packets and having sent the answers; with counted instructions its counter is their number.
    private static async Task<double> CountAsync(VmOptions options, int burst, CancellationToken cancel)
    {
        const int Rounds = 100;
        await using Guest guest = await Guest.StartAsync(options, "kv-udp: ready", cancel).ConfigureAwait(false);
        await guest.AskAsync("set colour blue", burst, cancel).ConfigureAwait(false);
        // What asking for the counters costs comes out of two questions in a row.
        ulong first = BusyOf(await guest.AskAsync("stats", burst, cancel).ConfigureAwait(false));
        ulong second = BusyOf(await guest.AskAsync("stats", burst, cancel).ConfigureAwait(false));
        for (int i = 0; i < Rounds; i++)
        {
            string answer = await guest.AskAsync("get colour", burst, cancel).ConfigureAwait(false);
            if (answer != "+blue")
                throw new BenchException($"kv-udp answered '{answer}'");
        }

        ulong third = BusyOf(await guest.AskAsync("stats", burst, cancel).ConfigureAwait(false));
        return Math.Round((third - second - (second - first)) / (double)(Rounds * burst), 1);
    }

    private static ulong BusyOf(string answer) => ulong.Parse(answer[(answer.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);

    private static async Task<Rates> LoadAsync(VmOptions options, string ready, CancellationToken cancel)
    {
        await using Guest guest = await Guest.StartAsync(options, ready, cancel).ConfigureAwait(false);
        await guest.AskAsync("set colour blue", 1, cancel).ConfigureAwait(false);
        double perSecond = Math.Round(guest.Load("get colour", Window, Load, cancel));
        var clock = Stopwatch.StartNew();
        var latencies = new List<double>();
        while (clock.Elapsed < Load)
        {
            long start = Stopwatch.GetTimestamp();
            await guest.AskAsync("get colour", 1, cancel).ConfigureAwait(false);
            latencies.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }

        latencies.Sort();
        return new Rates(perSecond, latencies);
    }

    private sealed record Rates(double PerSecond, List<double> Latencies)
    {
        public double Percentile(double share) => Math.Round(Latencies[(int)Math.Min(Latencies.Count * share, Latencies.Count - 1)]);
    }

    // A guest whose card is a pair of datagram sockets: frames go in and out whole, without a network stack of the host in between.
    private sealed class Guest : IAsyncDisposable
    {
        private const int ClientPort = 40000;
        private readonly Socket _socket;
        private readonly IPEndPoint _card;
        private readonly byte[] _buffer = new byte[2048];
        private VirtualMachine? _machine;

        private Guest(Socket socket, IPEndPoint card) => (_socket, _card) = (socket, card);

        public static VmOptions Options(bool count, string commandLine, MemorySize memory) => new()
        {
            ImagePath = "",
            Architecture = GuestArchitecture.X86_64,
            Machine = MachineType.Microvm,
            Memory = memory,
            CountInstructions = count,
            CommandLine = commandLine,
            Timeout = Limit,
        };

        public static async Task<Guest> StartAsync(VmOptions options, string ready, CancellationToken cancel)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 5000, ReceiveBufferSize = 1 << 20 };
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            int own = ((IPEndPoint)socket.LocalEndPoint!).Port, card = FreePort();
            var guest = new Guest(socket, new IPEndPoint(IPAddress.Loopback, card));
            options = options with { Devices = [new NetworkDevice { Backend = NetworkBackend.Datagrams, Ports = (card, own) }] };
            var console = new GuestConsole();
            guest._machine = await VirtualMachine.StartAsync(options, console, cancel).ConfigureAwait(false);
            try
            {
                if (await console.ReadUntilAsync(line => line == ready, StartLimit, cancel).ConfigureAwait(false) is not null)
                    return guest;
            }
            catch (TimeoutException)
            {
                // Said below, once the machine has ended.
            }

            await guest.DisposeAsync().ConfigureAwait(false);
            throw new BenchException($"'{ready}' was not printed");
        }

        /// <summary>Sends a question so many times and waits for as many answers; the last one's text.</summary>
        public async Task<string> AskAsync(string question, int times, CancellationToken cancel)
        {
            byte[] frame = Frame(question);
            for (int i = 0; i < times; i++)
                _socket.SendTo(frame, _card);
            string answer = "";
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(TimeSpan.FromSeconds(20));
            for (int i = 0; i < times; i++)
            {
                int length;
                try
                {
                    length = await _socket.ReceiveAsync(_buffer, limit.Token).ConfigureAwait(false);
                }
                catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
                {
                    throw new BenchException($"{times - i} of {times} answers to '{question}' did not come");
                }

                // A guest with a network stack of its own has more to say than answers.
                if (!IsAnswer(_buffer.AsSpan(0, length)))
                {
                    i--;
                    continue;
                }

                int payload = (_buffer[38] << 8 | _buffer[39]) - 8;
                answer = Encoding.ASCII.GetString(_buffer, 42, Math.Max(0, Math.Min(payload, length - 42)));
            }

            return answer;
        }

        /// <summary>Keeps so many questions under way; answers per second.</summary>
        public double Load(string question, int window, TimeSpan length, CancellationToken cancel)
        {
            byte[] frame = Frame(question);
            var card = (SocketAddress)_card.Serialize();
            for (int i = 0; i < window; i++)
                _socket.SendTo(frame, SocketFlags.None, card);
            var clock = Stopwatch.StartNew();
            long answered = 0;
            while ((answered & 255) != 0 || (clock.Elapsed < length && !cancel.IsCancellationRequested))
            {
                if (!IsAnswer(_buffer.AsSpan(0, _socket.Receive(_buffer))))
                    continue;
                answered++;
                _socket.SendTo(frame, SocketFlags.None, card);
            }

            double perSecond = answered / clock.Elapsed.TotalSeconds;
            for (int i = 0; i < window; i++)
                _socket.Receive(_buffer);
            return perSecond;
        }

        public async ValueTask DisposeAsync()
        {
            if (_machine is not null)
                await _machine.DisposeAsync().ConfigureAwait(false);
            _socket.Dispose();
        }

        private static int FreePort()
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            return ((IPEndPoint)socket.LocalEndPoint!).Port;
        }

        private static bool IsAnswer(ReadOnlySpan<byte> frame) =>
            frame.Length >= 42 && frame[12] == 8 && frame[13] == 0 && frame[23] == 17 && (frame[36] << 8 | frame[37]) == ClientPort;

        // Ethernet, IPv4, UDP, with the checksums that a card without offloads expects.
        private static byte[] Frame(string question)
        {
            byte[] payload = Encoding.ASCII.GetBytes(question);
            byte[] frame = new byte[42 + payload.Length];
            new byte[] { 0x52, 0x54, 0, 0x12, 0x34, 0x56, 2, 0, 0, 0, 0, 1, 8, 0 }.CopyTo(frame, 0);
            new byte[] { 0x45, 0, 0, 0, 0, 0, 0x40, 0, 64, 17, 0, 0, 10, 0, 2, 2, 10, 0, 2, 15 }.CopyTo(frame, 14);
            Put(frame, 16, 28 + payload.Length);
            Put(frame, 24, Checksum(frame.AsSpan(14, 20), 0));
            Put(frame, 34, ClientPort);
            Put(frame, 36, 7777);
            Put(frame, 38, 8 + payload.Length);
            payload.CopyTo(frame, 42);
            Put(frame, 40, Checksum(frame.AsSpan(26), 17 + 8 + payload.Length));
            return frame;
        }

        private static void Put(byte[] frame, int at, int value) => (frame[at], frame[at + 1]) = ((byte)(value >> 8), (byte)value);

        private static int Checksum(ReadOnlySpan<byte> bytes, int sum)
        {
            for (int i = 0; i < bytes.Length; i++)
                sum += (i & 1) == 0 ? bytes[i] << 8 : bytes[i];
            while (sum >> 16 != 0)
                sum = (sum & 0xffff) + (sum >> 16);
            return ~sum & 0xffff;
        }
    }
}
