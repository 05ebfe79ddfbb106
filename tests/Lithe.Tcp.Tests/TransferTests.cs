using System.Globalization;
using Lithe.Net;

namespace Lithe.Tcp.Tests;

/// <summary>
/// Two stacks and a wire on which things go wrong, by a seed: what arrives is what was sent, both sides end well, and nothing is left behind. <c>LITHE_TCP_SEEDS=2000</c> runs so many seeds,
/// <c>LITHE_TCP_SEED=n</c> one of them again.
/// </summary>
public sealed class TransferTests
{
    private const int SeedsInEveryRun = 48;

    [Fact]
    public void TransfersAreBitExactWhateverTheWireDoes()
    {
        if (Environment.GetEnvironmentVariable("LITHE_TCP_SEED") is string one)
        {
            RunSeed(ulong.Parse(one, CultureInfo.InvariantCulture));
            return;
        }

        int seeds = Environment.GetEnvironmentVariable("LITHE_TCP_SEEDS") is string many ? int.Parse(many, CultureInfo.InvariantCulture) : SeedsInEveryRun;
        List<string> failed = [];
        for (ulong seed = 0; seed < (ulong)seeds; seed++)
        {
            try
            {
                RunSeed(seed);
            }
            catch (Exception error)
            {
                failed.Add($"LITHE_TCP_SEED={seed}: {error.Message} {error.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("Tests", StringComparison.Ordinal))}");
            }
        }

        Assert.True(failed.Count == 0, $"{failed.Count} of {seeds} seeds:\n" + string.Join('\n', failed.Take(20)));
    }

    [Fact]
    public void TheSameSeedGivesTheSameRun()
    {
        for (ulong seed = 3; seed < 6; seed++)
            Assert.Equal(RunSeed(seed), RunSeed(seed));
    }

    /// <summary>One transfer each way; what it came to.</summary>
    internal static string RunSeed(ulong seed)
    {
        var random = new SeededRandom(seed);
        int loss = random.Below(4) == 0 ? (int)random.Below(300_000) : (int)random.Below(50_000);
        bool isV4 = (random.Below(2) == 0 && Config.NET_IPV4) || !Config.NET_IPV6;
        var link = random.Below(3) == 0 ? LinkKind.Ethernet : LinkKind.None;
        var faults = new WireFaults
        {
            Loss = loss,
            Duplication = (int)random.Below(50_000),
            Corruption = (int)random.Below(30_000),
            Reordering = (int)random.Below(200_000),
            Delay = 10_000 + random.Below(40_000_000),
            Jitter = random.Below(30_000_000),
            ByteTime = random.Below(800),
            Mtu = link == LinkKind.None && random.Below(3) == 0 ? 1280 + (int)random.Below(200) : 0,
            MtuFrom = SimulatedHost.Start + random.Below(1_000_000_000),
        };
        SimulatedHost Make(byte number)
        {
            NetOffloads offloads = random.Below(2) == 0 ? NetOffloads.Checksum | NetOffloads.TcpV4 | NetOffloads.TcpV6 : NetOffloads.None;
            int mtu = random.Below(4) == 0 ? 1280 + (int)random.Below(220) : 1500;
            var settings = new TcpSettings
            {
                Connections = 4,
                SendMemory = 8192 + (int)random.Below(400_000),
                SendBuffer = 4096 + (int)random.Below(200_000),
                ReceiveBuffer = 4096 + (int)random.Below(200_000),
                HeldNetbufs = 32 + (int)random.Below(200),
                Segments = 32 + (int)random.Below(300),
                Retries = 30,
                SynRetries = 12,
            };
            return new SimulatedHost(number, seed, isV4, settings, link, mtu, offloads);
        }

        SimulatedHost a = Make(1), b = Make(2);
        var simulation = new Simulation(seed, a, b, faults);
        int scale = loss > 100_000 ? 20_000 : 300_000;
        var client = new Peer(seed * 2, (int)random.Below((uint)scale), (int)random.Below(4), seed * 2 + 1);
        var server = new Peer(seed * 2 + 1, (int)random.Below((uint)scale), (int)random.Below(4), seed * 2);
        client.Expected = server.Total;
        server.Expected = client.Total;
        Assert.NotNull(b.Tcp.Listen(new IpEndpoint(IpAddress.Any, 80), server));
        // An IPv6 address of a link counts when nobody has objected for a while (RFC 4862 5.4).
        simulation.Run(() => false, 3_000_000_000);
        Assert.Equal(TcpOpenError.None, a.Tcp.Connect(new IpEndpoint(b.Address, 80), client, out TcpConnection? connection));
        simulation.OnStep = now => Math.Min(client.Step(now), server.Step(now));
        bool isDone = simulation.Run(() => client.IsClosed && server.IsClosed, 3600UL * 1_000_000_000 * 10);
        string state = $"client {client}, server {server}, frames {simulation.Frames}, lost {simulation.Lost}, time {(simulation.Now - SimulatedHost.Start) / 1_000_000} ms, status {connection!.Status}, faults {faults}";
        Assert.True(isDone, "not done: " + state);
        Assert.True(client.Error == TcpError.None && server.Error == TcpError.None, state);
        Assert.True(client.ReceivedCount == server.Total && server.ReceivedCount == client.Total, state);
        ulong finished = simulation.Now;
        simulation.Run(() => a.Tcp.ConnectionCount == 0 && b.Tcp.ConnectionCount == 0, 200UL * 1_000_000_000);
        a.AssertNothingIsLeft();
        b.AssertNothingIsLeft();
        ref TcpCounters of = ref a.Tcp.Counters;
        string outcome = $"{finished} {simulation.Frames} {simulation.Lost} {of.RetransSegs} {b.Tcp.Counters.RetransSegs} timeouts {of.Timeouts} recoveries {of.FastRecoveries} probes {of.LossProbes} out of order {of.OutOfOrder} windows {of.WindowProbes} memory {of.MemoryDrops} PAWS {of.PawsDrops} challenges {of.ChallengeAcks}";
        TestContext.Current.SendDiagnosticMessage($"{seed}: {state} {outcome}");
        return outcome;
    }
}

