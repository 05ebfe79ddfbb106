using System;
using System.Runtime.CompilerServices;

namespace Lithe.Net;

/// <summary>
/// Segments of one connection that follow each other in a burst become one before anybody looks at them: a card that does not join them by itself would have each go the whole way
/// (generic receive offload). What is joined differs in nothing but its number and its data; everything else goes its own way at once.
/// </summary>
public sealed partial class TcpStack
{
    // A small segment is mostly a request, and nothing follows it; longer than an IP packet nothing becomes.
    private const int LeastJoined = 512, MostJoined = 65_000;

    private TcpConnection? _joinedFor;
    private uint _joinedGeneration, _joinedNext;
    private Netbuf _joined, _joinedLast;
    private TcpHeader _joinedHeader;
    private bool _joinedHasTimestamps;
    private uint _joinedTimestamp, _joinedEcho;
    private int _joinedLength;

    /// <summary>Takes a segment, whose data is what the netbuf holds, to those that wait. False: it is to be received now, and nothing waits any more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryJoin(Netbuf packet, in IpPacket ip, ref TcpSegment segment)
    {
        bool isPlain = (segment.Flags & ~TcpFlags.Psh) == TcpFlags.Ack && !segment.HasMoreOptions && segment.Length > 0;
        if (_joinedFor is { } waiting)
        {
            if (isPlain && segment.Sequence == _joinedNext && segment.Header.SourcePort == waiting.RemotePort && segment.Header.DestinationPort == waiting.LocalPort
                && segment.Acknowledgment == _joinedHeader.Acknowledgment && segment.HasTimestamps == _joinedHasTimestamps && segment.Timestamp == _joinedTimestamp
                && segment.TimestampEcho == _joinedEcho && _joinedLength + segment.Length <= MostJoined && ip.Source == waiting.RemoteAddress && ip.Destination == waiting.LocalAddress)
            {
                _joinedLast.Next = packet;
                EndJoined(packet, segment.Length);
                _joinedHeader = _joinedHeader with { Window = segment.Header.Window, Flags = _joinedHeader.Flags | segment.Flags };
                Counters.Joined++;
                // The sender has nothing more for now.
                if (segment.Has(TcpFlags.Psh))
                    ReceiveJoined();
                return true;
            }

            ReceiveJoined();
        }

        if (!isPlain || segment.Has(TcpFlags.Psh) || segment.Length < LeastJoined)
            return false;
        TcpConnection? connection = Find(new IpEndpoint(ip.Destination, segment.Header.DestinationPort), new IpEndpoint(ip.Source, segment.Header.SourcePort));
        if (connection is not { Status: TcpStatus.Established })
            return false;
        _joinedFor = connection;
        _joinedGeneration = connection.Generation;
        _joined = packet;
        _joinedHeader = segment.Header;
        _joinedHasTimestamps = segment.HasTimestamps;
        _joinedTimestamp = segment.Timestamp;
        _joinedEcho = segment.TimestampEcho;
        _joinedNext = segment.Sequence;
        _joinedLength = 0;
        EndJoined(packet, segment.Length);
        return true;
    }

    private void EndJoined(Netbuf packet, int length)
    {
        while (packet.Next.Exists)
            packet = packet.Next;
        _joinedLast = packet;
        _joinedNext += (uint)length;
        _joinedLength += length;
    }

    /// <summary>Receives what waits as one segment.</summary>
    private void ReceiveJoined()
    {
        TcpConnection connection = _joinedFor!;
        Netbuf packet = _joined;
        _joinedFor = null;
        _joined = _joinedLast = default;
        var segment = new TcpSegment
        {
            Header = _joinedHeader,
            HasTimestamps = _joinedHasTimestamps,
            Timestamp = _joinedTimestamp,
            TimestampEcho = _joinedEcho,
            Length = _joinedLength,
        };
        // A timer, or another thread's call, may have ended it meanwhile: what comes again is answered.
        if (connection.Generation != _joinedGeneration || connection.Status is TcpStatus.Closed || !connection.Receive(packet, ref segment))
            packet.Free();
    }
}
