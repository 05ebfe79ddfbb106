using System;

namespace Lithe.Diagnostics;

/// <summary>Something that happened on a processor.</summary>
public readonly unsafe struct TraceEvent
{
    private const int LengthShift = 56;

    // The name's address, and its length in the upper byte: a name is constant data.
    private readonly ulong _name;

    internal TraceEvent(ReadOnlySpan<byte> name, ulong time, ulong first, ulong second)
    {
        fixed (byte* start = name)
            _name = (ulong)start | (ulong)name.Length << LengthShift;
        Time = time;
        First = first;
        Second = second;
    }

    /// <summary>When: <c>Processor.Cycles</c>.</summary>
    public ulong Time { get; }

    /// <summary>What is said of it; the event's name says what it means.</summary>
    public ulong First { get; }

    /// <summary>What else is said of it.</summary>
    public ulong Second { get; }

    /// <summary>What it is called.</summary>
    public ReadOnlySpan<byte> Name => new((byte*)(_name << 8 >> 8), (int)(_name >> LengthShift));
}
