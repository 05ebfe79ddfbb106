using Lithe.Net;

/// <summary>What the server knows of a connection.</summary>
internal sealed class Session
{
    /// <summary>The next free one, or the next that is in use.</summary>
    internal Session? Next;
    internal Session? Previous;

    internal TcpConnection? Connection;

    /// <summary>When something was received or sent last, in nanoseconds.</summary>
    internal ulong ActiveAt;

    /// <summary>When the head that is not whole began to come; 0 when none has.</summary>
    internal ulong HeadAt;

    /// <summary>Bytes of a body that nobody wants.</summary>
    internal long Skip;

    /// <summary>Bytes that were not acknowledged when somebody last looked.</summary>
    internal int Waiting;

    /// <summary>The last answer was given: what still comes is dropped until the peer closes, too.</summary>
    internal bool IsClosing;

    /// <summary>There was no room for an answer.</summary>
    internal bool IsBlocked;
}
