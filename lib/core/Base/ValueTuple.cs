using System.Collections.Generic;

namespace System;

/// <summary>A tuple without elements.</summary>
public struct ValueTuple : IEquatable<ValueTuple>, IComparable, IComparable<ValueTuple>
{
    /// <inheritdoc/>
    public readonly bool Equals(ValueTuple other) => true;

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is ValueTuple;

    /// <inheritdoc/>
    public override readonly int GetHashCode() => 0;

    /// <inheritdoc/>
    public readonly int CompareTo(ValueTuple other) => 0;

    readonly int IComparable.CompareTo(object? other)
    {
        if (other is not (null or ValueTuple))
            ThrowHelper.ThrowArgument(TupleElement.IncorrectType);
        return other is null ? 1 : 0;
    }

    /// <inheritdoc/>
    public override readonly string ToString() => "()";
}

/// <summary>A tuple of 1 element.</summary>
public struct ValueTuple<T1>(T1 item1) : IEquatable<ValueTuple<T1>>, IComparable, IComparable<ValueTuple<T1>>
{
    /// <summary>An element.</summary>
    public T1 Item1 = item1;

    /// <inheritdoc/>
    public readonly bool Equals(ValueTuple<T1> other) =>
        TupleElement<T1>.Equals(Item1, other.Item1);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is ValueTuple<T1> other && Equals(other);

    /// <inheritdoc/>
    public readonly int CompareTo(ValueTuple<T1> other)
    {
        return Comparer<T1>.Default.Compare(Item1, other.Item1);
    }

    readonly int IComparable.CompareTo(object? other)
    {
        if (other is ValueTuple<T1> tuple)
            return CompareTo(tuple);
        if (other is not null)
            ThrowHelper.ThrowArgument(TupleElement.IncorrectType);
        return 1;
    }

    /// <inheritdoc/>
    public override readonly int GetHashCode()
    {
        int hash = Item1?.GetHashCode() ?? 0;
        return hash;
    }

    /// <inheritdoc/>
    public override readonly string ToString() =>
        "(" + Item1?.ToString() + ")";
}

/// <summary>A tuple of 2 elements.</summary>
public struct ValueTuple<T1, T2>(T1 item1, T2 item2) : IEquatable<ValueTuple<T1, T2>>, IComparable, IComparable<ValueTuple<T1, T2>>
{
    /// <summary>An element.</summary>
    public T1 Item1 = item1;

    /// <summary>An element.</summary>
    public T2 Item2 = item2;

    /// <inheritdoc/>
    public readonly bool Equals(ValueTuple<T1, T2> other) =>
        TupleElement<T1>.Equals(Item1, other.Item1) && TupleElement<T2>.Equals(Item2, other.Item2);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is ValueTuple<T1, T2> other && Equals(other);

    /// <inheritdoc/>
    public readonly int CompareTo(ValueTuple<T1, T2> other)
    {
        int order = Comparer<T1>.Default.Compare(Item1, other.Item1);
        return order != 0 ? order : Comparer<T2>.Default.Compare(Item2, other.Item2);
    }

    readonly int IComparable.CompareTo(object? other)
    {
        if (other is ValueTuple<T1, T2> tuple)
            return CompareTo(tuple);
        if (other is not null)
            ThrowHelper.ThrowArgument(TupleElement.IncorrectType);
        return 1;
    }

    /// <inheritdoc/>
    public override readonly int GetHashCode()
    {
        int hash = Item1?.GetHashCode() ?? 0;
        hash = hash * 31 + (Item2?.GetHashCode() ?? 0);
        return hash;
    }

    /// <inheritdoc/>
    public override readonly string ToString() =>
        "(" + string.Join(", ", Item1?.ToString(), Item2?.ToString()) + ")";
}

/// <summary>A tuple of 3 elements.</summary>
public struct ValueTuple<T1, T2, T3>(T1 item1, T2 item2, T3 item3) : IEquatable<ValueTuple<T1, T2, T3>>, IComparable, IComparable<ValueTuple<T1, T2, T3>>
{
    /// <summary>An element.</summary>
    public T1 Item1 = item1;

    /// <summary>An element.</summary>
    public T2 Item2 = item2;

    /// <summary>An element.</summary>
    public T3 Item3 = item3;

    /// <inheritdoc/>
    public readonly bool Equals(ValueTuple<T1, T2, T3> other) =>
        TupleElement<T1>.Equals(Item1, other.Item1) && TupleElement<T2>.Equals(Item2, other.Item2) &&
        TupleElement<T3>.Equals(Item3, other.Item3);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is ValueTuple<T1, T2, T3> other && Equals(other);

