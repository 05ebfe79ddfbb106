using System;

namespace Lithe.Net;

/// <summary>Slow start and congestion avoidance as RFC 5681 has them, with byte counting (RFC 3465, L = 2).</summary>
public static class CongestionControl
{
    public static ReadOnlySpan<byte> Name => "newreno"u8;

    public static void Start(ref CongestionState state, uint segmentSize)
    {
        state = default;
        state.SegmentSize = segmentSize;
        state.Window = InitialWindow(segmentSize);
        state.Threshold = uint.MaxValue >> 1;
    }

    public static void OnAcknowledged(ref CongestionState state, uint bytes, ulong now, ulong roundTrip)
    {
        if (state.Window < state.Threshold)
        {
            uint step = Math.Min(bytes, 2 * state.SegmentSize);
            state.Window += step;
            return;
        }

        // One segment for each window of acknowledged bytes.
        state.Credit += Math.Min(bytes, state.Window);
        if (state.Credit >= state.Window)
        {
            state.Credit -= state.Window;
            state.Window = Math.Min(state.Window + state.SegmentSize, 1 << 30);
        }
    }

    public static void OnLoss(ref CongestionState state, uint inFlight, ulong now)
    {
        state.Threshold = Math.Max(inFlight / 2, 2 * state.SegmentSize);
        state.Window = state.Threshold;
        state.Credit = 0;
    }

    public static void OnTimeout(ref CongestionState state, uint inFlight, ulong now)
    {
        OnLoss(ref state, inFlight, now);
        state.Window = state.SegmentSize;
    }

    public static void OnIdle(ref CongestionState state, ulong now) => state.Window = Math.Min(state.Window, InitialWindow(state.SegmentSize));

    private static uint InitialWindow(uint segmentSize) => Math.Min(10 * segmentSize, Math.Max(2 * segmentSize, 14600));
}
