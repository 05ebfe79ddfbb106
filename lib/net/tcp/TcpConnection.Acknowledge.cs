using System;
using System.Runtime.CompilerServices;

namespace Lithe.Net;

/// <summary>Acknowledgements: what has arrived, what was lost, what may be sent. RFC 5681, 6582, 6675, 7323, 8985.</summary>
public sealed partial class TcpConnection
{
    private const int DuplicateThreshold = 3;

    private enum Recovery : byte
    {
        None,

        /// <summary>A loss was noticed while acknowledgements came.</summary>
        Fast,

        /// <summary>The retransmission timer expired.</summary>
        Timeout,
    }

    private Scoreboard _scoreboard;
    private CongestionState _congestion;
    private RttEstimator _rtt;
    private Recovery _recovery;
    private uint _sendUnacknowledged, _recoveryPoint, _sendWindow, _largestWindow, _windowSequence, _windowAcknowledgment;
    private int _duplicateAcks;
    private bool _wantsRoom, _mayRetransmit;

    // RACK (RFC 8985 5): the segment sent last of those that have arrived, its round trip, the highest number that has arrived.
    private ulong _rackSentAt, _rackRoundTrip;
    private uint _rackEnd, _rackForward, _rackRound;
    private int _rackMultiplier, _rackPersist;
    private bool _isReorderingSeen, _isTailProbed, _isTailRetransmitted;
    private uint _tailEnd;

    /// <summary>The fifth step of RFC 9293 3.10.7.4, from a segment with ACK. False: nothing else of it counts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Acknowledge(ref TcpSegment segment)
    {
        uint ack = segment.Acknowledgment, before = _sendUnacknowledged;
        uint window = (uint)segment.Header.Window << _sendScale;
        // The most frequent case: data from a peer to whom we have sent nothing since.
        if (ack == before && window == _sendWindow && _scoreboard.First < 0 && Status == TcpStatus.Established)
        {
            _windowSequence = segment.Sequence;
            _retries = 0;
            return true;
        }

        uint latest = Sequence.Later(_sendNext, _probeEnd);
        if (Sequence.IsBefore(latest, ack) || Sequence.IsBefore(ack, before - Math.Max(_largestWindow, 1)))
        {
            // What was never sent, or so long ago that it was not sent by us (RFC 5961 5.2).
            if (Status == TcpStatus.SynReceived)
                _stack.SendResetFor(Local, Remote, ref segment);
            else
                Challenge();
            return false;
        }

        if (Status == TcpStatus.SynReceived)
        {
            if (Sequence.IsUpTo(ack, _initialSend))
            {
                _stack.SendResetFor(Local, Remote, ref segment);
                return false;
            }

            if (!TryComplete(ref segment))
                return false;
        }

        bool isNewer = Sequence.IsBefore(_windowSequence, segment.Sequence) || (_windowSequence == segment.Sequence && Sequence.IsUpTo(_windowAcknowledgment, ack));
        bool isWindowChanged = isNewer && window != _sendWindow;
        if (isNewer && Sequence.IsUpTo(before, ack))
        {
            _sendWindow = window;
            _windowSequence = segment.Sequence;
            _windowAcknowledgment = ack;
            if (window > _largestWindow)
                _largestWindow = window;
            // A peer that answers with a closed window is alive; nobody waits for it any more where the application has closed.
            if (window == 0 && !_isOrphan)
                _retries = 0;
        }

        if (Sequence.IsBefore(_sendNext, ack))
            _sendNext = ack;
        bool isDuplicateReported = false;
        if (Sequence.IsBefore(before, ack))
        {
            TakeAcknowledged(ref segment, ack);
        }
        else if (ack == before && _scoreboard.First >= 0 && !_hasSack && segment.Length == 0 && !isWindowChanged && !segment.Has(TcpFlags.Fin))
        {
            OnDuplicate();
        }

        if (Config.NET_TCP_SACK && _hasSack && segment.HasMoreOptions)
            isDuplicateReported = TakeBlocks(ref segment, ack);
        AfterAcknowledgment(ack, isDuplicateReported);
        if (_scoreboard.First < 0 || ack != before)
            ArmRetransmission();
        _stack.AddDue(this);
        if (ack != before)
            OnProgress();
        return Status != TcpStatus.Closed;
    }