    /// <inheritdoc/>
    public readonly int CompareTo(ValueTuple<T1, T2, T3> other)
    {
        int order = Comparer<T1>.Default.Compare(Item1, other.Item1);
        if (order == 0)
            order = Comparer<T2>.Default.Compare(Item2, other.Item2);
        return order != 0 ? order : Comparer<T3>.Default.Compare(Item3, other.Item3);
    }

    readonly int IComparable.CompareTo(object? other)
    {
        if (other is ValueTuple<T1, T2, T3> tuple)
            return CompareTo(tuple);
        if (other is not null)
            ThrowHelper.ThrowArgument(TupleElement.IncorrectType);
        return 1;
    }

    /// <inheritdoc/>
    public override readonly int GetHashCode()
    {
        int hash = Item1?.GetHashCode() ?? 0;
        hash = hash * 31 + (Item2?.GetHashCode() ?? 0);
        hash = hash * 31 + (Item3?.GetHashCode() ?? 0);
        return hash;
    }

    /// <inheritdoc/>
    public override readonly string ToString() =>
        "(" + string.Join(", ", Item1?.ToString(), Item2?.ToString(), Item3?.ToString()) + ")";
}

/// <summary>A tuple of 4 elements.</summary>
public struct ValueTuple<T1, T2, T3, T4>(T1 item1, T2 item2, T3 item3, T4 item4) : IEquatable<ValueTuple<T1, T2, T3, T4>>, IComparable, IComparable<ValueTuple<T1, T2, T3, T4>>
{
    /// <summary>An element.</summary>
    public T1 Item1 = item1;

    /// <summary>An element.</summary>
    public T2 Item2 = item2;

    /// <summary>An element.</summary>
    public T3 Item3 = item3;

    /// <summary>An element.</summary>
    public T4 Item4 = item4;

    /// <inheritdoc/>
    public readonly bool Equals(ValueTuple<T1, T2, T3, T4> other) =>
        TupleElement<T1>.Equals(Item1, other.Item1) && TupleElement<T2>.Equals(Item2, other.Item2) &&
        TupleElement<T3>.Equals(Item3, other.Item3) && TupleElement<T4>.Equals(Item4, other.Item4);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is ValueTuple<T1, T2, T3, T4> other && Equals(other);

    /// <inheritdoc/>
    public readonly int CompareTo(ValueTuple<T1, T2, T3, T4> other)
    {
        int order = Comparer<T1>.Default.Compare(Item1, other.Item1);
        if (order == 0)
            order = Comparer<T2>.Default.Compare(Item2, other.Item2);
        if (order == 0)
            order = Comparer<T3>.Default.Compare(Item3, other.Item3);
        return order != 0 ? order : Comparer<T4>.Default.Compare(Item4, other.Item4);
    }

    readonly int IComparable.CompareTo(object? other)
    {
        if (other is ValueTuple<T1, T2, T3, T4> tuple)
            return CompareTo(tuple);
        if (other is not null)
            ThrowHelper.ThrowArgument(TupleElement.IncorrectType);
        return 1;
    }

    /// <inheritdoc/>
    public override readonly int GetHashCode()
    {
        int hash = Item1?.GetHashCode() ?? 0;
        hash = hash * 31 + (Item2?.GetHashCode() ?? 0);
        hash = hash * 31 + (Item3?.GetHashCode() ?? 0);
        hash = hash * 31 + (Item4?.GetHashCode() ?? 0);
        return hash;
    }

    /// <inheritdoc/>
    public override readonly string ToString() =>
        "(" + string.Join(", ", Item1?.ToString(), Item2?.ToString(), Item3?.ToString(), Item4?.ToString()) + ")";
}

