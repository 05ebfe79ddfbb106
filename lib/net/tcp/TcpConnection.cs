using System;
using System.Runtime.CompilerServices;

namespace Lithe.Net;

/// <summary>
/// A connection (RFC 9293). Objects come from the pool of a <see cref="TcpStack"/> and go back there after <see cref="TcpHandler.OnClosed"/>. Used by the flow of control that the stack belongs to.
/// </summary>
public sealed partial class TcpConnection
{
    internal const ulong Never = ulong.MaxValue;

    // What is to be told to the handler, or done, when the burst is at its end.
    [Flags]
    private enum Due : byte
    {
        None = 0,
        Accept = 1,
        Connected = 2,
        Receive = 4,
        Sendable = 8,
        Closed = 16,
        Urgent = 32,
    }

    private readonly TcpStack _stack;
    private TcpHandler? _handler;
    private TcpListener? _listener;
    private IpRoute _route;
    private ulong _pseudoHeader;
    private Due _due;
    private TcpError _error;
    private bool _isInCallback, _isAnnounced;

    // It has ended well, but the application has not taken everything.
    private bool _isEndHeld;

    internal TcpConnection(TcpStack stack)
    {
        _stack = stack;
        _scoreboard = new Scoreboard(stack.Segments);
        _queue = new SendQueue(stack.SendMemory);
        _timer = new ConnectionTimer(this);
    }

    /// <summary>The next one with this hash, in the free list, or among those in TIME-WAIT.</summary>
    internal TcpConnection? Next;

    /// <summary>The next one for which something is due.</summary>
    internal TcpConnection? NextDue;
    internal bool IsDue;

    /// <summary>The next one that waits for memory to send.</summary>
    internal TcpConnection? NextStarved;
    internal bool IsStarved;

    /// <summary>Neighbours in the list of those in TIME-WAIT, the oldest first.</summary>
    internal TcpConnection? NextWaiting, PreviousWaiting;

    // Ends, for comparing.
    internal IpAddress LocalAddress, RemoteAddress;
    internal ushort LocalPort, RemotePort;

    /// <summary>Number of times that the object was used: who keeps one over time compares.</summary>
    public uint Generation { get; internal set; }

    /// <summary>Our end.</summary>
    public IpEndpoint Local => new(LocalAddress, LocalPort);

    /// <summary>The peer's end.</summary>
    public IpEndpoint Remote => new(RemoteAddress, RemotePort);

    /// <summary>The state of RFC 9293.</summary>
    public TcpStatus Status { get; private set; }

    /// <summary>An object of the handler's own.</summary>
    public object? State { get; set; }

    /// <summary>Whom to call. A handler that accepts a connection may hand it to another one.</summary>
    public TcpHandler? Handler
    {
        get => _handler;
        set => _handler = value;
    }

    /// <summary>What has come and was not consumed, as far as it lies together; more may follow when it has been consumed.</summary>
    public ReadOnlySpan<byte> Received => _receive.Front;

    /// <summary>Number of bytes that have come and were not consumed.</summary>
    public int Available => _receive.Available;

    /// <summary>Whether the peer has closed its side and everything has come.</summary>
    public bool IsReceiveClosed => _isPeerFinished;

