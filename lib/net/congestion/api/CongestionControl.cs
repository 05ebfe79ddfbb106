using System;

namespace Lithe.Net;

/// <summary>The algorithm that decides how much a connection may have in the network. Called by TCP, which detects losses and counts what is in flight.</summary>
public static class CongestionControl
{
    /// <summary>The implementation's name, for messages.</summary>
    public static extern ReadOnlySpan<byte> Name { get; }

    /// <summary>A connection begins: the initial window of RFC 6928.</summary>
    public static extern void Start(ref CongestionState state, uint segmentSize);

    /// <summary>New data was acknowledged, outside recovery. Not called while the sender, not the window, is the limit (RFC 7661's concern, RFC 9438 5.8).</summary>
    public static extern void OnAcknowledged(ref CongestionState state, uint bytes, ulong now, ulong roundTrip);

    /// <summary>A loss was detected, or congestion was signalled, for the first time in this window: sets threshold and window for the recovery that begins.</summary>
    public static extern void OnLoss(ref CongestionState state, uint inFlight, ulong now);

    /// <summary>The retransmission timer expired for the first time for this data: threshold as for a loss, window of one segment.</summary>
    public static extern void OnTimeout(ref CongestionState state, uint inFlight, ulong now);

    /// <summary>The connection has sent nothing for a retransmission timeout or longer (RFC 5681 4.1).</summary>
    public static extern void OnIdle(ref CongestionState state, ulong now);
}
