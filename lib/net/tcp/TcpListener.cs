namespace Lithe.Net;

/// <summary>A port at which connections are taken (LISTEN).</summary>
public sealed class TcpListener
{
    private readonly TcpStack _stack;

    internal TcpListener(TcpStack stack, in IpEndpoint local, TcpHandler handler, int backlog, bool isShared, bool isV6Only)
    {
        _stack = stack;
        Local = local;
        Handler = handler;
        Backlog = backlog;
        IsShared = isShared;
        IsV6Only = isV6Only;
    }

    internal TcpListener? Next;

    /// <summary>Whether others may listen at the same address and port, who share the connections (SO_REUSEPORT).</summary>
    internal bool IsShared { get; }

    /// <summary>Whether <c>::</c> is the addresses of IPv6 only.</summary>
    public bool IsV6Only { get; }

    /// <summary>Where it listens; an unspecified address is every one of ours.</summary>
    public IpEndpoint Local { get; }

    /// <summary>Whom accepted connections belong to.</summary>
    public TcpHandler Handler { get; }

    /// <summary>How many connections may be half open; beyond that SYN cookies are sent.</summary>
    public int Backlog { get; set; }

    /// <summary>How many are.</summary>
    public int HalfOpen { get; internal set; }

    /// <summary>How many connections may have brought data with their SYN and not been confirmed (RFC 7413 5.1); 0, the state in which a listener begins: none.</summary>
    public int FastOpenLimit { get; set; }

    /// <summary>How many have.</summary>
    internal int FastOpenPending { get; set; }

    /// <summary>Whether it takes no more.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Whether new connections are to be ignored for the time being, as by an application that cannot take more.</summary>
    public bool IsPaused { get; set; }

    /// <summary>Whether it has the address and port, and does not take connections yet: as if nobody listened (a socket that is bound only).</summary>
    public bool IsReserved { get; set; }

    /// <summary>Takes no more connections; those that were accepted stay.</summary>
    public void Close()
    {
        if (IsClosed)
            return;
        IsClosed = true;
        _stack.Remove(this);
    }
}
