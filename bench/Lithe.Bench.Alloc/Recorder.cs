using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Lithe.Bench.Alloc;

/// <summary>
/// Records the traces: Debian's redis, nginx and sqlite under a load, and the start of this program itself, each with glibc's own log of allocations. Programs are
/// downloaded and unpacked below the cache, nothing is installed.
/// </summary>
internal sealed class Recorder(string cache, string preload)
{
    // Bookworm's packages: the programs, and what they need that a minimal system lacks.
    private static readonly string[] Packages =
    [
        "redis-server", "redis-tools", "libjemalloc2", "liblua5.1-0", "liblzf1", "lua-cjson", "lua-bitop", "libhiredis0.14", "libatomic1",
        "nginx", "libpcre2-8-0", "sqlite3", "libsqlite3-0", "libreadline8", "libtinfo6", "libmimalloc2.0",
    ];

    private const string DebugLibrary = "libc_malloc_debug.so.0";

    private string Root => Path.Combine(cache, "root");

    private string Libraries => Path.Combine(Root, "usr/lib/x86_64-linux-gnu");

    /// <summary>Where Debian's mimalloc is.</summary>
    public string Mimalloc => Path.Combine(Libraries, "libmimalloc.so.2.0");

    /// <summary>The traces, recorded when they are not there yet.</summary>
    public IReadOnlyList<Trace> Traces()
    {
        Directory.CreateDirectory(cache);
        if (!File.Exists(Path.Combine(Root, "complete")))
            FetchPackages();
        return
        [
            Recorded("redis", RecordRedis),
            Recorded("sqlite", RecordSqlite),
            Recorded("nginx", RecordNginx),
            Recorded("dotnet", RecordDotnet),
        ];
    }

    private void FetchPackages()
    {
        Console.Error.WriteLine("downloading Debian's redis, nginx, sqlite and mimalloc");
        string folder = Path.Combine(cache, "packages");
        Directory.CreateDirectory(folder);
        string download = $"apt-get download -q {string.Join(' ', Packages)}";
        Shell.Run($"{download} || {{ apt-get -q update && {download}; }}", folder);
        Shell.Run($"mkdir -p '{Root}' && for package in *.deb; do dpkg -x \"$package\" '{Root}'; done && touch '{Root}/complete'", folder);
    }

    private Trace Recorded(string name, Action<string> record)
    {
        string file = Path.Combine(cache, name + ".trace");
        if (!File.Exists(file))
        {
            Console.Error.WriteLine($"recording {name}");
            string log = Path.Combine(cache, name + ".log");
            File.Delete(log);
            record(log);
            Trace trace = Trace.FromLog(name, File.ReadLines(log));
            if (trace.Steps.Length < 1000)
                throw new InvalidOperationException($"the log of {name} holds {trace.Steps.Length} allocations: {log}");
            trace.Save(file);
            File.Delete(log);
        }

        return Trace.Load(file);
    }

    private Dictionary<string, string> Environment(string? log)
    {
        var environment = new Dictionary<string, string> { ["LD_LIBRARY_PATH"] = Libraries };
        if (log is not null)
        {
            environment["LD_PRELOAD"] = $"{DebugLibrary}:{preload}";
            environment["MALLOC_TRACE"] = log;
        }

        return environment;
    }

    // redis-benchmark's whole default set.
    private void RecordRedis(string log)
    {
        string folder = Directory.CreateTempSubdirectory("lithe-redis-").FullName, socket = Path.Combine(folder, "socket");
        using Process server = Shell.Start(
            Path.Combine(Root, "usr/bin/redis-server"), ["--port", "0", "--unixsocket", socket, "--save", "", "--dir", folder], folder, Environment(log));
        try
        {
            Drain(server);
            Wait(() => File.Exists(socket), server);
            Shell.Run($"'{Path.Combine(Root, "usr/bin/redis-benchmark")}' -s '{socket}' -q -n 2000 -c 10 -r 1000 && '{Path.Combine(Root, "usr/bin/redis-cli")}' -s '{socket}' shutdown nosave", folder, Environment(null));
            server.WaitForExit(30_000);
        }
        finally
        {
            End(server);
            Directory.Delete(folder, recursive: true);
        }
    }

