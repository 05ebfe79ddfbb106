using System;
using System.Buffers.Binary;
using Lithe.Device;

namespace Lithe.Net;

/// <summary>Where a capture goes.</summary>
public interface ICaptureSink
{
    /// <summary>Nanoseconds since 1970, or since the start where nobody knows better.</summary>
    ulong Nanoseconds { get; }

    /// <summary>Takes the next bytes of the file.</summary>
    void Write(ReadOnlySpan<byte> bytes);
}

/// <summary>
/// A queue around a queue that writes what passes to a capture file: pcap with nanoseconds, link type Ethernet (draft-ietf-opsawg-pcap, 4 and 5). Received packets as they are handed over, sent ones when they are taken.
/// </summary>
public struct CaptureQueue<TInner, TSink> : INetQueue where TInner : struct, INetQueue where TSink : struct, ICaptureSink
{
    private const uint Magic = 0xa1b2_3c4d, Ethernet = 1, LongestPacket = 65535;

    private TInner _inner;
    private TSink _sink;

    /// <summary>Takes a queue, which is this one's from now on, and writes the file's header.</summary>
    public CaptureQueue(TInner inner, TSink sink)
    {
        _inner = inner;
        _sink = sink;
        Span<byte> header = stackalloc byte[24];
        header.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(header, Magic);
        BinaryPrimitives.WriteUInt16LittleEndian(header.Slice(4), 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header.Slice(6), 4);
        BinaryPrimitives.WriteUInt32LittleEndian(header.Slice(16), LongestPacket);
        BinaryPrimitives.WriteUInt32LittleEndian(header.Slice(20), Ethernet);
        _sink.Write(header);
    }

    /// <inheritdoc/>
    public DeviceError Error => _inner.Error;

    /// <inheritdoc/>
    public NetStatistics Statistics => _inner.Statistics;

    /// <inheritdoc/>
    public int Receive(Span<Netbuf> burst)
    {
        int count = _inner.Receive(burst);
        for (int i = 0; i < count; i++)
            Record(burst[i]);
        return count;
    }

    /// <inheritdoc/>
    public int Transmit(ReadOnlySpan<Netbuf> burst)
    {
        // A packet may be gone when the queue has taken it: each is written first, and so offered alone.
        int count = 0;
        for (; count < burst.Length; count++)
        {
            Record(burst[count]);
            if (_inner.Transmit(burst.Slice(count, 1)) == 0)
                break;
        }

        return count;
    }

    /// <inheritdoc/>
    public bool TryAllocate(out Netbuf netbuf) => _inner.TryAllocate(out netbuf);

    /// <inheritdoc/>
    public bool EnableInterrupts() => _inner.EnableInterrupts();

    /// <inheritdoc/>
    public void DisableInterrupts() => _inner.DisableInterrupts();

    private void Record(Netbuf packet)
    {
        Span<byte> header = stackalloc byte[16];
        ulong now = _sink.Nanoseconds;
        uint length = (uint)packet.TotalLength;
        BinaryPrimitives.WriteUInt32LittleEndian(header, (uint)(now / 1_000_000_000));
        BinaryPrimitives.WriteUInt32LittleEndian(header.Slice(4), (uint)(now % 1_000_000_000));
        BinaryPrimitives.WriteUInt32LittleEndian(header.Slice(8), length);
        BinaryPrimitives.WriteUInt32LittleEndian(header.Slice(12), length);
        _sink.Write(header);
        for (Netbuf part = packet; part.Exists; part = part.Next)
            _sink.Write(part.Data);
    }
}
