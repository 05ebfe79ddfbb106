using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Lithe.Net;

/// <summary>
/// TCP on a <see cref="NetStack"/>: connections in a hash table, listeners, what is answered without a connection. Belongs to the stack's flow of control. Everything is allocated when it is
/// made, but the blocks of send buffers, which are made when they are first needed.
/// </summary>
public sealed partial class TcpStack : Transport
{
    private readonly TcpConnection?[] _table;
    private readonly int _mask;
    private readonly HashKey _key;
    private TcpConnection? _free, _firstDue, _lastDue, _firstStarved, _lastStarved, _firstWaiting, _lastWaiting;
    private ulong _challengeSecond;
    private int _challenges;

    /// <summary>Counters.</summary>
    public TcpCounters Counters;

    private TcpStack(NetStack net, TcpSettings settings)
    {
        Net = net;
        Settings = settings;
        Segments = new SentSegmentPool(settings.Connections + settings.Segments, settings.Connections);
        SendMemory = new SendMemory(settings.SendMemory);
        if (Config.NET_TCP_GATHER && settings.Views > 0)
            Views = NetbufViews.TryCreate(settings.Views);
        _key = new HashKey(net.Random);
        while (ReceiveScale < LargestScale && settings.ReceiveBuffer >> ReceiveScale > ushort.MaxValue)
            ReceiveScale++;
        int size = 16;
        while (size < settings.Connections)
            size *= 2;
        _table = new TcpConnection?[size];
        _mask = size - 1;
    }

    /// <summary>Makes the TCP of a stack. Null when it has one, or has no room for another transport.</summary>
    public static TcpStack? TryCreate(NetStack net, TcpSettings settings)
    {
        var created = new TcpStack(net, settings);
        return net.Register(IpProtocol.Tcp, created) ? created : null;
    }

    /// <summary>The IP that it stands on.</summary>
    public NetStack Net { get; }

    /// <summary>What it was made with.</summary>
    public TcpSettings Settings { get; }

    /// <summary>The largest shift of a window (RFC 7323 2.3).</summary>
    internal const byte LargestScale = 14;

    /// <summary>By how much the windows that are offered are shifted.</summary>
    internal byte ReceiveScale { get; private set; }

    /// <summary>Connections in use, those in TIME-WAIT included.</summary>
    public int ConnectionCount { get; private set; }

    /// <summary>Connections in TIME-WAIT.</summary>
    public int TimeWaitCount { get; private set; }

    /// <summary>Bytes of send buffers in use.</summary>
    public int SendMemoryUsed => SendMemory.Used * SendMemory.BlockSize;

    /// <summary>Netbufs that connections hold.</summary>
    public int HeldNetbufs { get; internal set; }

    internal SentSegmentPool Segments { get; }

    /// <summary>Parts of packets that lie elsewhere; null when there is no memory for them.</summary>
    internal NetbufViews? Views { get; }

    internal SendMemory SendMemory { get; }

    internal ulong Now => Net.Now;

    /// <summary>
    /// How many netbufs more a connection that holds so many may take; none when that is not positive. When all together hold as many as they may everyone still gets two, so that nobody stands still for others that
    /// do not read; for that there are half as many again.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int NetbufsFor(int held)
    {
        int limit = Settings.HeldNetbufs, left = limit - HeldNetbufs;
        return left < 2 && -left < limit / 2 ? Math.Max(left, 2 - held) : left;
    }

    /// <summary>How many bytes a connection may have in its send buffer now: with more than half of the memory in use no one gets more than half of the rest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int SendLimit(int wanted)
    {
        int free = SendMemory.Free;
        if (free > SendMemory.Limit / 2)
            return wanted;
        return Math.Min(wanted, Math.Max(free / 2, 2 * SendMemory.BlockSize));
    }

    /// <summary>Begins a connection to a peer, from a port of ours that is picked when <paramref name="localPort"/> is 0. <see cref="TcpHandler.OnConnected"/> or OnClosed says what became of it.</summary>
    public TcpOpenError Connect(in IpEndpoint remote, TcpHandler handler, out TcpConnection? connection, ushort localPort = 0, in IpAddress localAddress = default)
    {
        connection = null;
        TcpOpenError error = TryBegin(remote, localPort, localAddress, out IpEndpoint local, out IpRoute route, out connection);
        connection?.Connect(local, remote, route, handler);
        return error;
    }

    /// <summary>Finds the way to a peer, a port, and a connection, which is then in the table.</summary>
    private TcpOpenError TryBegin(in IpEndpoint remote, ushort localPort, in IpAddress localAddress, out IpEndpoint local, out IpRoute route, out TcpConnection? taken)
    {
        local = default;
        taken = null;
        route = default;
        if (remote.Port == 0 || !Net.TryRoute(remote.Address, localAddress, out route) || route.IsForMany)
            return TcpOpenError.NoRoute;
        local = new IpEndpoint(route.Source, localPort);
        if (localPort == 0 ? !TryPickPort(ref local, remote) : Find(local, remote) is not null)
            return TcpOpenError.InUse;
        taken = Take();
        if (taken is null)
            return TcpOpenError.NoConnection;
        Link(taken, local, remote);
        return TcpOpenError.None;
    }