/// <summary>A tuple of 5 elements.</summary>
public struct ValueTuple<T1, T2, T3, T4, T5>(T1 item1, T2 item2, T3 item3, T4 item4, T5 item5) : IEquatable<ValueTuple<T1, T2, T3, T4, T5>>,
        IComparable, IComparable<ValueTuple<T1, T2, T3, T4, T5>>
{
    /// <summary>An element.</summary>
    public T1 Item1 = item1;

    /// <summary>An element.</summary>
    public T2 Item2 = item2;

    /// <summary>An element.</summary>
    public T3 Item3 = item3;

    /// <summary>An element.</summary>
    public T4 Item4 = item4;

    /// <summary>An element.</summary>
    public T5 Item5 = item5;

    /// <inheritdoc/>
    public readonly bool Equals(ValueTuple<T1, T2, T3, T4, T5> other) =>
        TupleElement<T1>.Equals(Item1, other.Item1) && TupleElement<T2>.Equals(Item2, other.Item2) &&
        TupleElement<T3>.Equals(Item3, other.Item3) && TupleElement<T4>.Equals(Item4, other.Item4) &&
        TupleElement<T5>.Equals(Item5, other.Item5);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is ValueTuple<T1, T2, T3, T4, T5> other && Equals(other);

    /// <inheritdoc/>
    public readonly int CompareTo(ValueTuple<T1, T2, T3, T4, T5> other)
    {
        int order = Comparer<T1>.Default.Compare(Item1, other.Item1);
        if (order == 0)
            order = Comparer<T2>.Default.Compare(Item2, other.Item2);
        if (order == 0)
            order = Comparer<T3>.Default.Compare(Item3, other.Item3);
        if (order == 0)
            order = Comparer<T4>.Default.Compare(Item4, other.Item4);
        return order != 0 ? order : Comparer<T5>.Default.Compare(Item5, other.Item5);
    }

    readonly int IComparable.CompareTo(object? other)
    {
        if (other is ValueTuple<T1, T2, T3, T4, T5> tuple)
            return CompareTo(tuple);
        if (other is not null)
            ThrowHelper.ThrowArgument(TupleElement.IncorrectType);
        return 1;
    }

    /// <inheritdoc/>
    public override readonly int GetHashCode()
    {
        int hash = Item1?.GetHashCode() ?? 0;
        hash = hash * 31 + (Item2?.GetHashCode() ?? 0);
        hash = hash * 31 + (Item3?.GetHashCode() ?? 0);
        hash = hash * 31 + (Item4?.GetHashCode() ?? 0);
        hash = hash * 31 + (Item5?.GetHashCode() ?? 0);
        return hash;
    }

    /// <inheritdoc/>
    public override readonly string ToString() =>
        "(" + string.Join(", ", Item1?.ToString(), Item2?.ToString(), Item3?.ToString(), Item4?.ToString(), Item5?.ToString()) + ")";
}

/// <summary>A tuple of 6 elements.</summary>
public struct ValueTuple<T1, T2, T3, T4, T5, T6>(T1 item1, T2 item2, T3 item3, T4 item4, T5 item5, T6 item6)
    : IEquatable<ValueTuple<T1, T2, T3, T4, T5, T6>>, IComparable, IComparable<ValueTuple<T1, T2, T3, T4, T5, T6>>
{
    /// <summary>An element.</summary>
    public T1 Item1 = item1;

    /// <summary>An element.</summary>
    public T2 Item2 = item2;

    /// <summary>An element.</summary>
    public T3 Item3 = item3;

    /// <summary>An element.</summary>
    public T4 Item4 = item4;

    /// <summary>An element.</summary>
    public T5 Item5 = item5;

    /// <summary>An element.</summary>
    public T6 Item6 = item6;

    /// <inheritdoc/>
    public readonly bool Equals(ValueTuple<T1, T2, T3, T4, T5, T6> other) =>
        TupleElement<T1>.Equals(Item1, other.Item1) && TupleElement<T2>.Equals(Item2, other.Item2) &&
        TupleElement<T3>.Equals(Item3, other.Item3) && TupleElement<T4>.Equals(Item4, other.Item4) &&
        TupleElement<T5>.Equals(Item5, other.Item5) && TupleElement<T6>.Equals(Item6, other.Item6);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is ValueTuple<T1, T2, T3, T4, T5, T6> other && Equals(other);

    /// <inheritdoc/>
    public readonly int CompareTo(ValueTuple<T1, T2, T3, T4, T5, T6> other)
    {
        int order = Comparer<T1>.Default.Compare(Item1, other.Item1);
        if (order == 0)
            order = Comparer<T2>.Default.Compare(Item2, other.Item2);
        if (order == 0)
            order = Comparer<T3>.Default.Compare(Item3, other.Item3);
        if (order == 0)
            order = Comparer<T4>.Default.Compare(Item4, other.Item4);
        if (order == 0)
            order = Comparer<T5>.Default.Compare(Item5, other.Item5);
        return order != 0 ? order : Comparer<T6>.Default.Compare(Item6, other.Item6);
    }

    readonly int IComparable.CompareTo(object? other)
    {
        if (other is ValueTuple<T1, T2, T3, T4, T5, T6> tuple)
            return CompareTo(tuple);
        if (other is not null)
            ThrowHelper.ThrowArgument(TupleElement.IncorrectType);
        return 1;
    }

    /// <inheritdoc/>
    public override readonly int GetHashCode()
    {
        int hash = Item1?.GetHashCode() ?? 0;
        hash = hash * 31 + (Item2?.GetHashCode() ?? 0);
        hash = hash * 31 + (Item3?.GetHashCode() ?? 0);
        hash = hash * 31 + (Item4?.GetHashCode() ?? 0);
        hash = hash * 31 + (Item5?.GetHashCode() ?? 0);
        hash = hash * 31 + (Item6?.GetHashCode() ?? 0);
        return hash;
    }

    /// <inheritdoc/>
    public override readonly string ToString() =>
        "(" + string.Join(", ", Item1?.ToString(), Item2?.ToString(), Item3?.ToString(), Item4?.ToString(),
            Item5?.ToString(), Item6?.ToString()) + ")";
}

