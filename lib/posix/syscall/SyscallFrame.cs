namespace Lithe.Posix;

/// <summary>The program's registers while the kernel runs for it; x86_64/entry.s builds it on the thread's kernel stack.</summary>
public unsafe partial struct SyscallFrame
{
    /// <summary>The number of the call, or -1 when the program was interrupted or faulted.</summary>
    public readonly bool IsSyscall => Number >= 0;
}
