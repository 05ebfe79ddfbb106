using System;
using System.Runtime.CompilerServices;

namespace Lithe.Net;

// What the handler is told, and how a connection ends.
public sealed partial class TcpConnection
{
    /// <summary>Calls the handler for what has happened, and sends what is to be sent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Dispatch()
    {
        TcpHandler? handler = _handler;
        _isInCallback = true;
        // A handler may close or abort in each of them.
        if ((_due & Due.Accept) != 0 && Status != TcpStatus.Closed)
        {
            _due &= ~Due.Accept;
            _isAnnounced = true;
            _stack.Counters.PassiveOpens++;
            handler?.OnAccept(this);
            handler = _handler;
        }

        if ((_due & Due.Connected) != 0 && Status != TcpStatus.Closed)
        {
            _due &= ~Due.Connected;
            handler?.OnConnected(this);
            handler = _handler;
        }

        if (Config.NET_TCP_URGENT && (_due & Due.Urgent) != 0 && Status != TcpStatus.Closed)
        {
            _due &= ~Due.Urgent;
            handler?.OnUrgent(this);
        }

        if ((_due & Due.Receive) != 0 && Status != TcpStatus.Closed)
        {
            _due &= ~Due.Receive;
            if (!_isOrphan)
                handler?.OnReceive(this);
        }

        if ((_due & Due.Sendable) != 0 && Status != TcpStatus.Closed)
        {
            _due &= ~Due.Sendable;
            _wantsRoom = false;
            handler?.OnSendable(this);
        }

        _isInCallback = false;
        if (Status is not TcpStatus.Closed and not TcpStatus.TimeWait)
            Send(ackNow: false);
        if ((_due & Due.Closed) == 0)
            return;
        _due = Due.None;
        _handler = null;
        bool isKnown = _isAnnounced;
        _isAnnounced = false;
        if (isKnown)
            handler?.OnClosed(this, _error);
        State = null;
        DropReceived();
        if (Status == TcpStatus.Closed)
            _stack.Release(this);
    }

    private void Announce(Due what)
    {
        _due |= what;
        _stack.AddDue(this);
    }

    /// <summary>The connection's end: nothing more is sent or received.</summary>
    private void Finish(TcpError error)
    {
        if (Status == TcpStatus.Closed)
            return;
        if (Status is TcpStatus.Established or TcpStatus.CloseWait)
        {
            _stack.Counters.CurrEstab--;
            if (error is TcpError.Reset or TcpError.Aborted)
                _stack.Counters.EstabResets++;
        }
        else if (Status is TcpStatus.SynSent or TcpStatus.SynReceived)
        {
            _stack.Counters.AttemptFails++;
        }

        bool wasTimeWait = Status == TcpStatus.TimeWait;
        if (wasTimeWait)
            _stack.RemoveTimeWait(this);
        LeaveListener();
        Status = TcpStatus.Closed;
        StopSending();
        _stack.Unlink(this);
        if (wasTimeWait)
        {
            // The handler has heard of its end before, unless it has not taken everything.
            if ((_due & Due.Closed) == 0 && !_isEndHeld)
                _stack.Release(this);
            return;
        }

        _error = error;
        if (error == TcpError.None && !_isOrphan && _receive.Available > 0)
            _isEndHeld = true;
        else
            AnnounceEnd();
    }

    private void AnnounceEnd()
    {
        _isEndHeld = false;
        if (Status == TcpStatus.Closed || _isOrphan)
            DropReceived();
        Announce(Due.Closed);
    }

    private void DropReceived()
    {
        _stack.HeldNetbufs -= _receive.Netbufs;
        _receive.Clear();
    }

    /// <summary>Gives back all that it holds for sending, and its time.</summary>
    private void StopSending()
    {
        _stack.Net.CancelTimer(_timer);
        _retransmitAt = _ackAt = _keepAt = _resumeAt = Never;
        _scoreboard.Clear();
        _queue.Reset(0);
    }

    private void EnterTimeWait()
    {
        if (Status is TcpStatus.Established or TcpStatus.CloseWait)
            _stack.Counters.CurrEstab--;
        Status = TcpStatus.TimeWait;
        _scoreboard.Clear();
        _queue.Reset(0);
        _retransmitAt = _resumeAt = Never;
        _keepAt = _stack.Now + _stack.Settings.TimeWait;
        Schedule();
        _stack.AddTimeWait(this);
        _error = TcpError.None;
        if (!_isOrphan && _receive.Available > 0)
            _isEndHeld = true;
        else
            Announce(Due.Closed);
    }

    /// <summary>Whether it waits in TIME-WAIT, its handler having nothing to do with it any more.</summary>
    internal bool CanRecycle => _due == Due.None && !_isEndHeld && !IsDue;

    internal void EndTimeWait() => Finish(TcpError.None);

    private void LeaveListener()
    {
        if (_listener is { } listener && Status == TcpStatus.SynReceived)
        {
            listener.HalfOpen--;
            _stack.HalfOpen--;
            if (Config.NET_TCP_FAST_OPEN && _isFastOpen)
                listener.FastOpenPending--;
        }

        _listener = null;
    }
}
