using System.Threading;
using Lithe.Plat;
using Lithe.Sched;
using Lithe.Sync;

namespace Lithe.Net;

/// <summary>A stack and who drives it.</summary>
internal sealed partial class StackRunner
{
    private readonly Mutex? _lock;
    private KernelThread? _thread;
    private bool _isStopped;

    // Until when the runner sleeps; 0 while it does not. Set under the lock.
    private ulong _sleepsUntil;

    // Whether a thread is in Run: it polls again whenever it does not sleep.
    private bool _isDriven;

    internal StackRunner(NetStack stack)
    {
        Stack = stack;
        if ((Config.SMP || Config.SCHED_PREEMPT) && !Config.NET_STACK_PER_PROCESSOR)
            _lock = new Mutex();
    }

    internal NetStack Stack { get; }

    internal DhcpClient?[] Dhcp { get; } = new DhcpClient?[NetworkOptions.MaxLinks];

    internal void Run()
    {
        Begin();
        Continue();
    }

    internal void Begin()
    {
        _thread = Scheduler.Current;
        _isStopped = false;
    }

    internal void Continue()
    {
        _isDriven = true;
        while (!_isStopped)
            RunOnce(ulong.MaxValue);
        _isDriven = false;
        Enter();
        Exit();
        _thread = null;
    }

    internal void Stop()
    {
        _isStopped = true;
        Kick();
    }

    internal void RunOnce(ulong deadline)
    {
        _thread ??= Scheduler.Current;
        if (_lock is not null)
            _lock.Enter();
        if (Config.NET_STACK_PER_PROCESSOR)
            TakePassed();
        ulong now = Clock.Nanoseconds, next = Stack.Poll(now);
        if (Config.NET_STACK_PER_PROCESSOR)
            WakeOthers();
        if (next > deadline)
            next = deadline;
        bool sleeps = next > now && !_isStopped;
        if (sleeps)
        {
            Volatile.Write(ref _sleepsUntil, next);
            // What has arrived meanwhile interrupts nobody, and what others have passed before they saw that this one sleeps woke nobody.
            if (Config.NET_STACK_PER_PROCESSOR)
                sleeps = !HasPassed();
            sleeps &= !Stack.EnableInterrupts();
            if (!sleeps)
                Volatile.Write(ref _sleepsUntil, 0);
        }

        if (_lock is not null)
            _lock.Exit();
        if (sleeps)
        {
            Scheduler.Block(next);
            Stack.DisableInterrupts();
        }
        else if (Scheduler.HasThreads)
        {
            // Others have their turn under load, too.
            Scheduler.Yield();
        }

        Volatile.Write(ref _sleepsUntil, 0);
    }

    internal bool IsConfigured()
    {
        bool isReachable = false;
        for (int i = 0; i < Network.CardCount; i++)
        {
            if (Config.NET_DHCP && Dhcp[i] is { HasLease: false })
                return false;
            foreach (ref readonly InterfaceAddress own in Stack.Interfaces[i].Addresses)
                isReachable |= own.IsOurs && (own.Address.IsV4 || !own.Address.IsLinkLocal);
        }

        return isReachable;
    }

    internal void Enter()
    {
        if ((Config.SMP || Config.SCHED_PREEMPT) && !Config.NET_STACK_PER_PROCESSOR)
            _lock!.Enter();
        Stack.Advance(Clock.Nanoseconds);
    }

    /// <remarks>
    /// Where threads are preempted, who runs the stack sends it if that one is awake: it has just brought what the caller works on, and goes on as soon as the caller waits, or when its time slice is
    /// over. So the answers of a server that has several requests before it go to the card in one piece.
    /// </remarks>
    internal void Exit()
    {
        if (Config.SCHED_PREEMPT && _isDriven && _sleepsUntil == 0)
        {
            _lock!.Exit();
            return;
        }

        Stack.Flush();
        bool isEarlier = _sleepsUntil != 0 && Stack.NextWork < _sleepsUntil;
        if (Config.NET_STACK_PER_PROCESSOR)
            WakeOthers();
        if ((Config.SMP || Config.SCHED_PREEMPT) && !Config.NET_STACK_PER_PROCESSOR)
            _lock!.Exit();
        if (isEarlier)
            Kick();
    }

    internal void Kick()
    {
        if (_thread is { } thread)
            Scheduler.Wake(thread);
    }

    /// <summary>The same, when it sleeps: for other processors.</summary>
    internal void KickSleeping()
    {
        if (Volatile.Read(ref _sleepsUntil) != 0)
            Kick();
    }
}
