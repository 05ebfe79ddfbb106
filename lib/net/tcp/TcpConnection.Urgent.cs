using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Lithe.Net;

/// <summary>
/// Urgent data (RFC 9293 3.8.5) as Linux and all others treat it (RFC 6093): the pointer leads behind one byte, which is taken out of the stream and kept apart until it is read or the next one
/// comes. A read of the stream ends where the byte stood, once.
/// </summary>
public sealed partial class TcpConnection
{
    private bool _isUrgentExpected, _hasUrgent, _isUrgentToSend;
    private byte _urgent;
    private uint _urgentAt, _urgentSendEnd;

    // Bytes of the stream in front of the place where the urgent byte stood; -1 when they were read, or there was none.
    private int _untilMark = -1;

    /// <summary>Whether an urgent byte stays in the stream, where it came (SO_OOBINLINE).</summary>
    public bool IsUrgentInline { get; set; }

    /// <summary>Whether the peer has said that an urgent byte comes, or it is there.</summary>
    public bool IsUrgent => Config.NET_TCP_URGENT && (_isUrgentExpected || _hasUrgent);

    /// <summary>Whether <see cref="TryReadUrgent"/> has something to give.</summary>
    public bool HasUrgent
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Config.NET_TCP_URGENT && _hasUrgent;
    }

    /// <summary>Whether the next byte of the stream is the one behind the urgent byte, or it itself where it stays in the stream (SIOCATMARK).</summary>
    public bool IsAtUrgentMark => Config.NET_TCP_URGENT && _untilMark == 0;

    /// <summary>The urgent byte. False when there is none, it has not come yet, or it is in the stream.</summary>
    public bool TryReadUrgent(out byte value, bool isPeek = false)
    {
        value = _urgent;
        if (!HasUrgent || IsUrgentInline)
            return false;
        _hasUrgent = isPeek;
        return true;
    }

    /// <summary>Has all bytes sent, or none; the last of them is urgent.</summary>
    public bool TrySendUrgent(ReadOnlySpan<byte> bytes)
    {
        if (!Config.NET_TCP_URGENT || bytes.Length == 0 || SendRoom < bytes.Length || !_stack.SendMemory.Has(bytes.Length))
        {
            WaitForRoom();
            return false;
        }

        _queue.Append(bytes);
        _isUrgentToSend = true;
        _urgentSendEnd = _queue.End;
        Push();
        return true;
    }

    private void ClearUrgent()
    {
        _isUrgentExpected = _hasUrgent = _isUrgentToSend = IsUrgentInline = false;
        _untilMark = -1;
    }

    /// <summary>A segment points at an urgent byte.</summary>
    private void TakeUrgentPointer(ref TcpSegment segment)
    {
        ushort pointer = segment.Header.UrgentPointer;
        // Behind it; 0 is what can only be meant by its own number.
        uint at = segment.Sequence + (pointer == 0 ? 0u : pointer - 1u);
        if (_isPeerFinished || Sequence.IsBefore(at, _receiveNext) || (_isUrgentExpected && Sequence.IsUpTo(at, _urgentAt)))
            return;
        // One that was not read gives way to the next.
        _urgentAt = at;
        _isUrgentExpected = true;
        _hasUrgent = false;
        Announce(Due.Urgent);
    }

    /// <summary>Takes the urgent byte, if it is in a packet whose first byte has this number. False when the packet is empty then.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TakeUrgentByte(Netbuf packet, uint start)
    {
        if (!_isUrgentExpected || _urgentAt - start >= (uint)packet.Length)
            return true;
        int offset = (int)(_urgentAt - start);
        Span<byte> data = packet.Data;
        _urgent = data[offset];
        _isUrgentExpected = false;
        _hasUrgent = true;
        _untilMark = _receive.Available + offset;
        Announce(Due.Urgent);
        if (IsUrgentInline)
            return true;
        data.Slice(offset + 1).CopyTo(data.Slice(offset));
        packet.TrySetLength(data.Length - 1);
        return packet.Length > 0;
    }

    /// <summary>Bytes at the front of the stream were let go.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void MoveMark(int count)
    {
        if (_untilMark >= 0)
            _untilMark = count > 0 && count > _untilMark ? -1 : _untilMark - count;
    }

    /// <summary>Puts the pointer into a segment that has been built, while its byte has not been acknowledged.</summary>
    private void WriteUrgentPointer(Span<byte> header, uint sequence)
    {
        if (!Sequence.IsBefore(_sendUnacknowledged, _urgentSendEnd))
        {
            _isUrgentToSend = false;
            return;
        }

        uint pointer = _urgentSendEnd - sequence;
        if (pointer is 0 or > ushort.MaxValue)
            return;
        header[13] |= (byte)TcpFlags.Urg;
        BinaryPrimitives.WriteUInt16BigEndian(header.Slice(18), (ushort)pointer);
    }
}
