using System.Runtime.CompilerServices;
using System.Threading;
using Lithe.Arch;

namespace Lithe.Sync;

/// <summary>
/// The lock under all others: for short stretches that call nobody who could wait. It keeps out other processors (with <c>SMP</c>) and
/// this processor's interrupts, and so preemption (with <c>SCHED_PREEMPT</c>); an image that has neither pays nothing, since there interrupts
/// are let in only where nothing is held. On one processor with preemption it is a count (<see cref="HeldInterrupts"/>). Not recursive. The default value is free.
/// </summary>
public struct SpinLock
{
    private int _taken;
    private bool _interruptsWereEnabled;

    /// <summary>Takes the lock; spins while another processor has it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Enter()
    {
        if (HeldInterrupts.AreUsed)
            HeldInterrupts.Enter();
        else if (Config.SMP || Config.SCHED_PREEMPT)
            Take();
    }

    /// <summary>Gives the lock back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Exit()
    {
        if (HeldInterrupts.AreUsed)
            HeldInterrupts.Exit();
        else if (Config.SMP || Config.SCHED_PREEMPT)
            Give();
    }

    /// <summary>
    /// Takes the lock for a caller that has interrupts disabled and leaves them so: whoever gives it back with
    /// <see cref="ExitDisabled"/> may be another thread on the same processor.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void EnterDisabled()
    {
        if (Config.SMP)
            Spin();
    }

    /// <summary>Gives back what <see cref="EnterDisabled"/> took.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void ExitDisabled()
    {
        if (Config.SMP)
            Volatile.Write(ref _taken, 0);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Spin()
    {
        while (Interlocked.CompareExchange(ref _taken, 1, 0) != 0)
        {
            while (Volatile.Read(ref _taken) != 0)
                SpinWaiting.Turn();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Take()
    {
        bool wereEnabled = Processor.DisableInterrupts();
        if (Config.SMP)
            Spin();

        // The holder's own word: written under the lock.
        _interruptsWereEnabled = wereEnabled;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Give()
    {
        bool wereEnabled = _interruptsWereEnabled;
        if (Config.SMP)
            Volatile.Write(ref _taken, 0);
        Processor.RestoreInterrupts(wereEnabled);
    }
}
