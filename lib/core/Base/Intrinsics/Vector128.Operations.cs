using System.Runtime.CompilerServices;

namespace System.Runtime.Intrinsics;

public static unsafe partial class Vector128
{
    /// <summary>The bits that both have.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> BitwiseAnd<T>(Vector128<T> left, Vector128<T> right) => left & right;

    /// <summary>The bits that either has.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> BitwiseOr<T>(Vector128<T> left, Vector128<T> right) => left | right;

    /// <summary>The bits that one of both has.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Xor<T>(Vector128<T> left, Vector128<T> right) => left ^ right;

    /// <summary>Sums.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Add<T>(Vector128<T> left, Vector128<T> right) => left + right;

    /// <summary>Differences.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Subtract<T>(Vector128<T> left, Vector128<T> right) => left - right;

    /// <summary>Products.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Multiply<T>(Vector128<T> left, Vector128<T> right) => left * right;

    /// <summary>The bits of the left that the right has not.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> AndNot<T>(Vector128<T> left, Vector128<T> right) => left & ~right;

    /// <summary>All bits turned.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> OnesComplement<T>(Vector128<T> vector) => ~vector;

    /// <summary>Each bit of the left where the condition is 1, of the right where it is 0.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> ConditionalSelect<T>(Vector128<T> condition, Vector128<T> left, Vector128<T> right) =>
        (left & condition) | (right & ~condition);

    /// <summary>All elements shifted.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> ShiftLeft<T>(Vector128<T> vector, int shiftCount) => vector << shiftCount;

    /// <summary>All elements shifted.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> ShiftRightArithmetic<T>(Vector128<T> vector, int shiftCount) => vector >> shiftCount;

    /// <summary>All elements shifted.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> ShiftRightLogical<T>(Vector128<T> vector, int shiftCount) => vector >>> shiftCount;

    /// <summary>All bits of the elements that are the same.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Equals<T>(Vector128<T> left, Vector128<T> right)
    {
        Vector128<T> result = default;
        for (int i = 0; i < Vector128<T>.Count; i++)
        {
            if (Scalar<T>.Equals(Get(ref left, i), Get(ref right, i)))
                Set(ref result, i, Scalar<T>.AllBitsSet);
        }
        return result;
    }

    /// <summary>All bits of the elements that are greater.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> GreaterThan<T>(Vector128<T> left, Vector128<T> right)
    {
        Vector128<T> result = default;
        for (int i = 0; i < Vector128<T>.Count; i++)
        {
            if (Scalar<T>.GreaterThan(Get(ref left, i), Get(ref right, i)))
                Set(ref result, i, Scalar<T>.AllBitsSet);
        }
        return result;
    }

    /// <summary>All bits of the elements that are less.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> LessThan<T>(Vector128<T> left, Vector128<T> right)
    {
        Vector128<T> result = default;
        for (int i = 0; i < Vector128<T>.Count; i++)
        {
            if (Scalar<T>.LessThan(Get(ref left, i), Get(ref right, i)))
                Set(ref result, i, Scalar<T>.AllBitsSet);
        }
        return result;
    }

    /// <summary>All bits of the elements that are no less.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> GreaterThanOrEqual<T>(Vector128<T> left, Vector128<T> right)
    {
        Vector128<T> result = default;
        for (int i = 0; i < Vector128<T>.Count; i++)
        {
            if (Scalar<T>.GreaterThanOrEqual(Get(ref left, i), Get(ref right, i)))
                Set(ref result, i, Scalar<T>.AllBitsSet);
        }
        return result;
    }

    /// <summary>All bits of the elements that are no greater.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> LessThanOrEqual<T>(Vector128<T> left, Vector128<T> right)
    {
        Vector128<T> result = default;
        for (int i = 0; i < Vector128<T>.Count; i++)
        {
            if (Scalar<T>.LessThanOrEqual(Get(ref left, i), Get(ref right, i)))
                Set(ref result, i, Scalar<T>.AllBitsSet);
        }
        return result;
    }

    /// <summary>The lesser of each pair.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Min<T>(Vector128<T> left, Vector128<T> right)
    {
        Vector128<T> result = default;
        for (int i = 0; i < Vector128<T>.Count; i++)
        {
            T a = Get(ref left, i), b = Get(ref right, i);
            Set(ref result, i, Scalar<T>.LessThan(a, b) ? a : b);
        }
        return result;
    }