/// <summary>A tuple of 7 elements.</summary>
public struct ValueTuple<T1, T2, T3, T4, T5, T6, T7>(T1 item1, T2 item2, T3 item3, T4 item4, T5 item5, T6 item6, T7 item7)
    : IEquatable<ValueTuple<T1, T2, T3, T4, T5, T6, T7>>, IComparable, IComparable<ValueTuple<T1, T2, T3, T4, T5, T6, T7>>
{
    /// <summary>An element.</summary>
    public T1 Item1 = item1;

    /// <summary>An element.</summary>
    public T2 Item2 = item2;

    /// <summary>An element.</summary>
    public T3 Item3 = item3;

    /// <summary>An element.</summary>
    public T4 Item4 = item4;

    /// <summary>An element.</summary>
    public T5 Item5 = item5;

    /// <summary>An element.</summary>
    public T6 Item6 = item6;

    /// <summary>An element.</summary>
    public T7 Item7 = item7;

    /// <inheritdoc/>
    public readonly bool Equals(ValueTuple<T1, T2, T3, T4, T5, T6, T7> other) =>
        TupleElement<T1>.Equals(Item1, other.Item1) && TupleElement<T2>.Equals(Item2, other.Item2) &&
        TupleElement<T3>.Equals(Item3, other.Item3) && TupleElement<T4>.Equals(Item4, other.Item4) &&
        TupleElement<T5>.Equals(Item5, other.Item5) && TupleElement<T6>.Equals(Item6, other.Item6) &&
        TupleElement<T7>.Equals(Item7, other.Item7);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is ValueTuple<T1, T2, T3, T4, T5, T6, T7> other && Equals(other);

    /// <inheritdoc/>
    public readonly int CompareTo(ValueTuple<T1, T2, T3, T4, T5, T6, T7> other)
    {
        int order = Comparer<T1>.Default.Compare(Item1, other.Item1);
        if (order == 0)
            order = Comparer<T2>.Default.Compare(Item2, other.Item2);
        if (order == 0)
            order = Comparer<T3>.Default.Compare(Item3, other.Item3);
        if (order == 0)
            order = Comparer<T4>.Default.Compare(Item4, other.Item4);
        if (order == 0)
            order = Comparer<T5>.Default.Compare(Item5, other.Item5);
        if (order == 0)
            order = Comparer<T6>.Default.Compare(Item6, other.Item6);
        return order != 0 ? order : Comparer<T7>.Default.Compare(Item7, other.Item7);
    }

    readonly int IComparable.CompareTo(object? other)
    {
        if (other is ValueTuple<T1, T2, T3, T4, T5, T6, T7> tuple)
            return CompareTo(tuple);
        if (other is not null)
            ThrowHelper.ThrowArgument(TupleElement.IncorrectType);
        return 1;
    }

    /// <inheritdoc/>
    public override readonly int GetHashCode()
    {
        int hash = Item1?.GetHashCode() ?? 0;
        hash = hash * 31 + (Item2?.GetHashCode() ?? 0);
        hash = hash * 31 + (Item3?.GetHashCode() ?? 0);
        hash = hash * 31 + (Item4?.GetHashCode() ?? 0);
        hash = hash * 31 + (Item5?.GetHashCode() ?? 0);
        hash = hash * 31 + (Item6?.GetHashCode() ?? 0);
        hash = hash * 31 + (Item7?.GetHashCode() ?? 0);
        return hash;
    }

    /// <inheritdoc/>
    public override readonly string ToString() =>
        "(" + string.Join(", ", Item1?.ToString(), Item2?.ToString(), Item3?.ToString(), Item4?.ToString(),
            Item5?.ToString(), Item6?.ToString(), Item7?.ToString()) + ")";
}

