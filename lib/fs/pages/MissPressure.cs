namespace Lithe.Fs;

/// <summary>
/// Whether pages that were given up are needed so much that no more of them should be: most of the time goes by with reading them again. Whoever asks for more memory then is better told that
/// there is none than served ever more slowly.
/// </summary>
public struct MissPressure
{
    // In nanoseconds. Of a stretch of time at least half must have gone by with waiting, for more pages than are kept.
    private const ulong Stretch = 2_000_000_000, LeastShare = 2;

    private ulong _start, _time;
    private long _count;

    /// <summary>As the last stretch was.</summary>
    public bool IsHigh { get; private set; }

    /// <summary>Looks whether a stretch is over.</summary>
    /// <param name="now">Nanoseconds since any moment.</param>
    /// <param name="missedTime">How long it was waited in all, in nanoseconds.</param>
    /// <param name="missedCount">For how many pages.</param>
    /// <param name="kept">How many pages are in memory now.</param>
    public bool Look(ulong now, ulong missedTime, long missedCount, long kept)
    {
        if (now - _start < Stretch)
            return IsHigh;
        IsHigh = (missedTime - _time) >= (now - _start) / LeastShare && missedCount - _count >= kept;
        _start = now;
        _time = missedTime;
        _count = missedCount;
        return IsHigh;
    }
}
