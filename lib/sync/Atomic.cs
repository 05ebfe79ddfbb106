using System.Runtime.CompilerServices;
using System.Threading;

namespace Lithe.Sync;

/// <summary>Interlocked where somebody could come between, plain where nobody can.</summary>
internal static class Atomic
{
    /// <summary>Whether the value was the one expected; then it is the new one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool Exchange(ref int location, int expected, int value)
    {
        if (Config.SMP || Config.SCHED_PREEMPT)
            return Interlocked.CompareExchange(ref location, value, expected) == expected;
        if (location != expected)
            return false;
        location = value;
        return true;
    }
}
