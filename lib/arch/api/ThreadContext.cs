namespace Lithe.Arch;

/// <summary>
/// Where a thread that does not run left off: an address on its stack, with the registers that a function preserves stored from there on
/// (x86_64: rbx, rbp, r12-r15; arm64: x19-x30, d8-d15). A thread that was interrupted has the others on its stack too: see <c>lib/traps</c>.
/// </summary>
public static class ThreadContext
{
    /// <summary>
    /// A context that, when it is first switched to, calls the exported <c>lithe_thread_start()</c> on the stack that ends at
    /// <paramref name="stackTop"/>, a multiple of 16. At least 256 bytes below are written. The function must not return.
    /// </summary>
    public static extern nint Create(nint stackTop);

    /// <summary>
    /// Stores the running thread's context in <paramref name="save"/> and goes on with <paramref name="load"/>; returns when somebody
    /// switches back. Interrupts stay as they are: the caller has disabled them, or nobody else switches.
    /// </summary>
    public static extern void Switch(ref nint save, nint load);

    /// <summary>
    /// A word of this processor for its scheduler: which thread runs. Read in one step, so that a thread that can be moved between
    /// processors reads its own. Only in images for several processors (<c>SMP</c>).
    /// </summary>
    public static extern nint Current { get; set; }

    /// <summary>The register behind which a program keeps its thread-local storage (FS base, TPIDR_EL0). The kernel itself does not use it.</summary>
    public static extern ulong ThreadPointer { get; set; }
}
