using System.Runtime.CompilerServices;

namespace Lithe.Net;

/// <summary>The data of what arrives, and the peer's end: the seventh and eighth step of RFC 9293 3.10.7.4.</summary>
public sealed partial class TcpConnection
{
    private ReceiveQueue _receive;

    private void TakeData(Netbuf packet, ref TcpSegment segment)
    {
        bool hasFin = segment.Has(TcpFlags.Fin);
        if (segment.Length == 0 && !hasFin)
        {
            packet.Free();
            return;
        }

        // Behind the peer's own end there is nothing.
        if (_isPeerFinished || Status is not (TcpStatus.Established or TcpStatus.FinWait1 or TcpStatus.FinWait2))
        {
            packet.Free();
            if (Status != TcpStatus.Closed)
                SendAck();
            return;
        }

        uint start = segment.Sequence, end = start + (uint)segment.Length;
        if (_isOrphan && segment.Length > 0 && Sequence.IsBefore(_receiveNext, end))
        {
            // Nobody will ever take it (RFC 9293 3.6, RFC 1122 4.2.2.13).
            packet.Free();
            SendReset();
            Finish(TcpError.Reset);
            return;
        }

        if (hasFin && Sequence.IsUpTo(end, _receiveEdge) && !_isPeerFinKnown)
        {
            _isPeerFinKnown = true;
            _peerFin = end;
        }

        if (segment.Length > 0)
            QueueData(packet, start, end);
        else
            packet.Free();
        if (_isPeerFinKnown && _receiveNext == _peerFin)
            OnPeerFin();
        else if (hasFin && segment.Length == 0)
            _ackNow = true;
        _stack.AddDue(this);
    }

    private void QueueData(Netbuf packet, uint start, uint end)
    {
        if (Sequence.IsBefore(start, _receiveNext))
        {
            // A part, or all, for the second time: said by a block (RFC 2883).
            _duplicateBlock = new SackBlock(start, Sequence.Earlier(end, _receiveNext));
            _ackNow = true;
            int known = (int)(_receiveNext - start);
            start = _receiveNext;
            if (Sequence.IsUpTo(end, start) || !TryTrimFront(ref packet, known))
            {
                packet.Free();
                return;
            }
        }

        if (Sequence.IsBefore(_receiveEdge, end))
        {
            _ackNow = true;
            end = _receiveEdge;
            if (Sequence.IsUpTo(end, start) || !TryTrimBack(packet, (int)(end - start)))
            {
                packet.Free();
                return;
            }
        }

        int before = _receive.Netbufs;
        if (start == _receiveNext)
            QueueNext(packet);
        else
            QueueEarly(packet, start);
        _stack.HeldNetbufs += _receive.Netbufs - before;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void QueueNext(Netbuf packet)
    {
        if (_stack.NetbufsFor(_receive.Netbufs) <= 0)
        {
            // What lies behind gaps goes first.
            _receive.DropEarly();
            if (_stack.NetbufsFor(_receive.Netbufs) <= 0)
            {
                // Others took what the window was offered for: it is closed, so that the peer asks for it (RFC 9293 3.8.6.1) instead of giving up.
                _stack.Counters.MemoryDrops++;
                packet.Free();
                _receiveEdge = _receiveNext;
                _ackNow = true;
                return;
            }
        }

        uint start = _receiveNext;
        while (packet.Exists)
        {
            Netbuf rest = packet.Next;
            packet.Next = default;
            AppendNext(packet);
            packet = rest;
        }

        // What was joined, by the card or by us, counts as what it was.
        _unacknowledgedSegments += _receiveNext - start >= 2 * _payloadSize ? 2 : 1;
        _due |= Due.Receive;
        if (!_receive.HasEarly)
            return;
        // A gap is filled: the peer waits for the news (RFC 5681 4.2).
        _ackNow = true;
        while (_receive.TryTakeReady(_receiveNext, out Netbuf ready))
            AppendNext(ready);
    }

    /// <summary>Takes one netbuf whose data is the next in order.</summary>
    private void AppendNext(Netbuf packet)
    {
        int length = packet.Length;
        bool isKept = length > 0 && (!Config.NET_TCP_URGENT || TakeUrgentByte(packet, _receiveNext));
        _receiveNext += (uint)length;
        if (isKept)
            _receive.Append(packet);
        else
            packet.Free();
    }

    private void QueueEarly(Netbuf packet, uint start)
    {
        _stack.Counters.OutOfOrder++;
        _quickAcks = 16;
        // One place is left for what fills the gap.
        if (_stack.NetbufsFor(_receive.Netbufs) <= 1)
        {
            _stack.Counters.MemoryDrops++;
            packet.Free();
        }
        else
        {
            _latestEarly = start;
            while (packet.Exists)
            {
                Netbuf rest = packet.Next;
                packet.Next = default;
                uint length = (uint)packet.Length;
                if (length == 0)
                    packet.Free();
                else
                    _receive.TryInsert(packet, start);
                start += length;
                packet = rest;
            }
        }

        // Each of them is told at once: the peer counts (RFC 5681 4.2).
        SendAck();
    }

    private void OnPeerFin()
    {
        _receiveNext++;
        // Numbers behind it are not received; the window's edge must not lie before what was.
        _receiveEdge = Sequence.Later(_receiveEdge, _receiveNext);
        _isPeerFinished = true;
        _ackNow = true;
        _due |= Due.Receive;
        switch (Status)
        {
            case TcpStatus.Established:
                Status = TcpStatus.CloseWait;
                break;
            case TcpStatus.FinWait1:
                Status = TcpStatus.Closing;
                break;
            case TcpStatus.FinWait2:
                SendAck();
                EnterTimeWait();
                break;
        }
    }

    /// <summary>Takes bytes off the front of a packet that may have parts. False when nothing is left.</summary>
    private static bool TryTrimFront(ref Netbuf packet, int count)
    {
        while (count >= packet.Length)
        {
            Netbuf rest = packet.Next;
            if (!rest.Exists)
                return false;
            count -= packet.Length;
            packet.Next = default;
            packet.Free();
            packet = rest;
        }

        return packet.TryTrimStart(count);
    }

    /// <summary>Leaves so many bytes of a packet that may have parts.</summary>
    private static bool TryTrimBack(Netbuf packet, int length)
    {
        Netbuf part = packet;
        while (part.Length < length && part.Next.Exists)
        {
            length -= part.Length;
            part = part.Next;
        }

        part.Next.Free();
        part.Next = default;
        return part.TrySetLength(length);
    }
}
