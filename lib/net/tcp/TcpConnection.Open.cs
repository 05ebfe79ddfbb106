using System;

namespace Lithe.Net;

/// <summary>How a connection begins.</summary>
public sealed partial class TcpConnection
{
    private uint _initialSend, _initialReceive;
    private bool _hasTimestamps, _hasSack, _hasScale;
    private byte _sendScale, _receiveScale;
    private uint _timestampOffset, _recentTimestamp;
    private ulong _recentTimestampAt;

    /// <summary>The most bytes that the peer takes in a segment, by its own words.</summary>
    private uint _peerSegmentSize;

    /// <summary>What fits a segment as the way is now, options apart; what is left for data.</summary>
    private uint _segmentSize, _payloadSize;

    private void Initialize(in IpEndpoint local, in IpEndpoint remote, in IpRoute route, TcpHandler handler)
    {
        TcpSettings settings = _stack.Settings;
        Generation++;
        LocalAddress = local.Address;
        LocalPort = local.Port;
        RemoteAddress = remote.Address;
        RemotePort = remote.Port;
        _route = route;
        _pseudoHeader = Checksum.PseudoHeader(local.Address, remote.Address, 0, IpProtocol.Tcp);
        _handler = handler;
        State = null;
        _due = Due.None;
        _error = TcpError.None;
        _isAnnounced = false;
        _isEndHeld = false;
        _isInCallback = false;
        _mayRetransmit = false;
        SendBuffer = settings.SendBuffer;
        ReceiveBuffer = settings.ReceiveBuffer;
        NoDelay = false;
        _isCorked = false;
        _keepAliveTime = 0;
        _keepAliveProbes = 0;
        KeepAliveInterval = 75_000_000_000;
        KeepAliveCount = 9;
        UserTimeout = 0;
        TrafficClass = 0;
        HopLimit = 0;
        Retransmissions = 0;
        _rtt = default;
        _isSendClosed = _isFinSent = _isOrphan = _isPeerFinished = _isPeerFinKnown = _wantsRoom = false;
        _hasTimestamps = Config.NET_TCP_TIMESTAMPS;
        _hasSack = Config.NET_TCP_SACK;
        _hasScale = true;
        _sendScale = 0;
        _receiveScale = _stack.ReceiveScale;
        _timestampOffset = (uint)_stack.HashOf(local, remote, 1);
        _recentTimestamp = 0;
        _recentTimestampAt = _stack.Now;
        _peerSegmentSize = route.Source.IsV4 ? 536u : 1220;
        _recovery = Recovery.None;
        _duplicateAcks = 0;
        _retries = 0;
        _rackSentAt = 0;
        _rackEnd = _rackForward = 0;
        _rackRoundTrip = 0;
        _rackMultiplier = 1;
        _rackPersist = 0;
        _isReorderingSeen = false;
        _isTailProbed = false;
        _isWindowLimited = false;
        _retransmitAt = _ackAt = _keepAt = _resumeAt = Never;
        _persistBackoff = 0;
        _ackNow = false;
        _unacknowledgedSegments = 0;
        _quickAcks = 16;
        _lastChallengeAt = 0;
        _lastReceiveAt = _lastSendAt = _progressAt = _stack.Now;
        _latestEarly = 0;
        _duplicateBlock = default;
        _sendWindow = _largestWindow = 0;
        _receiveNext = _receiveEdge = 0;
        if (Config.NET_TCP_URGENT)
            ClearUrgent();
        if (Config.NET_TCP_FAST_OPEN)
            ClearFastOpen();
    }

    private void InitializeSend(uint initialSend)
    {
        _initialSend = initialSend;
        _sendUnacknowledged = initialSend;
        _sendNext = initialSend;
        _probeEnd = initialSend;
        _recoveryPoint = initialSend;
        _rackForward = initialSend;
        _smallEnd = initialSend;
        _queue.Reset(initialSend + 1);
        UpdateSegmentSize();
        CongestionControl.Start(ref _congestion, _payloadSize);
    }

    /// <summary>Begins actively (RFC 9293 3.10.1): a SYN goes out.</summary>
    internal void Connect(in IpEndpoint local, in IpEndpoint remote, in IpRoute route, TcpHandler handler)
    {
        Initialize(local, remote, route, handler);
        _isAnnounced = true;
        InitializeSend(_stack.NextInitialSequence(local, remote));
        Status = TcpStatus.SynSent;
        _stack.Counters.ActiveOpens++;
        SendSyn();
    }

    /// <summary>Begins passively (RFC 9293 3.10.7.2): the listener got a SYN, and the answer goes out.</summary>
    internal void Accept(TcpListener listener, in IpEndpoint local, in IpEndpoint remote, in IpRoute route, ref TcpSegment syn)
    {
        Initialize(local, remote, route, listener.Handler);
        _listener = listener;
        listener.HalfOpen++;
        _stack.HalfOpen++;
        TakeSynOptions(ref syn);
        if (Config.NET_TCP_FAST_OPEN && listener.FastOpenLimit > 0)
            AnswerFastOpen(ref syn);
        InitializeReceive(syn.Sequence, syn.Header.Window);
        InitializeSend(_stack.NextInitialSequence(local, remote));
        Status = TcpStatus.SynReceived;
        SendSyn();
    }

