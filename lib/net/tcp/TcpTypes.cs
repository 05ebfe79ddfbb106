namespace Lithe.Net;

/// <summary>The states of RFC 9293 3.3.2. LISTEN is a <see cref="TcpListener"/>.</summary>
public enum TcpStatus : byte
{
    Closed,
    SynSent,
    SynReceived,
    Established,
    FinWait1,
    FinWait2,
    CloseWait,
    Closing,
    LastAck,
    TimeWait,
}

/// <summary>How a connection ended.</summary>
public enum TcpError : byte
{
    /// <summary>Both sides have closed it.</summary>
    None,

    /// <summary>The peer answered the first segment with a reset: nobody listens there.</summary>
    Refused,

    /// <summary>The peer has reset it.</summary>
    Reset,

    /// <summary>The peer does not answer.</summary>
    TimedOut,

    /// <summary>The network says that the peer cannot be reached.</summary>
    Unreachable,

    /// <summary><see cref="TcpConnection.Abort"/> was called.</summary>
    Aborted,
}

/// <summary>Why a connection or listener could not be had.</summary>
public enum TcpOpenError : byte
{
    None,

    /// <summary>All connections of the pool are in use.</summary>
    NoConnection,

    /// <summary>There is no route to the destination.</summary>
    NoRoute,

    /// <summary>The local port, or every local port, is in use.</summary>
    InUse,
}

/// <summary>Whom TCP calls: one object for all connections of a server or client. Calls come from within <see cref="NetStack"/>'s poll, never nested for one connection.</summary>
public abstract class TcpHandler
{
    /// <summary>A connection came to a listener and is established.</summary>
    public virtual void OnAccept(TcpConnection connection)
    {
    }

    /// <summary>A connection that was asked for is established.</summary>
    public virtual void OnConnected(TcpConnection connection)
    {
    }

    /// <summary>Bytes are there, or the peer has closed its side (<see cref="TcpConnection.IsReceiveClosed"/>). Called again when more come, not for what was left.</summary>
    public abstract void OnReceive(TcpConnection connection);

    /// <summary>The peer says that urgent data comes, or it is there (<see cref="TcpConnection.TryReadUrgent"/>).</summary>
    public virtual void OnUrgent(TcpConnection connection)
    {
    }

    /// <summary>There is room in the send buffer, after there was too little.</summary>
    public virtual void OnSendable(TcpConnection connection)
    {
    }

    /// <summary>The last call for this connection: its object is another one's from now on.</summary>
    public virtual void OnClosed(TcpConnection connection, TcpError error)
    {
    }
}

/// <summary>The sizes and times of a stack's TCP, given when it is made.</summary>
public sealed class TcpSettings
{
    /// <summary>Connections at a time, those in TIME-WAIT included.</summary>
    public int Connections { get; init; } = 64;

    /// <summary>Bytes of all send buffers together; taken when needed.</summary>
    public int SendMemory { get; init; } = 1 << 20;

    /// <summary>Bytes that one connection may have in its send buffer.</summary>
    public int SendBuffer { get; init; } = 64 << 10;

    /// <summary>The most bytes that a peer may send ahead of the application.</summary>
    public int ReceiveBuffer { get; init; } = 64 << 10;

    /// <summary>Netbufs that all connections together may hold, and half as many again for those that hold next to nothing; the pool of the network card must have more.</summary>
    public int HeldNetbufs { get; init; } = 64;

    /// <summary>Records of segments in flight, beside one for each connection.</summary>
    public int Segments { get; init; } = 512;

    /// <summary>Parts of packets at a time whose data the card takes from where the application has them (<c>NET_TCP_GATHER</c>): 64 bytes each.</summary>
    public int Views { get; init; } = 255;

    /// <summary>How long TIME-WAIT lasts, in nanoseconds: twice the longest life of a segment (RFC 9293 3.4.1 says 2 minutes for that; Linux and others take 30 s).</summary>
    public ulong TimeWait { get; init; } = 60_000_000_000;

    /// <summary>How often data is sent again before the connection is given up (R2 of RFC 9293 3.8.3).</summary>
    public int Retries { get; init; } = 15;

    /// <summary>How often a SYN is sent again: with seven, three minutes go by.</summary>
    public int SynRetries { get; init; } = 7;

    /// <summary>How long an acknowledgement may wait for company, in nanoseconds (at most 500 ms by RFC 9293 3.8.6.3).</summary>
    public ulong AckDelay { get; init; } = 40_000_000;

    /// <summary>The first of the ports that are picked for outgoing connections (RFC 6056).</summary>
    public ushort FirstEphemeralPort { get; init; } = 32768;
}

/// <summary>What has happened, by the names of RFC 4022 and of Linux' TcpExt where there are any.</summary>
public struct TcpCounters
{
    public ulong ActiveOpens, PassiveOpens, AttemptFails, EstabResets, CurrEstab, InSegs, OutSegs, RetransSegs, InErrs, OutRsts, InCsumErrors;

    /// <summary>SYN cookies sent, received and right, received and wrong.</summary>
    public ulong SyncookiesSent, SyncookiesRecv, SyncookiesFailed;

    /// <summary>Segments that were joined to the one before them.</summary>
    public ulong Joined;

    /// <summary>Fast Open: data of SYNs taken, cookies that were wrong or too many, data that peers took with our SYN.</summary>
    public ulong FastOpenPassive, FastOpenPassiveFailed, FastOpenActive;

    /// <summary>Timeouts, recoveries by SACK or duplicate acknowledgements, probes of the tail, probes that repaired a loss.</summary>
    public ulong Timeouts, FastRecoveries, LossProbes, LossProbeRecovery;

    /// <summary>Segments dropped because of an old timestamp (PAWS), out of the window, of no memory.</summary>
    public ulong PawsDrops, OutOfWindow, MemoryDrops;

    /// <summary>Segments that came out of order; challenge acknowledgements sent, and left out by their limit.</summary>
    public ulong OutOfOrder, ChallengeAcks, ChallengeAcksSkipped;

    /// <summary>Connections in TIME-WAIT that had to go early; attempts that found no connection free; keep-alive and window probes sent.</summary>
    public ulong TimeWaitRecycled, ListenOverflows, KeepAliveProbes, WindowProbes;
}
