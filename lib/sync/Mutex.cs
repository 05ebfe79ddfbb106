using System.Runtime.CompilerServices;
using System.Threading;
using Lithe.Sched;

namespace Lithe.Sync;

/// <summary>
/// A lock with an owner. Not recursive. When it is given back while somebody waits, the one who came first has it at once: nobody overtakes.
/// </summary>
public sealed class Mutex : Waitable
{
    private const int HasWaiters = 1;

    // 0: free. Else twice the owner's number, and HasWaiters. Changed without the queue's lock only from free to owned and back.
    private int _state;
    private WaitQueue _queue;

    /// <inheritdoc/>
    public override string Kind => "mutex";

    /// <inheritdoc/>
    public override int OwnerId => Volatile.Read(ref _state) >> 1;

    /// <summary>Whether the running thread has it.</summary>
    public bool IsHeld => OwnerId == Scheduler.Current.Id;

    /// <summary>Takes it; waits as long as somebody else has it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Enter()
    {
        int self = Scheduler.Current.LockWord;
        if (Config.SMP || Config.SCHED_PREEMPT)
        {
            if (!Atomic.Exchange(ref _state, 0, self))
                Wait(self, ulong.MaxValue, null, isCancellable: false);
            return;
        }

        // One store for both ways, of what is there already on the slow one: no jump around it.
        if (_state != 0)
            self = WaitAndRead(self);
        _state = self;
    }

    /// <summary>Takes it when it is free.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryEnter() => Atomic.Exchange(ref _state, 0, Scheduler.Current.LockWord);

    /// <summary>Takes it. False when the deadline passed or the wait was cancelled before.</summary>
    public bool TryEnter(ulong deadline, Cancellation? cancellation = null)
    {
        int self = Scheduler.Current.LockWord;
        return Atomic.Exchange(ref _state, 0, self) || Wait(self, deadline, cancellation, isCancellable: true);
    }

    /// <summary>Gives it back; the running thread has it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Exit()
    {
        int self = Scheduler.Current.LockWord;
        if (Config.SMP || Config.SCHED_PREEMPT)
        {
            if (!Atomic.Exchange(ref _state, self, 0))
                HandOver(self);
            return;
        }

        int state = 0;
        if (_state != self)
            state = HandOverAndRead(self);
        _state = state;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Wait(int self, ulong deadline, Cancellation? cancellation, bool isCancellable)
    {
        _queue.Enter();
        while (true)
        {
            int state = Volatile.Read(ref _state);
            if ((state & ~HasWaiters) == self)
                Fail.Stop(FailReason.Synchronization, "a mutex is taken by the thread that has it");
            if (state == 0)
            {
                if (Atomic.Exchange(ref _state, 0, self))
                {
                    _queue.Exit();
                    return true;
                }
            }
            else if ((state & HasWaiters) != 0 || Atomic.Exchange(ref _state, state, state | HasWaiters))
            {
                return _queue.WaitAndExit(this, deadline, cancellation, isCancellable);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int WaitAndRead(int self)
    {
        Wait(self, ulong.MaxValue, null, isCancellable: false);
        return _state;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int HandOverAndRead(int self)
    {
        HandOver(self);
        return _state;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void HandOver(int self)
    {
        _queue.Enter();
        if ((Volatile.Read(ref _state) & ~HasWaiters) != self)
            Fail.Stop(FailReason.Synchronization, "a mutex is given back by a thread that does not have it");
        // Those who waited may have given up.
        KernelThread? next = _queue.Take();
        Volatile.Write(ref _state, next is null ? 0 : next.LockWord | (_queue.IsEmpty ? 0 : HasWaiters));
        _queue.Exit();
        if (next is not null)
            Scheduler.Wake(next);
    }
}
