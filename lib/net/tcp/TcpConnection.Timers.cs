using System;

namespace Lithe.Net;

/// <summary>
/// Time: retransmission, probes and reordering share one deadline (RFC 6298, RFC 8985 7); acknowledgements that wait, silence, and another attempt have one each. One timer of the wheel serves
/// them: when it expires before the next deadline, which has moved meanwhile, it is started again.
/// </summary>
public sealed partial class TcpConnection
{
    private enum RetransmitKind : byte
    {
        /// <summary>RTO.</summary>
        Timeout,

        /// <summary>The tail is probed (RFC 8985 7).</summary>
        Probe,

        /// <summary>Segments that were overtaken have had their time (RFC 8985 6.2).</summary>
        Reorder,

        /// <summary>The peer's window is closed, and the segment that opens it may have been lost (RFC 9293 3.8.6.1).</summary>
        Persist,
    }

    private const int OrphanRetries = 8;
    private const int PassiveRetries = 5;

    private readonly ConnectionTimer _timer;
    private RetransmitKind _retransmitKind;
    private ulong _retransmitAt, _ackAt, _keepAt, _resumeAt, _timerAt, _progressAt, _keepAliveTime;
    private int _retries, _persistBackoff, _keepAliveProbes;

    private void StartRetransmitTimer(RetransmitKind kind, ulong at)
    {
        _retransmitKind = kind;
        _retransmitAt = at;
        Schedule();
    }

    /// <summary>Sets the timer, unless it is set for a time that is no later.</summary>
    private void Schedule()
    {
        ulong next = Math.Min(Math.Min(_retransmitAt, _ackAt), Math.Min(_keepAt, _resumeAt));
        if (next == Never || (_timer.IsPending && _timerAt <= next))
            return;
        _timerAt = next;
        _stack.Net.StartTimer(_timer, next);
    }

    /// <summary>Decides what the retransmission timer is to wait for, after something was sent or acknowledged.</summary>
    private void ArmRetransmission()
    {
        if (Status < TcpStatus.Established)
            return;
        ulong now = _stack.Now;
        if (_scoreboard.First < 0)
        {
            if (_isFinSent || (_queue.End == _sendNext && !_isSendClosed) || _sendWindow > 0 && Sequence.IsUpTo(_queue.End, _sendUnacknowledged + _sendWindow) || Status == TcpStatus.TimeWait)
            {
                _retransmitAt = Never;
                return;
            }

            ulong wait = _rtt.BaseTimeout << Math.Min(_persistBackoff, 10);
            StartRetransmitTimer(RetransmitKind.Persist, now + Math.Min(wait, RttEstimator.LongestTimeout));
            return;
        }

        // What has been overtaken is waited for no longer because something else is sent: this comes first, and sets the timer again.
        if (Config.NET_TCP_SACK && _retransmitKind == RetransmitKind.Reorder && _retransmitAt != Never)
            return;
        ulong timeout = _rtt.Timeout;
        if (Config.NET_TCP_SACK && _hasSack && _recovery == Recovery.None && !_isTailProbed && _scoreboard.SackedBytes == 0 && _rtt.Smoothed != 0 && _rtt.Backoff == 0)
        {
            // A single segment may be acknowledged late.
            ulong probe = 2 * _rtt.Smoothed + (_scoreboard.InFlight <= _payloadSize ? RttEstimator.ShortestTimeout : 2_000_000);
            if (probe < timeout)
            {
                StartRetransmitTimer(RetransmitKind.Probe, now + probe);
                return;
            }
        }

        StartRetransmitTimer(RetransmitKind.Timeout, now + timeout);
    }

    private void OnTimer()
    {
        ulong now = _stack.Now;
        if (_retransmitAt <= now)
        {
            _retransmitAt = Never;
            OnRetransmitTimer(now);
        }

        if (_ackAt <= now)
        {
            _ackAt = Never;
            SendAck();
        }

        if (_keepAt <= now)
            OnSilence(now);
        if (_resumeAt <= now && Status != TcpStatus.Closed)
        {
            // A cork looks whether the time has come.
            Send(ackNow: false);
            _resumeAt = Never;
        }

        if (Status != TcpStatus.Closed)
            Schedule();
    }

    private void OnRetransmitTimer(ulong now)
    {
        switch (_retransmitKind)
        {
            case RetransmitKind.Probe when _scoreboard.First >= 0:
                ProbeTail(now);
                break;
            case RetransmitKind.Reorder when _scoreboard.First >= 0:
                DetectLosses();
                Send(ackNow: false);
                if (_retransmitAt == Never)
                    ArmRetransmission();
                break;
            case RetransmitKind.Persist when _scoreboard.First < 0:
                ProbeWindow(now);
                break;
            default:
                if (_scoreboard.First >= 0)
                    OnTimeout(now);
                else
                    ArmRetransmission();
                break;
        }
    }

