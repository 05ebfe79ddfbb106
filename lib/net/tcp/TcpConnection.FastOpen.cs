using System;

namespace Lithe.Net;

/// <summary>Data with the SYN (RFC 7413).</summary>
public sealed partial class TcpConnection
{
    // What our SYN or its answer has as its option; and how far the data of our SYN reached.
    private FastOpenCookie? _fastOpen;
    private uint _earlyEnd;
    private bool _isFastOpen;

    private void ClearFastOpen()
    {
        _fastOpen = null;
        _isFastOpen = false;
        _earlyEnd = 0;
    }

    /// <summary>Begins actively: with a cookie the data goes out with the SYN, as much as a segment of the peer's takes; without one the SYN asks for one.</summary>
    internal void Connect(in IpEndpoint local, in IpEndpoint remote, in IpRoute route, TcpHandler handler, ReadOnlySpan<byte> early, FastOpenCookie cookie, ushort segmentSize)
    {
        Initialize(local, remote, route, handler);
        _isAnnounced = true;
        InitializeSend(_stack.NextInitialSequence(local, remote));
        Status = TcpStatus.SynSent;
        _stack.Counters.ActiveOpens++;
        _queue.Append(early);
        _fastOpen = cookie;
        // All options of a SYN and the cookie fit in beside it.
        int most = cookie.Length == 0 ? 0 : Math.Min(segmentSize, _route.Mtu - (_route.Source.IsV4 ? 40 : 60)) - TcpOptions.MaxSize, size = Math.Min(_queue.Length, Math.Max(most, 0));
        if (size == 0)
        {
            SendSyn();
            return;
        }

        _earlyEnd = _initialSend + 1 + (uint)size;
        TryTransmitSyn(size);
        _scoreboard.TryAdd(_initialSend, _initialSend + 1, _stack.Now);
        _scoreboard.TryAdd(_initialSend + 1, _earlyEnd, _stack.Now);
        _sendNext = _earlyEnd;
        StartRetransmitTimer(RetransmitKind.Timeout, _stack.Now + _rtt.Timeout);
    }

    /// <summary>Begins passively with the data of a SYN: the handler has it, and may answer it, before the handshake is at its end.</summary>
    internal void AcceptFast(TcpListener listener, in IpEndpoint local, in IpEndpoint remote, in IpRoute route, ref TcpSegment syn, Netbuf packet)
    {
        Initialize(local, remote, route, listener.Handler);
        _listener = listener;
        listener.HalfOpen++;
        _stack.HalfOpen++;
        listener.FastOpenPending++;
        _stack.Counters.FastOpenPassive++;
        _isFastOpen = true;
        TakeSynOptions(ref syn);
        InitializeReceive(syn.Sequence, syn.Header.Window);
        InitializeSend(_stack.NextInitialSequence(local, remote));
        Status = TcpStatus.SynReceived;
        if (syn.Length > 0)
            QueueData(packet, syn.Sequence + 1, syn.Sequence + 1 + (uint)syn.Length);
        else
            packet.Free();
        SendSyn();
        // The answer to the SYN has acknowledged it.
        _unacknowledgedSegments = 0;
        _ackNow = false;
        _lastAcknowledged = _receiveNext;
        Announce(Due.Accept);
    }

    /// <summary>A SYN that wants a cookie gets one, and one with another cookie the right one.</summary>
    private void AnswerFastOpen(ref TcpSegment syn)
    {
        if (syn.Options.FastOpen is not { } asked)
            return;
        if (asked.Length > 0)
            _stack.Counters.FastOpenPassiveFailed++;
        _fastOpen = _stack.FastOpenCookieFor(LocalAddress, RemoteAddress);
    }

    /// <summary>The answer to our SYN: the cookie is kept, and data that the peer has not taken is sent again.</summary>
    private void CompleteFastOpen(ref TcpSegment answer)
    {
        if (_fastOpen is not null && answer.Options is { FastOpen: { Length: > 0 } cookie } options)
            _stack.Remember(RemoteAddress, cookie, options.MaximumSegmentSize ?? (ushort)(_route.Source.IsV4 ? 536 : 1220));
        _fastOpen = null;
        if (_earlyEnd == 0)
            return;
        if (_sendUnacknowledged != _initialSend + 1)
        {
            _stack.Counters.FastOpenActive++;
            _queue.Release(_sendUnacknowledged);
        }

        _sendNext = _sendUnacknowledged;
        _earlyEnd = 0;
    }

    /// <summary>Our SYN is sent again, as if there were no Fast Open: some things on the way drop SYNs that have data (RFC 7413 4.1.3).</summary>
    private void GiveUpFastOpen()
    {
        if (_fastOpen is null || Status != TcpStatus.SynSent)
            return;
        _fastOpen = null;
        _scoreboard.Clear();
        _scoreboard.TryAdd(_initialSend, _initialSend + 1, _stack.Now);
        _sendNext = _initialSend + 1;
    }
}
