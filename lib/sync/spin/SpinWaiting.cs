using Lithe.Arch;

namespace Lithe.Sync;

/// <summary>What a processor does while it spins with interrupts disabled: it must still answer those who wait for it.</summary>
public interface ISpinWaiter
{
    /// <summary>Does what other processors have asked of this one and cannot go on without. Takes no lock.</summary>
    static abstract void Answer();
}

/// <summary>A turn of a spinning loop.</summary>
public static unsafe class SpinWaiting
{
    // Set once, before a second processor is started.
    private static delegate*<void> s_answer;

    /// <summary>Says who answers other processors' requests (<c>lib/smp</c>).</summary>
    public static void Use<TWaiter>() where TWaiter : struct, ISpinWaiter => s_answer = &TWaiter.Answer;

    /// <summary>Answers requests, then tells the processor that this is a spinning loop.</summary>
    public static void Turn()
    {
        if (s_answer != null)
            s_answer();
        Processor.Relax();
    }
}