    /// <summary>The acknowledgement of our SYN.</summary>
    private bool TryComplete(ref TcpSegment segment)
    {
        if (_listener is { IsClosed: true })
        {
            _stack.SendResetFor(Local, Remote, ref segment);
            Finish(TcpError.Aborted);
            return false;
        }

        bool wasLost = _retries > 0;
        bool wasActive = _isAnnounced;
        _windowAcknowledgment = segment.Acknowledgment;
        _windowSequence = segment.Sequence - 1;
        _sendWindow = 0;
        Sample(ref segment);
        Establish(wasLost);
        if (!(Config.NET_TCP_FAST_OPEN && _isFastOpen))
            Announce(wasActive ? Due.Connected : Due.Accept);
        return true;
    }

    /// <summary>The round trip of a SYN that was sent once.</summary>
    private void Sample(ref TcpSegment segment)
    {
        if (_retries == 0 && _scoreboard.First >= 0)
            _rtt.Measure(_stack.Now - _scoreboard[_scoreboard.First].SentAt);
        else
            _rtt.ForgetBackoff();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void TakeAcknowledged(ref TcpSegment segment, uint ack)
    {
        ulong now = _stack.Now, youngest = 0;
        while (_scoreboard.TryAcknowledge(ack, out SentSegment sent))
        {
            if ((sent.Flags & SentSegment.Sacked) != 0)
                continue;
            if ((sent.Flags & SentSegment.EverRetransmitted) == 0)
                youngest = sent.SentAt;
            if (Config.NET_TCP_SACK)
                UpdateRack(in sent, ref segment, now);
        }

        // Karn's rule (RFC 6298 3): what was sent twice says nothing, except with timestamps.
        if (youngest != 0)
            _rtt.Measure(now - youngest);
        else if (_hasTimestamps && segment.TimestampEcho != 0 && (int)(Timestamp(now) - segment.TimestampEcho) >= 0)
            _rtt.Measure((ulong)(Timestamp(now) - segment.TimestampEcho) * 1_000_000 + 500_000);
        else
            _rtt.ForgetBackoff();

        uint acknowledged = ack - _sendUnacknowledged;
        _sendUnacknowledged = ack;
        _probeEnd = Sequence.Later(_probeEnd, ack);
        _queue.Release(ack);
        _retries = 0;
        _persistBackoff = 0;
        _progressAt = now;
        _stack.Net.Confirm(_route);
        if (_recovery != Recovery.Fast)
        {
            if (_isWindowLimited || _recovery == Recovery.Timeout)
                CongestionControl.OnAcknowledged(ref _congestion, acknowledged, now, _rtt.Smoothed);
        }

        _isWindowLimited = false;
        if (!_hasSack)
            AfterPartial(ack, acknowledged);
        if (_wantsRoom && SendRoom > Math.Min(SendBuffer / 4, 16384) && !_stack.SendMemory.IsExhausted)
            Announce(Due.Sendable);
    }

    /// <summary>The states that wait for the acknowledgement of our FIN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void OnProgress()
    {
        if (!_isFinSent || _sendUnacknowledged != _queue.End + 1)
            return;
        switch (Status)
        {
            case TcpStatus.FinWait1:
                Status = TcpStatus.FinWait2;
                if (_isOrphan)
                    WaitForPeer();
                break;
            case TcpStatus.Closing:
                EnterTimeWait();
                break;
            case TcpStatus.LastAck:
                Finish(TcpError.None);
                break;
        }
    }

    /// <summary>Nobody is there any more to take what the peer sends: it has as long as a TIME-WAIT lasts to end its side.</summary>
    private void WaitForPeer()
    {
        _keepAt = _stack.Now + _stack.Settings.TimeWait;
        Schedule();
    }

    /// <summary>Marks what the peer reports (RFC 2018). True when it reports something that it got twice (RFC 2883).</summary>
    private bool TakeBlocks(ref TcpSegment segment, uint ack)
    {
        TcpOptions options = segment.Options;
        if (options.SackCount == 0)
            return false;
        SackBlock first = options.Sack0;
        bool isDuplicate = Sequence.IsBefore(first.Start, ack)
            || (options.SackCount > 1 && Sequence.IsUpTo(options.Sack1.Start, first.Start) && Sequence.IsUpTo(first.End, options.Sack1.End));
        for (int i = 0; i < options.SackCount; i++)
        {
            SackBlock block = options.GetSack(i);
            // Only what can be: sent, not acknowledged, not empty.
            if (Sequence.IsBefore(block.Start, block.End) && Sequence.IsUpTo(block.End, _sendNext) && Sequence.IsBefore(_sendUnacknowledged, block.End))
                MarkSacked(Sequence.Later(block.Start, _sendUnacknowledged), block.End, ref segment);
        }

        return isDuplicate;
    }

    private void MarkSacked(uint start, uint end, ref TcpSegment segment)
    {
        ulong now = _stack.Now;
        for (int place = _scoreboard.First; place >= 0; place = _scoreboard[place].Next)
        {
            ref SentSegment sent = ref _scoreboard[place];
            if (!Sequence.IsBefore(sent.Start, end))
                return;
            if ((sent.Flags & SentSegment.Sacked) != 0 || Sequence.IsUpTo(sent.End, start))
                continue;
            if (Sequence.IsBefore(sent.Start, start))
            {
                // Its front is missing: two records.
                if (!_scoreboard.TrySplit(place, start))
                    return;
                continue;
            }

            if (Sequence.IsBefore(end, sent.End) && !_scoreboard.TrySplit(place, end))
                return;
            UpdateRack(in sent, ref segment, now);
            _scoreboard.MarkSacked(place);
        }
    }

    /// <summary>RFC 8985 6.2, steps 2 and 3: a segment has arrived.</summary>
    private void UpdateRack(in SentSegment sent, ref TcpSegment segment, ulong now)
    {
        if (Sequence.IsBefore(_rackForward, sent.End))
            _rackForward = sent.End;
        else if ((sent.Flags & SentSegment.EverRetransmitted) == 0 && Sequence.IsBefore(sent.End, _rackForward))
            _isReorderingSeen = true;
        ulong roundTrip = now - sent.SentAt;
        if ((sent.Flags & SentSegment.EverRetransmitted) != 0)
        {
            // Which of the transmissions it was is not known; one that cannot be the last one's does not count.
            if (_hasTimestamps && segment.HasTimestamps && segment.TimestampEcho != 0 && (int)(segment.TimestampEcho - Timestamp(sent.SentAt)) < 0)
                return;
            if (roundTrip < _rtt.Shortest)
                return;
        }

        if (sent.SentAt > _rackSentAt || (sent.SentAt == _rackSentAt && Sequence.IsBefore(_rackEnd, sent.End)))
        {
            _rackSentAt = sent.SentAt;
            _rackEnd = sent.End;
            _rackRoundTrip = roundTrip;
        }
    }

    /// <summary>What follows from an acknowledgement for recovery: its end, new losses, its beginning.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AfterAcknowledgment(uint ack, bool isDuplicateReported)
    {
        if (_recovery != Recovery.None && Sequence.IsUpTo(_recoveryPoint, ack))
            EndRecovery();
        if (!Config.NET_TCP_SACK || !_hasSack)
            return;
        if (_isTailProbed)
            CheckTailProbe(ack, isDuplicateReported);
        if (isDuplicateReported && Sequence.IsUpTo(_rackRound, ack))
        {
            // The network reorders more than was thought: once a round trip it is given more time (step 4).
            _rackRound = _sendNext;
            _rackMultiplier = Math.Min(_rackMultiplier + 1, 16);
            _rackPersist = 16;
        }

        if (_scoreboard.First >= 0 && (_scoreboard.SackedBytes > 0 || _recovery != Recovery.None))
            DetectLosses();
    }

    private void EndRecovery()
    {
        bool wasFast = _recovery == Recovery.Fast;
        _recovery = Recovery.None;
        _duplicateAcks = 0;
        if (wasFast && _congestion.Window > _congestion.Threshold)
            _congestion.Window = _congestion.Threshold;
        if (_rackPersist > 0 && --_rackPersist == 0)
            _rackMultiplier = 1;
    }

    /// <summary>RFC 8985 6.2, step 5: everything sent long enough before what has arrived is lost.</summary>
    private void DetectLosses()
    {
        ulong now = _stack.Now, wait = 0, window = ReorderWindow();
        bool isFound = false;
        for (int place = _scoreboard.First; place >= 0; place = _scoreboard[place].Next)
        {
            ref SentSegment sent = ref _scoreboard[place];
            if (!sent.IsInFlight)
                continue;
            if (sent.SentAt > _rackSentAt || (sent.SentAt == _rackSentAt && !Sequence.IsBefore(sent.End, _rackEnd)))
                continue;
            ulong due = sent.SentAt + _rackRoundTrip + window;
            if (due <= now)
            {
                _scoreboard.MarkLost(place);
                isFound = true;
            }
            else
            {
                wait = Math.Max(wait, due - now);
            }
        }

        if (isFound && _recovery == Recovery.None)
            EnterRecovery();
        if (wait > 0)
            StartRetransmitTimer(RetransmitKind.Reorder, now + wait);
    }

    private ulong ReorderWindow()
    {
        // Without reordering so far nobody waits, once three segments or their worth have overtaken the hole.
        if (!_isReorderingSeen && (_recovery != Recovery.None || _scoreboard.SackedPieces >= DuplicateThreshold || _scoreboard.SackedBytes > (DuplicateThreshold - 1) * _payloadSize))
            return 0;
        return Math.Min((ulong)_rackMultiplier * _rtt.Shortest / 4, _rtt.Smoothed);
    }

    private void EnterRecovery()
    {
        _recovery = Recovery.Fast;
        _recoveryPoint = _sendNext;
        _isTailProbed = false;
        _mayRetransmit = true;
        _stack.Counters.FastRecoveries++;
        CongestionControl.OnLoss(ref _congestion, _sendNext - _sendUnacknowledged, _stack.Now);
    }

    /// <summary>RFC 8985 7.4.2: whether the probe of the tail has repaired a loss, which is a sign of congestion as well.</summary>
    private void CheckTailProbe(uint ack, bool isDuplicateReported)
    {
        if (!Sequence.IsUpTo(_tailEnd, ack))
            return;
        // A probe with new data, or one that had arrived the first time: nothing was lost.
        if (!_isTailRetransmitted || isDuplicateReported)
        {
            _isTailProbed = false;
        }
        else if (ack != _tailEnd)
        {
            _isTailProbed = false;
            _stack.Counters.LossProbeRecovery++;
            CongestionControl.OnLoss(ref _congestion, _sendNext - ack + _payloadSize, _stack.Now);
        }
    }

    /// <summary>Without SACK: each duplicate says that a segment has left the network (RFC 5681 3.2, RFC 6582 3.2).</summary>
    private void OnDuplicate()
    {
        _duplicateAcks++;
        if (_duplicateAcks != DuplicateThreshold || _recovery != Recovery.None)
            return;
        _scoreboard.MarkLost(_scoreboard.First);
        EnterRecovery();
    }

    /// <summary>Without SACK: what follows a partial acknowledgement is lost, too (RFC 6582 3.2, step 3).</summary>
    private void AfterPartial(uint ack, uint acknowledged)
    {
        if (_recovery != Recovery.Fast || Sequence.IsUpTo(_recoveryPoint, ack))
        {
            _duplicateAcks = 0;
            return;
        }

        int segments = (int)((acknowledged + _payloadSize - 1) / _payloadSize);
        _duplicateAcks = Math.Max(_duplicateAcks - segments + 1, 0);
        int first = _scoreboard.First;
        if (first >= 0 && _scoreboard[first].IsInFlight && (_scoreboard[first].Flags & SentSegment.Retransmitted) == 0)
            _scoreboard.MarkLost(first);
        _mayRetransmit = true;
    }

    /// <summary>Bytes in the network. Without SACK each duplicate acknowledgement takes one segment out.</summary>
    private uint Pipe
    {
        get
        {
            uint pipe = _scoreboard.InFlight;
            if (_duplicateAcks == 0)
                return pipe;
            uint gone = (uint)_duplicateAcks * _payloadSize;
            return pipe > gone ? pipe - gone : 0;
        }
    }
}
