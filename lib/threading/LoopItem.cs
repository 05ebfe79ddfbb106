using Lithe.Plat;
using Lithe.Time;

namespace Lithe.Threading;

/// <summary>
/// Something that the event loop runs: when it is posted, from wherever, or when its time has come. One object is used again and again; neither takes memory.
/// </summary>
public abstract class LoopItem : Timer
{
    // Link, and whether it is in the list: the loop's lock's.
    internal LoopItem? NextPosted;
    internal bool IsPosted;

    // When its timer is to expire; the loop's thread's.
    internal ulong Deadline;

    /// <summary>Whether that has come: an expiry on another processor may be under way when the timer is cancelled or started again.</summary>
    internal bool IsDue => Clock.Nanoseconds >= Deadline;

    /// <summary>Called by the event loop, on its thread: once for all posts since the last call.</summary>
    protected internal abstract void Run();

    /// <inheritdoc/>
    public sealed override void OnExpire() => EventLoop.Post(this);
}
