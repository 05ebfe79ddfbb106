using System.Runtime.CompilerServices;

namespace System.Runtime.Intrinsics;

public static unsafe partial class Vector256
{
    /// <summary>The bits that both have.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> BitwiseAnd<T>(Vector256<T> left, Vector256<T> right) => left & right;

    /// <summary>The bits that either has.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> BitwiseOr<T>(Vector256<T> left, Vector256<T> right) => left | right;

    /// <summary>The bits that one of both has.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Xor<T>(Vector256<T> left, Vector256<T> right) => left ^ right;

    /// <summary>Sums.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Add<T>(Vector256<T> left, Vector256<T> right) => left + right;

    /// <summary>Differences.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Subtract<T>(Vector256<T> left, Vector256<T> right) => left - right;

    /// <summary>Products.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Multiply<T>(Vector256<T> left, Vector256<T> right) => left * right;

    /// <summary>The bits of the left that the right has not.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> AndNot<T>(Vector256<T> left, Vector256<T> right) => left & ~right;

    /// <summary>All bits turned.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> OnesComplement<T>(Vector256<T> vector) => ~vector;

    /// <summary>Each bit of the left where the condition is 1, of the right where it is 0.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> ConditionalSelect<T>(Vector256<T> condition, Vector256<T> left, Vector256<T> right) =>
        (left & condition) | (right & ~condition);

    /// <summary>All elements shifted.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> ShiftLeft<T>(Vector256<T> vector, int shiftCount) => vector << shiftCount;

    /// <summary>All elements shifted.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> ShiftRightArithmetic<T>(Vector256<T> vector, int shiftCount) => vector >> shiftCount;

    /// <summary>All elements shifted.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> ShiftRightLogical<T>(Vector256<T> vector, int shiftCount) => vector >>> shiftCount;

    /// <summary>All bits of the elements that are the same.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Equals<T>(Vector256<T> left, Vector256<T> right)
    {
        Vector256<T> result = default;
        for (int i = 0; i < Vector256<T>.Count; i++)
        {
            if (Scalar<T>.Equals(Get(ref left, i), Get(ref right, i)))
                Set(ref result, i, Scalar<T>.AllBitsSet);
        }
        return result;
    }

    /// <summary>All bits of the elements that are greater.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> GreaterThan<T>(Vector256<T> left, Vector256<T> right)
    {
        Vector256<T> result = default;
        for (int i = 0; i < Vector256<T>.Count; i++)
        {
            if (Scalar<T>.GreaterThan(Get(ref left, i), Get(ref right, i)))
                Set(ref result, i, Scalar<T>.AllBitsSet);
        }
        return result;
    }

    /// <summary>All bits of the elements that are less.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> LessThan<T>(Vector256<T> left, Vector256<T> right)
    {
        Vector256<T> result = default;
        for (int i = 0; i < Vector256<T>.Count; i++)
        {
            if (Scalar<T>.LessThan(Get(ref left, i), Get(ref right, i)))
                Set(ref result, i, Scalar<T>.AllBitsSet);
        }
        return result;
    }

    /// <summary>All bits of the elements that are no less.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> GreaterThanOrEqual<T>(Vector256<T> left, Vector256<T> right)
    {
        Vector256<T> result = default;
        for (int i = 0; i < Vector256<T>.Count; i++)
        {
            if (Scalar<T>.GreaterThanOrEqual(Get(ref left, i), Get(ref right, i)))
                Set(ref result, i, Scalar<T>.AllBitsSet);
        }
        return result;
    }

    /// <summary>All bits of the elements that are no greater.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> LessThanOrEqual<T>(Vector256<T> left, Vector256<T> right)
    {
        Vector256<T> result = default;
        for (int i = 0; i < Vector256<T>.Count; i++)
        {
            if (Scalar<T>.LessThanOrEqual(Get(ref left, i), Get(ref right, i)))
                Set(ref result, i, Scalar<T>.AllBitsSet);
        }
        return result;
    }

    /// <summary>The lesser of each pair.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Min<T>(Vector256<T> left, Vector256<T> right)
    {
        Vector256<T> result = default;
        for (int i = 0; i < Vector256<T>.Count; i++)
        {
            T a = Get(ref left, i), b = Get(ref right, i);
            Set(ref result, i, Scalar<T>.LessThan(a, b) ? a : b);
        }
        return result;
    }

    /// <summary>The greater of each pair.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Max<T>(Vector256<T> left, Vector256<T> right)
    {
        Vector256<T> result = default;
        for (int i = 0; i < Vector256<T>.Count; i++)
        {
            T a = Get(ref left, i), b = Get(ref right, i);
            Set(ref result, i, Scalar<T>.GreaterThan(a, b) ? a : b);
        }
        return result;
    }

    /// <summary>Whether all elements are the same.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool EqualsAll<T>(Vector256<T> left, Vector256<T> right) => left == right;

    /// <summary>Whether any element is the same.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool EqualsAny<T>(Vector256<T> left, Vector256<T> right) => Equals(left, right).As<T, ulong>() != Vector256<ulong>.Zero;

    /// <summary>The highest bit of each element.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ExtractMostSignificantBits<T>(this Vector256<T> vector)
    {
        uint result = 0;
        for (int i = 0; i < Vector256<T>.Count; i++)
        {
            if (Scalar<T>.IsHighBitSet(Get(ref vector, i)))
                result |= 1u << i;
        }
        return result;
    }

    /// <summary>The sum of all elements.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum<T>(Vector256<T> vector)
    {
        T sum = Get(ref vector, 0);
        for (int i = 1; i < Vector256<T>.Count; i++)
            sum = Scalar<T>.Add(sum, Get(ref vector, i));
        return sum;
    }

    /// <summary>Elements by index; an index past the end gives 0.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Shuffle(Vector256<byte> vector, Vector256<byte> indices)
    {
        Vector256<byte> result = default;
        for (int i = 0; i < Vector256<byte>.Count; i++)
        {
            byte index = Get(ref indices, i);
            if (index < Vector256<byte>.Count)
                Set(ref result, i, Get(ref vector, index));
        }
        return result;
    }
}
