using System;

namespace Lithe.Net;

/// <summary>The table of connections as lines of text, for people: state, both ends, bytes that wait, round trip, congestion window, segments sent again.</summary>
public static class TcpTable
{
    /// <summary>The longest line.</summary>
    public const int LineSize = 256;

    /// <summary>What stands above the lines.</summary>
    public static ReadOnlySpan<byte> Head => "state local remote to-receive to-send round-trip-us window resent\n"u8;

    /// <summary>Writes the line of a connection, of at most <see cref="LineSize"/> bytes; how many.</summary>
    public static int Write(TcpConnection connection, Span<byte> line)
    {
        int length = 0;
        Put(line, ref length, NameOf(connection.Status));
        Put(line, ref length, " "u8);
        Put(line, ref length, connection.Local);
        Put(line, ref length, " "u8);
        Put(line, ref length, connection.Remote);
        Put(line, ref length, (ulong)connection.Available);
        Put(line, ref length, (ulong)connection.Unacknowledged);
        Put(line, ref length, connection.RoundTrip / 1000);
        Put(line, ref length, connection.CongestionWindow);
        Put(line, ref length, connection.Retransmissions);
        Put(line, ref length, "\n"u8);
        return length;
    }

    /// <summary>Writes the line of a listener.</summary>
    public static int Write(TcpListener listener, Span<byte> line)
    {
        int length = 0;
        Put(line, ref length, "LISTEN "u8);
        Put(line, ref length, listener.Local);
        Put(line, ref length, " *"u8);
        Put(line, ref length, (ulong)listener.HalfOpen);
        Put(line, ref length, (ulong)listener.Backlog);
        Put(line, ref length, "\n"u8);
        return length;
    }

    /// <summary>The name of a state, as RFC 9293 writes it.</summary>
    public static ReadOnlySpan<byte> NameOf(TcpStatus status) => status switch
    {
        TcpStatus.SynSent => "SYN-SENT"u8,
        TcpStatus.SynReceived => "SYN-RECEIVED"u8,
        TcpStatus.Established => "ESTABLISHED"u8,
        TcpStatus.FinWait1 => "FIN-WAIT-1"u8,
        TcpStatus.FinWait2 => "FIN-WAIT-2"u8,
        TcpStatus.CloseWait => "CLOSE-WAIT"u8,
        TcpStatus.Closing => "CLOSING"u8,
        TcpStatus.LastAck => "LAST-ACK"u8,
        TcpStatus.TimeWait => "TIME-WAIT"u8,
        _ => "CLOSED"u8,
    };

    private static void Put(Span<byte> line, ref int length, ReadOnlySpan<byte> text)
    {
        text.CopyTo(line.Slice(length));
        length += text.Length;
    }

    private static void Put(Span<byte> line, ref int length, in IpEndpoint end)
    {
        end.TryFormat(line.Slice(length), out int written);
        length += written;
    }

    private static void Put(Span<byte> line, ref int length, ulong number)
    {
        Span<byte> digits = stackalloc byte[20];
        int at = digits.Length;
        do
        {
            digits[--at] = (byte)('0' + number % 10);
            number /= 10;
        }
        while (number > 0);
        Put(line, ref length, " "u8);
        Put(line, ref length, digits.Slice(at));
    }
}
