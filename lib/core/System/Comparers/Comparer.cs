using System.Runtime.CompilerServices;

namespace System.Collections.Generic;

/// <summary>Orders values.</summary>
public abstract class Comparer<T> : IComparer, IComparer<T>
{
    /// <summary>The order of <see cref="IComparable{T}"/> where the type has it, else of <see cref="IComparable"/>.</summary>
    public static Comparer<T> Default { [Intrinsic] get; } = Create();

    /// <summary>Negative, zero or positive as the first is before, with or after the second.</summary>
    public abstract int Compare(T? x, T? y);

    /// <summary>An order by a method.</summary>
    public static Comparer<T> Create(Comparison<T> comparison)
    {
        if (comparison is null)
            ThrowHelper.ThrowArgumentNull(nameof(comparison));
        return new ComparisonComparer<T>(comparison);
    }

    // As EqualityComparer's.
    [Intrinsic]
    private static Comparer<T> Create() => new ObjectComparer<T>();

    int IComparer.Compare(object? x, object? y)
    {
        if (x is null)
            return y is null ? 0 : -1;
        return y is null ? 1 : Compare((T)x, (T)y);
    }
}

internal sealed class GenericComparer<T> : Comparer<T> where T : IComparable<T>?
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override int Compare(T? x, T? y)
    {
        if (x is null)
            return y is null ? 0 : -1;
        return y is null ? 1 : x.CompareTo(y);
    }
}

internal sealed class ObjectComparer<T> : Comparer<T>
{
    public override int Compare(T? x, T? y)
    {
        if (x is null)
            return y is null ? 0 : -1;
        if (y is null)
            return 1;
        // Code that reference types share comes here for comparable types as well.
        if (x is IComparable<T> comparable)
            return comparable.CompareTo(y);
        if (x is IComparable left)
            return left.CompareTo(y);
        if (y is IComparable right)
            return -right.CompareTo(x);
        ThrowHelper.ThrowArgument("At least one object must implement IComparable.");
        return 0;
    }
}

internal sealed class NullableComparer<T> : Comparer<T?> where T : struct
{
    public override int Compare(T? x, T? y)
    {
        if (!x.HasValue)
            return y.HasValue ? -1 : 0;
        return y.HasValue ? Comparer<T>.Default.Compare(x.GetValueOrDefault(), y.GetValueOrDefault()) : 1;
    }
}

internal sealed class EnumComparer<T> : Comparer<T> where T : struct
{
    public override int Compare(T x, T y) => Internal.IntrinsicSupport.ComparerHelpers.EnumOnlyCompare(x, y);
}

internal sealed class ComparisonComparer<T>(Comparison<T> comparison) : Comparer<T>
{
    public override int Compare(T? x, T? y) => comparison(x!, y!);
}