    /// <summary>The greater of each pair.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Max<T>(Vector128<T> left, Vector128<T> right)
    {
        Vector128<T> result = default;
        for (int i = 0; i < Vector128<T>.Count; i++)
        {
            T a = Get(ref left, i), b = Get(ref right, i);
            Set(ref result, i, Scalar<T>.GreaterThan(a, b) ? a : b);
        }
        return result;
    }

    /// <summary>Whether all elements are the same.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool EqualsAll<T>(Vector128<T> left, Vector128<T> right) => left == right;

    /// <summary>Whether any element is the same.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool EqualsAny<T>(Vector128<T> left, Vector128<T> right) => Equals(left, right).As<T, ulong>() != Vector128<ulong>.Zero;

    /// <summary>The highest bit of each element.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ExtractMostSignificantBits<T>(this Vector128<T> vector)
    {
        uint result = 0;
        for (int i = 0; i < Vector128<T>.Count; i++)
        {
            if (Scalar<T>.IsHighBitSet(Get(ref vector, i)))
                result |= 1u << i;
        }
        return result;
    }

    /// <summary>The sum of all elements.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum<T>(Vector128<T> vector)
    {
        T sum = Get(ref vector, 0);
        for (int i = 1; i < Vector128<T>.Count; i++)
            sum = Scalar<T>.Add(sum, Get(ref vector, i));
        return sum;
    }

    /// <summary>Elements by index; an index past the end gives 0.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Shuffle(Vector128<byte> vector, Vector128<byte> indices)
    {
        Vector128<byte> result = default;
        for (int i = 0; i < Vector128<byte>.Count; i++)
        {
            byte index = Get(ref indices, i);
            if (index < Vector128<byte>.Count)
                Set(ref result, i, Get(ref vector, index));
        }
        return result;
    }

    /// <summary>The lower half of the elements, widened.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ushort> WidenLower(Vector128<byte> source)
    {
        Vector128<ushort> result = default;
        for (int i = 0; i < Vector128<ushort>.Count; i++)
            Set(ref result, i, (ushort)Get(ref source, i));
        return result;
    }

    /// <summary>The upper half of the elements, widened.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ushort> WidenUpper(Vector128<byte> source)
    {
        Vector128<ushort> result = default;
        for (int i = 0; i < Vector128<ushort>.Count; i++)
            Set(ref result, i, (ushort)Get(ref source, i + Vector128<ushort>.Count));
        return result;
    }

    /// <summary>The lower half of the elements, widened.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> WidenLower(Vector128<sbyte> source)
    {
        Vector128<short> result = default;
        for (int i = 0; i < Vector128<short>.Count; i++)
            Set(ref result, i, (short)Get(ref source, i));
        return result;
    }

    /// <summary>The upper half of the elements, widened.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> WidenUpper(Vector128<sbyte> source)
    {
        Vector128<short> result = default;
        for (int i = 0; i < Vector128<short>.Count; i++)
            Set(ref result, i, (short)Get(ref source, i + Vector128<short>.Count));
        return result;
    }

    /// <summary>The lower half of the elements, widened.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> WidenLower(Vector128<ushort> source)
    {
        Vector128<uint> result = default;
        for (int i = 0; i < Vector128<uint>.Count; i++)
            Set(ref result, i, (uint)Get(ref source, i));
        return result;
    }

    /// <summary>The upper half of the elements, widened.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> WidenUpper(Vector128<ushort> source)
    {
        Vector128<uint> result = default;
        for (int i = 0; i < Vector128<uint>.Count; i++)
            Set(ref result, i, (uint)Get(ref source, i + Vector128<uint>.Count));
        return result;
    }

    /// <summary>The lower half of the elements, widened.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> WidenLower(Vector128<short> source)
    {
        Vector128<int> result = default;
        for (int i = 0; i < Vector128<int>.Count; i++)
            Set(ref result, i, (int)Get(ref source, i));
        return result;
    }

