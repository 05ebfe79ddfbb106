using Lithe.Net;

namespace Lithe.Tcp.Tests;

/// <summary>What goes wrong on a wire, in frames of a million, and how long it is. Times are nanoseconds.</summary>
internal sealed record WireFaults
{
    public int Loss { get; init; }

    public int Duplication { get; init; }

    public int Corruption { get; init; }

    /// <summary>How many frames take longer than the others, so that those behind overtake them.</summary>
    public int Reordering { get; init; }

    public ulong Delay { get; init; } = 1_000_000;

    /// <summary>How much longer, at most.</summary>
    public ulong Jitter { get; init; } = 5_000_000;

    /// <summary>Nanoseconds that a byte takes: 8 is a gigabit a second.</summary>
    public ulong ByteTime { get; init; } = 80;

    /// <summary>The most bytes of a packet that pass; larger ones are answered by a router. 0: all.</summary>
    public int Mtu { get; init; }

    /// <summary>When the wire's MTU becomes <see cref="Mtu"/>.</summary>
    public ulong MtuFrom { get; init; }
}

/// <summary>One host: a stack with one interface, its TCP.</summary>
internal sealed class SimulatedHost
{
    public SimulatedHost(byte number, ulong seed, bool isV4, TcpSettings settings, LinkKind link = LinkKind.None, int mtu = 1500, NetOffloads offloads = NetOffloads.None, int netbufs = UsualNetbufs)
    {
        NetbufPool? pool = null;
        if (netbufs == UsualNetbufs)
            s_pools.TryTake(out pool);
        Pool = pool ?? NetbufPool.TryCreate(netbufs)!;
        _isUsual = netbufs == UsualNetbufs;
        Net = new NetStack(Pool, new SeededRandom(seed ^ ((ulong)number << 40)), new NetStackOptions(), Start);
        Interface = new SimulatedInterface(link, number, mtu, offloads, Pool);
        Assert.True(Net.TryAddInterface(Interface));
        Assert.True(IpPrefix.TryParse(isV4 ? System.Text.Encoding.ASCII.GetBytes($"10.0.0.{number}/24") : System.Text.Encoding.ASCII.GetBytes($"fd00::{number}/64"), out IpPrefix prefix));
        Assert.True(Net.TryAddAddress(Interface, prefix));
        Address = prefix.Address;
        Tcp = TcpStack.TryCreate(Net, settings)!;
    }

    private const int UsualNetbufs = 512;

    // A pool never gives its memory back; who makes hosts without end gives theirs to the next.
    private static readonly System.Collections.Concurrent.ConcurrentBag<NetbufPool> s_pools = [];
    private readonly bool _isUsual;

    /// <summary>Lets another host use its netbufs, when all of them are back; this one is not used any more.</summary>
    public void Release()
    {
        if (_isUsual && Pool.FreeCount == Pool.Count)
            s_pools.Add(Pool);
    }

    /// <summary>When simulated time begins.</summary>
    public const ulong Start = 1_000_000_000;

    public NetbufPool Pool { get; }

    public NetStack Net { get; }

    public SimulatedInterface Interface { get; }

    public IpAddress Address { get; }

    public TcpStack Tcp { get; }

    /// <summary>Everything that was taken is back: netbufs, records, memory to send, connections.</summary>
    public void AssertNothingIsLeft()
    {
        Assert.Equal(0, Tcp.ConnectionCount);
        Assert.Equal(0, Tcp.TimeWaitCount);
        Assert.Equal(0, Tcp.HeldNetbufs);
        Assert.Equal(0, Tcp.SendMemoryUsed);
        Assert.Equal(Tcp.Settings.Connections + Tcp.Settings.Segments, Tcp.Segments.FreeCount);
        Assert.Equal(Pool.Count, Pool.FreeCount);
        Assert.Equal(0UL, Tcp.Counters.CurrEstab);
    }
}

