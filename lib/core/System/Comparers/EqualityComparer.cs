using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace System.Collections.Generic;

/// <summary>Tells whether values are equal.</summary>
public abstract class EqualityComparer<T> : IEqualityComparer, IEqualityComparer<T>
{
    /// <summary>Equality by <see cref="IEquatable{T}"/> where the type has it, else by <see cref="object.Equals(object?)"/>.</summary>
    public static EqualityComparer<T> Default { [Intrinsic] get; } = Create();

    /// <summary>Whether two values are equal.</summary>
    public abstract bool Equals(T? x, T? y);

    /// <summary>A hash that equal values share.</summary>
    public abstract int GetHashCode([DisallowNull] T obj);

    // The compiler puts `new GenericEqualityComparer<T>()` or the like here where it knows T, which is always but in code that
    // reference types share. There this body decides: by a test at each comparison.
    [Intrinsic]
    private static EqualityComparer<T> Create() => new SharedEqualityComparer<T>();

    bool IEqualityComparer.Equals(object? x, object? y)
    {
        if (x == y)
            return true;
        return x is not null && y is not null && Equals((T)x, (T)y);
    }

    int IEqualityComparer.GetHashCode(object obj) => obj is null ? 0 : GetHashCode((T)obj);
}

// The compiler names the next five. They and their constructors are public to it only.

internal sealed class GenericEqualityComparer<T> : EqualityComparer<T> where T : IEquatable<T>?
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override bool Equals(T? x, T? y)
    {
        if (x is not null)
            return y is not null && x.Equals(y);
        return y is null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override int GetHashCode([DisallowNull] T obj) => obj?.GetHashCode() ?? 0;
}

internal sealed class ObjectEqualityComparer<T> : EqualityComparer<T>
{
    public override bool Equals(T? x, T? y)
    {
        if (x is not null)
            return y is not null && x.Equals(y);
        return y is null;
    }

    public override int GetHashCode([DisallowNull] T obj) => obj?.GetHashCode() ?? 0;
}

internal sealed class NullableEqualityComparer<T> : EqualityComparer<T?> where T : struct
{
    public override bool Equals(T? x, T? y)
    {
        if (!x.HasValue)
            return !y.HasValue;
        return y.HasValue && EqualityComparer<T>.Default.Equals(x.GetValueOrDefault(), y.GetValueOrDefault());
    }

    public override int GetHashCode(T? obj) => obj.GetHashCode();
}

internal sealed class EnumEqualityComparer<T> : EqualityComparer<T> where T : struct
{
    public override bool Equals(T x, T y) => Internal.IntrinsicSupport.EqualityComparerHelpers.EnumOnlyEquals(x, y);

    public override int GetHashCode(T obj) => EnumBits.Hash(obj);
}

internal sealed class StringEqualityComparer : EqualityComparer<string>
{
    public override bool Equals(string? x, string? y) => string.Equals(x, y);

    public override int GetHashCode([DisallowNull] string obj) => obj?.GetHashCode() ?? 0;
}

// For reference types: whether one is equatable to itself is seen at run time.
internal sealed class SharedEqualityComparer<T> : EqualityComparer<T>
{
    public override bool Equals(T? x, T? y)
    {
        if (x is null)
            return y is null;
        if (y is null)
            return false;
        return x is IEquatable<T> equatable ? equatable.Equals(y) : x.Equals(y);
    }

    public override int GetHashCode([DisallowNull] T obj) => obj?.GetHashCode() ?? 0;
}
