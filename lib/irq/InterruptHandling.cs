using System.Runtime;
using Lithe.Diagnostics;
using Lithe.Plat;
using Lithe.Sync;

namespace Lithe.Interrupts;

/// <summary>Which handler an interrupt has, and how many there were.</summary>
/// <remarks>
/// Handlers are set under a lock and read without one: a place's line is written last and never moves, so a reader sees a whole entry or none.
/// The lock is the controller's too. Counters of lines are written by the processor that the line is directed to; those of all processors together are not exact: two may count at once.
/// </remarks>
public static unsafe class InterruptHandling
{
    private static SpinLock s_lock;
    private static InterruptTable s_table;
    private static int s_handlers;
    private static delegate*<int, void> s_alarm, s_signal, s_end;
    private static ulong s_spurious, s_unhandled, s_alarms, s_signals;

    /// <summary>Sets up the controller.</summary>
    [Init(InitStage.Early)]
    public static void Initialize()
    {
        InterruptController.Initialize();
        if (HeldInterrupts.AreUsed)
            HeldInterrupts.UseHandler(&Handle);
    }

    /// <summary>
    /// Has a line's interrupts handled by <typeparamref name="THandler"/> with this argument, on one processor. A line has one handler. False when
    /// it has one already, when there is no such line or no room (64 lines).
    /// </summary>
    public static bool Register<THandler>(int line, int argument, InterruptTrigger trigger, int processor = 0) where THandler : struct, IInterruptHandler =>
        TryAdd(line, argument, &THandler.OnInterrupt) && (Enable(line, trigger, processor) || Forget(line));

    /// <summary>The same for an interrupt by message; <paramref name="message"/> is what the device is told to write.</summary>
    public static bool RegisterMessage<THandler>(int argument, int processor, out MessageInterrupt message) where THandler : struct, IInterruptHandler
    {
        s_lock.Enter();
        bool isThere = InterruptController.TryAllocateMessage(processor, out message);
        s_lock.Exit();
        if (!isThere)
            return false;
        if (TryAdd(message.Line, argument, &THandler.OnInterrupt))
            return true;
        Disable(message.Line);
        return false;
    }

    /// <summary>Masks a line and forgets its handler. A call of it that has begun on another processor may not have ended.</summary>
    public static void Unregister(int line)
    {
        Disable(line);
        Forget(line);
    }

    /// <summary>Says who handles alarms; a scheduler does.</summary>
    public static void UseAlarm<THandler>() where THandler : struct, IInterruptHandler => s_alarm = &THandler.OnInterrupt;

    /// <summary>Says who handles signals of other processors.</summary>
    public static void UseSignal<THandler>() where THandler : struct, IInterruptHandler => s_signal = &THandler.OnInterrupt;

    /// <summary>Says what is called at the end of every interrupt, interrupts disabled; it may switch threads. A preemptive scheduler does.</summary>
    public static void UseEnd<THandler>() where THandler : struct, IInterruptHandler => s_end = &THandler.OnInterrupt;

    /// <summary>How many lines have a handler: while any has, something outside may wake who waits.</summary>
    public static int HandlerCount => System.Threading.Volatile.Read(ref s_handlers);

    /// <summary>How many interrupts a line had.</summary>
    public static ulong CountOf(int line)
    {
        int place = InterruptTable.Find(ref s_table, line);
        return place >= 0 ? s_table[place].Count : 0;
    }

    /// <summary>How many alarms rang.</summary>
    [Counter("irq.alarms")]
    public static ulong Alarms => s_alarms;

    /// <summary>How many signals other processors sent.</summary>
    [Counter("irq.signals")]
    public static ulong Signals => s_signals;

    /// <summary>How many interrupts had no source.</summary>
    [Counter("irq.spurious")]
    public static ulong Spurious => s_spurious;

    /// <summary>How many interrupts came from a line without a handler; such a line is masked.</summary>
    [Counter("irq.unhandled")]
    public static ulong Unhandled => s_unhandled;

    // Whether what was interrupted goes on with interrupts disabled.
    [RuntimeExport("lithe_interrupt")]
    private static bool OnInterrupt(int number)
    {
        if (HeldInterrupts.TryHold(number))
            return true;
        Handle(number);
        return false;
    }

    private static void Handle(int number)
    {
        int line = InterruptController.Acknowledge(number);
        Trace.Point("irq"u8, (ulong)(uint)line);
        if (line >= 0)
        {
            OnLine(line);
        }
        else if (line == InterruptController.Alarm)
        {
            s_alarms++;
            InterruptController.Complete(line);
            if (s_alarm != null)
                s_alarm(0);
        }
        else if (line == InterruptController.Signal)
        {
            s_signals++;
            InterruptController.Complete(line);
            if (s_signal != null)
                s_signal(0);
        }
        else
        {
            s_spurious++;
        }

        if (s_end != null)
            s_end(0);
    }

    private static void OnLine(int line)
    {
        int place = InterruptTable.Find(ref s_table, line);
        // Read once: another processor may take the handler away at any time.
        delegate*<int, void> handler = place >= 0 && s_table[place].LineAndOne != 0 ? s_table[place].Handler : null;
        if (handler != null)
        {
            s_table[place].Count++;
            handler(s_table[place].Argument);
        }
        else
        {
            // A line that stays active would interrupt for ever.
            s_unhandled++;
            Disable(line);
        }

        InterruptController.Complete(line);
    }

    // The controller's registers go in pairs, and its tables are one caller's at a time.
    private static bool Enable(int line, InterruptTrigger trigger, int processor)
    {
        s_lock.Enter();
        bool isEnabled = InterruptController.Enable(line, trigger, processor);
        s_lock.Exit();
        return isEnabled;
    }

    private static void Disable(int line)
    {
        s_lock.Enter();
        InterruptController.Disable(line);
        s_lock.Exit();
    }

    private static bool TryAdd(int line, int argument, delegate*<int, void> handler)
    {
        s_lock.Enter();
        int place = line < 0 ? -1 : InterruptTable.Find(ref s_table, line);
        bool isFree = place >= 0 && s_table[place].Handler == null;
        if (isFree)
        {
            s_table[place].Argument = argument;
            s_table[place].Handler = handler;
            System.Threading.Volatile.Write(ref s_table[place].LineAndOne, line + 1);
            s_handlers++;
        }

        s_lock.Exit();
        return isFree;
    }

    // The place stays the line's, so that lines that came behind it are still found.
    private static bool Forget(int line)
    {
        s_lock.Enter();
        int place = InterruptTable.Find(ref s_table, line);
        bool wasHandled = place >= 0 && s_table[place].Handler != null;
        if (wasHandled)
        {
            s_table[place].Handler = null;
            s_handlers--;
        }

        s_lock.Exit();
        return false;
    }
}
