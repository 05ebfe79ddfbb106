namespace Lithe.Smp;

/// <summary>Something that a processor does for another one: a type, not an object.</summary>
public interface IRemoteCall
{
    /// <summary>Called on the target, interrupts disabled, in a signal's handler or while it spins for a lock: takes no lock, waits for nothing.</summary>
    static abstract void Run(nint argument);
}
