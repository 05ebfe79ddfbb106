using System;

namespace Lithe.Net;

/// <summary>CUBIC (RFC 9438) in integers: C = 0.4, beta = 0.7, with fast convergence and the Reno-friendly region.</summary>
public static class CongestionControl
{
    private const ulong Millisecond = 1_000_000;

    // Beyond this the curve is steeper than any window: it keeps the cube within 64 bits.
    private const long LongestTime = 100_000;

    public static ReadOnlySpan<byte> Name => "cubic"u8;

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
            state.Window += Math.Min(bytes, 2 * state.SegmentSize);
            return;
        }

        if (state.Epoch == 0)
            Begin(ref state, now);

        // Reno's growth (4.3), at 3(1 - beta)/(1 + beta) segments a round trip until it is where the last reduction was, and at one from there on.
        state.RenoCredit += state.RenoWindow < state.Peak ? (uint)(bytes * 9UL / 17) : bytes;
        if (state.RenoCredit >= state.Window)
        {
            state.RenoCredit -= state.Window;
            state.RenoWindow += state.SegmentSize;
        }

        // Where the curve is one round trip from now, at most half as much again as the window is (4.4).
        ulong elapsed = (now - state.Epoch + roundTrip) / Millisecond;
        long target = Curve(in state, elapsed > (ulong)LongestTime * 2 ? LongestTime * 2 : (long)elapsed);
        target = Math.Clamp(target, state.Window, state.Window + state.Window / 2);
        target = Math.Min(target, 1 << 30);

        // For a window of acknowledged bytes it grows by the difference.
        ulong gain = (ulong)(target - state.Window) * Math.Min(bytes, state.Window) + state.Credit;
        state.Window += (uint)(gain / state.Window);
        state.Credit = (uint)(gain % state.Window);
        if (state.Window < state.RenoWindow)
        {
            state.Window = state.RenoWindow;
            state.Credit = 0;
        }
    }

    public static void OnLoss(ref CongestionState state, uint inFlight, ulong now)
    {
        // Fast convergence (4.7): who has less than last time leaves more to others.
        state.Peak = state.Window < state.Peak ? (uint)(state.Window * 17UL / 20) : state.Window;
        state.Threshold = Math.Max((uint)(Math.Min(state.Window, inFlight) * 7UL / 10), 2 * state.SegmentSize);
        state.Window = state.Threshold;
        state.Credit = 0;
        state.Epoch = 0;
    }

    public static void OnTimeout(ref CongestionState state, uint inFlight, ulong now)
    {
        OnLoss(ref state, inFlight, now);
        state.Window = state.SegmentSize;
    }

    public static void OnIdle(ref CongestionState state, ulong now)
    {
        state.Window = Math.Min(state.Window, InitialWindow(state.SegmentSize));
        state.Epoch = 0;
    }

    private static void Begin(ref CongestionState state, ulong now)
    {
        state.Epoch = now == 0 ? 1 : now;
        state.EpochWindow = state.Window;
        state.RenoWindow = state.Window;
        state.RenoCredit = 0;
        if (state.Peak <= state.Window)
        {
            state.Peak = state.Window;
            state.ToPeak = 0;
            return;
        }

        // K = cube root of (W_max - cwnd) / C, in segments and seconds; here in milliseconds.
        ulong segments = (ulong)(state.Peak - state.Window) * 1000 / state.SegmentSize;
        state.ToPeak = CubeRoot(segments * 2_500_000);
    }

    // W(t) = C (t - K)^3 + W_max, in bytes.
    private static long Curve(in CongestionState state, long elapsed)
    {
        long distance = Math.Clamp(elapsed - state.ToPeak, -LongestTime, LongestTime);
        long cube = distance * distance * distance / 1_000_000;
        return state.Peak + cube * 4 * state.SegmentSize / 10_000;
    }

    /// <summary>The largest number whose cube is not above the value (by bits, highest first).</summary>
    private static uint CubeRoot(ulong value)
    {
        ulong root = 0;
        for (int bit = 20; bit >= 0; bit--)
        {
            ulong next = root | 1UL << bit;
            if (next * next * next <= value)
                root = next;
        }

        return (uint)root;
    }

    private static uint InitialWindow(uint segmentSize) => Math.Min(10 * segmentSize, Math.Max(2 * segmentSize, 14600));
}
