using System;
using System.Runtime.CompilerServices;
using Lithe.Time;

namespace Lithe.Net;

/// <summary>Sizes of a stack's pools, set when it is made.</summary>
public readonly record struct NetStackOptions()
{
    /// <summary>Neighbours on all links together.</summary>
    public int Neighbors { get; init; } = 64;

    /// <summary>Entries of the table of routes.</summary>
    public int Routes { get; init; } = 16;

    /// <summary>Destinations whose path takes less than the link does.</summary>
    public int Paths { get; init; } = 64;

    /// <summary>Packets that are put together from fragments at a time.</summary>
    public int Reassemblies { get; init; } = 8;

    /// <summary>The most bytes of fragments that wait, for all packets together.</summary>
    public int ReassemblyBytes { get; init; } = 256 * 1024;

    /// <summary>Groups that are joined, on all links together.</summary>
    public int Groups { get; init; } = 16;

    /// <summary>The most ICMP errors that are sent in a second (RFC 1812 4.3.2.8, RFC 4443 2.4).</summary>
    public int IcmpErrorsPerSecond { get; init; } = 100;
}

/// <summary>
/// IP over any number of interfaces: IPv4 and IPv6, neighbours, routes, fragments, ICMP. Belongs to one flow of control, has no lock and no clock, never waits, and allocates only when it
/// is made. See docs/network.md.
/// </summary>
public sealed partial class NetStack
{
    /// <summary>The most interfaces.</summary>
    public const int MaxInterfaces = 8;

    /// <summary>Nanoseconds of a second.</summary>
    public const ulong Second = 1_000_000_000;

    private const int MaxTransports = 8;

    // A tick of the wheel is 65,536 ns.
    private const int TickBits = 16;

    private readonly NetbufPool _pool;
    private readonly NetRandom _random;
    private readonly TimerWheel _wheel = new();
    private readonly NetInterface[] _interfaces = new NetInterface[MaxInterfaces];
    private readonly Transport?[] _transports = new Transport?[MaxTransports];
    private readonly byte[] _protocols = new byte[MaxTransports];
    private readonly ulong[] _drops = new ulong[(int)DropReason.Count];
    private int _interfaceCount, _transportCount;