    /// <summary>Begins with the acknowledgement of a SYN cookie: everything that the SYN said is in what comes back.</summary>
    internal void AcceptCookie(TcpListener listener, in IpEndpoint local, in IpEndpoint remote, in IpRoute route, ref TcpSegment ack, in SynCookie cookie)
    {
        Initialize(local, remote, route, listener.Handler);
        _hasTimestamps = Config.NET_TCP_TIMESTAMPS && ack.HasTimestamps;
        _hasSack = Config.NET_TCP_SACK && cookie.SackPermitted;
        _hasScale = cookie.HasScale;
        _sendScale = _hasScale ? cookie.Scale : (byte)0;
        if (!_hasScale)
            _receiveScale = 0;
        _recentTimestamp = ack.Timestamp;
        _peerSegmentSize = cookie.SegmentSize;
        InitializeReceive(ack.Sequence - 1, ack.Header.Window);
        InitializeSend(ack.Acknowledgment - 1);
        _sendUnacknowledged = _sendNext = _probeEnd = _recoveryPoint = _rackForward = ack.Acknowledgment;
        _sendWindow = _largestWindow = (uint)ack.Header.Window << _sendScale;
        _windowSequence = ack.Sequence;
        _windowAcknowledgment = ack.Acknowledgment;
        Status = TcpStatus.Established;
        _stack.Counters.CurrEstab++;
        Announce(Due.Accept);
    }

    private void InitializeReceive(uint initialReceive, ushort window)
    {
        _initialReceive = initialReceive;
        _receiveNext = initialReceive + 1;
        _lastAcknowledged = _receiveNext;
        _receiveEdge = _receiveNext + (uint)Math.Min(ReceiveBuffer, ushort.MaxValue);
        // The window of a SYN is never scaled (RFC 7323 2.2).
        _sendWindow = _largestWindow = window;
        _windowSequence = initialReceive;
    }

    private void TakeSynOptions(ref TcpSegment syn)
    {
        TcpOptions options = syn.Options;
        if (options.MaximumSegmentSize is ushort size)
            _peerSegmentSize = Math.Max((uint)size, 64);
        _hasTimestamps &= options.HasTimestamps;
        _hasSack &= options.SackPermitted;
        _hasScale &= options.WindowScale is not null;
        if (_hasScale)
        {
            _sendScale = Math.Min(options.WindowScale.GetValueOrDefault(), TcpStack.LargestScale);
        }
        else
        {
            _sendScale = 0;
            _receiveScale = 0;
        }

        if (_hasTimestamps)
        {
            _recentTimestamp = options.Timestamp;
            _recentTimestampAt = _stack.Now;
        }
    }

    /// <summary>What we tell the peer that we take: what the interface takes.</summary>
    private ushort AdvertisedSegmentSize => (ushort)(Math.Min(_route.Interface.Mtu, ushort.MaxValue) - (_route.Source.IsV4 ? 40 : 60));

    /// <summary>After the way's MTU or the options have changed (RFC 9293 3.7.1).</summary>
    private void UpdateSegmentSize()
    {
        int headers = _route.Source.IsV4 ? 40 : 60;
        uint fits = (uint)Math.Max(_route.Mtu - headers, 64);
        _segmentSize = Math.Min(fits, _peerSegmentSize);
        _payloadSize = _segmentSize - (_hasTimestamps ? 12u : 0);
        _congestion.SegmentSize = _payloadSize;
    }

    /// <summary>Finds the way again when routes or the MTU have changed. False when there is none.</summary>
    private bool TryRefreshRoute()
    {
        if (_route.Generation == _stack.Net.RouteGeneration)
            return true;
        if (!_stack.Net.TryRoute(RemoteAddress, LocalAddress, out IpRoute route))
            return false;
        _route = route;
        UpdateSegmentSize();
        return true;
    }

    /// <summary>Whether a number is one of those that were sent and not acknowledged: somebody who does not see the connection does not know them (RFC 5927 4.1).</summary>
    internal bool HasInFlight(uint sequence) => !Sequence.IsBefore(sequence, _sendUnacknowledged) && Sequence.IsBefore(sequence, _sendNext);

    /// <summary>An ICMP error about one of our segments (RFC 9293 3.9.2.2, RFC 5927).</summary>
    internal void OnError(in IcmpError error, uint sequence)
    {
        if (!HasInFlight(sequence))
            return;
        if (error.Kind == IcmpErrorKind.PacketTooBig)
        {
            TryRefreshRoute();
            OnSmallerMtu();
            return;
        }

        // Hard errors end what is not established; later they may be lies.
        if (!error.IsSoft && Status is TcpStatus.SynSent or TcpStatus.SynReceived)
            Finish(error.Kind == IcmpErrorKind.PortUnreachable ? TcpError.Refused : TcpError.Unreachable);
    }

    /// <summary>Segments in flight are too long for the way: they are sent again in smaller ones, which says nothing of congestion.</summary>
    private void OnSmallerMtu()
    {
        uint longest = _payloadSize;
        for (int place = _scoreboard.First; place >= 0; place = _scoreboard[place].Next)
        {
            if (_scoreboard[place].Length > longest && _scoreboard[place].IsInFlight)
                _scoreboard.MarkLost(place);
        }

        if (_scoreboard.LostBytes > 0)
            Send(ackNow: false);
    }
}