/// <summary>An application that sends numbered bytes, checks those that it gets, and closes its side when all are sent.</summary>
internal sealed class Peer(ulong seed, int total, int habit, ulong peerSeed) : TcpHandler
{
    private readonly SeededRandom _random = new(seed + 999);
    private readonly byte[] _chunk = new byte[5000];
    private TcpConnection? _connection;
    private int _sent;
    private bool _isShut;
    private ulong _nextRead;

    public int Total => total;

    public int Expected { get; set; }

    public int ReceivedCount { get; private set; }

    public bool IsClosed { get; private set; }

    public TcpError Error { get; private set; }

    public string? Wrong { get; private set; }

    public override void OnAccept(TcpConnection connection) => Begin(connection);

    public override void OnConnected(TcpConnection connection) => Begin(connection);

    public override void OnReceive(TcpConnection connection)
    {
        // A reader of habit 3 takes what it wants when it wants it.
        if (habit != 3)
            Take(connection, int.MaxValue);
    }

    public override void OnSendable(TcpConnection connection) => Fill(connection);

    public override void OnClosed(TcpConnection connection, TcpError error)
    {
        Assert.False(IsClosed);
        Take(connection, int.MaxValue);
        IsClosed = true;
        Error = error;
        _connection = null;
    }

    /// <summary>What it does by itself; when next.</summary>
    public ulong Step(ulong now)
    {
        if (_connection is null || habit != 3)
            return ulong.MaxValue;
        if (now >= _nextRead)
        {
            _nextRead = now + 1_000_000 + _random.Below(300_000_000);
            Take(_connection, 1 + (int)_random.Below(60_000));
        }

        return _nextRead;
    }

    public override string ToString() => $"sent {_sent}/{total} received {ReceivedCount}/{Expected} closed {IsClosed} {Error} shut {_isShut} {Wrong}";

    private void Begin(TcpConnection connection)
    {
        _connection = connection;
        connection.NoDelay = _random.Below(2) == 0;
        Fill(connection);
    }

    private void Fill(TcpConnection connection)
    {
        while (_sent < total)
        {
            int size = Math.Min(total - _sent, 1 + (int)_random.Below((uint)_chunk.Length));
            for (int i = 0; i < size; i++)
                _chunk[i] = ByteAt(seed, _sent + i);
            int taken;
            if (habit == 1 && size < 2000)
            {
                taken = connection.TrySend(_chunk.AsSpan(0, size)) ? size : 0;
            }
            else if (habit == 2)
            {
                taken = connection.TrySendStatic([.. _chunk.AsSpan(0, size)], 0, size) ? size : 0;
            }
            else
            {
                taken = connection.Send(_chunk.AsSpan(0, size));
            }

            _sent += taken;
            if (taken == 0)
                return;
        }

        if (!_isShut)
        {
            _isShut = true;
            connection.Shutdown();
        }
    }

    private void Take(TcpConnection connection, int most)
    {
        while (most > 0 && connection.Available > 0)
        {
            ReadOnlySpan<byte> bytes = connection.Received;
            int count = Math.Min(bytes.Length, most);
            for (int i = 0; i < count; i++)
            {
                if (bytes[i] != ByteAt(peerSeed, ReceivedCount + i))
                    throw new InvalidOperationException($"byte {ReceivedCount + i} of the peer is wrong");
            }

            ReceivedCount += count;
            most -= count;
            connection.Consume(count);
        }
    }

    private static byte ByteAt(ulong seed, int place)
    {
        ulong mixed = (seed << 32 | (uint)(place >> 3)) * 0x9e37_79b9_7f4a_7c15;
        mixed ^= mixed >> 29;
        return (byte)(mixed >> (place & 7) * 8);
    }
}
