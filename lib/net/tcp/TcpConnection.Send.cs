using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Lithe.Net;

/// <summary>What is sent, and when: RFC 9293 3.7, 3.8, RFC 5681, 6675.</summary>
public sealed partial class TcpConnection
{
    // The parts of a packet that the card cuts into segments: what a transmit ring takes at once.
    private const int MaxParts = 16;
    private const ulong CorkTime = 200_000_000, RetryTime = 5_000_000;

    private SendQueue _queue;
    private uint _sendNext, _probeEnd, _smallEnd;
    private bool _isSendClosed, _isFinSent, _isOrphan, _isCorked, _isWindowLimited;
    private ulong _lastSendAt;

    private uint Timestamp(ulong time) => (uint)(time / 1_000_000) + _timestampOffset;

    /// <summary>Sends what may be sent now: lost segments first, then new ones, then an acknowledgement that is due.</summary>
    private void Send(bool ackNow)
    {
        _ackNow |= ackNow;
        if (Status < TcpStatus.Established && !(Config.NET_TCP_FAST_OPEN && _isFastOpen && Status == TcpStatus.SynReceived))
            return;
        if (_queue.End != _sendNext || _isSendClosed || _scoreboard.LostBytes > 0)
            SendData();
        if (!_ackNow && _unacknowledgedSegments == 0)
        {
            // The application has made room.
            if (_receiveEdge - _receiveNext < (uint)ReceiveBuffer && IsWindowUpdateDue())
                SendAck();
            return;
        }

        if (_ackNow || _unacknowledgedSegments >= 2 || _quickAcks > 0 || IsWindowUpdateDue())
        {
            if (_quickAcks > 0)
                _quickAcks--;
            SendAck();
        }
        else if (_ackAt == Never)
        {
            _ackAt = _stack.Now + _stack.Settings.AckDelay;
            Schedule();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SendData()
    {
        if (!TryRefreshRoute())
            return;
        ulong now = _stack.Now;
        while (_scoreboard.LostBytes > 0 && (_mayRetransmit || Pipe < _congestion.Window))
        {
            _mayRetransmit = false;
            if (!Retransmit(_scoreboard.FirstLost()))
                break;
        }

        if (!_isFinSent && (_queue.End != _sendNext || _isSendClosed))
        {
            if (_scoreboard.First < 0 && now - _lastSendAt > _rtt.Timeout)
                CongestionControl.OnIdle(ref _congestion, now);
            SendNew();
        }

        if (_scoreboard.First >= 0 ? _retransmitAt == Never : _retransmitKind != RetransmitKind.Persist || _retransmitAt == Never)
            ArmRetransmission();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SendNew()
    {
        uint most = SegmentationLimit();
        bool isSent = false;
        while (!_isFinSent)
        {
            uint unsent = _queue.End - _sendNext;
            if (unsent == 0 && !_isSendClosed)
                break;
            uint edge = _sendUnacknowledged + _sendWindow;
            uint usable = Sequence.IsBefore(_sendNext, edge) ? edge - _sendNext : 0;
            uint pipe = Pipe;
            uint room = _congestion.Window > pipe ? _congestion.Window - pipe : 0;
            uint size = Math.Min(unsent, Math.Min(usable, room));
            if (size < unsent)
            {
                _isWindowLimited |= room <= usable;
                if (size < _payloadSize)
                {
                    // No silly windows (RFC 9293 3.8.6.2.1): full segments, or half of the largest window that the peer has had.
                    if (room <= usable || size == 0 || size < Math.Min(_payloadSize, _largestWindow / 2) || _isCorked)
                        break;
                }
                else
                {
                    size -= size % _payloadSize;
                }
            }
            else if (size < _payloadSize && !_isSendClosed && MustWaitForMore())
            {
                break;
            }

            if (size > most)
                size = most;
            bool isLast = size == unsent;
            bool hasFin = isLast && _isSendClosed && usable > size && (!Config.NET_TCP_FAST_OPEN || Status >= TcpStatus.Established);
            if (size == 0 && !hasFin)
                break;
            uint end = _sendNext + size + (hasFin ? 1u : 0);
            if (!_scoreboard.CanAdd || !TryTransmit(_sendNext, (int)size, TcpFlags.Ack | (isLast ? TcpFlags.Psh : 0) | (hasFin ? TcpFlags.Fin : 0)))
            {
                Retry();
                break;
            }

            _scoreboard.TryAdd(_sendNext, end, _stack.Now);
            if (size < _payloadSize)
                _smallEnd = end;
            _sendNext = end;
            isSent = true;
            // Answers carry our acknowledgements: a peer in conversation needs no quick ones.
            _quickAcks = 0;
            if (hasFin)
                OnFinSent();
        }

        if (isSent)
            ArmRetransmission();
    }

    /// <summary>Nagle's algorithm as Minshall changed it: a small segment waits as long as an earlier small one is not acknowledged. And the cork.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool MustWaitForMore()
    {
        if (_isCorked)
        {
            if (_resumeAt == Never)
            {
                _resumeAt = _stack.Now + CorkTime;
                Schedule();
                return true;
            }

            return _stack.Now < _resumeAt;
        }

        return !NoDelay && Sequence.IsBefore(_sendUnacknowledged, _smallEnd) && !(Config.NET_TCP_URGENT && _isUrgentToSend);
    }

    private void OnFinSent()
    {
        _isFinSent = true;
        switch (Status)
        {
            case TcpStatus.Established:
                Status = TcpStatus.FinWait1;
                _stack.Counters.CurrEstab--;
                break;
            case TcpStatus.CloseWait:
                Status = TcpStatus.LastAck;
                _stack.Counters.CurrEstab--;
                break;
        }
    }

    /// <summary>The most bytes of data that one packet may have: several segments where the card cuts them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint SegmentationLimit()
    {
        NetOffloads wanted = _route.Source.IsV4 ? NetOffloads.TcpV4 : NetOffloads.TcpV6;
        // Of segments that a card cuts each would have the same pointer.
        if ((_route.Interface.Offloads & wanted) == 0 || (Config.NET_TCP_URGENT && _isUrgentToSend))
            return _payloadSize;
        uint segments = (uint)(MaxParts * Netbuf.Capacity) / _payloadSize;
        return Math.Max(segments, 1) * _payloadSize;
    }

    /// <summary>Sends a record again, in segments of the present size.</summary>
    private bool Retransmit(int place)
    {
        ref SentSegment sent = ref _scoreboard[place];
        uint start = sent.Start, end = sent.End;
        if (sent.Length > _payloadSize + 1 && _scoreboard.TrySplit(place, start + _payloadSize))
            end = start + _payloadSize;
        bool hasFin = _isFinSent && end == _queue.End + 1;
        uint dataEnd = hasFin ? end - 1 : end;
        while (true)
        {
            uint size = Math.Min(dataEnd - start, _payloadSize);
            bool isLast = start + size == dataEnd;
            if (!TryTransmit(start, (int)size, TcpFlags.Ack | (start + size == _queue.End ? TcpFlags.Psh : 0) | (isLast && hasFin ? TcpFlags.Fin : 0)))
            {
                Retry();
                return false;
            }

            _stack.Counters.RetransSegs++;
            Retransmissions++;
            start += size;
            if (isLast)
                break;
        }

        _scoreboard.MarkRetransmitted(place, _stack.Now);
        return true;
    }

    /// <summary>No netbuf, or no record: once more a little later.</summary>
    private void Retry()
    {
        ulong at = _stack.Now + RetryTime;
        if (_resumeAt > at)
        {
            _resumeAt = at;
            Schedule();
        }
    }

    /// <summary>Sends our SYN, for the first time.</summary>
    private void SendSyn()
    {
        TryTransmitSyn();
        _scoreboard.TryAdd(_initialSend, _initialSend + 1, _stack.Now);
        _sendNext = _initialSend + 1;
        StartRetransmitTimer(RetransmitKind.Timeout, _stack.Now + _rtt.Timeout);
    }

    /// <summary>Sends our SYN again.</summary>
    private void RetransmitFirst()
    {
        TryRefreshRoute();
        if (Config.NET_TCP_FAST_OPEN)
            GiveUpFastOpen();
        if (TryTransmitSyn())
            _stack.Counters.RetransSegs++;
        if (_scoreboard.First >= 0)
            _scoreboard.MarkRetransmitted(_scoreboard.First, _stack.Now);
    }

    private bool TryTransmitSyn(int early = 0)
    {
        bool isAnswer = Status == TcpStatus.SynReceived;
        var options = new TcpOptions
        {
            MaximumSegmentSize = AdvertisedSegmentSize,
            SackPermitted = _hasSack,
            HasTimestamps = _hasTimestamps,
            Timestamp = Timestamp(_stack.Now),
            TimestampEcho = isAnswer ? _recentTimestamp : 0,
            WindowScale = _hasScale ? _receiveScale : null,
            FastOpen = Config.NET_TCP_FAST_OPEN ? _fastOpen : null,
        };
        var header = new TcpHeader
        {
            SourcePort = LocalPort,
            DestinationPort = RemotePort,
            Sequence = _initialSend,
            Acknowledgment = isAnswer ? _receiveNext : 0,
            Flags = isAnswer ? TcpFlags.Syn | TcpFlags.Ack : TcpFlags.Syn,
            Window = (ushort)Math.Min(FreeWindow(), ushort.MaxValue),
        };
        _lastSendAt = _stack.Now;
        if (Config.NET_TCP_FAST_OPEN && early > 0)
            return TryTransmitEarly(header, options, early);
        return _stack.Send(header, options, Local, Remote, _route, TrafficClass);
    }

    /// <summary>Sends a SYN with data behind it.</summary>
    private bool TryTransmitEarly(in TcpHeader header, in TcpOptions options, int count)
    {
        if (!_stack.Net.TryAllocate(out Netbuf packet))
            return false;
        Span<byte> written = stackalloc byte[TcpOptions.MaxSize];
        int length = options.Write(written), size = TcpHeader.MinSize + length;
        packet.TrySetLength(size + count);
        Span<byte> data = packet.Data;
        (header with { HeaderLength = (byte)size }).Write(data);
        written.Slice(0, length).CopyTo(data.Slice(TcpHeader.MinSize));
        _queue.CopyTo(_initialSend + 1, data.Slice(size));
        Emit(packet, data.Length);
        return true;
    }

    private void SendAck() => TryTransmit(_sendNext, 0, TcpFlags.Ack);

    private void SendReset()
    {
        if (TryRefreshRoute() && TryTransmit(_sendNext, 0, TcpFlags.Rst | TcpFlags.Ack))
            _stack.Counters.OutRsts++;
    }

    /// <summary>Builds a segment of what the queue holds from a number on and sends it. False when there is no netbuf.</summary>
    private bool TryTransmit(uint sequence, int length, TcpFlags flags)
    {
        if (!_stack.Net.TryAllocate(out Netbuf packet))
        {
            _stack.Counters.MemoryDrops++;
            return false;
        }

        Span<byte> options = stackalloc byte[TcpOptions.MaxSize];
        int optionSize = 0;
        if (_hasTimestamps)
        {
            optionSize = 12;
            BinaryPrimitives.WriteUInt32BigEndian(options, 0x0101_080a);
            BinaryPrimitives.WriteUInt32BigEndian(options.Slice(4), Timestamp(_stack.Now));
            BinaryPrimitives.WriteUInt32BigEndian(options.Slice(8), _recentTimestamp);
        }

        if (Config.NET_TCP_SACK && _hasSack && (_receive.HasEarly || _duplicateBlock.Start != _duplicateBlock.End) && (flags & TcpFlags.Rst) == 0)
            optionSize += WriteBlocks(options.Slice(optionSize), length);

        int headerSize = TcpHeader.MinSize + optionSize;
        bool isGathered = Config.NET_TCP_GATHER && length >= LeastGathered && (_route.Interface.Offloads & NetOffloads.Gather) != 0 && TryGather(packet, headerSize, sequence, length);
        if (!isGathered)
            packet.TrySetLength(headerSize + Math.Min(length, Netbuf.Capacity - headerSize));
        Span<byte> data = packet.Data;
        options.Slice(0, optionSize).CopyTo(data.Slice(TcpHeader.MinSize));
        if (length > 0 && !isGathered)
        {
            _queue.CopyTo(sequence, data.Slice(headerSize));
            if (data.Length - headerSize < length && !TryAddParts(packet, sequence + (uint)(data.Length - headerSize), length - (data.Length - headerSize)))
                return false;
        }

        uint window = UpdateWindow();
        BinaryPrimitives.WriteUInt32BigEndian(data.Slice(16), 0);
        BinaryPrimitives.WriteUInt64BigEndian(data, (ulong)LocalPort << 48 | (ulong)RemotePort << 32 | sequence);
        BinaryPrimitives.WriteUInt64BigEndian(data.Slice(8), (ulong)_receiveNext << 32 | (ulong)(uint)(headerSize / 4) << 28 | (ulong)(ushort)flags << 16 | window);
        if (Config.NET_TCP_URGENT && _isUrgentToSend)
            WriteUrgentPointer(data, sequence);
        if (length > _payloadSize)
        {
            packet.Offload.Segments = _route.Source.IsV4 ? SegmentKind.TcpV4 : SegmentKind.TcpV6;
            packet.Offload.HeaderLength = (ushort)headerSize;
            packet.Offload.SegmentSize = (ushort)_payloadSize;
        }

        // Whatever is sent says what we have.
        _ackNow = false;
        _unacknowledgedSegments = 0;
        _ackAt = Never;
        _lastAcknowledged = _receiveNext;
        _lastSendAt = _stack.Now;
        Emit(packet, headerSize + length);
        return true;
    }

    // Below that a copy is cheaper than a part more.
    private const int LeastGathered = 512;

    /// <summary>Has the parts of a packet lie where the queue refers to them. False, and the packet has its header only, when they must be copied.</summary>
    private bool TryGather(Netbuf packet, int headerSize, uint sequence, int length)
    {
        if (_stack.Views is not { } views || !_queue.IsReference(sequence, length))
            return false;
        packet.TrySetLength(headerSize);
        if (_queue.TryGather(sequence, length, packet, views, MaxParts))
            return true;
        if (packet.Next.Exists)
        {
            packet.Next.Free();
            packet.Next = default;
        }

        return false;
    }

    private bool TryAddParts(Netbuf first, uint sequence, int length)
    {
        Netbuf last = first;
        while (length > 0)
        {
            if (!_stack.Net.TryAllocate(out Netbuf part))
            {
                _stack.Counters.MemoryDrops++;
                first.Free();
                return false;
            }

            int size = Math.Min(length, Netbuf.Capacity);
            part.TrySetLength(size);
            _queue.CopyTo(sequence, part.Data);
            last.Next = part;
            last = part;
            sequence += (uint)size;
            length -= size;
        }

        return true;
    }

    /// <summary>Checksum, and down to IP.</summary>
    private void Emit(Netbuf packet, int length)
    {
        _stack.Counters.OutSegs++;
        ulong sum = _pseudoHeader + BinaryPrimitives.ReverseEndianness((uint)length);
        Span<byte> place = packet.Data.Slice(TcpHeader.ChecksumOffset);
        if ((_route.Interface.Offloads & NetOffloads.Checksum) != 0)
        {
            // The card adds what the segment itself sums to.
            BinaryPrimitives.WriteUInt16LittleEndian(place, Checksum.Fold(sum));
            ref NetOffload offload = ref packet.Offload;
            offload.Checksum = ChecksumState.Partial;
            offload.ChecksumStart = 0;
            offload.ChecksumOffset = TcpHeader.ChecksumOffset;
        }
        else
        {
            Checksum.Store(place, NetStack.SumOf(packet, sum));
        }

        _stack.Net.Send(packet, _route, new IpHeaderOptions { Protocol = IpProtocol.Tcp, DontFragment = true, TrafficClass = TrafficClass, HopLimit = HopLimit });
    }

    private int WriteBlocks(Span<byte> options, int length)
    {
        Span<SackBlock> blocks = stackalloc SackBlock[TcpOptions.MaxSackBlocks];
        int count = 0, most = _hasTimestamps ? 3 : 4;
        if (_duplicateBlock.Start != _duplicateBlock.End)
            blocks[count++] = _duplicateBlock;
        count += _receive.WriteBlocks(blocks.Slice(count, most - count), _latestEarly);
        // A full segment has no room for them; they were sent when they came.
        int size = 4 + 8 * count;
        if (count == 0 || length + size > _payloadSize)
            return 0;
        _duplicateBlock = default;
        BinaryPrimitives.WriteUInt32BigEndian(options, 0x0101_0500u | (uint)(2 + 8 * count));
        for (int i = 0; i < count; i++)
            BinaryPrimitives.WriteUInt64BigEndian(options.Slice(4 + 8 * i), (ulong)blocks[i].Start << 32 | blocks[i].End);
        return size;
    }

    // How many bytes the peer may send, as the buffer is now.
    private uint FreeWindow()
    {
        // No more than there are netbufs for: what was offered is kept when it comes.
        int netbufs = _stack.NetbufsFor(_receive.Netbufs);
        int free = Math.Min(Math.Min(ReceiveBuffer - _receive.Available, netbufs * (int)_segmentSize), ushort.MaxValue << _receiveScale);
        return free > 0 ? (uint)free : 0;
    }

    /// <summary>Whether the window has grown by so much that the peer should hear of it (RFC 9293 3.8.6.2.2).</summary>
    private bool IsWindowUpdateDue()
    {
        if (_isPeerFinished)
            return false;
        uint window = _receiveEdge - _receiveNext, step = Math.Min((uint)ReceiveBuffer / 2, Math.Max(2 * _segmentSize, (uint)ReceiveBuffer / 4));
        // There is never more room than the buffer has: mostly that settles it.
        if ((ulong)window + step > (uint)ReceiveBuffer)
            return false;
        uint free = FreeWindow();
        return free > window && free - window >= step;
    }

    /// <summary>Moves the window's edge, never back, and by no small steps; the value of the header's field.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint UpdateWindow()
    {
        uint window = _receiveEdge - _receiveNext, step = Math.Min((uint)ReceiveBuffer / 2, _segmentSize);
        if ((ulong)window + step <= (uint)ReceiveBuffer)
        {
            uint free = FreeWindow();
            if (free > window && free - window >= step)
            {
                window = free;
                _receiveEdge = _receiveNext + free;
            }
        }

        return Math.Min(window >> _receiveScale, ushort.MaxValue);
    }
}
