using System.Net;
using System.Net.Sockets;
using System.Text;
using Lithe.Build;
using Lithe.Description;
using Lithe.Vmm;

namespace Lithe.Bench;

/// <summary>apps/web: bytes, guest instructions for a request, least memory, requests per second and latency by the number of connections, against nginx on Linux.</summary>
public sealed class HttpBench : IBenchmark
{
    private const double MostImageBytes = 160 * 1024;
    private const double MostInstructions = 9000;
    private const double MostMemory = 4096;
    private const string Ready = "web: ready";

    // The whole of nginx on Linux, from the interrupt to the answer's last packet (bench/README.md).
    private static readonly Peer NginxOnLinux = new("nginx on Linux 6.1, tiny", 38_226);
    private static readonly MemorySize Memory = MemorySize.FromMebibytes(8);
    private const int Pairs = 5;
    private const double LeastTimesNginx = 3;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60), Load = TimeSpan.FromSeconds(4), Limit = TimeSpan.FromMinutes(5);
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

        await CompareAsync(context, cancel).ConfigureAwait(false);
        foreach (int connections in new[] { 1, 10 })
        {
            context.Note($"counting instructions, {connections} connections");
            double count = await CountAsync(web.ImagePath, connections, cancel).ConfigureAwait(false);
            context.Report(new Measurement($"http.request_instructions.connections_{connections}", count, "instructions") { Target = connections == 10 ? MostInstructions : null, Peer = NginxOnLinux });
        }

        context.Note("least memory");
        context.Report(new Measurement("http.least_memory.microvm", await LeastMemoryAsync(web.ImagePath, cancel).ConfigureAwait(false), "KiB") { Target = MostMemory });
    }

    // Under wrk against nginx on Linux, both on q35 with as much memory as Linux wants.
    private static async Task CompareAsync(BenchContext context, CancellationToken cancel)
    {
        BuildOutcome web = await context.BuildAsync("apps/web", Target.QemuX64, new Dictionary<string, string> { ["VIRTIO_PCI"] = "y" }, cancel).ConfigureAwait(false);
        await using PrivateNetwork network = await PrivateNetwork.CreateAsync(cancel).ConfigureAwait(false);
        VmOptions machine = Options(web.ImagePath, MemorySize.FromMebibytes(256)) with { Machine = MachineType.Q35, Timeout = null };
        const string Question = @"GET / HTTP/1.0\r\n\r\n";
        var ours = new ServerSide("apps/web", machine with { CommandLine = PrivateNetwork.GuestWords }, 80, Question);
        var nginx = new ServerSide("nginx on " + LinuxGuest.Name, await Nginx(context).PrepareAsync(context, machine, cancel).ConfigureAwait(false), 80, Question);
        var pair = new ServerPair(context, network, ours, nginx);
        int[] steps = [1, 10, 30, 100];
        await pair.RunAsync(
            Pairs,
            async (server, stop) =>
            {
                var figures = new Dictionary<string, double>();
                foreach (int connections in steps)
                {
                    Wrk.Result result = await Wrk.RunAsync(server, "/", connections, Load, stop).ConfigureAwait(false);
                    (figures[$"requests_per_second.connections_{connections}"], figures[$"latency_p50.connections_{connections}"], figures[$"latency_p99.connections_{connections}"]) = (result.PerSecond, result.Median, result.Late);
                }

                return figures;
            },
            cancel).ConfigureAwait(false);
        foreach (int connections in steps)
        {
            Compared rate = pair[$"requests_per_second.connections_{connections}"];
            context.Report(rate.AsMeasurement($"http.requests_per_second.connections_{connections}", "1/s", Better.Higher, timesPeer: null));
            context.Report(rate.AsRatio($"http.times_nginx.connections_{connections}", LeastTimesNginx));
            context.Report(pair[$"latency_p50.connections_{connections}"].AsMeasurement($"http.latency_p50.connections_{connections}", "us", Better.Lower, timesPeer: null));
            context.Report(pair[$"latency_p99.connections_{connections}"].AsMeasurement($"http.latency_p99.connections_{connections}", "us", Better.Lower, timesPeer: 1));
        }

        context.Report(pair[ServerPair.FirstAnswer].AsMeasurement("http.first_answer", "ms", Better.Lower, timesPeer: null));
    }

    // Debian's nginx as one process, without its log, with the files of apps/web.
    private static LinuxServer Nginx(BenchContext context)
    {
        const string Configuration = """
            user root root;
            worker_processes 1;
            master_process off;
            daemon off;
            error_log stderr;
            pid /run/nginx.pid;
            events { worker_connections 1024; }
            http {
                include /etc/nginx/mime.types;
                access_log off;
                sendfile on;
                tcp_nopush on;
                keepalive_requests 1000000000;
                open_file_cache max=100;
                server { listen 80 backlog=4096; root /srv; }
            }

            """;
        string site = Path.Combine(context.Root, "apps", "web", "site");
        var files = new Dictionary<string, byte[]> { ["etc/nginx/nginx.conf"] = Encoding.UTF8.GetBytes(Configuration) };
        foreach (string file in Directory.EnumerateFiles(site, "*", SearchOption.AllDirectories))
            files["srv/" + Path.GetRelativePath(site, file)] = File.ReadAllBytes(file);
        // Debian's own folders for what clients send.
        return new LinuxServer { Name = "nginx", Packages = ["nginx"], Programs = ["/usr/sbin/nginx"], Files = files, Before = "$B mkdir -p /var/lib/nginx /var/log/nginx", Command = "/usr/sbin/nginx" };
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
                if (length >= end + 4 + body)
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
