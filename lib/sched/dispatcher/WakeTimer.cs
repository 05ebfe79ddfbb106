using Lithe.Time;

namespace Lithe.Sched;

/// <summary>Ends a thread's block at its deadline.</summary>
internal sealed class WakeTimer(KernelThread thread) : Timer
{
    public override void OnExpire() => Dispatcher.Wake(thread);
}
