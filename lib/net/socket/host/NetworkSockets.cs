using Lithe.Plat;
using Lithe.Sched;
using Lithe.Sync;

namespace Lithe.Net.Sockets;

/// <summary>The sockets of the image's own network. Threads wait by the scheduler; in an image without threads who waits drives the network.</summary>
public sealed class NetworkSockets : SocketHost
{
    private static NetworkSockets? s_instance;

    // Under the network's lock.
    private Waiter? _free;

    private NetworkSockets(TcpStack tcp, Udp? udp)
        : base(tcp, udp)
    {
    }

    /// <summary>The image's; made by the first call, after <c>Network.TryStart</c>. Null when the stack has another TCP already.</summary>
    public static NetworkSockets? TryGet(TcpSettings settings)
    {
        if (s_instance is null && TcpStack.TryCreate(Network.Stack, settings) is { } tcp)
            s_instance = new NetworkSockets(tcp, Udp.Of(Network.Stack));
        return s_instance;
    }

    /// <inheritdoc/>
    public override void Enter() => Network.Enter();

    /// <inheritdoc/>
    public override void Exit()
    {
        if (Tcp.HasDue)
            Tcp.EndBurst();
        Network.Exit();
    }

    /// <inheritdoc/>
    public override ulong Now => Clock.Nanoseconds;

    /// <inheritdoc/>
    public override SocketWaiter TakeWaiter()
    {
        Waiter waiter = _free ?? new Waiter();
        _free = waiter.NextFree;
        waiter.NextFree = null;
        waiter.Reset();
        return waiter;
    }

    /// <inheritdoc/>
    public override void Return(SocketWaiter waiter)
    {
        var returned = (Waiter)waiter;
        returned.NextFree = _free;
        _free = returned;
    }

    private sealed class Waiter : SocketWaiter
    {
        private readonly Event _event = new(isAutomatic: true);
        private bool _isWoken;

        internal Waiter? NextFree;

        internal void Reset()
        {
            _isWoken = false;
            _event.Reset();
        }

        public override void Wake()
        {
            if (Scheduler.HasThreads)
                _event.Set();
            else
                _isWoken = true;
        }

        public override bool Wait(ulong deadline)
        {
            if (Scheduler.HasThreads)
                return _event.Wait(deadline);
            while (!_isWoken && (deadline == ulong.MaxValue || Clock.Nanoseconds < deadline))
                Network.RunOnce(deadline);
            bool wasWoken = _isWoken;
            _isWoken = false;
            return wasWoken;
        }
    }
}