    private void RecordSqlite(string log)
    {
        var script = new StringBuilder("create table t(id integer primary key, name text, value real); create index by_name on t(name);\n");
        for (int i = 0; i < 8000; i++)
            script.Append(CultureInfo.InvariantCulture, $"insert into t(name, value) values('name {i * 7919 % 10007}', {i}.5);\n");
        for (int i = 0; i < 400; i++)
            script.Append(CultureInfo.InvariantCulture, $"select count(*), sum(value), group_concat(name) from t where name > 'name {i}' and id % 97 = {i % 97};\nupdate t set value = value + 1 where id = {i * 13};\n");
        script.Append("select name, count(*) from t group by substr(name, 1, 6) order by 2 desc;\ndelete from t where id % 3 = 0;\n");
        Shell.Run(Path.Combine(Root, "usr/bin/sqlite3"), [":memory:"], cache, Environment(log), script.ToString());
    }

    // A connection a request, and a hundred requests on one.
    private void RecordNginx(string log)
    {
        string folder = Directory.CreateTempSubdirectory("lithe-nginx-").FullName;
        int port = FreePort();
        File.WriteAllText(Path.Combine(folder, "index.html"), new string('x', 600));
        File.WriteAllText(Path.Combine(folder, "nginx.conf"), $$"""
            daemon off; master_process off; pid {{folder}}/pid; error_log {{folder}}/errors;
            events { worker_connections 256; }
            http {
                access_log {{folder}}/access; keepalive_requests 100; gzip on; gzip_types *; gzip_min_length 100;
                client_body_temp_path {{folder}}/a; proxy_temp_path {{folder}}/b; fastcgi_temp_path {{folder}}/c; uwsgi_temp_path {{folder}}/d; scgi_temp_path {{folder}}/e;
                server { listen 127.0.0.1:{{port}}; root {{folder}}; }
            }
            """);
        using Process server = Shell.Start(Path.Combine(Root, "usr/sbin/nginx"), ["-p", folder, "-c", Path.Combine(folder, "nginx.conf")], folder, Environment(log));
        try
        {
            Drain(server);
            Wait(() => CanConnect(port), server);
            for (int i = 0; i < 3000; i++)
                Request(port, i % 10 == 0 ? 100 : 1);
            server.Kill(); // the log is written line by line
            server.WaitForExit();
        }
        finally
        {
            End(server);
            Directory.Delete(folder, recursive: true);
        }
    }

    private void RecordDotnet(string log) =>
        Shell.Run(System.Environment.ProcessPath!, ["hello"], cache, Environment(log), "");

    private static void Request(int port, int requests)
    {
        using var client = new TcpClient();
        client.Connect(IPAddress.Loopback, port);
        NetworkStream stream = client.GetStream();
        byte[] buffer = new byte[65536];
        for (int i = 1; i <= requests; i++)
        {
            string kind = i == requests ? "close" : "keep-alive", encoding = i % 4 == 0 ? "Accept-Encoding: gzip\r\n" : "";
            stream.Write(Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: localhost\r\n{encoding}User-Agent: recorder\r\nConnection: {kind}\r\n\r\n"));
            // Each answer is sent at once, so it arrives at once on the loopback.
            if (stream.Read(buffer) == 0)
                return;
        }

        while (stream.Read(buffer) > 0)
        {
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static bool CanConnect(int port)
    {
        try
        {
            using var client = new TcpClient();
            client.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static void Wait(Func<bool> isReady, Process server)
    {
        for (int i = 0; i < 600 && !server.HasExited; i++)
        {
            if (isReady())
                return;
            Thread.Sleep(100);
        }

        throw new InvalidOperationException($"{server.StartInfo.FileName} did not start");
    }

    private static void Drain(Process server)
    {
        server.OutputDataReceived += (_, _) => { };
        server.ErrorDataReceived += (_, line) => { if (line.Data is not null) Console.Error.WriteLine(line.Data); };
        server.BeginOutputReadLine();
        server.BeginErrorReadLine();
    }

    private static void End(Process server)
    {
        if (!server.HasExited)
            server.Kill();
    }
}
