using System.Runtime.CompilerServices;

namespace System;

/// <summary>An index from the start or the end.</summary>
public readonly struct Index : IEquatable<Index>
{
    // An index from the end is kept as its complement.
    private readonly int _value;

    /// <summary>An index.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Index(int value, bool fromEnd = false)
    {
        if (value < 0)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(value));
        _value = fromEnd ? ~value : value;
    }

    private Index(int raw, int _) => _value = raw;

    /// <summary>The first element.</summary>
    public static Index Start => new(0, 0);

    /// <summary>After the last element.</summary>
    public static Index End => new(~0, 0);

    /// <summary>An index from the start.</summary>
    public static Index FromStart(int value) => new(value);

    /// <summary>An index from the end.</summary>
    public static Index FromEnd(int value) => new(value, true);

    /// <summary>The distance from the start or the end.</summary>
    public int Value => _value < 0 ? ~_value : _value;

    /// <summary>Whether it counts from the end.</summary>
    public bool IsFromEnd => _value < 0;

    /// <summary>The index from the start in a collection of this length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int GetOffset(int length) => _value < 0 ? _value + length + 1 : _value;

    /// <inheritdoc/>
    public override bool Equals(object? value) => value is Index index && _value == index._value;

    /// <inheritdoc/>
    public bool Equals(Index other) => _value == other._value;

    /// <inheritdoc/>
    public override int GetHashCode() => _value;

    /// <summary>An index from the start.</summary>
    public static implicit operator Index(int value) => FromStart(value);
}

/// <summary>From an index to another.</summary>
public readonly struct Range(Index start, Index end) : IEquatable<Range>
{
    /// <summary>The first index.</summary>
    public Index Start { get; } = start;

    /// <summary>The index after the last.</summary>
    public Index End { get; } = end;

    /// <summary>Everything.</summary>
    public static Range All => new(Index.Start, Index.End);

    /// <summary>From an index on.</summary>
    public static Range StartAt(Index start) => new(start, Index.End);

    /// <summary>Up to an index.</summary>
    public static Range EndAt(Index end) => new(Index.Start, end);

    /// <summary>The range in a collection of this length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (int Offset, int Length) GetOffsetAndLength(int length)
    {
        int start = Start.GetOffset(length), end = End.GetOffset(length);
        if ((uint)end > (uint)length || (uint)start > (uint)end)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(length));
        return (start, end - start);
    }

    /// <inheritdoc/>
    public override bool Equals(object? value) => value is Range range && Equals(range);

    /// <inheritdoc/>
    public bool Equals(Range other) => Start.Equals(other.Start) && End.Equals(other.End);

    /// <inheritdoc/>
    public override int GetHashCode() => Start.GetHashCode() * 31 + End.GetHashCode();
}
