using System.Runtime.CompilerServices;

namespace Lithe.Net;

/// <summary>What is known of a piece of data, or a SYN or FIN, that was sent and is not acknowledged.</summary>
internal struct SentSegment
{
    internal const byte Sacked = 1, Lost = 2, Retransmitted = 4, EverRetransmitted = 8;

    /// <summary>When it was sent last, in nanoseconds.</summary>
    internal ulong SentAt;

    /// <summary>Its first sequence number.</summary>
    internal uint Start;

    /// <summary>The sequence number behind it.</summary>
    internal uint End;

    /// <summary>The record behind it; -1 for the last. The list is in the order of sequence numbers.</summary>
    internal int Next;

    internal byte Flags;

    internal readonly uint Length => End - Start;

    /// <summary>Whether it counts as being in the network (RFC 6675, pipe).</summary>
    internal readonly bool IsInFlight => (Flags & (Sacked | Lost)) == 0;
}

/// <summary>The records of all connections: a fixed number, linked by their places.</summary>
internal sealed class SentSegmentPool
{
    private readonly SentSegment[] _records;
    private int _free;

    /// <summary>Makes so many, of which some are kept for connections that have none.</summary>
    internal SentSegmentPool(int count, int reserve)
    {
        Reserve = reserve;
        _records = new SentSegment[count];
        for (int i = 0; i < count; i++)
            _records[i].Next = i + 1 < count ? i + 1 : -1;
        FreeCount = count;
    }

    /// <summary>How many are free.</summary>
    internal int FreeCount { get; private set; }

    /// <summary>How many only connections that have none may take.</summary>
    internal int Reserve { get; }

    internal ref SentSegment this[int place]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _records[place];
    }

    /// <summary>A record to fill; -1 when none is free.</summary>
    internal int Take()
    {
        int place = _free;
        if (place < 0)
            return -1;
        _free = _records[place].Next;
        _records[place].Next = -1;
        FreeCount--;
        return place;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Return(int place)
    {
        _records[place].Next = _free;
        _free = place;
        FreeCount++;
    }
}

/// <summary>
/// A connection's scoreboard: what is outstanding, piece by piece, which pieces the peer has reported by SACK (RFC 2018), which are taken for lost, and how many bytes are in the network.
/// </summary>
internal struct Scoreboard
{
    private readonly SentSegmentPool _pool;
    private int _first, _last;

    internal Scoreboard(SentSegmentPool pool)
    {
        _pool = pool;
        _first = _last = -1;
        InFlight = SackedBytes = LostBytes = 0;
        SackedPieces = 0;
        Count = 0;
    }

    /// <summary>Bytes in the network: sent and neither reported nor lost (RFC 6675, pipe).</summary>
    internal uint InFlight { get; private set; }

    /// <summary>Bytes reported by SACK.</summary>
    internal uint SackedBytes { get; private set; }

    /// <summary>Bytes that are lost and not sent again.</summary>
    internal uint LostBytes { get; private set; }

    /// <summary>Records reported by SACK.</summary>
    internal int SackedPieces { get; private set; }

    /// <summary>Records in all.</summary>
    internal int Count { get; private set; }

    /// <summary>The first record; -1 for none.</summary>
    internal readonly int First => _first;

    /// <summary>The last record; -1 for none.</summary>
    internal readonly int Last => _last;

    internal readonly ref SentSegment this[int place] => ref _pool[place];

    /// <summary>Whether the connection may have one record more: the first is always there for it.</summary>
    internal readonly bool CanAdd => _pool.FreeCount > (_first < 0 ? 0 : _pool.Reserve);

    /// <summary>Records what was sent for the first time, behind all others. False when no record is free.</summary>
    internal bool TryAdd(uint start, uint end, ulong now)
    {
        int place = _pool.Take();
        if (place < 0)
            return false;
        ref SentSegment segment = ref _pool[place];
        segment.Start = start;
        segment.End = end;
        segment.SentAt = now;
        segment.Flags = 0;
        segment.Next = -1;
        if (_last < 0)
            _first = place;
        else
            _pool[_last].Next = place;
        _last = place;
        InFlight += end - start;
        Count++;
        return true;
    }

    /// <summary>Forgets all.</summary>
    internal void Clear()
    {
        while (_first >= 0)
            RemoveFirst();
    }

