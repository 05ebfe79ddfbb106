using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace System.Runtime.Intrinsics;

/// <summary>128 bits as elements of one numeric type.</summary>
/// <remarks>The processor's own instructions where it has them; the bodies below are for where it has not.</remarks>
[Intrinsic]
public readonly unsafe struct Vector128<T> : IEquatable<Vector128<T>>
{
    private readonly ulong _00;
    private readonly ulong _01;

    internal Vector128(ulong low, ulong high)
    {
        _00 = low;
        _01 = high;
    }

    /// <summary>The number of elements.</summary>
    public static int Count
    {
        [Intrinsic]
        get => 16 / sizeof(T);
    }

    /// <summary>All bits are 0.</summary>
    public static Vector128<T> Zero
    {
        [Intrinsic]
        get => default;
    }

    /// <summary>All bits are 1.</summary>
    public static Vector128<T> AllBitsSet
    {
        [Intrinsic]
        get => new(~0UL, ~0UL);
    }

    /// <summary>An element.</summary>
    public T this[int index] => Vector128.GetElement(this, index);

    /// <summary>The bits that both have.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> operator &(Vector128<T> left, Vector128<T> right) => new(left._00 & right._00, left._01 & right._01);

    /// <summary>The bits that either has.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> operator |(Vector128<T> left, Vector128<T> right) => new(left._00 | right._00, left._01 | right._01);

    /// <summary>The bits that one of both has.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> operator ^(Vector128<T> left, Vector128<T> right) => new(left._00 ^ right._00, left._01 ^ right._01);

    /// <summary>All bits turned.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> operator ~(Vector128<T> vector) => new(~vector._00, ~vector._01);

    /// <summary>Sums.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> operator +(Vector128<T> left, Vector128<T> right)
    {
        Vector128<T> result = default;
        for (int i = 0; i < Count; i++)
            Vector128.Set(ref result, i, Scalar<T>.Add(Vector128.Get(ref left, i), Vector128.Get(ref right, i)));
        return result;
    }

    /// <summary>Differences.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> operator -(Vector128<T> left, Vector128<T> right)
    {
        Vector128<T> result = default;
        for (int i = 0; i < Count; i++)
            Vector128.Set(ref result, i, Scalar<T>.Subtract(Vector128.Get(ref left, i), Vector128.Get(ref right, i)));
        return result;
    }

    /// <summary>Products.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> operator *(Vector128<T> left, Vector128<T> right)
    {
        Vector128<T> result = default;
        for (int i = 0; i < Count; i++)
            Vector128.Set(ref result, i, Scalar<T>.Multiply(Vector128.Get(ref left, i), Vector128.Get(ref right, i)));
        return result;
    }

    /// <summary>Quotients.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> operator /(Vector128<T> left, Vector128<T> right)
    {
        Vector128<T> result = default;
        for (int i = 0; i < Count; i++)
            Vector128.Set(ref result, i, Scalar<T>.Divide(Vector128.Get(ref left, i), Vector128.Get(ref right, i)));
        return result;
    }

    /// <summary>Products with one number.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> operator *(Vector128<T> left, T right) => left * Vector128.Create(right);

    /// <summary>The negatives.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> operator -(Vector128<T> vector) => Zero - vector;

    /// <summary>All elements shifted up.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> operator <<(Vector128<T> value, int shiftCount)
    {
        Vector128<T> result = default;
        for (int i = 0; i < Count; i++)
            Vector128.Set(ref result, i, Scalar<T>.ShiftLeft(Vector128.Get(ref value, i), shiftCount));
        return result;
    }

    /// <summary>All elements shifted down, keeping the sign.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> operator >>(Vector128<T> value, int shiftCount)
    {
        Vector128<T> result = default;
        for (int i = 0; i < Count; i++)
            Vector128.Set(ref result, i, Scalar<T>.ShiftRight(Vector128.Get(ref value, i), shiftCount));
        return result;
    }

    /// <summary>All elements shifted down.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> operator >>>(Vector128<T> value, int shiftCount)
    {
        Vector128<T> result = default;
        for (int i = 0; i < Count; i++)
            Vector128.Set(ref result, i, Scalar<T>.ShiftRightLogical(Vector128.Get(ref value, i), shiftCount));
        return result;
    }

    /// <summary>Whether all elements are the same.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool operator ==(Vector128<T> left, Vector128<T> right)
    {
        for (int i = 0; i < Count; i++)
        {
            if (!Scalar<T>.Equals(Vector128.Get(ref left, i), Vector128.Get(ref right, i)))
                return false;
        }
        return true;
    }

    /// <summary>Whether any element differs.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool operator !=(Vector128<T> left, Vector128<T> right) => !(left == right);

    /// <inheritdoc/>
    public bool Equals(Vector128<T> other) => this == other;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Vector128<T> other && this == other;

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        int hash = 0;
        for (int i = 0; i < Count; i++)
            hash = hash * 31 + this[i]!.GetHashCode();
        return hash;
    }
}