    /// <summary>Makes a stack that sends packets of this pool, at a time in nanoseconds.</summary>
    public NetStack(NetbufPool pool, NetRandom random, in NetStackOptions options, ulong now)
    {
        _pool = pool;
        _random = random;
        Now = now;
        _wheel.TakeDue(now >> TickBits);
        _neighbors = new NeighborTable(this, options.Neighbors);
        _routes = new RouteEntry[options.Routes];
        _errorRate = new TokenBucket(options.IcmpErrorsPerSecond, now);
        _paths = new Path[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, options.Paths))];
        _identification = (uint)random.Next();
        if (Config.NET_FRAGMENTS)
            InitializeFragments(options);
        if (Config.NET_MULTICAST)
            _groups = new Group[options.Groups];
    }

    /// <summary>The time of the present or last <see cref="Poll"/>, in nanoseconds.</summary>
    public ulong Now { get; private set; }

    /// <summary>Its interfaces.</summary>
    public ReadOnlySpan<NetInterface> Interfaces => _interfaces.AsSpan(0, _interfaceCount);

    /// <summary>The pool of the packets that are sent.</summary>
    public NetbufPool Pool => _pool;

    /// <summary>Where numbers that nobody can guess come from.</summary>
    public NetRandom Random => _random;

    /// <summary>Adds an interface, which is of no other stack. False when there are too many.</summary>
    public bool TryAddInterface(NetInterface added)
    {
        if (_interfaceCount == MaxInterfaces || added.Index >= 0)
            return false;
        added.Index = _interfaceCount;
        _interfaces[_interfaceCount++] = added;
        return true;
    }

    /// <summary>Has packets of a protocol go to a transport. False when there is one for it, or there are too many.</summary>
    public bool Register(byte protocol, Transport transport)
    {
        if (_transportCount == MaxTransports || TransportOf(protocol) is not null)
            return false;
        _protocols[_transportCount] = protocol;
        _transports[_transportCount++] = transport;
        return true;
    }

    /// <summary>The transport of a protocol; null when there is none.</summary>
    public Transport? TransportOf(byte protocol)
    {
        for (int i = 0; i < _transportCount; i++)
        {
            if (_protocols[i] == protocol)
                return _transports[i];
        }

        return null;
    }

    /// <summary>
    /// Receives a burst from each interface, runs what is due, and sends what was made. Returns when it wants to be called again if nothing arrives before: a time that is not later than
    /// <paramref name="now"/> means at once; <see cref="ulong.MaxValue"/>, never.
    /// </summary>
    public ulong Poll(ulong now)
    {
        if (now > Now)
            Now = now;
        // What others have left to be sent goes first.
        Flush();
        bool isBusy = false;
        for (int i = 0; i < _interfaceCount; i++)
            isBusy |= _interfaces[i].Poll(this) != 0;
        while (_wheel.TakeDue(Now >> TickBits) is { } timer)
            timer.OnExpire();
        for (int i = 0; i < _transportCount; i++)
            _transports[i]!.EndBurst();
        isBusy |= !Flush();
        if (isBusy)
            return Now;
        ulong next = _wheel.NextTick;
        return next == ulong.MaxValue ? next : next << TickBits;
    }

    /// <summary>Says what time it is, for who is about to call a transport from outside of <see cref="Poll"/>: the time of the last poll may be long ago.</summary>
    public void Advance(ulong now)
    {
        if (now > Now)
            Now = now;
    }

    /// <summary>Sends what waits in the interfaces, without receiving: for who sends from outside of <see cref="Poll"/>. False when some of it must be offered again.</summary>
    public bool Flush()
    {
        bool isDone = true;
        for (int i = 0; i < _interfaceCount; i++)
        {
            NetInterface one = _interfaces[i];
            // What was sent to ourselves is there to be received.
            isDone &= (one.IsFlushed || one.Flush()) && !one.HasWork;
        }

        return isDone;
    }

    /// <summary>When <see cref="Poll"/> is to be called if nothing arrives before: not later than <see cref="Now"/> says at once, <see cref="ulong.MaxValue"/> never.</summary>
    public ulong NextWork
    {
        get
        {
            for (int i = 0; i < _interfaceCount; i++)
            {
                if (_interfaces[i].HasWork || _interfaces[i].Room != NetInterface.BurstSize)
                    return Now;
            }

            ulong next = _wheel.NextTick;
            return next == ulong.MaxValue ? next : next << TickBits;
        }
    }

    /// <summary>Asks all interfaces for an interrupt when something arrives. True when something has arrived already: then poll first.</summary>
    public bool EnableInterrupts()
    {
        bool isBusy = false;
        for (int i = 0; i < _interfaceCount; i++)
            isBusy |= _interfaces[i].EnableInterrupts();
        return isBusy;
    }

    /// <summary>Asks for none any more.</summary>
    public void DisableInterrupts()
    {
        for (int i = 0; i < _interfaceCount; i++)
            _interfaces[i].DisableInterrupts();
    }

    /// <summary>Has a timer expire when <see cref="Now"/> has reached the deadline; one that is pending is moved. It is up to 66 microseconds late.</summary>
    public void StartTimer(Time.Timer timer, ulong deadline)
    {
        if (timer.IsPending)
            _wheel.Remove(timer);
        _wheel.Add(timer, deadline > ulong.MaxValue - (1 << TickBits) ? ulong.MaxValue : (deadline + (1 << TickBits) - 1) >> TickBits);
    }

    /// <summary>Stops a timer. False when it was not pending.</summary>
    public bool CancelTimer(Time.Timer timer) => _wheel.Remove(timer);

    /// <summary>A netbuf without data to build a packet in: in front of it there is room for all headers. False when none is free.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryAllocate(out Netbuf netbuf) => _pool.TryAllocate(out netbuf);

    /// <summary>How many packets were dropped for a reason.</summary>
    public ulong DropCount(DropReason reason) => _drops[(int)reason];

    /// <summary>The same for all reasons.</summary>
    public DropCounters Drops => new(_drops);

    /// <summary>Frees a packet and counts it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Drop(Netbuf packet, DropReason reason)
    {
        _drops[(int)reason]++;
        packet.Free();
    }

    /// <summary>Counts something that is dropped elsewhere.</summary>
    public void CountDrop(DropReason reason) => _drops[(int)reason]++;
}
