namespace Lithe.Net;

/// <summary>A connection's congestion window, and what the algorithm in the image remembers of it. Times are nanoseconds, amounts bytes.</summary>
public struct CongestionState
{
    /// <summary>The congestion window, cwnd.</summary>
    public uint Window;

    /// <summary>The slow start threshold, ssthresh.</summary>
    public uint Threshold;

    /// <summary>The largest segment that is sent, SMSS.</summary>
    public uint SegmentSize;

    /// <summary>Acknowledged bytes that have not yet led to a larger window.</summary>
    public uint Credit;

    /// <summary>CUBIC: the window before the last reduction, W_max.</summary>
    public uint Peak;

    /// <summary>CUBIC: what the window would be with Reno's growth, W_est.</summary>
    public uint RenoWindow;

    /// <summary>CUBIC: credit of <see cref="RenoWindow"/>.</summary>
    public uint RenoCredit;

    /// <summary>CUBIC: milliseconds from the epoch's start until the window is at <see cref="Peak"/> again, K.</summary>
    public uint ToPeak;

    /// <summary>CUBIC: when the present period of growth began; 0 when none has.</summary>
    public ulong Epoch;

    /// <summary>CUBIC: how large the window was then.</summary>
    public uint EpochWindow;
}