    /// <inheritdoc/>
    public override void Receive(Netbuf packet, in IpPacket ip)
    {
        Counters.InSegs++;
        int total = packet.Next.Exists ? packet.TotalLength : packet.Length;
        if (!TcpSegment.TryRead(packet.Data, total, out TcpSegment segment))
        {
            Counters.InErrs++;
            Net.Drop(packet, DropReason.BadTransportHeader);
            return;
        }

        if (!NetStack.IsChecksumRight(packet, ip))
        {
            Counters.InErrs++;
            Counters.InCsumErrors++;
            Net.Drop(packet, DropReason.BadTransportChecksum);
            return;
        }

        // Neither from nor to more than one (RFC 9293 3.9.2.3).
        if (ip.IsForMany || ip.Source.IsUnspecified || segment.Header.SourcePort == 0 || segment.Header.DestinationPort == 0)
        {
            Net.Drop(packet, DropReason.BadAddress);
            return;
        }

        packet.TryTrimStart(segment.Header.HeaderLength);
        if (Config.NET_TCP_JOIN && TryJoin(packet, ip, ref segment))
            return;
        var local = new IpEndpoint(ip.Destination, segment.Header.DestinationPort);
        var remote = new IpEndpoint(ip.Source, segment.Header.SourcePort);
        TcpConnection? connection = Find(local, remote);
        if (connection is not null && connection.Receive(packet, ref segment))
            return;
        if (!TryReceiveWithoutConnection(packet, local, remote, ref segment) && !(Config.NET_STACK_PER_PROCESSOR && connection is null && Net.TryPass(packet, ip, segment.Header.HeaderLength)))
            Refuse(packet, local, remote, ref segment);
    }

    /// <inheritdoc/>
    public override void EndBurst()
    {
        if (HasDue)
            RunDue();
    }