    /// <summary>Whether bytes may be sent.</summary>
    public bool IsSendOpen
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => !_isSendClosed && Status is TcpStatus.Established or TcpStatus.CloseWait or TcpStatus.SynSent or TcpStatus.SynReceived;
    }

    /// <summary>Bytes that wait to be sent or to be acknowledged.</summary>
    public int Unacknowledged => _queue.Length;

    /// <summary>How many bytes the send buffer takes now.</summary>
    public int SendRoom
    {
        get
        {
            if (!IsSendOpen)
                return 0;
            int limit = _stack.SendLimit(SendBuffer);
            return limit > _queue.Length ? limit - _queue.Length : 0;
        }
    }

    /// <summary>The most bytes in the send buffer.</summary>
    public int SendBuffer { get; set; }

    /// <summary>The most bytes that the peer may be ahead. Can grow while the connection lives.</summary>
    public int ReceiveBuffer { get; set; }

    /// <summary>Whether small segments are sent at once, although earlier ones are not acknowledged: no Nagle algorithm (RFC 9293 3.7.4).</summary>
    public bool NoDelay { get; set; }

    /// <summary>Whether segments that are not full wait until it is taken off, or for 200 ms.</summary>
    public bool Cork
    {
        get => _isCorked;
        set
        {
            _isCorked = value;
            if (!value && !_isInCallback)
                Push();
        }
    }

    /// <summary>How long the peer may be silent before it is asked, in nanoseconds; 0: for ever (RFC 9293 3.8.4).</summary>
    public ulong KeepAlive
    {
        get => _keepAliveTime;
        set
        {
            _keepAliveTime = value;
            _keepAliveProbes = 0;
            if (Status >= TcpStatus.Established && Status != TcpStatus.TimeWait && !_isOrphan)
                _keepAt = value == 0 ? Never : _stack.Now + value;
            Schedule();
        }
    }

    /// <summary>How long between questions to a silent peer, in nanoseconds.</summary>
    public ulong KeepAliveInterval { get; set; }

    /// <summary>How many questions without an answer end the connection.</summary>
    public int KeepAliveCount { get; set; }

    /// <summary>How long data may stay unacknowledged before the connection is given up, in nanoseconds; 0: as long as it takes to send it again often enough (RFC 9293 3.9.1, RFC 5482).</summary>
    public ulong UserTimeout { get; set; }

    /// <summary>Differentiated services of what is sent.</summary>
    public byte TrafficClass { get; set; }

    /// <summary>Hops that what is sent may take; 0 is the usual number.</summary>
    public byte HopLimit { get; set; }

    /// <summary>Smoothed round-trip time in nanoseconds; 0 before one was measured.</summary>
    public ulong RoundTrip => _rtt.Smoothed;

    /// <summary>The congestion window in bytes.</summary>
    public uint CongestionWindow => _congestion.Window;

    /// <summary>The most bytes of data in a segment, options left out of account.</summary>
    public int SegmentSize => (int)_segmentSize;

    /// <summary>Bytes that are in the network.</summary>
    public uint InFlight => _scoreboard.InFlight;

    /// <summary>How many segments were sent again.</summary>
    public uint Retransmissions { get; private set; }

    /// <summary>Lets go of bytes at the front of <see cref="Received"/> and behind.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many.</exception>
    public void Consume(int count)
    {
        if ((uint)count > (uint)_receive.Available)
            throw new ArgumentOutOfRangeException(nameof(count));
        int before = _receive.Netbufs;
        _receive.Consume(count);
        _stack.HeldNetbufs += _receive.Netbufs - before;
        AfterConsumed(count);
    }

    /// <summary>
    /// Takes the netbuf that <see cref="Received"/> lies in, and with it its bytes out of the stream: it is the caller's, who frees it, or sends it on as it is. False when nothing is there.
    /// Netbufs that are kept are missing to the card.
    /// </summary>
    public bool TryTake(out Netbuf packet)
    {
        if (!_receive.TryTakeFirst(out packet))
            return false;
        _stack.HeldNetbufs--;
        AfterConsumed(packet.Length);
        return true;
    }

    private void AfterConsumed(int count)
    {
        if (Config.NET_TCP_URGENT)
            MoveMark(count);
        if (_isEndHeld)
        {
            if (_receive.Available == 0)
                AnnounceEnd();
        }
        else if (!_isInCallback && Status >= TcpStatus.Established && IsWindowUpdateDue())
        {
            Send(ackNow: true);
        }
    }

    /// <summary>Copies bytes that have come and leaves them there; how many. For what must lie together and does not.</summary>
    public int Peek(Span<byte> destination) => _receive.CopyTo(destination);

    /// <summary>Copies bytes out and consumes them; how many.</summary>
    public int Read(Span<byte> destination)
    {
        int total = 0;
        // A read ends where an urgent byte was; the next one goes on there.
        if (Config.NET_TCP_URGENT && _untilMark > 0 && destination.Length > _untilMark)
            destination = destination.Slice(0, _untilMark);
        while (destination.Length > 0 && _receive.Available > 0)
        {
            ReadOnlySpan<byte> front = _receive.Front;
            int count = Math.Min(front.Length, destination.Length);
            Pieces.Copy(front.Slice(0, count), destination);
            destination = destination.Slice(count);
            total += count;
            Consume(count);
        }

        return total;
    }

    /// <summary>Has all bytes sent, or none: false when the send buffer has no room for them or the side is closed. <see cref="TcpHandler.OnSendable"/> says when it is worth another attempt.</summary>
    public bool TrySend(ReadOnlySpan<byte> bytes)
    {
        if (SendRoom < bytes.Length || !_stack.SendMemory.Has(bytes.Length))
        {
            WaitForRoom();
            return false;
        }

        _queue.Append(bytes);
        Push();
        return true;
    }

    /// <summary>Has as many bytes sent as there is room for; how many.</summary>
    public int Send(ReadOnlySpan<byte> bytes)
    {
        int count = Math.Min(SendRoom, bytes.Length);
        if (count > 0)
            count = _queue.Append(bytes.Slice(0, count));
        if (count < bytes.Length)
            WaitForRoom();
        if (count > 0)
            Push();
        return count;
    }

    /// <summary>Room in the send buffer to write at least so many bytes to (at least one), for <see cref="Commit"/>; empty when there is none.</summary>
    public Span<byte> Reserve(int least)
    {
        // A side that is closed has no room, not even for nothing: its block would never be given back.
        least = Math.Max(least, 1);
        Span<byte> room = SendRoom < least ? default : _queue.Room(least);
        if (room.Length < least)
        {
            WaitForRoom();
            return default;
        }

        return room;
    }

    /// <summary>Sends the first bytes of what <see cref="Reserve"/> gave.</summary>
    public void Commit(int count)
    {
        _queue.Commit(count);
        Push();
    }

    /// <summary>Whether so many calls of <see cref="TrySendStatic"/> find places to note their references; if not, <see cref="TcpHandler.OnSendable"/> says when it is worth another attempt.</summary>
    public bool CanSendStatic(int references)
    {
        if (IsSendOpen && _queue.Length <= 1 << 29 && _stack.SendMemory.HasReferences(references))
            return true;
        WaitForRoom();
        return false;
    }

    /// <summary>Has bytes of an array sent that do not change as long as the connection lives, without copying them here. They do not count against the send buffer.</summary>
    public bool TrySendStatic(byte[] bytes, int start, int count)
    {
        if ((uint)start > (uint)bytes.Length || (uint)count > (uint)(bytes.Length - start))
            throw new ArgumentOutOfRangeException(nameof(count));
        if (count == 0)
            return true;
        // Sequence numbers in use must stay comparable.
        if (!IsSendOpen || (long)_queue.Length + count > 1 << 30 || !_queue.TryAppendReference(bytes, start, count))
        {
            WaitForRoom();
            return false;
        }

        Push();
        return true;
    }

    /// <summary>
    /// Has the data of a netbuf sent from where they are, where the card can take them from there: the netbuf is the connection's until they are acknowledged, and must not be changed. It is one part, and no
    /// view. False, and it stays the caller's, when the send buffer has no room for its data, or connections hold as many netbufs as they may.
    /// </summary>
    public bool TrySendOwned(Netbuf packet)
    {
        if (packet.Length == 0 || packet.Next.Exists)
            return false;
        if (!Config.NET_TCP_GATHER)
        {
            if (!TrySend(packet.Data))
                return false;
            packet.Free();
            return true;
        }

        if (SendRoom < packet.Length || _stack.HeldNetbufs + _stack.SendMemory.OwnedNetbufs >= _stack.Settings.HeldNetbufs || !_queue.TryAppendOwned(packet))
        {
            WaitForRoom();
            return false;
        }

        Push();
        return true;
    }

    /// <summary>Has <see cref="TcpHandler.OnSendable"/> called when there is room in the send buffer, also where nothing was refused: for who keeps no more ahead than that.</summary>
    public void NotifyWhenSendable() => WaitForRoom();

    /// <summary>Closes our side: the peer sees the end after what was sent. Receiving goes on.</summary>
    public void Shutdown()
    {
        if (_isSendClosed || Status is TcpStatus.Closed or TcpStatus.TimeWait)
            return;
        if (Status == TcpStatus.SynSent)
        {
            Finish(TcpError.None);
            return;
        }

        _isSendClosed = true;
        if (!_isInCallback)
            Send(ackNow: false);
    }

    /// <summary>
    /// Closes both sides. What was sent still arrives. When bytes were received that nobody has consumed, or come from now on, the peer gets a reset (RFC 9293 3.6, RFC 2525 2.17).
    /// </summary>
    public void Close()
    {
        if (_isEndHeld)
        {
            AnnounceEnd();
            return;
        }

        if (_isOrphan || Status is TcpStatus.Closed or TcpStatus.TimeWait)
            return;
        if (_receive.Available > 0 && Status >= TcpStatus.Established)
        {
            Abort();
            return;
        }

        _isOrphan = true;
        if (Status == TcpStatus.FinWait2)
            WaitForPeer();
        Shutdown();
    }

    /// <summary>Ends the connection at once, with a reset for the peer.</summary>
    public void Abort()
    {
        if (_isEndHeld)
        {
            AnnounceEnd();
            return;
        }

        if (Status is TcpStatus.Closed or TcpStatus.TimeWait)
            return;
        if (Status is not TcpStatus.SynSent)
            SendReset();
        Finish(TcpError.Aborted);
    }

    /// <summary>Sends what can be sent, when that is not done by itself: outside a handler's call.</summary>
    private void Push()
    {
        if (!_isInCallback)
            Send(ackNow: false);
    }

    /// <summary>How long an acknowledgement is waited for before data is sent again, in nanoseconds.</summary>
    public ulong RetransmitTimeout => _rtt.Timeout;

    /// <summary>Has <see cref="TcpHandler.OnSendable"/> be called when there is room in the send buffer again: for who has found none without sending.</summary>
    public void WaitForRoom()
    {
        _wantsRoom = true;
        // Where nothing is to be acknowledged, others' acknowledgements make the room.
        if (_stack.SendMemory.IsExhausted || _queue.Length == 0)
            _stack.AddStarved(this);
    }

    /// <summary>Memory to send is there again.</summary>
    internal void OnMemory()
    {
        if (_wantsRoom && SendRoom > 0)
            Announce(Due.Sendable);
    }
}
