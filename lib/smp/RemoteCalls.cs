using System.Threading;
using Lithe.Arch;
using Lithe.Interrupts;
using Lithe.Plat;
using Lithe.Sched;
using Lithe.Sync;

namespace Lithe.Smp;

/// <summary>
/// Calls on other processors. The caller waits until the target has run it: in the handler of a signal, or in a spinning loop. With the cooperative
/// scheduler a target lets signals in when it idles or a thread yields, so a call takes that long.
/// </summary>
public static unsafe class RemoteCalls
{
    // One call at a time. The mailbox is the caller's while it holds the lock, and the target's while State is Posted or Running.
    private static SpinLock s_lock;
    private static ulong s_count;
    private static Mailbox[] s_mailboxes = [];

    /// <summary>How many calls there were, to one processor or to all at a time.</summary>
    [Counter("smp.calls")]
    public static ulong Count => s_count;

    /// <summary>Runs <typeparamref name="TCall"/> on a processor that has started; on this one directly.</summary>
    public static void Run<TCall>(int processor, nint argument) where TCall : struct, IRemoteCall
    {
        s_lock.Enter();
        s_count++;
        if (processor == Processor.Index)
        {
            TCall.Run(argument);
        }
        else if ((uint)processor < (uint)Multiprocessing.StartedCount)
        {
            Post(processor, &TCall.Run, argument);
            Await(processor);
        }

        s_lock.Exit();
    }

    /// <summary>Runs <typeparamref name="TCall"/> on every other processor, all at a time.</summary>
    public static void RunOnOthers<TCall>(nint argument) where TCall : struct, IRemoteCall
    {
        s_lock.Enter();
        s_count++;
        int self = Processor.Index, count = Multiprocessing.StartedCount;
        for (int i = 0; i < count; i++)
        {
            if (i != self)
                Post(i, &TCall.Run, argument);
        }

        for (int i = 0; i < count; i++)
        {
            if (i != self)
                Await(i);
        }

        s_lock.Exit();
    }

    internal static void Initialize(int count)
    {
        s_mailboxes = new Mailbox[count];
        SpinWaiting.Use<Answering>();
        InterruptHandling.UseSignal<SignalHandler>();
    }

    private static void Post(int processor, delegate*<nint, void> call, nint argument)
    {
        ref Mailbox mailbox = ref s_mailboxes[processor];
        mailbox.Call = call;
        mailbox.Argument = argument;
        Volatile.Write(ref mailbox.State, Mailbox.Posted);
        InterruptController.SendSignal(processor);
    }

    private static void Await(int processor)
    {
        while (Volatile.Read(ref s_mailboxes[processor].State) != Mailbox.Free)
            SpinWaiting.Turn();
    }

    private static void Answer()
    {
        ref Mailbox mailbox = ref s_mailboxes[Processor.Index];
        if (Volatile.Read(ref mailbox.State) != Mailbox.Posted)
            return;

        // Taken before it runs: a call that spins for a lock comes here again, and must not start itself once more.
        mailbox.State = Mailbox.Running;
        mailbox.Call(mailbox.Argument);
        Volatile.Write(ref mailbox.State, Mailbox.Free);
    }

    private struct Mailbox
    {
        internal const int Free = 0, Posted = 1, Running = 2;

        internal int State;
        internal delegate*<nint, void> Call;
        internal nint Argument;

        // To the end of the cache line: neighbours are polled by other processors.
        private long _padding0, _padding1, _padding2, _padding3, _padding4;
    }

    private readonly struct Answering : ISpinWaiter
    {
        public static void Answer() => RemoteCalls.Answer();
    }

    private readonly struct SignalHandler : IInterruptHandler
    {
        public static void OnInterrupt(int argument)
        {
            Answer();
            Scheduler.OnSignal();
        }
    }
}
