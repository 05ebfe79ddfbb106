namespace Lithe.Net;

/// <summary>What arrives: RFC 9293 3.10.7, in its order.</summary>
public sealed partial class TcpConnection
{
    private const ulong ChallengeInterval = 500_000_000;

    // A timestamp that is older counts no more (RFC 7323 5.5).
    private const ulong TimestampLife = 24UL * 24 * 3600 * 1_000_000_000;

    private uint _receiveNext, _receiveEdge, _lastAcknowledged, _latestEarly, _peerFin;
    private SackBlock _duplicateBlock;
    private bool _isPeerFinished, _isPeerFinKnown;
    private int _unacknowledgedSegments, _quickAcks;
    private bool _ackNow;
    private ulong _lastReceiveAt, _lastChallengeAt;

    /// <summary>Takes a segment whose data is what the netbuf holds. False: it is a SYN for a new connection, this one is gone, and the netbuf is the caller's.</summary>
    internal bool Receive(Netbuf packet, ref TcpSegment segment)
    {
        _lastReceiveAt = _stack.Now;
        _keepAliveProbes = 0;
        // Header prediction: the next segment in order of an established connection, with nothing odd about it, needs none of the checks.
        bool isExpected = Status == TcpStatus.Established && segment.Sequence == _receiveNext && segment.HasTimestamps == _hasTimestamps
            && (segment.Flags & ~TcpFlags.Psh) == TcpFlags.Ack && (uint)segment.Length <= _receiveEdge - _receiveNext
            && (!_hasTimestamps || (int)(segment.Timestamp - _recentTimestamp) >= 0);
        if (!isExpected)
        {
            if (Status == TcpStatus.SynSent)
                return ReceiveInSynSent(packet, ref segment);
            if (Status == TcpStatus.TimeWait)
                return ReceiveInTimeWait(packet, ref segment);
            if (!Check(ref segment))
            {
                packet.Free();
                return true;
            }
        }

        // A timestamp is taken over by a segment that covers what was acknowledged last (RFC 7323 4.3).
        if (_hasTimestamps && segment.HasTimestamps && Sequence.IsUpTo(segment.Sequence, _lastAcknowledged) && (int)(segment.Timestamp - _recentTimestamp) >= 0)
        {
            _recentTimestamp = segment.Timestamp;
            _recentTimestampAt = _stack.Now;
        }

        if (!Acknowledge(ref segment))
        {
            packet.Free();
            return true;
        }

        if (Config.NET_TCP_URGENT && segment.Has(TcpFlags.Urg) && Status >= TcpStatus.Established)
            TakeUrgentPointer(ref segment);
        TakeData(packet, ref segment);
        return true;
    }

    /// <summary>Everything before the acknowledgement: old timestamps, the window, RST, SYN. False: the segment is of no use.</summary>
    private bool Check(ref TcpSegment segment)
    {
        if (_hasTimestamps && !segment.Has(TcpFlags.Rst))
        {
            // Once negotiated they are in every segment (RFC 7323 3.2).
            if (!segment.HasTimestamps)
                return false;
            if ((int)(segment.Timestamp - _recentTimestamp) < 0 && _stack.Now - _recentTimestampAt < TimestampLife)
            {
                _stack.Counters.PawsDrops++;
                AnswerUnacceptable(ref segment);
                return false;
            }
        }

        uint window = _receiveEdge - _receiveNext;
        if (Status == TcpStatus.SynReceived && segment.Has(TcpFlags.Syn) && !segment.Has(TcpFlags.Rst | TcpFlags.Ack) && segment.Sequence == _initialReceive)
        {
            // The SYN again: our answer was lost.
            if (_stack.Now - _lastSendAt > ChallengeInterval)
                RetransmitFirst();
            return false;
        }

        if (!Sequence.IsAcceptable(segment.Sequence, segment.SequenceLength, _receiveNext, window))
        {
            // With a window of 0 the control part of a segment at its place counts all the same (RFC 9293 3.10.7.4).
            bool isAtEdge = window == 0 && segment.Sequence == _receiveNext;
            if (!isAtEdge)
            {
                _stack.Counters.OutOfWindow++;
                if (!segment.Has(TcpFlags.Rst))
                    AnswerUnacceptable(ref segment);
                return false;
            }

            _ackNow = true;
            _stack.AddDue(this);
        }

        if (segment.Has(TcpFlags.Rst))
        {
            // Only the very next number resets; others of the window are asked about (RFC 5961 3.2).
            if (segment.Sequence == _receiveNext)
                OnReset();
            else
                Challenge();
            return false;
        }

        if (segment.Has(TcpFlags.Syn))
        {
            // RFC 5961 4.2; in SYN-RECEIVED after a passive open the connection goes (RFC 9293 3.10.7.4), which a spoofed SYN could bring about, too: challenged as well.
            Challenge();
            return false;
        }

        return segment.Has(TcpFlags.Ack);
    }

    private void OnReset()
    {
        TcpError error = Status == TcpStatus.SynReceived && _isAnnounced && !(Config.NET_TCP_FAST_OPEN && _isFastOpen) ? TcpError.Refused : TcpError.Reset;
        Finish(Status is TcpStatus.Closing or TcpStatus.LastAck ? TcpError.None : error);
    }

