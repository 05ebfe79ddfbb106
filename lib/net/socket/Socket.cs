using System;

namespace Lithe.Net.Sockets;

/// <summary>
/// What stream and datagram sockets have in common. Calls never wait when <see cref="IsBlocking"/> is false, and answer <see cref="SocketError.WouldBlock"/>; they may come from any thread.
/// </summary>
public abstract class Socket
{
    private SocketWaiter? _waiters;
    private uint _last;

    /// <summary>The next one among those that nobody uses.</summary>
    internal Socket? NextFree;

    private protected Socket(SocketHost host, bool isV4)
    {
        Host = host;
        IsV4 = isV4;
    }

    /// <summary>Where it lives.</summary>
    public SocketHost Host { get; }

    /// <summary>Whether it is of IPv4; one of IPv6 takes both.</summary>
    public bool IsV4 { get; private set; }

    /// <summary>Whether calls wait until they can be done. The state in which a socket begins.</summary>
    public bool IsBlocking { get; set; } = true;

    /// <summary>How long a call that receives, accepts or connects waits, in nanoseconds; 0: for ever (SO_RCVTIMEO).</summary>
    public ulong ReceiveTimeout { get; set; }

    /// <summary>How long a call that sends waits, in nanoseconds; 0: for ever (SO_SNDTIMEO).</summary>
    public ulong SendTimeout { get; set; }

    /// <summary>Who is told of readiness.</summary>
    public SocketObserver? Observer { get; set; }

    /// <summary>Whether another one may have the same port at the same time (SO_REUSEPORT).</summary>
    public bool ReusePort { get; set; }

    /// <summary>Taken and without effect: a port in TIME-WAIT can always be listened at (SO_REUSEADDR).</summary>
    public bool ReuseAddress { get; set; }

    /// <summary>Whether a socket of IPv6 has nothing to do with IPv4; set before it is bound (IPV6_V6ONLY).</summary>
    public bool IsV6Only { get; set; }

    /// <summary>Whether it was closed.</summary>
    public bool IsClosed { get; private protected set; }

    /// <summary>Its own end; a port of 0 before it has one.</summary>
    public abstract IpEndpoint Local { get; }

    /// <summary>What it is ready for now.</summary>
    public SocketReadiness Readiness
    {
        get
        {
            Host.Enter();
            SocketReadiness ready = ReadinessNow();
            Host.Exit();
            return ready;
        }
    }

    /// <summary>
    /// What it was ready for at the end of the last call or event: without taking the stack, for who may not wait for it. Room to send may be gone since; whatever comes to be is in it.
    /// </summary>
    public SocketReadiness LastReadiness => (SocketReadiness)System.Threading.Volatile.Read(ref _last);

    /// <summary>The error that happened by itself, once (SO_ERROR).</summary>
    public SocketError TakeError()
    {
        Host.Enter();
        SocketError error = PendingError;
        PendingError = SocketError.None;
        NoteReadiness();
        Host.Exit();
        return error;
    }

    private protected SocketError PendingError { get; set; }

    /// <summary>Gives it an address and port of ours; port 0 is one that is free.</summary>
    public abstract SocketError Bind(in IpEndpoint local);

    /// <summary>Closes it. What was sent still arrives, unless it lingers otherwise.</summary>
    public abstract SocketError Close();

    /// <summary>After <see cref="Close"/>: the object serves again. Nobody may use it any more, no thread may wait for it.</summary>
    public abstract void Recycle();

    private protected abstract SocketReadiness ReadinessNow();

    /// <summary>With the stack taken, after what changes readiness.</summary>
    private protected void NoteReadiness() => System.Threading.Volatile.Write(ref _last, (uint)ReadinessNow());

    /// <summary>As new, for another use.</summary>
    private protected void Renew(bool isV4)
    {
        IsV4 = isV4;
        IsBlocking = true;
        IsClosed = ReusePort = ReuseAddress = IsV6Only = false;
        ReceiveTimeout = SendTimeout = 0;
        Observer = null;
        PendingError = SocketError.None;
    }

    /// <summary>
    /// Waits, with the stack taken, until the socket is ready for one of these. The stack is given back meanwhile. <see cref="SocketError.WouldBlock"/> when it does not block, or not in time.
    /// With <paramref name="isRefused"/> what it is ready for now has not sufficed: until it is told of something new.
    /// </summary>
    private protected SocketError Wait(SocketReadiness what, ulong timeout, bool isRefused = false)
    {
        what |= SocketReadiness.Error | SocketReadiness.HangUp;
        if (!isRefused && (ReadinessNow() & what) != 0)
            return SocketError.None;
        if (!IsBlocking)
            return SocketError.WouldBlock;
        ulong deadline = timeout == 0 ? ulong.MaxValue : Host.Now + timeout;
        SocketWaiter waiter = Host.TakeWaiter();
        waiter.Next = _waiters;
        _waiters = waiter;
        SocketError error = SocketError.None;
        while ((isRefused || (ReadinessNow() & what) == 0) && !IsClosed && error == SocketError.None)
        {
            Host.Exit();
            bool isWoken = waiter.Wait(deadline);
            Host.Enter();
            if (!isWoken && (isRefused || (ReadinessNow() & what) == 0))
                error = deadline != ulong.MaxValue && Host.Now >= deadline ? SocketError.WouldBlock : SocketError.Interrupted;
            isRefused = false;
        }

        Remove(waiter);
        Host.Return(waiter);
        return IsClosed ? SocketError.Invalid : error;
    }

    /// <summary>Tells everybody who waits; with the stack taken.</summary>
    private protected void Notify(SocketReadiness what)
    {
        NoteReadiness();
        Tell(what);
    }

    /// <summary>The same for something that has come to be and changes nothing else: what else there is need not be looked at.</summary>
    private protected void NotifyAlso(SocketReadiness what)
    {
        System.Threading.Volatile.Write(ref _last, _last | (uint)what);
        Tell(what);
    }

    private void Tell(SocketReadiness what)
    {
        for (SocketWaiter? waiter = _waiters; waiter is not null; waiter = waiter.Next)
            waiter.Wake();
        Observer?.OnReady(this, what);
    }

    /// <summary>An address in the form that this socket's family has: 0.0.0.0 of IPv4 for an unspecified one.</summary>
    private protected IpEndpoint Normalize(in IpEndpoint endpoint) => IsV4 && endpoint.Address == IpAddress.Any ? new IpEndpoint(IpAddress.AnyV4, endpoint.Port) : endpoint;

    private void Remove(SocketWaiter waiter)
    {
        if (_waiters == waiter)
        {
            _waiters = waiter.Next;
        }
        else
        {
            SocketWaiter? before = _waiters;
            while (before is not null && before.Next != waiter)
                before = before.Next;
            if (before is not null)
                before.Next = waiter.Next;
        }

        waiter.Next = null;
    }
}
