using System.Runtime.CompilerServices;
using System.Threading;
using Lithe.Arch;

namespace Lithe.Sync;

/// <summary>
/// The lock under all others: for short stretches that call nobody who could wait. It keeps out other processors (with <c>SMP</c>) and
/// this processor's interrupts, and so preemption (with <c>SCHED_PREEMPT</c>); an image that has neither pays nothing, since there interrupts
/// are let in only where nothing is held. Not recursive. The default value is free.
/// </summary>
public struct SpinLock
{
    private int _taken;
    private bool _interruptsWereEnabled;

    /// <summary>Takes the lock; spins while another processor has it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Enter()
    {
        if (Config.SMP || Config.SCHED_PREEMPT)
            Take();
    }

    /// <summary>Gives the lock back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Exit()
    {
        if (Config.SMP || Config.SCHED_PREEMPT)
            Give();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Take()
    {
        bool wereEnabled = Processor.DisableInterrupts();
        if (Config.SMP)
        {
            while (Interlocked.CompareExchange(ref _taken, 1, 0) != 0)
            {
                while (Volatile.Read(ref _taken) != 0)
                    SpinWaiting.Turn();
            }
        }

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
