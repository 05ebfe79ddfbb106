using System.Threading;

namespace Lithe.Paging;

/// <summary>
/// Who may walk and change page tables: one at a time. Two that split one large page together would each make a table of what they find, the second one of the first one's table.
/// </summary>
/// <remarks>
/// Held with interrupts disabled, and while other processors are made to forget what has changed: they do so whatever they are doing, waiting for this lock too. Calls nobody who could want it.
/// It is below <c>SpinLock</c>, whose wait answers other processors' calls.
/// </remarks>
internal static class TableLock<TFormat> where TFormat : struct, IPageFormat
{
    private static int s_taken;

    internal static bool Enter()
    {
        if (!Config.SMP && !Config.SCHED_PREEMPT)
            return false;
        bool wereEnabled = TFormat.DisableInterrupts();
        while (Config.SMP && Interlocked.CompareExchange(ref s_taken, 1, 0) != 0)
        {
            while (Volatile.Read(ref s_taken) != 0)
                TFormat.Relax();
        }

        return wereEnabled;
    }

    internal static void Exit(bool wereEnabled)
    {
        if (Config.SMP)
            Volatile.Write(ref s_taken, 0);
        if (Config.SMP || Config.SCHED_PREEMPT)
            TFormat.RestoreInterrupts(wereEnabled);
    }
}
