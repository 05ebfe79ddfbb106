using System;
using Lithe.Device;
using Lithe.Net;

namespace Lithe.Host;

/// <summary>How a card is opened.</summary>
public readonly record struct HostNetOptions()
{
    /// <summary>Kept by hardware; the host has queues of its own.</summary>
    public int QueueSize { get; init; } = 256;

    /// <summary>Netbufs that the owner can have at a time.</summary>
    public int Netbufs { get; init; } = 512;
}

/// <summary>A network card of a process: an interface or a socket of its host.</summary>
/// <remarks>States: running (<see cref="TryOpen"/> has returned it) - failed (its queue's <see cref="HostNetQueue.Error"/> is not none: the interface is gone) - closed (<see cref="Close"/>).</remarks>
public sealed class HostNet
{
    // Below all error numbers of the host.
    private const int MaxCards = 8, Misdescribed = -100_000;

    // The other ends of pairs whose first card has been opened, by number; one more than the file, so that 0 is none. Owned by the processor that opens cards.
    private static readonly int[] s_otherEnds = new int[MaxCards];
    private static readonly bool[] s_taken = new bool[MaxCards];

    private readonly int _index;
    private HostNetQueue _queue;

    private HostNet(int index, int file, NetbufPool pool)
    {
        _index = index;
        Line = HostFiles.AddLine(file);
        _queue = new HostNetQueue(file, Line, pool);
        Address = new MacAddress(0x52, 0x54, 0, 0x12, 0x34, (byte)(0x56 + index));
    }

    /// <summary>Opens the card with this number: the word <c>net=</c> that comes so many after the first.</summary>
    public static DeviceError TryOpen(int index, HostNetOptions options, out HostNet? card)
    {
        card = null;
        Span<byte> value = stackalloc byte[HostDevices.MaxValue];
        if ((uint)index >= MaxCards || s_taken[index] || !HostDevices.TryGet("net"u8, index, value, out int length))
            return DeviceError.Missing;
        int file = Open(value.Slice(0, length));
        if (file < 0)
            return file == Misdescribed ? DeviceError.Misdescribed : HostDevices.ErrorOf(file);
        NetbufPool? pool = NetbufPool.TryCreate(options.Netbufs);
        if (pool is null)
        {
            HostFiles.Close(file);
            return DeviceError.NoMemory;
        }

        s_taken[index] = true;
        card = new HostNet(index, file, pool);
        return DeviceError.None;
    }

    /// <summary>The card's address.</summary>
    public MacAddress Address { get; }

    /// <summary>The most bytes of a frame behind its 14-byte header.</summary>
    public int Mtu => 1500;

    /// <summary>Whether the cable is in.</summary>
    public bool IsLinkUp => _queue.Error == DeviceError.None;

    /// <summary>Its interrupt line; -1 when it has none.</summary>
    public int Line { get; }

    /// <summary>It has one queue.</summary>
    public int QueueCount => 1;

    /// <summary>The queue, for its owner: in place, never to be copied.</summary>
    public ref HostNetQueue Queue(int index)
    {
        if (index != 0)
            Fail.Stop(FailReason.ArgumentOutOfRange, "index");
        return ref _queue;
    }

    /// <summary>Closes the card.</summary>
    public bool Close()
    {
        _queue.Stop();
        s_taken[_index] = false;
        return true;
    }

    private static int Open(ReadOnlySpan<byte> value)
    {
        if (StartsWith(value, "tap:"u8))
            return HostFiles.OpenTap(value.Slice(4), makes: false);
        if (StartsWith(value, "new-tap:"u8))
            return HostFiles.OpenTap(value.Slice(8), makes: true);
        if (StartsWith(value, "frames:"u8))
        {
            int at = 7;
            return TryReadNumber(value, ref at, out int local) && at < value.Length && value[at++] == ':' && TryReadNumber(value, ref at, out int remote) && at == value.Length
                ? HostFiles.OpenDatagrams(local, remote)
                : Misdescribed;
        }

        int place = 5;
        if (!StartsWith(value, "pair:"u8) || !TryReadNumber(value, ref place, out int number) || place != value.Length || number >= MaxCards)
            return Misdescribed;
        int other = s_otherEnds[number] - 1;
        if (other >= 0)
        {
            s_otherEnds[number] = 0;
            return other;
        }

        if (!HostFiles.TryOpenPair(out int first, out int second))
            return first;
        s_otherEnds[number] = second + 1;
        return first;
    }

    private static bool StartsWith(ReadOnlySpan<byte> value, ReadOnlySpan<byte> start) => value.Length >= start.Length && value.Slice(0, start.Length).SequenceEqual(start);

    private static bool TryReadNumber(ReadOnlySpan<byte> text, ref int at, out int number)
    {
        number = 0;
        int start = at;
        for (; at < text.Length && text[at] is >= (byte)'0' and <= (byte)'9' && number <= 65535; at++)
            number = number * 10 + text[at] - '0';
        return at > start && number <= 65535;
    }
}
