using Lithe.Plat;

namespace Lithe.Time;

/// <summary>
/// Whether an idle processor looks for work for a while before it sleeps (<c>IDLE_POLL</c>): to wake a virtual machine's processor takes the host longer than many a client needs to send its next request.
/// It looks only when the pause before was so short that looking would have caught its end: a machine that is left alone, or whose events come far apart, sleeps at once. A processor's own.
/// </summary>
public struct IdlePoll
{
    /// <summary>How often interrupts are let in between two looks at the clock, which may be the dearest of it all.</summary>
    public const int Rounds = 16;

    private static ulong Longest => (ulong)Config.IDLE_POLL * 1000;

    private ulong _began;
    private bool _isWorthwhile;

    /// <summary>A pause begins.</summary>
    /// <param name="latest">When there is work for certain (ns): the next timer.</param>
    /// <returns>Until when to look (ns); 0 to sleep at once.</returns>
    public ulong Begin(ulong latest)
    {
        _began = Clock.Nanoseconds;
        if (!_isWorthwhile)
            return 0;
        ulong end = _began + Longest;
        return end < latest ? end : latest;
    }

    /// <summary>The processor has slept, and was woken.</summary>
    public void End() => _isWorthwhile = Clock.Nanoseconds - _began <= Longest;
}
