using System.Threading;
using Lithe.Sched;

namespace Lithe.Net;

/// <summary>Something to be done on a stack, by whoever drives it: see <see cref="Network.CallOn"/>. May be used again when it has been done.</summary>
public abstract class StackCall
{
    private KernelThread? _caller;
    private bool _isDone;

    internal StackCall? Next { get; set; }

    /// <summary>Does it, on the stack's processor. It must not wait.</summary>
    protected abstract void Run(NetStack stack);

    internal void RunHere(NetStack stack) => Run(stack);

    internal void Prepare()
    {
        _caller = Scheduler.Current;
        _isDone = false;
    }

    internal void Wait()
    {
        while (!Volatile.Read(ref _isDone))
            Scheduler.Block(ulong.MaxValue);
    }

    internal void Finish(NetStack stack)
    {
        KernelThread caller = _caller!;
        Run(stack);
        Volatile.Write(ref _isDone, true);
        Scheduler.Wake(caller);
    }
}
