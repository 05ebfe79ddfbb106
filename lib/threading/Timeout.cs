namespace System.Threading;

/// <summary>Times without an end.</summary>
public static class Timeout
{
    /// <summary>Without an end, in milliseconds.</summary>
    public const int Infinite = -1;

    /// <summary>Without an end.</summary>
    public static readonly TimeSpan InfiniteTimeSpan = new(-TimeSpan.TicksPerMillisecond);
}