/// <summary>A tuple of seven elements and more.</summary>
public struct ValueTuple<T1, T2, T3, T4, T5, T6, T7, TRest>(T1 item1, T2 item2, T3 item3, T4 item4, T5 item5, T6 item6, T7 item7, TRest rest)
    : IEquatable<ValueTuple<T1, T2, T3, T4, T5, T6, T7, TRest>>, IComparable, IComparable<ValueTuple<T1, T2, T3, T4, T5, T6, T7, TRest>>
    where TRest : struct
{
    /// <summary>An element.</summary>
    public T1 Item1 = item1;

    /// <summary>An element.</summary>
    public T2 Item2 = item2;

    /// <summary>An element.</summary>
    public T3 Item3 = item3;

    /// <summary>An element.</summary>
    public T4 Item4 = item4;

    /// <summary>An element.</summary>
    public T5 Item5 = item5;

    /// <summary>An element.</summary>
    public T6 Item6 = item6;

    /// <summary>An element.</summary>
    public T7 Item7 = item7;

    /// <summary>An element.</summary>
    public TRest Rest = rest;

    /// <inheritdoc/>
    public readonly bool Equals(ValueTuple<T1, T2, T3, T4, T5, T6, T7, TRest> other) =>
        TupleElement<T1>.Equals(Item1, other.Item1) && TupleElement<T2>.Equals(Item2, other.Item2) &&
        TupleElement<T3>.Equals(Item3, other.Item3) && TupleElement<T4>.Equals(Item4, other.Item4) &&
        TupleElement<T5>.Equals(Item5, other.Item5) && TupleElement<T6>.Equals(Item6, other.Item6) &&
        TupleElement<T7>.Equals(Item7, other.Item7) && TupleElement<TRest>.Equals(Rest, other.Rest);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is ValueTuple<T1, T2, T3, T4, T5, T6, T7, TRest> other && Equals(other);

    /// <inheritdoc/>
    public readonly int CompareTo(ValueTuple<T1, T2, T3, T4, T5, T6, T7, TRest> other)
    {
        int order = Comparer<T1>.Default.Compare(Item1, other.Item1);
        if (order == 0)
            order = Comparer<T2>.Default.Compare(Item2, other.Item2);
        if (order == 0)
            order = Comparer<T3>.Default.Compare(Item3, other.Item3);
        if (order == 0)
            order = Comparer<T4>.Default.Compare(Item4, other.Item4);
        if (order == 0)
            order = Comparer<T5>.Default.Compare(Item5, other.Item5);
        if (order == 0)
            order = Comparer<T6>.Default.Compare(Item6, other.Item6);
        if (order == 0)
            order = Comparer<T7>.Default.Compare(Item7, other.Item7);
        return order != 0 ? order : Comparer<TRest>.Default.Compare(Rest, other.Rest);
    }

    readonly int IComparable.CompareTo(object? other)
    {
        if (other is ValueTuple<T1, T2, T3, T4, T5, T6, T7, TRest> tuple)
            return CompareTo(tuple);
        if (other is not null)
            ThrowHelper.ThrowArgument(TupleElement.IncorrectType);
        return 1;
    }

    /// <inheritdoc/>
    public override readonly int GetHashCode()
    {
        int hash = Item1?.GetHashCode() ?? 0;
        hash = hash * 31 + (Item2?.GetHashCode() ?? 0);
        hash = hash * 31 + (Item3?.GetHashCode() ?? 0);
        hash = hash * 31 + (Item4?.GetHashCode() ?? 0);
        hash = hash * 31 + (Item5?.GetHashCode() ?? 0);
        hash = hash * 31 + (Item6?.GetHashCode() ?? 0);
        hash = hash * 31 + (Item7?.GetHashCode() ?? 0);
        hash = hash * 31 + (Rest.GetHashCode());
        return hash;
    }

    /// <inheritdoc/>
    public override readonly string ToString() =>
        "(" + string.Join(", ", Item1?.ToString(), Item2?.ToString(), Item3?.ToString(), Item4?.ToString(),
            Item5?.ToString(), Item6?.ToString(), Item7?.ToString(), TupleElement.Rest(Rest.ToString()));
}
