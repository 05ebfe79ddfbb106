using System.Threading;

namespace Lithe.Net;

/// <summary>What a stack has to do with those of other processors.</summary>
internal sealed partial class StackRunner
{
    // Calls of other processors, the last one first.
    private StackCall? _calls;

    internal StackMember? Member { get; set; }

    /// <summary>Runs calls of other processors, and takes frames.</summary>
    private void TakePassed()
    {
        if (Volatile.Read(ref _calls) is not null)
            RunCalls();
        Member!.Take();
    }

    /// <summary>One turn before anybody drives it: for who waits for all stacks to be configured.</summary>
    internal void Turn()
    {
        TakePassed();
        Stack.Poll(Plat.Clock.Nanoseconds);
        Member!.TakeWoken();
    }

    /// <summary>Whether there is more to take, for who has said that it is about to sleep.</summary>
    private bool HasPassed()
    {
        // Whoever passes something looks, after that, whether this one sleeps.
        Interlocked.MemoryBarrier();
        return Volatile.Read(ref _calls) is not null || Member!.HasWaiting;
    }

    /// <summary>Wakes those that were given something and sleep.</summary>
    private void WakeOthers()
    {
        ulong woken = Member!.TakeWoken();
        if (woken != 0)
            Network.Wake(woken);
    }

    /// <summary>Has a call run here, from another processor.</summary>
    internal void Post(StackCall call)
    {
        StackCall? first;
        do
        {
            first = Volatile.Read(ref _calls);
            call.Next = first;
        }
        while (Interlocked.CompareExchange(ref _calls, call, first) != first);
        KickSleeping();
    }

    private void RunCalls()
    {
        StackCall? calls = Interlocked.Exchange(ref _calls, null), ordered = null;
        while (calls is not null)
        {
            StackCall? next = calls.Next;
            calls.Next = ordered;
            ordered = calls;
            calls = next;
        }

        Stack.Advance(Plat.Clock.Nanoseconds);
        while (ordered is not null)
        {
            // Once it is done it is its caller's, who may make it again.
            StackCall? next = ordered.Next;
            ordered.Finish(Stack);
            ordered = next;
        }
    }
}
