using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Lithe.Build;
using Lithe.Description;
using Lithe.Vmm;

namespace Lithe.Bench;

/// <summary>apps/web: bytes, guest instructions for a request, least memory, requests per second and latency by the number of connections.</summary>
public sealed class HttpBench : IBenchmark
{
    private const double MostImageBytes = 160 * 1024;
    private const double MostInstructions = 9000;
    private const double MostMemory = 4096;
    private const string Ready = "web: ready";

    // The whole of nginx on Linux, from the interrupt to the answer's last packet (bench/README.md).
    private static readonly Peer NginxOnLinux = new("nginx on Linux 6.1, tiny", 38_226);
    private static readonly MemorySize Memory = MemorySize.FromMebibytes(8);
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60), Load = TimeSpan.FromSeconds(5), Limit = TimeSpan.FromMinutes(5);
    private static readonly byte[] s_request = Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nUser-Agent: bench\r\nAccept: */*\r\n\r\n");

    /// <inheritdoc/>
    public string Name => "http";

    /// <inheritdoc/>
    public string Summary => "the web server: instructions a request, least memory, requests per second, latency";

    /// <inheritdoc/>
    public async Task RunAsync(BenchContext context, CancellationToken cancel)
    {
        context.Note("building apps/web");
        BuildOutcome web = await context.BuildAsync("apps/web", Target.QemuX64, cancel).ConfigureAwait(false);
        context.Report(new Measurement("http.image_bytes.x86_64", new FileInfo(web.ImagePath).Length, "bytes") { Target = MostImageBytes });

        foreach (int connections in new[] { 1, 10 })
        {
            context.Note($"counting instructions, {connections} connections");
            double count = await CountAsync(web.ImagePath, connections, cancel).ConfigureAwait(false);
            context.Report(new Measurement($"http.request_instructions.connections_{connections}", count, "instructions") { Target = connections == 10 ? MostInstructions : null, Peer = NginxOnLinux });
        }

        context.Note("least memory");
        context.Report(new Measurement("http.least_memory.microvm", await LeastMemoryAsync(web.ImagePath, cancel).ConfigureAwait(false), "KiB") { Target = MostMemory });

        foreach (int connections in new[] { 1, 10, 30, 100 })
        {
            context.Note($"requests per second, {connections} connections");
            await using Guest guest = await Guest.StartAsync(Options(web.ImagePath, Memory), cancel).ConfigureAwait(false);
            (double perSecond, double median, double late) = guest.Drive(connections, Load, cancel);
            context.Report(new Measurement($"http.requests_per_second.connections_{connections}", perSecond, "1/s") { Better = Better.Higher });
            context.Report(new Measurement($"http.latency_p50.connections_{connections}", median, "us"));
            context.Report(new Measurement($"http.latency_p99.connections_{connections}", late, "us"));
        }
    }

    private static VmOptions Options(string image, MemorySize memory) => new()
    {
        ImagePath = image,
        Architecture = GuestArchitecture.X86_64,
        Machine = MachineType.Microvm,
        Memory = memory,
        Timeout = Limit,
    };

    // Every instruction of the guest is a line of QEMU's log; what a number of requests adds to it is theirs, idle loop and timers included.
    private static async Task<double> CountAsync(string image, int connections, CancellationToken cancel)
    {
        const int Requests = 200;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("lithe-http-");
        try
        {
            string log = Path.Combine(folder.FullName, "log");
            (ulong first, ulong last) = InstructionCounter.CodeRange(image);
            VmOptions options = Options(image, Memory) with
            {
                CountInstructions = true,
                LogPath = log,
                ExtraArguments = ["-singlestep", "-d", "exec,nochain", "-dfilter", $"0x{first:x}..0x{last:x}"],
            };
            await using Guest guest = await Guest.StartAsync(options, cancel).ConfigureAwait(false);
            Socket[] sockets = guest.Connect(connections);
            guest.Ask(sockets, 1, cancel);
            await Task.Delay(300, cancel).ConfigureAwait(false);
            long before = InstructionCounter.CountLines(log);
            guest.Ask(sockets, Requests / connections, cancel);
            await Task.Delay(100, cancel).ConfigureAwait(false);
            return Math.Round((InstructionCounter.CountLines(log) - before) / (double)(Requests / connections * connections), 1);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // In steps of 256 KiB, from where it serves down to where it does not.
    private static async Task<double> LeastMemoryAsync(string image, CancellationToken cancel)
    {
        const int Step = 256;
        int least = 0;
        for (int size = (int)MostMemory; size >= 1024; size -= Step)
        {
            try
            {
                await using Guest guest = await Guest.StartAsync(Options(image, MemorySize.FromKibibytes(size)), cancel).ConfigureAwait(false);
                guest.Ask(guest.Connect(10), 20, cancel);
                least = size;
            }
            catch (Exception error) when (error is BenchException or SocketException)
            {
                break;
            }
        }

        return least > 0 ? least : throw new BenchException($"apps/web does not serve with {MostMemory} KiB");
    }

    // A guest whose port is forwarded, and its clients.
    private sealed class Guest : IAsyncDisposable
    {
        private readonly VirtualMachine _machine;
        private readonly int _port;
        private readonly List<Socket> _sockets = [];
        private readonly byte[] _buffer = new byte[65536];
        private int _answerSize;

        private Guest(VirtualMachine machine, int port) => (_machine, _port) = (machine, port);

        public static async Task<Guest> StartAsync(VmOptions options, CancellationToken cancel)
        {
            int port = FreePort();
            options = options with { Devices = [new NetworkDevice { Backend = NetworkBackend.User, Forwards = [new PortForward("127.0.0.1", port, 80, false)] }] };
            var console = new GuestConsole();
            VirtualMachine machine = await VirtualMachine.StartAsync(options, console, cancel).ConfigureAwait(false);
            try
            {
                if (await console.ReadUntilAsync(line => line == Ready, options.Memory.Kibibytes < 8192 ? TimeSpan.FromSeconds(10) : StartLimit, cancel).ConfigureAwait(false) is not null)
                    return new Guest(machine, port);
            }
            catch (TimeoutException)
            {
                // Said below, once the machine has ended.
            }

            await machine.DisposeAsync().ConfigureAwait(false);
            throw new BenchException($"'{Ready}' was not printed");
        }

        public Socket[] Connect(int count)
        {
            var sockets = new Socket[count];
            for (int i = 0; i < count; i++)
            {
                sockets[i] = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 30_000 };
                sockets[i].Connect(IPAddress.Loopback, _port);
                _sockets.Add(sockets[i]);
                // One after the other: the forwarder listens for one at a time, and who waits to be let in does so for seconds.
                sockets[i].Send(s_request);
                ReadAnswer(sockets[i]);
            }

            return sockets;
        }

        /// <summary>Has each socket ask so many times, all at once and then all again.</summary>
        public void Ask(Socket[] sockets, int times, CancellationToken cancel)
        {
            for (int i = 0; i < times; i++)
            {
                cancel.ThrowIfCancellationRequested();
                foreach (Socket socket in sockets)
                    socket.Send(s_request);
                foreach (Socket socket in sockets)
                    ReadAnswer(socket);
            }
        }

        /// <summary>Keeps so many connections busy, each with one request at a time; requests per second, and the time that half and all but one in a hundred of them took at most, in microseconds.</summary>
        public (double PerSecond, double Median, double Late) Drive(int connections, TimeSpan time, CancellationToken cancel)
        {
            Socket[] sockets = Connect(connections);
            Ask(sockets, 3, cancel);
            var times = new List<double>();
            var started = new Dictionary<Socket, long>();
            var left = new Dictionary<Socket, int>();
            foreach (Socket socket in sockets)
                Begin(socket);
            var clock = Stopwatch.StartNew();
            while (clock.Elapsed < time)
            {
                cancel.ThrowIfCancellationRequested();
                List<Socket> ready = [.. sockets];
                Socket.Select(ready, null, null, 10_000_000);
                if (ready.Count == 0)
                    throw new BenchException("no answer for ten seconds");
                foreach (Socket socket in ready)
                {
                    int count = socket.Receive(_buffer);
                    if (count == 0)
                        throw new BenchException("a connection was closed");
                    left[socket] -= count;
                    if (left[socket] > 0)
                        continue;
                    times.Add(Stopwatch.GetElapsedTime(started[socket]).TotalMicroseconds);
                    Begin(socket);
                }
            }

            double seconds = clock.Elapsed.TotalSeconds;
            times.Sort();
            return (Math.Round(times.Count / seconds), Math.Round(times[times.Count / 2]), Math.Round(times[times.Count * 99 / 100]));

            void Begin(Socket socket)
            {
                left[socket] = _answerSize;
                started[socket] = Stopwatch.GetTimestamp();
                socket.Send(s_request);
            }
        }

        public async ValueTask DisposeAsync()
        {
            foreach (Socket socket in _sockets)
                socket.Dispose();
            await _machine.DisposeAsync().ConfigureAwait(false);
        }

        private void ReadAnswer(Socket socket)
        {
            int length = 0;
            while (true)
            {
                int count = socket.Receive(_buffer, length, _buffer.Length - length, SocketFlags.None);
                if (count == 0)
                    throw new BenchException("the server closed a connection");
                length += count;
                int end = _buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
                if (end < 0)
                    continue;
                string head = Encoding.ASCII.GetString(_buffer, 0, end);
                if (!head.StartsWith("HTTP/1.1 200 OK\r\n", StringComparison.Ordinal))
                    throw new BenchException($"the answer was: {head}");
                int at = head.IndexOf("Content-Length: ", StringComparison.Ordinal) + 16, stop = head.IndexOf('\r', at);
                int body = int.Parse(stop < 0 ? head[at..] : head[at..stop], System.Globalization.CultureInfo.InvariantCulture);
                if (length < end + 4 + body)
                    continue;
                _answerSize = end + 4 + body;
                return;
            }
        }

        private static int FreePort()
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            return ((IPEndPoint)socket.LocalEndPoint!).Port;
        }
    }
}