    private bool ReceiveInSynSent(Netbuf packet, ref TcpSegment segment)
    {
        bool hasAck = segment.Has(TcpFlags.Ack);
        uint latest = Config.NET_TCP_FAST_OPEN && _earlyEnd != 0 ? Sequence.Later(_earlyEnd, _sendNext) : _sendNext;
        if (hasAck && (Sequence.IsUpTo(segment.Acknowledgment, _initialSend) || Sequence.IsBefore(latest, segment.Acknowledgment)))
        {
            packet.Free();
            if (!segment.Has(TcpFlags.Rst))
                _stack.SendResetFor(Local, Remote, ref segment);
            return true;
        }

        if (segment.Has(TcpFlags.Rst))
        {
            packet.Free();
            if (hasAck)
                Finish(TcpError.Refused);
            return true;
        }

        if (!segment.Has(TcpFlags.Syn))
        {
            packet.Free();
            return true;
        }

        TakeSynOptions(ref segment);
        InitializeReceive(segment.Sequence, segment.Header.Window);
        UpdateSegmentSize();
        if (!hasAck)
        {
            // Both sides open at once (RFC 9293 3.5, figure 7). Data that may come with it is sent again.
            packet.Free();
            if (Config.NET_TCP_FAST_OPEN)
                GiveUpFastOpen();
            Status = TcpStatus.SynReceived;
            RetransmitFirst();
            return true;
        }

        bool wasLost = _retries > 0;
        Sample(ref segment);
        _scoreboard.Clear();
        _sendUnacknowledged = segment.Acknowledgment;
        _windowAcknowledgment = segment.Acknowledgment;
        if (Config.NET_TCP_FAST_OPEN)
            CompleteFastOpen(ref segment);
        Establish(wasLost);
        Announce(Due.Connected);
        // What came with it: numbers begin behind the SYN.
        segment.Header = segment.Header with { Sequence = segment.Sequence + 1 };
        _ackNow = true;
        TakeData(packet, ref segment);
        return true;
    }

    private void Establish(bool wasSynLost)
    {
        LeaveListener();
        Status = TcpStatus.Established;
        _stack.Counters.CurrEstab++;
        _retries = 0;
        _retransmitAt = Never;
        _recovery = Recovery.None;
        CongestionControl.Start(ref _congestion, _payloadSize);
        // A lost SYN is the first sign of congestion (RFC 5681 3.1).
        if (wasSynLost)
            _congestion.Window = _payloadSize;
        _receiveEdge = _receiveNext + FreeWindow();
        if (_keepAliveTime != 0)
            _keepAt = _stack.Now + _keepAliveTime;
    }

    private bool ReceiveInTimeWait(Netbuf packet, ref TcpSegment segment)
    {
        // A new connection with the same ends, later than all of the old one: by timestamp, or by number (RFC 6191, RFC 1122 4.2.2.13).
        if ((segment.Flags & (TcpFlags.Syn | TcpFlags.Ack | TcpFlags.Rst)) == TcpFlags.Syn
            && (_hasTimestamps && segment.HasTimestamps && segment.Timestamp != _recentTimestamp
                ? (int)(segment.Timestamp - _recentTimestamp) > 0
                : Sequence.IsBefore(_receiveNext, segment.Sequence)))
        {
            _stack.EndTimeWait(this);
            return false;
        }

        packet.Free();
        // A reset does not end the wait (RFC 1337).
        if (segment.Has(TcpFlags.Rst))
            return true;
        if (_hasTimestamps && segment.HasTimestamps && (int)(segment.Timestamp - _recentTimestamp) < 0)
            _stack.Counters.PawsDrops++;
        if (segment.Has(TcpFlags.Fin))
        {
            _keepAt = _stack.Now + _stack.Settings.TimeWait;
            Schedule();
        }

        if (segment.SequenceLength > 0 || segment.Sequence != _receiveNext)
            AnswerUnacceptable(ref segment);
        return true;
    }

    /// <summary>Tells the peer where we are. For segments without data not more often than twice a second: two that misunderstand each other would never end (RFC 5961 7).</summary>
    private void AnswerUnacceptable(ref TcpSegment segment)
    {
        if (segment.Length > 0)
        {
            if (Config.NET_TCP_SACK && _hasSack && Sequence.IsBefore(segment.Sequence, _receiveNext))
                _duplicateBlock = new SackBlock(segment.Sequence, Sequence.Earlier(segment.Sequence + (uint)segment.Length, _receiveNext));
        }
        else if (!segment.Has(TcpFlags.Fin) && IsChallengedLately())
        {
            _stack.Counters.ChallengeAcksSkipped++;
            return;
        }

        SendAck();
    }

    private bool IsChallengedLately()
    {
        if (_lastChallengeAt != 0 && _stack.Now - _lastChallengeAt < ChallengeInterval)
            return true;
        _lastChallengeAt = _stack.Now;
        return false;
    }

    /// <summary>An acknowledgement that has a peer which is really in trouble answer with a reset of the right number (RFC 5961).</summary>
    private void Challenge()
    {
        if (!_stack.MayChallenge())
        {
            _stack.Counters.ChallengeAcksSkipped++;
            return;
        }

        _stack.Counters.ChallengeAcks++;
        SendAck();
    }
}
