namespace Lithe.Time;

/// <summary>Something to do at a time. One object is one timer, used again and again; starting it allocates nothing.</summary>
public abstract class Timer
{
    internal const int Idle = -1, Due = -2;

    internal Timer? Next, Previous;

    /// <summary>Level times slots plus slot, or <see cref="Idle"/>, or <see cref="Due"/>.</summary>
    internal int Place = Idle;

    /// <summary>When it is to expire, in ticks of the wheel.</summary>
    internal ulong Tick;

    /// <summary>The processor whose wheel it is on; who starts timers keeps it.</summary>
    public int Processor { get; set; }

    /// <summary>Whether it waits for its time.</summary>
    public bool IsPending => Place != Idle;

    /// <summary>
    /// Called once when the time has come; the timer is idle then and may be started again. Wakes somebody, and does nothing long: see docs/kernel.md, "Time".
    /// </summary>
    public abstract void OnExpire();
}
