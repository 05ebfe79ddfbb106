namespace Lithe.Sched;

/// <summary>What a switch between threads does where one of them runs a program's code, as a member that is called through a pointer.</summary>
public interface IProgramSwitch
{
    /// <summary>Called in every such switch, interrupts disabled.</summary>
    /// <param name="from">The vector area of the thread that leaves, 0 for a thread of the kernel's.</param>
    /// <param name="to">That of the one that comes.</param>
    /// <param name="stackTop">The end of its kernel stack.</param>
    static abstract void Switch(nint from, nint to, nint stackTop);
}
