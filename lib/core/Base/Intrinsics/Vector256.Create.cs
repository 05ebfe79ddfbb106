using System.Runtime.CompilerServices;

namespace System.Runtime.Intrinsics;

public static unsafe partial class Vector256
{
    /// <summary>All elements the same.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Create<T>(T value)
    {
        Vector256<T> result = default;
        for (int i = 0; i < Vector256<T>.Count; i++)
            Set(ref result, i, value);
        return result;
    }

    /// <summary>All elements the same.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Create(byte value) => Create<byte>(value);

    /// <summary>Elements one by one.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Create(
        byte e0, byte e1, byte e2, byte e3, byte e4, byte e5, byte e6, byte e7,
        byte e8, byte e9, byte e10, byte e11, byte e12, byte e13, byte e14, byte e15,
        byte e16, byte e17, byte e18, byte e19, byte e20, byte e21, byte e22, byte e23,
        byte e24, byte e25, byte e26, byte e27, byte e28, byte e29, byte e30, byte e31)
    {
        Vector256<byte> result = default;
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
        Set(ref result, 16, e16);
        Set(ref result, 17, e17);
        Set(ref result, 18, e18);
        Set(ref result, 19, e19);
        Set(ref result, 20, e20);
        Set(ref result, 21, e21);
        Set(ref result, 22, e22);
        Set(ref result, 23, e23);
        Set(ref result, 24, e24);
        Set(ref result, 25, e25);
        Set(ref result, 26, e26);
        Set(ref result, 27, e27);
        Set(ref result, 28, e28);
        Set(ref result, 29, e29);
        Set(ref result, 30, e30);
        Set(ref result, 31, e31);
        return result;
    }

    /// <summary>All elements the same.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<sbyte> Create(sbyte value) => Create<sbyte>(value);

    /// <summary>Elements one by one.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<sbyte> Create(
        sbyte e0, sbyte e1, sbyte e2, sbyte e3, sbyte e4, sbyte e5, sbyte e6, sbyte e7,
        sbyte e8, sbyte e9, sbyte e10, sbyte e11, sbyte e12, sbyte e13, sbyte e14, sbyte e15,
        sbyte e16, sbyte e17, sbyte e18, sbyte e19, sbyte e20, sbyte e21, sbyte e22, sbyte e23,
        sbyte e24, sbyte e25, sbyte e26, sbyte e27, sbyte e28, sbyte e29, sbyte e30, sbyte e31)
    {
        Vector256<sbyte> result = default;
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
        Set(ref result, 16, e16);
        Set(ref result, 17, e17);
        Set(ref result, 18, e18);
        Set(ref result, 19, e19);
        Set(ref result, 20, e20);
        Set(ref result, 21, e21);
        Set(ref result, 22, e22);
        Set(ref result, 23, e23);
        Set(ref result, 24, e24);
        Set(ref result, 25, e25);
        Set(ref result, 26, e26);
        Set(ref result, 27, e27);
        Set(ref result, 28, e28);
        Set(ref result, 29, e29);
        Set(ref result, 30, e30);
        Set(ref result, 31, e31);
        return result;
    }

    /// <summary>All elements the same.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ushort> Create(ushort value) => Create<ushort>(value);

    /// <summary>Elements one by one.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ushort> Create(
        ushort e0, ushort e1, ushort e2, ushort e3, ushort e4, ushort e5, ushort e6, ushort e7,
        ushort e8, ushort e9, ushort e10, ushort e11, ushort e12, ushort e13, ushort e14, ushort e15)
    {
        Vector256<ushort> result = default;
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
    public static Vector256<short> Create(short value) => Create<short>(value);

    /// <summary>Elements one by one.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Create(
        short e0, short e1, short e2, short e3, short e4, short e5, short e6, short e7,
        short e8, short e9, short e10, short e11, short e12, short e13, short e14, short e15)
    {
        Vector256<short> result = default;
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
    public static Vector256<uint> Create(uint value) => Create<uint>(value);

    /// <summary>Elements one by one.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Create(uint e0, uint e1, uint e2, uint e3, uint e4, uint e5, uint e6, uint e7)
    {
        Vector256<uint> result = default;
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
    public static Vector256<int> Create(int value) => Create<int>(value);

    /// <summary>Elements one by one.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Create(int e0, int e1, int e2, int e3, int e4, int e5, int e6, int e7)
    {
        Vector256<int> result = default;
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
    public static Vector256<ulong> Create(ulong value) => Create<ulong>(value);

    /// <summary>Elements one by one.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Create(ulong e0, ulong e1, ulong e2, ulong e3)
    {
        Vector256<ulong> result = default;
        Set(ref result, 0, e0);
        Set(ref result, 1, e1);
        Set(ref result, 2, e2);
        Set(ref result, 3, e3);
        return result;
    }

    /// <summary>All elements the same.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<long> Create(long value) => Create<long>(value);

    /// <summary>Elements one by one.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<long> Create(long e0, long e1, long e2, long e3)
    {
        Vector256<long> result = default;
        Set(ref result, 0, e0);
        Set(ref result, 1, e1);
        Set(ref result, 2, e2);
        Set(ref result, 3, e3);
        return result;
    }

    /// <summary>All elements the same.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Create(float value) => Create<float>(value);

    /// <summary>Elements one by one.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Create(float e0, float e1, float e2, float e3, float e4, float e5, float e6, float e7)
    {
        Vector256<float> result = default;
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
    public static Vector256<double> Create(double value) => Create<double>(value);

    /// <summary>Elements one by one.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Create(double e0, double e1, double e2, double e3)
    {
        Vector256<double> result = default;
        Set(ref result, 0, e0);
        Set(ref result, 1, e1);
        Set(ref result, 2, e2);
        Set(ref result, 3, e3);
        return result;
    }
}
