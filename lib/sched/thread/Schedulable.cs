namespace Lithe.Sched;

/// <summary>What can be in one run queue and in one wait list at a time: a thread.</summary>
/// <remarks>The links belong to the lock of the list that the object is in.</remarks>
public abstract class Schedulable
{
    /// <summary>The highest priority.</summary>
    public const int MaxPriority = 31;

    internal Schedulable? NextToRun;
    internal Schedulable? NextToWait;
    internal Schedulable? PreviousToWait;

    /// <summary>Its place among others that want to run, 0 (lowest) to <see cref="MaxPriority"/>. Does not change while it is in a run queue.</summary>
    public int Priority { get; set; }

    /// <summary>Whether it may run on one processor only, so that no other one takes it from a queue.</summary>
    public bool IsPinned { get; set; }

    /// <summary>Whether it is in a wait list.</summary>
    public bool IsWaiting { get; internal set; }
}
