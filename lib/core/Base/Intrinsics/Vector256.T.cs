using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace System.Runtime.Intrinsics;

/// <summary>256 bits as elements of one numeric type.</summary>
/// <remarks>The processor's own instructions where it has them; the bodies below are for where it has not.</remarks>
[Intrinsic]
public readonly unsafe struct Vector256<T> : IEquatable<Vector256<T>>
{
    private readonly Vector128<T> _lower;
    private readonly Vector128<T> _upper;

    internal Vector256(Vector128<T> lower, Vector128<T> upper)
    {
        _lower = lower;
        _upper = upper;
    }

    internal Vector128<T> Lower => _lower;

    internal Vector128<T> Upper => _upper;

    /// <summary>The number of elements.</summary>
    public static int Count
    {
        [Intrinsic]
        get => 32 / sizeof(T);
    }

    /// <summary>All bits are 0.</summary>
    public static Vector256<T> Zero
    {
        [Intrinsic]
        get => default;
    }

    /// <summary>All bits are 1.</summary>
    public static Vector256<T> AllBitsSet
    {
        [Intrinsic]
        get => new(Vector128<T>.AllBitsSet, Vector128<T>.AllBitsSet);
    }

    /// <summary>An element.</summary>
    public T this[int index] => Vector256.GetElement(this, index);

    /// <summary>The bits that both have.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> operator &(Vector256<T> left, Vector256<T> right) =>
        new(left._lower & right._lower, left._upper & right._upper);

    /// <summary>The bits that either has.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> operator |(Vector256<T> left, Vector256<T> right) =>
        new(left._lower | right._lower, left._upper | right._upper);

    /// <summary>The bits that one of both has.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> operator ^(Vector256<T> left, Vector256<T> right) =>
        new(left._lower ^ right._lower, left._upper ^ right._upper);

    /// <summary>All bits turned.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> operator ~(Vector256<T> vector) => new(~vector._lower, ~vector._upper);

    /// <summary>Sums.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> operator +(Vector256<T> left, Vector256<T> right)
    {
        Vector256<T> result = default;
        for (int i = 0; i < Count; i++)
            Vector256.Set(ref result, i, Scalar<T>.Add(Vector256.Get(ref left, i), Vector256.Get(ref right, i)));
        return result;
    }

    /// <summary>Differences.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> operator -(Vector256<T> left, Vector256<T> right)
    {
        Vector256<T> result = default;
        for (int i = 0; i < Count; i++)
            Vector256.Set(ref result, i, Scalar<T>.Subtract(Vector256.Get(ref left, i), Vector256.Get(ref right, i)));
        return result;
    }

    /// <summary>Products.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> operator *(Vector256<T> left, Vector256<T> right)
    {
        Vector256<T> result = default;
        for (int i = 0; i < Count; i++)
            Vector256.Set(ref result, i, Scalar<T>.Multiply(Vector256.Get(ref left, i), Vector256.Get(ref right, i)));
        return result;
    }

    /// <summary>Quotients.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> operator /(Vector256<T> left, Vector256<T> right)
    {
        Vector256<T> result = default;
        for (int i = 0; i < Count; i++)
            Vector256.Set(ref result, i, Scalar<T>.Divide(Vector256.Get(ref left, i), Vector256.Get(ref right, i)));
        return result;
    }

    /// <summary>Products with one number.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> operator *(Vector256<T> left, T right) => left * Vector256.Create(right);

    /// <summary>The negatives.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> operator -(Vector256<T> vector) => Zero - vector;

    /// <summary>All elements shifted up.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> operator <<(Vector256<T> value, int shiftCount)
    {
        Vector256<T> result = default;
        for (int i = 0; i < Count; i++)
            Vector256.Set(ref result, i, Scalar<T>.ShiftLeft(Vector256.Get(ref value, i), shiftCount));
        return result;
    }

    /// <summary>All elements shifted down, keeping the sign.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> operator >>(Vector256<T> value, int shiftCount)
    {
        Vector256<T> result = default;
        for (int i = 0; i < Count; i++)
            Vector256.Set(ref result, i, Scalar<T>.ShiftRight(Vector256.Get(ref value, i), shiftCount));
        return result;
    }

    /// <summary>All elements shifted down.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> operator >>>(Vector256<T> value, int shiftCount)
    {
        Vector256<T> result = default;
        for (int i = 0; i < Count; i++)
            Vector256.Set(ref result, i, Scalar<T>.ShiftRightLogical(Vector256.Get(ref value, i), shiftCount));
        return result;
    }

    /// <summary>Whether all elements are the same.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool operator ==(Vector256<T> left, Vector256<T> right)
    {
        for (int i = 0; i < Count; i++)
        {
            if (!Scalar<T>.Equals(Vector256.Get(ref left, i), Vector256.Get(ref right, i)))
                return false;
        }
        return true;
    }

    /// <summary>Whether any element differs.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool operator !=(Vector256<T> left, Vector256<T> right) => !(left == right);

    /// <inheritdoc/>
    public bool Equals(Vector256<T> other) => this == other;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Vector256<T> other && this == other;

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        int hash = 0;
        for (int i = 0; i < Count; i++)
            hash = hash * 31 + this[i]!.GetHashCode();
        return hash;
    }
}