    /// <summary>Whether <see cref="EndBurst"/> has anything to do.</summary>
    public bool HasDue
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _firstDue is not null || Config.NET_TCP_JOIN && _joinedFor is not null || _firstStarved is not null;
    }

    private void RunDue()
    {
        if (Config.NET_TCP_JOIN && _joinedFor is not null)
            ReceiveJoined();
        if (_firstStarved is not null)
            WakeStarved();
        while (_firstDue is { } connection)
        {
            _firstDue = connection.NextDue;
            if (_firstDue is null)
                _lastDue = null;
            connection.NextDue = null;
            connection.IsDue = false;
            connection.Dispatch();
        }
    }

    /// <inheritdoc/>
    public override void Error(in IcmpError error, ReadOnlySpan<byte> quoted) => FindQuoted(error, quoted, out uint sequence)?.OnError(error, sequence);

    /// <inheritdoc/>
    public override bool Recognizes(in IcmpError error, ReadOnlySpan<byte> quoted) => FindQuoted(error, quoted, out uint sequence) is { } connection && connection.HasInFlight(sequence);

    // The ports and the number are within the eight bytes that every error has.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private TcpConnection? FindQuoted(in IcmpError error, ReadOnlySpan<byte> quoted, out uint sequence)
    {
        sequence = 0;
        if (quoted.Length < 8)
            return null;
        sequence = BinaryPrimitives.ReadUInt32BigEndian(quoted.Slice(4));
        return Find(new IpEndpoint(error.Local, BinaryPrimitives.ReadUInt16BigEndian(quoted)), new IpEndpoint(error.Remote, BinaryPrimitives.ReadUInt16BigEndian(quoted.Slice(2))));
    }

    /// <summary>Calls an action for each connection: for tables that people read.</summary>
    public void ForEach(Action<TcpConnection> action)
    {
        foreach (TcpConnection? first in _table)
        {
            for (TcpConnection? connection = first; connection is not null; connection = connection.Next)
                action(connection);
        }
    }

    /// <summary>The same for each listener.</summary>
    public void ForEachListener(Action<TcpListener> action)
    {
        foreach (TcpListener? first in _listeners)
        {
            for (TcpListener? listener = first; listener is not null; listener = listener.Next)
                action(listener);
        }
    }

    internal void AddDue(TcpConnection connection)
    {
        if (connection.IsDue)
            return;
        connection.IsDue = true;
        if (_lastDue is null)
            _firstDue = connection;
        else
            _lastDue.NextDue = connection;
        _lastDue = connection;
    }

    internal void AddStarved(TcpConnection connection)
    {
        if (connection.IsStarved)
            return;
        connection.IsStarved = true;
        if (_lastStarved is null)
            _firstStarved = connection;
        else
            _lastStarved.NextStarved = connection;
        _lastStarved = connection;
    }

    /// <summary>Memory to send is given to those that wait for it in the order in which they came.</summary>
    private void WakeStarved()
    {
        while (!SendMemory.IsExhausted && _firstStarved is { } connection)
        {
            _firstStarved = connection.NextStarved;
            if (_firstStarved is null)
                _lastStarved = null;
            connection.NextStarved = null;
            connection.IsStarved = false;
            connection.OnMemory();
        }
    }

    /// <summary>At most a hundred challenges a second, by all connections (RFC 5961 7); each connection counts on its own for segments without data.</summary>
    internal bool MayChallenge()
    {
        ulong second = Now / 1_000_000_000;
        if (second != _challengeSecond)
        {
            _challengeSecond = second;
            // Not always as many: nobody learns from what is missing how many others there were (CVE-2016-5696).
            _challenges = 50 + (int)Net.Random.Below(50);
        }

        if (_challenges == 0)
            return false;
        _challenges--;
        return true;
    }

    /// <summary>A connection of the pool; one in TIME-WAIT goes early when there is no other. Null when all are in use.</summary>
    private TcpConnection? Take()
    {
        if (_free is null && ConnectionCount < Settings.Connections)
        {
            ConnectionCount++;
            return new TcpConnection(this);
        }

        if (_free is null)
        {
            TcpConnection? oldest = _firstWaiting;
            while (oldest is not null && !oldest.CanRecycle)
                oldest = oldest.NextWaiting;
            if (oldest is not null)
            {
                Counters.TimeWaitRecycled++;
                EndTimeWait(oldest);
            }
        }

        TcpConnection? taken = _free;
        if (taken is null)
            return null;
        _free = taken.Next;
        taken.Next = null;
        ConnectionCount++;
        return taken;
    }

    /// <summary>A connection goes back to the pool.</summary>
    internal void Release(TcpConnection connection)
    {
        connection.Next = _free;
        _free = connection;
        ConnectionCount--;
    }

    internal void AddTimeWait(TcpConnection connection)
    {
        TimeWaitCount++;
        connection.NextWaiting = null;
        connection.PreviousWaiting = _lastWaiting;
        if (_lastWaiting is null)
            _firstWaiting = connection;
        else
            _lastWaiting.NextWaiting = connection;
        _lastWaiting = connection;
    }

    /// <summary>Ends a TIME-WAIT before its time.</summary>
    internal void EndTimeWait(TcpConnection connection) => connection.EndTimeWait();

    internal void RemoveTimeWait(TcpConnection connection)
    {
        TimeWaitCount--;
        if (connection.PreviousWaiting is null)
            _firstWaiting = connection.NextWaiting;
        else
            connection.PreviousWaiting.NextWaiting = connection.NextWaiting;
        if (connection.NextWaiting is null)
            _lastWaiting = connection.PreviousWaiting;
        else
            connection.NextWaiting.PreviousWaiting = connection.PreviousWaiting;
        connection.NextWaiting = connection.PreviousWaiting = null;
    }

    private TcpConnection? Find(in IpEndpoint local, in IpEndpoint remote)
    {
        TcpConnection? connection = _table[_key.Place(local, remote) & _mask];
        while (connection is not null && (connection.RemotePort != remote.Port || connection.LocalPort != local.Port || connection.RemoteAddress != remote.Address || connection.LocalAddress != local.Address))
            connection = connection.Next;
        return connection;
    }

    private void Link(TcpConnection connection, in IpEndpoint local, in IpEndpoint remote)
    {
        ref TcpConnection? first = ref _table[_key.Place(local, remote) & _mask];
        connection.Next = first;
        first = connection;
    }

    internal void Unlink(TcpConnection connection)
    {
        ref TcpConnection? place = ref _table[_key.Place(connection.Local, connection.Remote) & _mask];
        if (place == connection)
        {
            place = connection.Next;
        }
        else
        {
            TcpConnection? before = place;
            while (before is not null && before.Next != connection)
                before = before.Next;
            if (before is null)
                return;
            before.Next = connection.Next;
        }

        connection.Next = null;
    }

    /// <summary>A keyed hash of two ends, for what nobody may foresee; <paramref name="purpose"/> has each use get another.</summary>
    internal ulong HashOf(in IpEndpoint local, in IpEndpoint remote, ulong purpose) => _key.Hash(local, remote, purpose);

    /// <summary>The initial sequence number of RFC 6528: a clock of 4.096 microseconds, and what only we know of these ends.</summary>
    internal uint NextInitialSequence(in IpEndpoint local, in IpEndpoint remote) => (uint)(Now >> 12) + (uint)HashOf(local, remote, 0);

    // RFC 6056 3.3.3: a place that depends on the peer, and a count.
    private bool TryPickPort(ref IpEndpoint local, in IpEndpoint remote)
    {
        uint first = Settings.FirstEphemeralPort, range = 65536 - first;
        uint offset = (uint)_key.Hash(local, remote, 2) + _portCount++;
        for (uint i = 0; i < range; i++)
        {
            var picked = local with { Port = (ushort)(first + (offset + i) % range) };
            if (Find(picked, remote) is null && ListenerFor(picked, 0) is null)
            {
                local = picked;
                return true;
            }
        }

        return false;
    }

    private uint _portCount;
}
