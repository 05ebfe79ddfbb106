namespace Lithe.Plat;

/// <summary>
/// The interrupt controller: device lines by number, messages, signals between processors. Who handles what is not its business: see
/// <c>lib/irq</c>.
/// </summary>
/// <remarks>
/// Lines on x86 are the I/O APIC's inputs (global system interrupts), then those handed out for messages; on arm64 the GIC's interrupt
/// numbers (INTID). <see cref="Initialize"/> once, then <see cref="InitializeProcessor"/> on every further processor.
/// </remarks>
public static class InterruptController
{
    /// <summary>What <see cref="Acknowledge"/> answers for this processor's alarm (<see cref="Clock.SetAlarm"/>).</summary>
    public const int Alarm = -1;

    /// <summary>What <see cref="Acknowledge"/> answers for a signal from another processor.</summary>
    public const int Signal = -2;

    /// <summary>What <see cref="Acknowledge"/> answers when there was nothing: it needs no <see cref="Complete"/>.</summary>
    public const int Spurious = -3;

    /// <summary>Finds and sets up the controller, all lines masked; on the boot processor.</summary>
    public static extern void Initialize();

    /// <summary>Sets up the part that each processor has; on a processor that was started.</summary>
    public static extern void InitializeProcessor();

    /// <summary>How many lines there are: their numbers are below.</summary>
    public static extern int LineCount { get; }

    /// <summary>Lets a line's interrupts through, to one processor. False when there is no such line.</summary>
    public static extern bool Enable(int line, InterruptTrigger trigger, int processor);

    /// <summary>Masks a line.</summary>
    public static extern void Disable(int line);

    /// <summary>Takes a line for messages to one processor. False when none is left or the machine has no messages.</summary>
    public static extern bool TryAllocateMessage(int processor, out MessageInterrupt message);

    /// <summary>
    /// Which line the interrupt with the processor's number <paramref name="number"/> came from, or <see cref="Alarm"/>,
    /// <see cref="Signal"/>, <see cref="Spurious"/>. In an interrupt's handler only.
    /// </summary>
    public static extern int Acknowledge(int number);

    /// <summary>Says that the interrupt which <see cref="Acknowledge"/> named is handled: the next one may come.</summary>
    public static extern void Complete(int line);

    /// <summary>Interrupts another processor.</summary>
    public static extern void SendSignal(int processor);

    /// <summary>
    /// Interrupts another processor even while it has interrupts disabled: by a non-maskable one (x86_64). Nothing where there is none.
    /// </summary>
    public static extern void SendNonMaskable(int processor);
}
