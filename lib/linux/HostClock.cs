namespace Lithe.Linux;

/// <summary>The host's clocks, read through the code that the kernel maps into each process (vDSO), or by a system call where there is none.</summary>
public static unsafe class HostClock
{
    private const ulong NanosecondsPerSecond = 1_000_000_000;

    // Written once, by start-up code.
    private static delegate* unmanaged[SuppressGCTransition]<int, ulong*, int> s_read;

    /// <summary>Says where the kernel's code is: the auxiliary vector's AT_SYSINFO_EHDR, or 0.</summary>
    public static void Initialize(ulong vdso) =>
        s_read = vdso == 0 ? null : (delegate* unmanaged[SuppressGCTransition]<int, ulong*, int>)SharedObject.Find(vdso, "__vdso_clock_gettime"u8);

    /// <summary>The time of a clock (CLOCK_REALTIME is 0, CLOCK_MONOTONIC 1), in nanoseconds; 0 when it cannot be read.</summary>
    public static ulong Read(int clock)
    {
        ulong* time = stackalloc ulong[2];
        bool done = s_read != null ? s_read(clock, time) == 0 : SystemCall.Call(SystemCall.ClockGettime, (ulong)clock, (ulong)time) == 0;
        return done ? time[0] * NanosecondsPerSecond + time[1] : 0;
    }
}
