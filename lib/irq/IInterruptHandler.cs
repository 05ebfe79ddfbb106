namespace Lithe.Interrupts;

/// <summary>
/// Handles interrupts: a type, not an object, so that a driver in safe code costs one indirect call and no memory. Which of its devices it is says
/// the argument.
/// </summary>
public interface IInterruptHandler
{
    /// <summary>Called on the processor that the line is directed to, interrupts disabled. Waits for nothing, allocates nothing.</summary>
    static abstract void OnInterrupt(int argument);
}