    /// <summary>The upper half of the elements, widened.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> WidenUpper(Vector128<short> source)
    {
        Vector128<int> result = default;
        for (int i = 0; i < Vector128<int>.Count; i++)
            Set(ref result, i, (int)Get(ref source, i + Vector128<int>.Count));
        return result;
    }

    /// <summary>The lower half of the elements, widened.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> WidenLower(Vector128<uint> source)
    {
        Vector128<ulong> result = default;
        for (int i = 0; i < Vector128<ulong>.Count; i++)
            Set(ref result, i, (ulong)Get(ref source, i));
        return result;
    }

    /// <summary>The upper half of the elements, widened.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> WidenUpper(Vector128<uint> source)
    {
        Vector128<ulong> result = default;
        for (int i = 0; i < Vector128<ulong>.Count; i++)
            Set(ref result, i, (ulong)Get(ref source, i + Vector128<ulong>.Count));
        return result;
    }

    /// <summary>The lower half of the elements, widened.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<long> WidenLower(Vector128<int> source)
    {
        Vector128<long> result = default;
        for (int i = 0; i < Vector128<long>.Count; i++)
            Set(ref result, i, (long)Get(ref source, i));
        return result;
    }

    /// <summary>The upper half of the elements, widened.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<long> WidenUpper(Vector128<int> source)
    {
        Vector128<long> result = default;
        for (int i = 0; i < Vector128<long>.Count; i++)
            Set(ref result, i, (long)Get(ref source, i + Vector128<long>.Count));
        return result;
    }

    /// <summary>The elements of both, each cut to half its width.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Narrow(Vector128<ushort> lower, Vector128<ushort> upper)
    {
        Vector128<byte> result = default;
        for (int i = 0; i < Vector128<ushort>.Count; i++)
        {
            Set(ref result, i, unchecked((byte)Get(ref lower, i)));
            Set(ref result, i + Vector128<ushort>.Count, unchecked((byte)Get(ref upper, i)));
        }
        return result;
    }

    /// <summary>The elements of both, each cut to half its width.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<sbyte> Narrow(Vector128<short> lower, Vector128<short> upper)
    {
        Vector128<sbyte> result = default;
        for (int i = 0; i < Vector128<short>.Count; i++)
        {
            Set(ref result, i, unchecked((sbyte)Get(ref lower, i)));
            Set(ref result, i + Vector128<short>.Count, unchecked((sbyte)Get(ref upper, i)));
        }
        return result;
    }

    /// <summary>The elements of both, each cut to half its width.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ushort> Narrow(Vector128<uint> lower, Vector128<uint> upper)
    {
        Vector128<ushort> result = default;
        for (int i = 0; i < Vector128<uint>.Count; i++)
        {
            Set(ref result, i, unchecked((ushort)Get(ref lower, i)));
            Set(ref result, i + Vector128<uint>.Count, unchecked((ushort)Get(ref upper, i)));
        }
        return result;
    }

    /// <summary>The elements of both, each cut to half its width.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Narrow(Vector128<int> lower, Vector128<int> upper)
    {
        Vector128<short> result = default;
        for (int i = 0; i < Vector128<int>.Count; i++)
        {
            Set(ref result, i, unchecked((short)Get(ref lower, i)));
            Set(ref result, i + Vector128<int>.Count, unchecked((short)Get(ref upper, i)));
        }
        return result;
    }

    /// <summary>The elements of both, each cut to half its width.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Narrow(Vector128<ulong> lower, Vector128<ulong> upper)
    {
        Vector128<uint> result = default;
        for (int i = 0; i < Vector128<ulong>.Count; i++)
        {
            Set(ref result, i, unchecked((uint)Get(ref lower, i)));
            Set(ref result, i + Vector128<ulong>.Count, unchecked((uint)Get(ref upper, i)));
        }
        return result;
    }

    /// <summary>The elements of both, each cut to half its width.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Narrow(Vector128<long> lower, Vector128<long> upper)
    {
        Vector128<int> result = default;
        for (int i = 0; i < Vector128<long>.Count; i++)
        {
            Set(ref result, i, unchecked((int)Get(ref lower, i)));
            Set(ref result, i + Vector128<long>.Count, unchecked((int)Get(ref upper, i)));
        }
        return result;
    }
}