    private void OnTimeout(ulong now)
    {
        _stack.Counters.Timeouts++;
        // The user timeout counts from when data was sent, not from the end of the silence before (RFC 5482 2).
        if (_retries++ == 0)
            _progressAt = Math.Max(_progressAt, _scoreboard[_scoreboard.First].SentAt);
        int most = Status switch
        {
            TcpStatus.SynSent => _stack.Settings.SynRetries,
            TcpStatus.SynReceived => PassiveRetries,
            _ => _isOrphan ? Math.Min(OrphanRetries, _stack.Settings.Retries) : _stack.Settings.Retries,
        };
        if (_retries > most || IsUserTimeout(now))
        {
            if (Status >= TcpStatus.Established)
                SendReset();
            Finish(TcpError.TimedOut);
            return;
        }

        _rtt.BackOff();
        if (Status < TcpStatus.Established)
        {
            RetransmitFirst();
            StartRetransmitTimer(RetransmitKind.Timeout, now + _rtt.Timeout);
            return;
        }

        if (_recovery != Recovery.Timeout)
            CongestionControl.OnTimeout(ref _congestion, _sendNext - _sendUnacknowledged, now);
        else
            _congestion.Window = _payloadSize;
        _recovery = Recovery.Timeout;
        _recoveryPoint = _sendNext;
        _duplicateAcks = 0;
        _isTailProbed = false;
        ulong young = Config.NET_TCP_SACK && _hasSack ? _rackRoundTrip + ReorderWindow() : 0;
        _scoreboard.MarkLostAfterTimeout(now - young);
        Send(ackNow: false);
        if (_retransmitAt == Never)
            StartRetransmitTimer(RetransmitKind.Timeout, now + _rtt.Timeout);
    }

    private bool IsUserTimeout(ulong now) => UserTimeout != 0 && now - _progressAt >= UserTimeout;

    /// <summary>The last segments, or their acknowledgements, seem to be lost: new data, else the last segment again, has the peer say what it has (RFC 8985 7.3).</summary>
    private void ProbeTail(ulong now)
    {
        _stack.Counters.LossProbes++;
        uint before = _sendNext;
        _isTailProbed = true;
        uint edge = _sendUnacknowledged + _sendWindow;
        uint unsent = _isFinSent ? 0 : _queue.End - _sendNext;
        if (unsent > 0 && Sequence.IsBefore(_sendNext, edge) && _scoreboard.CanAdd)
        {
            // One segment, whatever the congestion window says.
            uint size = Math.Min(Math.Min(unsent, _payloadSize), edge - _sendNext);
            if (TryTransmit(_sendNext, (int)size, TcpFlags.Ack | TcpFlags.Psh))
            {
                _scoreboard.TryAdd(_sendNext, _sendNext + size, now);
                _sendNext += size;
            }
        }

        if (before == _sendNext)
        {
            int last = _scoreboard.Last;
            if (_scoreboard[last].Length > _payloadSize + 1 && _scoreboard.TrySplit(last, _scoreboard[last].End - _payloadSize))
                last = _scoreboard.Last;
            Retransmit(last);
        }

        _isTailRetransmitted = before == _sendNext;
        _tailEnd = _sendNext;
        StartRetransmitTimer(RetransmitKind.Timeout, now + _rtt.Timeout);
    }

    /// <summary>Asks for the peer's window: with a byte behind it, or, where a part is open, with what fits.</summary>
    private void ProbeWindow(ulong now)
    {
        _stack.Counters.WindowProbes++;
        _retries++;
        if (_persistBackoff == 0)
            _progressAt = now;
        // A peer that answers is alive, however long it takes (RFC 9293 3.8.6.1): answers take the count back. But when the application has closed, a window that stays closed would hold the memory for ever.
        if (_retries > _stack.Settings.Retries || (_isOrphan && _persistBackoff >= OrphanRetries) || IsUserTimeout(now))
        {
            SendReset();
            Finish(TcpError.TimedOut);
            return;
        }

        _persistBackoff++;
        uint unsent = _queue.End - _sendNext;
        uint edge = _sendUnacknowledged + _sendWindow;
        uint usable = Sequence.IsBefore(_sendNext, edge) ? edge - _sendNext : 0;
        if (usable > 0 && _scoreboard.CanAdd)
        {
            uint size = Math.Min(Math.Min(usable, unsent), _payloadSize);
            if (size > 0 && TryTransmit(_sendNext, (int)size, TcpFlags.Ack | TcpFlags.Psh))
            {
                _scoreboard.TryAdd(_sendNext, _sendNext + size, now);
                _sendNext += size;
            }

            Send(ackNow: false);
        }
        else if (unsent > 0)
        {
            TryTransmit(_sendNext, 1, TcpFlags.Ack);
            _probeEnd = _sendNext + 1;
        }
        else
        {
            // Only the end is left to be sent: a number that the peer has already makes it answer.
            TryTransmit(_sendNext - 1, 0, TcpFlags.Ack);
        }

        if (_retransmitAt == Never)
            ArmRetransmission();
    }

    private void OnSilence(ulong now)
    {
        _keepAt = Never;
        if (Status == TcpStatus.TimeWait)
        {
            Finish(TcpError.None);
            return;
        }

        if (Status == TcpStatus.FinWait2 && _isOrphan)
        {
            Finish(TcpError.None);
            return;
        }

        if (_keepAliveTime == 0)
            return;
        ulong silence = now - _lastReceiveAt;
        if (silence < _keepAliveTime || _scoreboard.First >= 0)
        {
            _keepAt = Math.Max(_lastReceiveAt + _keepAliveTime, now + 1_000_000);
            return;
        }

        if (_keepAliveProbes >= KeepAliveCount)
        {
            SendReset();
            Finish(TcpError.TimedOut);
            return;
        }

        // A number that the peer has already (RFC 9293 3.8.4).
        _keepAliveProbes++;
        _stack.Counters.KeepAliveProbes++;
        TryTransmit(_sendNext - 1, 0, TcpFlags.Ack);
        _keepAt = now + KeepAliveInterval;
    }

    private sealed class ConnectionTimer(TcpConnection connection) : Time.Timer
    {
        public override void OnExpire() => connection.OnTimer();
    }
}
