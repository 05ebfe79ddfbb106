using System;
using System.Buffers.Binary;
using Lithe.Net;
using Lithe.Net.Sockets;

namespace Lithe.Posix;

/// <summary>What a connection is like, as <c>struct tcp_info</c>: its first 104 bytes, which every Linux has had since 2.4. Times are microseconds.</summary>
internal static class TcpInfo
{
    private const int Size = 104;

    /// <summary>Writes it; the length.</summary>
    internal static int Write(StreamSocket socket, Span<byte> value)
    {
        const int RetransmitTimeout = 8, AckTimeout = 12, SendSegment = 16, ReceiveSegment = 20, InFlight = 24, PathMtu = 60, RoundTrip = 68, SlowStart = 76, Window = 80, OwnSegment = 84, Reordering = 88, Resent = 100;
        const uint Infinite = 0x7fff_ffff, Headers = 40;
        socket.Describe(out StreamState state);
        Span<byte> info = stackalloc byte[Size];
        info.Clear();
        info[0] = state.IsListening ? (byte)10 : NumberOf(state.Status);
        // Before there is a measurement, a second (RFC 6298 2.1).
        Put(info, RetransmitTimeout, state.RetransmitTimeout == 0 && !state.IsListening ? 1_000_000 : state.RetransmitTimeout / 1000);
        Put(info, AckTimeout, 40_000);
        Put(info, SendSegment, state.SegmentSize);
        Put(info, ReceiveSegment, state.SegmentSize);
        Put(info, InFlight, state.SegmentSize == 0 ? 0 : (state.Unacknowledged + state.SegmentSize - 1) / state.SegmentSize);
        Put(info, PathMtu, state.SegmentSize + Headers);
        // Within the machine it is less than one.
        Put(info, RoundTrip, state.RoundTrip == 0 && state.Status != TcpStatus.Established ? 0 : Math.Max(state.RoundTrip / 1000, 1));
        Put(info, SlowStart, Infinite);
        Put(info, Window, state.SegmentSize == 0 ? 0 : Math.Max(state.Window / state.SegmentSize, 1));
        Put(info, OwnSegment, state.SegmentSize);
        Put(info, Reordering, 3);
        Put(info, Resent, state.Retransmissions);
        int count = Math.Min(Size, value.Length);
        info.Slice(0, count).CopyTo(value);
        return count;
    }

    // The numbers of tcp_states.h.
    private static byte NumberOf(TcpStatus status) => status switch
    {
        TcpStatus.Established => 1,
        TcpStatus.SynSent => 2,
        TcpStatus.SynReceived => 3,
        TcpStatus.FinWait1 => 4,
        TcpStatus.FinWait2 => 5,
        TcpStatus.TimeWait => 6,
        TcpStatus.CloseWait => 8,
        TcpStatus.LastAck => 9,
        TcpStatus.Closing => 11,
        _ => 7,
    };

    private static void Put(Span<byte> info, int at, ulong number) => BinaryPrimitives.WriteUInt32LittleEndian(info.Slice(at), (uint)Math.Min(number, uint.MaxValue));
}