    /// <summary>Takes off what lies before a sequence number, one record at a time: false when nothing more does. What is taken off is in <paramref name="segment"/>.</summary>
    internal bool TryAcknowledge(uint upTo, out SentSegment segment)
    {
        segment = default;
        if (_first < 0)
            return false;
        ref SentSegment first = ref _pool[_first];
        if (!Sequence.IsBefore(first.Start, upTo))
            return false;
        segment = first;
        if (Sequence.IsUpTo(first.End, upTo))
        {
            RemoveFirst();
            return true;
        }

        // A part of it: the rest stays as it is.
        segment.End = upTo;
        Tally(in first, upTo - first.Start, -1);
        first.Start = upTo;
        return true;
    }

    /// <summary>Splits a record in two at a sequence number within it. False when no record is free.</summary>
    internal bool TrySplit(int place, uint at)
    {
        if (!CanAdd)
            return false;
        int behind = _pool.Take();
        ref SentSegment front = ref _pool[place];
        ref SentSegment back = ref _pool[behind];
        back = front;
        back.Start = at;
        front.End = at;
        front.Next = behind;
        if (_last == place)
            _last = behind;
        if ((front.Flags & SentSegment.Sacked) != 0)
            SackedPieces++;
        Count++;
        return true;
    }

    /// <summary>The peer has it.</summary>
    internal void MarkSacked(int place)
    {
        ref SentSegment segment = ref _pool[place];
        Tally(in segment, segment.Length, -1);
        segment.Flags = (byte)((segment.Flags | SentSegment.Sacked) & ~(SentSegment.Lost | SentSegment.Retransmitted));
        Tally(in segment, segment.Length, 1);
        SackedPieces++;
    }

    /// <summary>It is taken for lost.</summary>
    internal void MarkLost(int place)
    {
        ref SentSegment segment = ref _pool[place];
        Tally(in segment, segment.Length, -1);
        segment.Flags = (byte)((segment.Flags | SentSegment.Lost) & ~SentSegment.Retransmitted);
        Tally(in segment, segment.Length, 1);
    }

    /// <summary>It was sent again.</summary>
    internal void MarkRetransmitted(int place, ulong now)
    {
        ref SentSegment segment = ref _pool[place];
        Tally(in segment, segment.Length, -1);
        segment.Flags = (byte)((segment.Flags | SentSegment.Retransmitted | SentSegment.EverRetransmitted) & ~SentSegment.Lost);
        segment.SentAt = now;
        Tally(in segment, segment.Length, 1);
    }

    /// <summary>
    /// After a timeout: the first record is lost, and all that were not sent after a time (RFC 8985 6.3). What was reported is not, unless the peer seems to have discarded it (RFC 2018 8): the first
    /// record is reported, yet not acknowledged.
    /// </summary>
    internal void MarkLostAfterTimeout(ulong sentUntil)
    {
        bool reneged = _first >= 0 && (_pool[_first].Flags & SentSegment.Sacked) != 0;
        for (int place = _first; place >= 0; place = _pool[place].Next)
        {
            ref SentSegment segment = ref _pool[place];
            bool isSacked = (segment.Flags & SentSegment.Sacked) != 0;
            if ((isSacked && !reneged) || (segment.SentAt > sentUntil && place != _first && !isSacked))
                continue;
            Tally(in segment, segment.Length, -1);
            if (isSacked)
                SackedPieces--;
            segment.Flags = (byte)((segment.Flags | SentSegment.Lost) & ~(SentSegment.Retransmitted | SentSegment.Sacked));
            Tally(in segment, segment.Length, 1);
        }
    }

    /// <summary>The first record that is lost and not sent again; -1 for none.</summary>
    internal readonly int FirstLost()
    {
        if (LostBytes == 0)
            return -1;
        int place = _first;
        while (place >= 0 && (_pool[place].Flags & SentSegment.Lost) == 0)
            place = _pool[place].Next;
        return place;
    }

    private void RemoveFirst()
    {
        int place = _first;
        ref SentSegment segment = ref _pool[place];
        Tally(in segment, segment.Length, -1);
        if ((segment.Flags & SentSegment.Sacked) != 0)
            SackedPieces--;
        _first = segment.Next;
        if (_first < 0)
            _last = -1;
        _pool.Return(place);
        Count--;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Tally(in SentSegment segment, uint length, int sign)
    {
        uint change = sign < 0 ? 0 - length : length;
        if ((segment.Flags & SentSegment.Sacked) != 0)
            SackedBytes += change;
        else if ((segment.Flags & SentSegment.Lost) != 0)
            LostBytes += change;
        else
            InFlight += change;
    }
}
