using System;
using System.Collections.Generic;

namespace Lithe.Net.Sockets;

// The options of a connection; those set before there is one are kept for it.
public sealed partial class StreamSocket
{
    /// <summary>Seconds that <see cref="Close"/> waits for the peer to have everything; 0: the connection is reset; null: it does not wait (SO_LINGER).</summary>
    public int? Linger { get; set; }

    /// <summary>Sends small segments at once (TCP_NODELAY).</summary>
    public bool NoDelay
    {
        get => _noDelay;
        set
        {
            _noDelay = value;
            ApplyOptions();
        }
    }

    /// <summary>Keeps segments back that are not full (TCP_CORK).</summary>
    public bool Cork
    {
        get => _cork;
        set
        {
            _cork = value;
            ApplyOptions();
        }
    }

    /// <summary>Asks a silent peer whether it is there (SO_KEEPALIVE).</summary>
    public bool KeepAlive
    {
        get => _keepAlive;
        set
        {
            _keepAlive = value;
            ApplyOptions();
        }
    }

    /// <summary>How long a peer may be silent, in nanoseconds (TCP_KEEPIDLE).</summary>
    public ulong KeepAliveIdle
    {
        get => _keepAliveIdle;
        set
        {
            _keepAliveIdle = value;
            ApplyOptions();
        }
    }

    /// <summary>How long between questions, in nanoseconds (TCP_KEEPINTVL).</summary>
    public ulong KeepAliveInterval
    {
        get => _keepAliveInterval;
        set
        {
            _keepAliveInterval = value;
            ApplyOptions();
        }
    }

    /// <summary>How many questions without an answer end the connection (TCP_KEEPCNT).</summary>
    public int KeepAliveCount
    {
        get => _keepAliveCount;
        set
        {
            _keepAliveCount = value;
            ApplyOptions();
        }
    }

    /// <summary>How long data may stay unacknowledged, in nanoseconds; 0: the usual time (TCP_USER_TIMEOUT).</summary>
    public ulong UserTimeout
    {
        get => _userTimeout;
        set
        {
            _userTimeout = value;
            ApplyOptions();
        }
    }

    /// <summary>The most bytes that wait to be sent or acknowledged (SO_SNDBUF).</summary>
    public int SendBuffer
    {
        get => _sendBuffer;
        set
        {
            _sendBuffer = Math.Max(value, 2048);
            ApplyOptions();
        }
    }

    /// <summary>The most bytes that wait to be received (SO_RCVBUF). Window scaling is agreed on when a connection begins: for more than that allows it is set before.</summary>
    public int ReceiveBuffer
    {
        get => _receiveBuffer;
        set
        {
            _receiveBuffer = Math.Max(value, 2048);
            ApplyOptions();
        }
    }

    /// <summary>What an option's setter does at its end: that may send what was held back, so the stack is taken.</summary>
    private void ApplyOptions()
    {
        Host.Enter();
        Apply();
        Host.Exit();
    }

    /// <summary>Has the connection, if there is one, be as the options say; with the stack taken.</summary>
    private void Apply()
    {
        if (_connection is not { } connection)
            return;
        connection.NoDelay = _noDelay;
        if (connection.Cork != _cork)
            connection.Cork = _cork;
        connection.KeepAliveInterval = _keepAliveInterval;
        connection.KeepAliveCount = _keepAliveCount;
        ulong idle = _keepAlive ? _keepAliveIdle : 0;
        if (connection.KeepAlive != idle)
            connection.KeepAlive = idle;
        connection.UserTimeout = _userTimeout;
        connection.IsUrgentInline = _isUrgentInline;
        connection.SendBuffer = _sendBuffer;
        connection.ReceiveBuffer = _receiveBuffer;
    }
}
