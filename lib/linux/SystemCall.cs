using System.Runtime;
using System.Runtime.CompilerServices;

namespace Lithe.Linux;

/// <summary>The calls that the process platform makes, by number (x86_64). A negative result is an error: minus one of the <c>E</c> constants.</summary>
public static unsafe class SystemCall
{
    public const int Read = 0, Write = 1, Mmap = 9, Mprotect = 10, Munmap = 11, RtSigaction = 13, SchedYield = 24, Madvise = 28, Exit = 60,
        Ftruncate = 77, Sigaltstack = 131, ArchPrctl = 158, Gettid = 186, Futex = 202, SchedGetaffinity = 204, TimerCreate = 222, TimerSettime = 223,
        ClockGettime = 228, ExitGroup = 231, Tgkill = 234, Ppoll = 271, Getpid = 39, Clone = 56, MemfdCreate = 319, Getrandom = 318, Open = 2,
        Close = 3, Fstat = 5, Lseek = 8, Ioctl = 16, Pread64 = 17, Pwrite64 = 18, Socket = 41, Connect = 42, Bind = 49, Socketpair = 53, Fdatasync = 75, Fallocate = 285;

    public const long InterruptedCall = -4, TryAgain = -11;

    /// <summary>Makes a call.</summary>
    public static long Call(int number, ulong a = 0, ulong b = 0, ulong c = 0, ulong d = 0, ulong e = 0, ulong f = 0) => Invoke(number, a, b, c, d, e, f);

    [RuntimeImport("*", "linux_syscall"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Invoke(long number, ulong a, ulong b, ulong c, ulong d, ulong e, ulong f);
}