/// <summary>Two hosts and a wire between them, in virtual time: the same seed gives the same run.</summary>
internal sealed class Simulation
{
    private readonly PriorityQueue<(SimulatedHost To, byte[] Frame), (ulong Time, long Order)> _wire = new();
    private readonly SeededRandom _random;
    private readonly WireFaults _faults;
    private readonly ulong[] _busyUntil = new ulong[2];
    private long _order;

    public Simulation(ulong seed, SimulatedHost a, SimulatedHost b, WireFaults faults)
    {
        _random = new SeededRandom(seed + 77);
        _faults = faults;
        (A, B) = (a, b);
        a.Interface.Sink = frame => Carry(0, b, a, frame);
        b.Interface.Sink = frame => Carry(1, a, b, frame);
    }

    public SimulatedHost A { get; }

    public SimulatedHost B { get; }

    public ulong Now { get; private set; } = SimulatedHost.Start;

    /// <summary>Frames that were sent, and lost on purpose.</summary>
    public int Frames { get; private set; }

    public int Lost { get; private set; }

    /// <summary>Looks at each frame before the wire takes it; false loses it.</summary>
    public Func<SimulatedHost, byte[], bool>? Filter { get; set; }

    /// <summary>Called before each step: what applications do by themselves. Returns when it wants to be called again.</summary>
    public Func<ulong, ulong>? OnStep { get; set; }

    /// <summary>Runs until a condition holds; false when the time is over first.</summary>
    public bool Run(Func<bool> isDone, ulong limit)
    {
        ulong end = Now + limit;
        while (Now < end)
        {
            while (_wire.TryPeek(out (SimulatedHost To, byte[] Frame) next, out (ulong Time, long) when) && when.Time <= Now)
            {
                _wire.Dequeue();
                next.To.Interface.Deliver(next.Frame);
            }

            ulong wanted = OnStep?.Invoke(Now) ?? ulong.MaxValue;
            ulong again = Math.Min(wanted, Math.Min(A.Net.Poll(Now), B.Net.Poll(Now)));
            if (isDone())
                return true;
            if (_wire.TryPeek(out _, out (ulong Time, long) first))
                again = Math.Min(again, first.Time);
            if (again == ulong.MaxValue)
                return false;
            Now = Math.Max(again, Now + 1);
        }

        return isDone();
    }

    /// <summary>Has a time that was waited for in vain be there.</summary>
    public void MoveTo(ulong deadline, bool wasWoken)
    {
        if (!wasWoken && deadline != ulong.MaxValue && Now < deadline)
            Now = deadline;
    }

    private void Carry(int direction, SimulatedHost to, SimulatedHost from, byte[] frame)
    {
        Frames++;
        // Always as many numbers for a frame: what befalls one does not change what befalls others.
        bool isLost = _random.Happens(_faults.Loss), isTwice = _random.Happens(_faults.Duplication), isCorrupt = _random.Happens(_faults.Corruption), isLate = _random.Happens(_faults.Reordering);
        uint bit = _random.Below((uint)frame.Length * 8), late = _random.Below((uint)_faults.Jitter + 1);
        ulong start = Math.Max(Now, _busyUntil[direction]);
        _busyUntil[direction] = start + _faults.ByteTime * (ulong)frame.Length;
        if (Filter?.Invoke(from, frame) == false || isLost)
        {
            Lost++;
            return;
        }

        int header = from.Interface.Link == LinkKind.Ethernet ? 14 : 0;
        if (_faults.Mtu != 0 && frame.Length - header > _faults.Mtu && Now >= _faults.MtuFrom)
        {
            if (header == 0)
                Enqueue(from, Router.TooBig(frame, _faults.Mtu), Now + _faults.Delay);
            return;
        }

        ulong arrival = _busyUntil[direction] + _faults.Delay + (isLate ? late : 0);
        if (isTwice)
            Enqueue(to, [.. frame], arrival + late / 2);
        if (isCorrupt)
            frame[bit / 8] ^= (byte)(1 << (int)(bit % 8));
        Enqueue(to, frame, arrival);
    }

    private void Enqueue(SimulatedHost to, byte[] frame, ulong time) => _wire.Enqueue((to, frame), (time, _order++));
}
