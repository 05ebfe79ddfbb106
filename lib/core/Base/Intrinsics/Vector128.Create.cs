using System.Runtime.CompilerServices;

namespace System.Runtime.Intrinsics;

public static unsafe partial class Vector128
{
    /// <summary>All elements the same.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Create<T>(T value)
    {
        Vector128<T> result = default;
        for (int i = 0; i < Vector128<T>.Count; i++)
            Set(ref result, i, value);
        return result;
    }

    /// <summary>All elements the same.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Create(byte value) => Create<byte>(value);

    /// <summary>Elements one by one.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Create(
        byte e0, byte e1, byte e2, byte e3, byte e4, byte e5, byte e6, byte e7,
        byte e8, byte e9, byte e10, byte e11, byte e12, byte e13, byte e14, byte e15)
    {
        Vector128<byte> result = default;
        Set(ref result, 0, e0);
        Set(ref result, 1, e1);
        Set(ref result, 2, e2);
        Set(ref result, 3, e3);
        Set(ref result, 4, e4);
        Set(ref result, 5, e5);
        Set(ref result, 6, e6);
        Set(ref result, 7, e7);
        Set(ref result, 8, e8);
        Set(ref result, 9, e9);
        Set(ref result, 10, e10);
        Set(ref result, 11, e11);
        Set(ref result, 12, e12);
        Set(ref result, 13, e13);
        Set(ref result, 14, e14);
        Set(ref result, 15, e15);
        return result;
    }

    /// <summary>All elements the same.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<sbyte> Create(sbyte value) => Create<sbyte>(value);

    /// <summary>Elements one by one.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<sbyte> Create(
        sbyte e0, sbyte e1, sbyte e2, sbyte e3, sbyte e4, sbyte e5, sbyte e6, sbyte e7,
        sbyte e8, sbyte e9, sbyte e10, sbyte e11, sbyte e12, sbyte e13, sbyte e14, sbyte e15)
    {
        Vector128<sbyte> result = default;
        Set(ref result, 0, e0);
        Set(ref result, 1, e1);
        Set(ref result, 2, e2);
        Set(ref result, 3, e3);
        Set(ref result, 4, e4);
        Set(ref result, 5, e5);
        Set(ref result, 6, e6);
        Set(ref result, 7, e7);
        Set(ref result, 8, e8);
        Set(ref result, 9, e9);
        Set(ref result, 10, e10);
        Set(ref result, 11, e11);
        Set(ref result, 12, e12);
        Set(ref result, 13, e13);
        Set(ref result, 14, e14);
        Set(ref result, 15, e15);
        return result;
    }

    /// <summary>All elements the same.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ushort> Create(ushort value) => Create<ushort>(value);

    /// <summary>Elements one by one.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ushort> Create(ushort e0, ushort e1, ushort e2, ushort e3, ushort e4, ushort e5, ushort e6, ushort e7)
    {
        Vector128<ushort> result = default;
        Set(ref result, 0, e0);
        Set(ref result, 1, e1);
        Set(ref result, 2, e2);
        Set(ref result, 3, e3);
        Set(ref result, 4, e4);
        Set(ref result, 5, e5);
        Set(ref result, 6, e6);
        Set(ref result, 7, e7);
        return result;
    }

    /// <summary>All elements the same.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Create(short value) => Create<short>(value);

    /// <summary>Elements one by one.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Create(short e0, short e1, short e2, short e3, short e4, short e5, short e6, short e7)
    {
        Vector128<short> result = default;
        Set(ref result, 0, e0);
        Set(ref result, 1, e1);
        Set(ref result, 2, e2);
        Set(ref result, 3, e3);
        Set(ref result, 4, e4);
        Set(ref result, 5, e5);
        Set(ref result, 6, e6);
        Set(ref result, 7, e7);
        return result;
    }

    /// <summary>All elements the same.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Create(uint value) => Create<uint>(value);

    /// <summary>Elements one by one.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Create(uint e0, uint e1, uint e2, uint e3)
    {
        Vector128<uint> result = default;
        Set(ref result, 0, e0);
        Set(ref result, 1, e1);
        Set(ref result, 2, e2);
        Set(ref result, 3, e3);
        return result;
    }

    /// <summary>All elements the same.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Create(int value) => Create<int>(value);

    /// <summary>Elements one by one.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Create(int e0, int e1, int e2, int e3)
    {
        Vector128<int> result = default;
        Set(ref result, 0, e0);
        Set(ref result, 1, e1);
        Set(ref result, 2, e2);
        Set(ref result, 3, e3);
        return result;
    }

    /// <summary>All elements the same.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Create(ulong value) => Create<ulong>(value);

    /// <summary>Elements one by one.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Create(ulong e0, ulong e1)
    {
        Vector128<ulong> result = default;
        Set(ref result, 0, e0);
        Set(ref result, 1, e1);
        return result;
    }

    /// <summary>All elements the same.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<long> Create(long value) => Create<long>(value);

    /// <summary>Elements one by one.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<long> Create(long e0, long e1)
    {
        Vector128<long> result = default;
        Set(ref result, 0, e0);
        Set(ref result, 1, e1);
        return result;
    }

    /// <summary>All elements the same.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Create(float value) => Create<float>(value);

    /// <summary>Elements one by one.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Create(float e0, float e1, float e2, float e3)
    {
        Vector128<float> result = default;
        Set(ref result, 0, e0);
        Set(ref result, 1, e1);
        Set(ref result, 2, e2);
        Set(ref result, 3, e3);
        return result;
    }

    /// <summary>All elements the same.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Create(double value) => Create<double>(value);

    /// <summary>Elements one by one.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Create(double e0, double e1)
    {
        Vector128<double> result = default;
        Set(ref result, 0, e0);
        Set(ref result, 1, e1);
        return result;
    }
}
