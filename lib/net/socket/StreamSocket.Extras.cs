using System;

namespace Lithe.Net.Sockets;

/// <summary>What a connection is like (TCP_INFO).</summary>
public struct StreamState
{
    /// <summary>Whether connections are accepted.</summary>
    public bool IsListening;

    /// <summary>The connection's state; closed where there is none.</summary>
    public TcpStatus Status;

    /// <summary>Nanoseconds.</summary>
    public ulong RoundTrip, RetransmitTimeout;

    /// <summary>Bytes: of the congestion window, of a full segment's data, and not acknowledged.</summary>
    public ulong Window, SegmentSize, Unacknowledged;

    /// <summary>Segments that were sent again.</summary>
    public ulong Retransmissions;
}

/// <summary>Urgent data and Fast Open.</summary>
public sealed partial class StreamSocket
{
    private bool _isUrgentInline;
    private int _fastOpenLimit;

    /// <summary>Whether urgent data stays in the stream (SO_OOBINLINE).</summary>
    public bool IsUrgentInline
    {
        get => _isUrgentInline;
        set
        {
            _isUrgentInline = value;
            ApplyOptions();
        }
    }

    /// <summary>Whether the stream stands where urgent data was (SIOCATMARK).</summary>
    public bool IsAtUrgentMark => _connection is { IsAtUrgentMark: true };

    /// <summary>How many connections may bring data with their SYN and wait for the end of their handshakes (TCP_FASTOPEN); set before or after it listens.</summary>
    public int FastOpenLimit
    {
        get => _fastOpenLimit;
        set
        {
            _fastOpenLimit = Math.Max(value, 0);
            if (_listener is { } listener)
                listener.FastOpenLimit = _fastOpenLimit;
        }
    }

    /// <summary>The connection, for tables and TCP_INFO: all zero where there is none.</summary>
    public void Describe(out StreamState state)
    {
        Host.Enter();
        state = default;
        state.IsListening = _phase == Phase.Listening;
        if (_connection is { } connection)
        {
            state.Status = connection.Status;
            state.RoundTrip = connection.RoundTrip;
            state.RetransmitTimeout = connection.RetransmitTimeout;
            state.Window = connection.CongestionWindow;
            state.SegmentSize = (ulong)connection.SegmentSize;
            state.Unacknowledged = (uint)connection.Unacknowledged;
            state.Retransmissions = connection.Retransmissions;
        }

        Host.Exit();
    }

    /// <summary>Sends bytes of which the last is urgent (MSG_OOB): all or, with <see cref="SocketError.WouldBlock"/>, none.</summary>
    public SocketError SendUrgent(ReadOnlySpan<byte> bytes)
    {
        Host.Enter();
        SocketError error = _phase is not (Phase.Connected or Phase.Ended) ? SocketError.NotConnected : _isSendShut || _connection is null ? SocketError.Pipe : SocketError.None;
        while (error == SocketError.None && !_connection!.TrySendUrgent(bytes))
        {
            error = bytes.Length > _sendBuffer ? SocketError.WouldBlock : Wait(SocketReadiness.Out, SendTimeout, isRefused: true);
            if (error == SocketError.None && _connection?.IsSendOpen != true)
                error = SocketError.Pipe;
        }

        NoteReadiness();
        Host.Exit();
        return error;
    }

    /// <summary>Receives the urgent byte (MSG_OOB). <see cref="SocketError.Invalid"/> when there is none; <see cref="SocketError.WouldBlock"/> when it is announced and has not come.</summary>
    public SocketError ReceiveUrgent(out byte value, bool isPeek = false)
    {
        value = 0;
        Host.Enter();
        SocketError error = SocketError.Invalid;
        if (_connection is not { } connection)
            error = _phase == Phase.Ended ? SocketError.Invalid : SocketError.NotConnected;
        else if (connection.TryReadUrgent(out value, isPeek))
            error = SocketError.None;
        else if (connection.IsUrgent && !_isUrgentInline)
            error = SocketError.WouldBlock;
        NoteReadiness();
        Host.Exit();
        return error;
    }

    /// <summary>
    /// Connects and sends the first bytes, with the SYN where the peer has allowed that before (MSG_FASTOPEN). How many were taken; it does not wait for the peer, whatever the socket does otherwise:
    /// readiness says what becomes of it.
    /// </summary>
    public SocketError ConnectFast(in IpEndpoint remote, ReadOnlySpan<byte> early, out int count)
    {
        Host.Enter();
        SocketError error = ConnectNow(remote, early.Slice(0, Math.Min(early.Length, _sendBuffer)), isFast: true);
        count = error == SocketError.None ? _connection!.Unacknowledged : 0;
        Host.Exit();
        return error;
    }
}
