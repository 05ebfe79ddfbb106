using System.Diagnostics.CodeAnalysis;

namespace System;

/// <summary>Makes tuples that are objects.</summary>
public static class Tuple
{
    /// <summary>A tuple of one element.</summary>
    public static Tuple<T1> Create<T1>(T1 item1) => new(item1);

    /// <summary>A tuple of two elements.</summary>
    public static Tuple<T1, T2> Create<T1, T2>(T1 item1, T2 item2) => new(item1, item2);

    /// <summary>A tuple of three elements.</summary>
    public static Tuple<T1, T2, T3> Create<T1, T2, T3>(T1 item1, T2 item2, T3 item3) => new(item1, item2, item3);

    /// <summary>A tuple of four elements.</summary>
    public static Tuple<T1, T2, T3, T4> Create<T1, T2, T3, T4>(T1 item1, T2 item2, T3 item3, T4 item4) => new(item1, item2, item3, item4);
}

/// <summary>A tuple of one element.</summary>
public class Tuple<T1>(T1 item1) : IComparable
{
    /// <summary>An element.</summary>
    public T1 Item1 { get; } = item1;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Tuple<T1> other &&
        TupleElement<T1>.Equals(Item1, other.Item1);

    int IComparable.CompareTo(object? obj)
    {
        if (obj is Tuple<T1> other)
            return new ValueTuple<T1>(Item1).CompareTo(new ValueTuple<T1>(other.Item1));
        if (obj is not null)
            ThrowHelper.ThrowArgument(TupleElement.IncorrectType);
        return 1;
    }

    /// <inheritdoc/>
    public override int GetHashCode() => new ValueTuple<T1>(Item1).GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => new ValueTuple<T1>(Item1).ToString();
}

/// <summary>A tuple of two elements.</summary>
public class Tuple<T1, T2>(T1 item1, T2 item2) : IComparable
{
    /// <summary>An element.</summary>
    public T1 Item1 { get; } = item1;

    /// <summary>An element.</summary>
    public T2 Item2 { get; } = item2;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Tuple<T1, T2> other &&
        TupleElement<T1>.Equals(Item1, other.Item1) && TupleElement<T2>.Equals(Item2, other.Item2);

    int IComparable.CompareTo(object? obj)
    {
        if (obj is Tuple<T1, T2> other)
            return (Item1, Item2).CompareTo((other.Item1, other.Item2));
        if (obj is not null)
            ThrowHelper.ThrowArgument(TupleElement.IncorrectType);
        return 1;
    }

    /// <inheritdoc/>
    public override int GetHashCode() => (Item1, Item2).GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => (Item1, Item2).ToString();
}

/// <summary>A tuple of three elements.</summary>
public class Tuple<T1, T2, T3>(T1 item1, T2 item2, T3 item3) : IComparable
{
    /// <summary>An element.</summary>
    public T1 Item1 { get; } = item1;

    /// <summary>An element.</summary>
    public T2 Item2 { get; } = item2;

    /// <summary>An element.</summary>
    public T3 Item3 { get; } = item3;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Tuple<T1, T2, T3> other &&
        TupleElement<T1>.Equals(Item1, other.Item1) && TupleElement<T2>.Equals(Item2, other.Item2) &&
        TupleElement<T3>.Equals(Item3, other.Item3);

    int IComparable.CompareTo(object? obj)
    {
        if (obj is Tuple<T1, T2, T3> other)
            return (Item1, Item2, Item3).CompareTo((other.Item1, other.Item2, other.Item3));
        if (obj is not null)
            ThrowHelper.ThrowArgument(TupleElement.IncorrectType);
        return 1;
    }

    /// <inheritdoc/>
    public override int GetHashCode() => (Item1, Item2, Item3).GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => (Item1, Item2, Item3).ToString();
}

/// <summary>A tuple of four elements.</summary>
public class Tuple<T1, T2, T3, T4>(T1 item1, T2 item2, T3 item3, T4 item4) : IComparable
{
    /// <summary>An element.</summary>
    public T1 Item1 { get; } = item1;

    /// <summary>An element.</summary>
    public T2 Item2 { get; } = item2;

    /// <summary>An element.</summary>
    public T3 Item3 { get; } = item3;

    /// <summary>An element.</summary>
    public T4 Item4 { get; } = item4;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Tuple<T1, T2, T3, T4> other &&
        TupleElement<T1>.Equals(Item1, other.Item1) && TupleElement<T2>.Equals(Item2, other.Item2) &&
        TupleElement<T3>.Equals(Item3, other.Item3) && TupleElement<T4>.Equals(Item4, other.Item4);

    int IComparable.CompareTo(object? obj)
    {
        if (obj is Tuple<T1, T2, T3, T4> other)
            return (Item1, Item2, Item3, Item4).CompareTo((other.Item1, other.Item2, other.Item3, other.Item4));
        if (obj is not null)
            ThrowHelper.ThrowArgument(TupleElement.IncorrectType);
        return 1;
    }

    /// <inheritdoc/>
    public override int GetHashCode() => (Item1, Item2, Item3, Item4).GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => (Item1, Item2, Item3, Item4).ToString();
}
