using System.Runtime.CompilerServices;

namespace System.Runtime.Intrinsics;

// One element at a time, for processors without the instructions. Every test of the type is settled when compiled.
internal static unsafe class Scalar<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TValue To<TValue>(T value) => Unsafe.As<T, TValue>(ref value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T From<TValue>(TValue value) => Unsafe.As<TValue, T>(ref value);

    internal static T AllBitsSet
    {
        get
        {
            ulong bits = ~0UL;
            return Unsafe.As<ulong, T>(ref bits);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Add(T left, T right)
    {
        if (typeof(T) == typeof(byte))
            return From(unchecked((byte)(To<byte>(left) + To<byte>(right))));
        if (typeof(T) == typeof(sbyte))
            return From(unchecked((sbyte)(To<sbyte>(left) + To<sbyte>(right))));
        if (typeof(T) == typeof(ushort))
            return From(unchecked((ushort)(To<ushort>(left) + To<ushort>(right))));
        if (typeof(T) == typeof(short))
            return From(unchecked((short)(To<short>(left) + To<short>(right))));
        if (typeof(T) == typeof(uint))
            return From(unchecked((uint)(To<uint>(left) + To<uint>(right))));
        if (typeof(T) == typeof(int))
            return From(unchecked((int)(To<int>(left) + To<int>(right))));
        if (typeof(T) == typeof(ulong))
            return From(unchecked((ulong)(To<ulong>(left) + To<ulong>(right))));
        if (typeof(T) == typeof(long))
            return From(unchecked((long)(To<long>(left) + To<long>(right))));
        if (typeof(T) == typeof(nuint))
            return From(unchecked((nuint)(To<nuint>(left) + To<nuint>(right))));
        if (typeof(T) == typeof(nint))
            return From(unchecked((nint)(To<nint>(left) + To<nint>(right))));
        if (typeof(T) == typeof(float))
            return From(unchecked((float)(To<float>(left) + To<float>(right))));
        if (typeof(T) == typeof(double))
            return From(unchecked((double)(To<double>(left) + To<double>(right))));
        ThrowHelper.ThrowNotSupported("Specified type is not supported");
        return default!;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Subtract(T left, T right)
    {
        if (typeof(T) == typeof(byte))
            return From(unchecked((byte)(To<byte>(left) - To<byte>(right))));
        if (typeof(T) == typeof(sbyte))
            return From(unchecked((sbyte)(To<sbyte>(left) - To<sbyte>(right))));
        if (typeof(T) == typeof(ushort))
            return From(unchecked((ushort)(To<ushort>(left) - To<ushort>(right))));
        if (typeof(T) == typeof(short))
            return From(unchecked((short)(To<short>(left) - To<short>(right))));
        if (typeof(T) == typeof(uint))
            return From(unchecked((uint)(To<uint>(left) - To<uint>(right))));
        if (typeof(T) == typeof(int))
            return From(unchecked((int)(To<int>(left) - To<int>(right))));
        if (typeof(T) == typeof(ulong))
            return From(unchecked((ulong)(To<ulong>(left) - To<ulong>(right))));
        if (typeof(T) == typeof(long))
            return From(unchecked((long)(To<long>(left) - To<long>(right))));
        if (typeof(T) == typeof(nuint))
            return From(unchecked((nuint)(To<nuint>(left) - To<nuint>(right))));
        if (typeof(T) == typeof(nint))
            return From(unchecked((nint)(To<nint>(left) - To<nint>(right))));
        if (typeof(T) == typeof(float))
            return From(unchecked((float)(To<float>(left) - To<float>(right))));
        if (typeof(T) == typeof(double))
            return From(unchecked((double)(To<double>(left) - To<double>(right))));
        ThrowHelper.ThrowNotSupported("Specified type is not supported");
        return default!;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Multiply(T left, T right)
    {
        if (typeof(T) == typeof(byte))
            return From(unchecked((byte)(To<byte>(left) * To<byte>(right))));
        if (typeof(T) == typeof(sbyte))
            return From(unchecked((sbyte)(To<sbyte>(left) * To<sbyte>(right))));
        if (typeof(T) == typeof(ushort))
            return From(unchecked((ushort)(To<ushort>(left) * To<ushort>(right))));
        if (typeof(T) == typeof(short))
            return From(unchecked((short)(To<short>(left) * To<short>(right))));
        if (typeof(T) == typeof(uint))
            return From(unchecked((uint)(To<uint>(left) * To<uint>(right))));
        if (typeof(T) == typeof(int))
            return From(unchecked((int)(To<int>(left) * To<int>(right))));
        if (typeof(T) == typeof(ulong))
            return From(unchecked((ulong)(To<ulong>(left) * To<ulong>(right))));
        if (typeof(T) == typeof(long))
            return From(unchecked((long)(To<long>(left) * To<long>(right))));
        if (typeof(T) == typeof(nuint))
            return From(unchecked((nuint)(To<nuint>(left) * To<nuint>(right))));
        if (typeof(T) == typeof(nint))
            return From(unchecked((nint)(To<nint>(left) * To<nint>(right))));
        if (typeof(T) == typeof(float))
            return From(unchecked((float)(To<float>(left) * To<float>(right))));
        if (typeof(T) == typeof(double))
            return From(unchecked((double)(To<double>(left) * To<double>(right))));
        ThrowHelper.ThrowNotSupported("Specified type is not supported");
        return default!;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Divide(T left, T right)
    {
        if (typeof(T) == typeof(byte))
            return From(unchecked((byte)(To<byte>(left) / To<byte>(right))));
        if (typeof(T) == typeof(sbyte))
            return From(unchecked((sbyte)(To<sbyte>(left) / To<sbyte>(right))));
        if (typeof(T) == typeof(ushort))
            return From(unchecked((ushort)(To<ushort>(left) / To<ushort>(right))));
        if (typeof(T) == typeof(short))
            return From(unchecked((short)(To<short>(left) / To<short>(right))));
        if (typeof(T) == typeof(uint))
            return From(unchecked((uint)(To<uint>(left) / To<uint>(right))));
        if (typeof(T) == typeof(int))
            return From(unchecked((int)(To<int>(left) / To<int>(right))));
        if (typeof(T) == typeof(ulong))
            return From(unchecked((ulong)(To<ulong>(left) / To<ulong>(right))));
        if (typeof(T) == typeof(long))
            return From(unchecked((long)(To<long>(left) / To<long>(right))));
        if (typeof(T) == typeof(nuint))
            return From(unchecked((nuint)(To<nuint>(left) / To<nuint>(right))));
        if (typeof(T) == typeof(nint))
            return From(unchecked((nint)(To<nint>(left) / To<nint>(right))));
        if (typeof(T) == typeof(float))
            return From(unchecked((float)(To<float>(left) / To<float>(right))));
        if (typeof(T) == typeof(double))
            return From(unchecked((double)(To<double>(left) / To<double>(right))));
        ThrowHelper.ThrowNotSupported("Specified type is not supported");
        return default!;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool Equals(T left, T right)
    {
        if (typeof(T) == typeof(byte))
            return To<byte>(left) == To<byte>(right);
        if (typeof(T) == typeof(sbyte))
            return To<sbyte>(left) == To<sbyte>(right);
        if (typeof(T) == typeof(ushort))
            return To<ushort>(left) == To<ushort>(right);
        if (typeof(T) == typeof(short))
            return To<short>(left) == To<short>(right);
        if (typeof(T) == typeof(uint))
            return To<uint>(left) == To<uint>(right);
        if (typeof(T) == typeof(int))
            return To<int>(left) == To<int>(right);
        if (typeof(T) == typeof(ulong))
            return To<ulong>(left) == To<ulong>(right);
        if (typeof(T) == typeof(long))
            return To<long>(left) == To<long>(right);
        if (typeof(T) == typeof(nuint))
            return To<nuint>(left) == To<nuint>(right);
        if (typeof(T) == typeof(nint))
            return To<nint>(left) == To<nint>(right);
        if (typeof(T) == typeof(float))
            return To<float>(left) == To<float>(right);
        if (typeof(T) == typeof(double))
            return To<double>(left) == To<double>(right);
        ThrowHelper.ThrowNotSupported("Specified type is not supported");
        return default!;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool LessThan(T left, T right)
    {
        if (typeof(T) == typeof(byte))
            return To<byte>(left) < To<byte>(right);
        if (typeof(T) == typeof(sbyte))
            return To<sbyte>(left) < To<sbyte>(right);
        if (typeof(T) == typeof(ushort))
            return To<ushort>(left) < To<ushort>(right);
        if (typeof(T) == typeof(short))
            return To<short>(left) < To<short>(right);
        if (typeof(T) == typeof(uint))
            return To<uint>(left) < To<uint>(right);
        if (typeof(T) == typeof(int))
            return To<int>(left) < To<int>(right);
        if (typeof(T) == typeof(ulong))
            return To<ulong>(left) < To<ulong>(right);
        if (typeof(T) == typeof(long))
            return To<long>(left) < To<long>(right);
        if (typeof(T) == typeof(nuint))
            return To<nuint>(left) < To<nuint>(right);
        if (typeof(T) == typeof(nint))
            return To<nint>(left) < To<nint>(right);
        if (typeof(T) == typeof(float))
            return To<float>(left) < To<float>(right);
        if (typeof(T) == typeof(double))
            return To<double>(left) < To<double>(right);
        ThrowHelper.ThrowNotSupported("Specified type is not supported");
        return default!;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool LessThanOrEqual(T left, T right)
    {
        if (typeof(T) == typeof(byte))
            return To<byte>(left) <= To<byte>(right);
        if (typeof(T) == typeof(sbyte))
            return To<sbyte>(left) <= To<sbyte>(right);
        if (typeof(T) == typeof(ushort))
            return To<ushort>(left) <= To<ushort>(right);
        if (typeof(T) == typeof(short))
            return To<short>(left) <= To<short>(right);
        if (typeof(T) == typeof(uint))
            return To<uint>(left) <= To<uint>(right);
        if (typeof(T) == typeof(int))
            return To<int>(left) <= To<int>(right);
        if (typeof(T) == typeof(ulong))
            return To<ulong>(left) <= To<ulong>(right);
        if (typeof(T) == typeof(long))
            return To<long>(left) <= To<long>(right);
        if (typeof(T) == typeof(nuint))
            return To<nuint>(left) <= To<nuint>(right);
        if (typeof(T) == typeof(nint))
            return To<nint>(left) <= To<nint>(right);
        if (typeof(T) == typeof(float))
            return To<float>(left) <= To<float>(right);
        if (typeof(T) == typeof(double))
            return To<double>(left) <= To<double>(right);
        ThrowHelper.ThrowNotSupported("Specified type is not supported");
        return default!;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool GreaterThan(T left, T right)
    {
        if (typeof(T) == typeof(byte))
            return To<byte>(left) > To<byte>(right);
        if (typeof(T) == typeof(sbyte))
            return To<sbyte>(left) > To<sbyte>(right);
        if (typeof(T) == typeof(ushort))
            return To<ushort>(left) > To<ushort>(right);
        if (typeof(T) == typeof(short))
            return To<short>(left) > To<short>(right);
        if (typeof(T) == typeof(uint))
            return To<uint>(left) > To<uint>(right);
        if (typeof(T) == typeof(int))
            return To<int>(left) > To<int>(right);
        if (typeof(T) == typeof(ulong))
            return To<ulong>(left) > To<ulong>(right);
        if (typeof(T) == typeof(long))
            return To<long>(left) > To<long>(right);
        if (typeof(T) == typeof(nuint))
            return To<nuint>(left) > To<nuint>(right);
        if (typeof(T) == typeof(nint))
            return To<nint>(left) > To<nint>(right);
        if (typeof(T) == typeof(float))
            return To<float>(left) > To<float>(right);
        if (typeof(T) == typeof(double))
            return To<double>(left) > To<double>(right);
        ThrowHelper.ThrowNotSupported("Specified type is not supported");
        return default!;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool GreaterThanOrEqual(T left, T right)
    {
        if (typeof(T) == typeof(byte))
            return To<byte>(left) >= To<byte>(right);
        if (typeof(T) == typeof(sbyte))
            return To<sbyte>(left) >= To<sbyte>(right);
        if (typeof(T) == typeof(ushort))
            return To<ushort>(left) >= To<ushort>(right);
        if (typeof(T) == typeof(short))
            return To<short>(left) >= To<short>(right);
        if (typeof(T) == typeof(uint))
            return To<uint>(left) >= To<uint>(right);
        if (typeof(T) == typeof(int))
            return To<int>(left) >= To<int>(right);
        if (typeof(T) == typeof(ulong))
            return To<ulong>(left) >= To<ulong>(right);
        if (typeof(T) == typeof(long))
            return To<long>(left) >= To<long>(right);
        if (typeof(T) == typeof(nuint))
            return To<nuint>(left) >= To<nuint>(right);
        if (typeof(T) == typeof(nint))
            return To<nint>(left) >= To<nint>(right);
        if (typeof(T) == typeof(float))
            return To<float>(left) >= To<float>(right);
        if (typeof(T) == typeof(double))
            return To<double>(left) >= To<double>(right);
        ThrowHelper.ThrowNotSupported("Specified type is not supported");
        return default!;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T ShiftLeft(T left, int count)
    {
        if (typeof(T) == typeof(byte))
            return From(unchecked((byte)(To<byte>(left) << (count & 7))));
        if (typeof(T) == typeof(sbyte))
            return From(unchecked((sbyte)(To<sbyte>(left) << (count & 7))));
        if (typeof(T) == typeof(ushort))
            return From(unchecked((ushort)(To<ushort>(left) << (count & 15))));
        if (typeof(T) == typeof(short))
            return From(unchecked((short)(To<short>(left) << (count & 15))));
        if (typeof(T) == typeof(uint))
            return From(unchecked((uint)(To<uint>(left) << (count & 31))));
        if (typeof(T) == typeof(int))
            return From(unchecked((int)(To<int>(left) << (count & 31))));
        if (typeof(T) == typeof(ulong))
            return From(unchecked((ulong)(To<ulong>(left) << (count & 63))));
        if (typeof(T) == typeof(long))
            return From(unchecked((long)(To<long>(left) << (count & 63))));
        if (typeof(T) == typeof(nuint))
            return From(unchecked((nuint)(To<nuint>(left) << (count & 63))));
        if (typeof(T) == typeof(nint))
            return From(unchecked((nint)(To<nint>(left) << (count & 63))));
        ThrowHelper.ThrowNotSupported("Specified type is not supported");
        return default!;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T ShiftRight(T left, int count)
    {
        if (typeof(T) == typeof(byte))
            return From(unchecked((byte)(To<byte>(left) >> (count & 7))));
        if (typeof(T) == typeof(sbyte))
            return From(unchecked((sbyte)(To<sbyte>(left) >> (count & 7))));
        if (typeof(T) == typeof(ushort))
            return From(unchecked((ushort)(To<ushort>(left) >> (count & 15))));
        if (typeof(T) == typeof(short))
            return From(unchecked((short)(To<short>(left) >> (count & 15))));
        if (typeof(T) == typeof(uint))
            return From(unchecked((uint)(To<uint>(left) >> (count & 31))));
        if (typeof(T) == typeof(int))
            return From(unchecked((int)(To<int>(left) >> (count & 31))));
        if (typeof(T) == typeof(ulong))
            return From(unchecked((ulong)(To<ulong>(left) >> (count & 63))));
        if (typeof(T) == typeof(long))
            return From(unchecked((long)(To<long>(left) >> (count & 63))));
        if (typeof(T) == typeof(nuint))
            return From(unchecked((nuint)(To<nuint>(left) >> (count & 63))));
        if (typeof(T) == typeof(nint))
            return From(unchecked((nint)(To<nint>(left) >> (count & 63))));
        ThrowHelper.ThrowNotSupported("Specified type is not supported");
        return default!;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T ShiftRightLogical(T left, int count)
    {
        if (typeof(T) == typeof(byte))
            return From(unchecked((byte)(To<byte>(left) >>> (count & 7))));
        if (typeof(T) == typeof(sbyte))
            return From(unchecked((sbyte)(To<byte>(left) >>> (count & 7))));
        if (typeof(T) == typeof(ushort))
            return From(unchecked((ushort)(To<ushort>(left) >>> (count & 15))));
        if (typeof(T) == typeof(short))
            return From(unchecked((short)(To<ushort>(left) >>> (count & 15))));
        if (typeof(T) == typeof(uint))
            return From(unchecked((uint)(To<uint>(left) >>> (count & 31))));
        if (typeof(T) == typeof(int))
            return From(unchecked((int)(To<uint>(left) >>> (count & 31))));
        if (typeof(T) == typeof(ulong))
            return From(unchecked((ulong)(To<ulong>(left) >>> (count & 63))));
        if (typeof(T) == typeof(long))
            return From(unchecked((long)(To<ulong>(left) >>> (count & 63))));
        if (typeof(T) == typeof(nuint))
            return From(unchecked((nuint)(To<ulong>(left) >>> (count & 63))));
        if (typeof(T) == typeof(nint))
            return From(unchecked((nint)(To<ulong>(left) >>> (count & 63))));
        ThrowHelper.ThrowNotSupported("Specified type is not supported");
        return default!;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsHighBitSet(T value)
    {
        if (typeof(T) == typeof(byte))
            return To<sbyte>(value) < 0;
        if (typeof(T) == typeof(sbyte))
            return To<sbyte>(value) < 0;
        if (typeof(T) == typeof(ushort))
            return To<short>(value) < 0;
        if (typeof(T) == typeof(short))
            return To<short>(value) < 0;
        if (typeof(T) == typeof(uint))
            return To<int>(value) < 0;
        if (typeof(T) == typeof(int))
            return To<int>(value) < 0;
        if (typeof(T) == typeof(ulong))
            return To<long>(value) < 0;
        if (typeof(T) == typeof(long))
            return To<long>(value) < 0;
        if (typeof(T) == typeof(nuint))
            return To<long>(value) < 0;
        if (typeof(T) == typeof(nint))
            return To<long>(value) < 0;
        if (typeof(T) == typeof(float))
            return To<int>(value) < 0;
        if (typeof(T) == typeof(double))
            return To<long>(value) < 0;
        ThrowHelper.ThrowNotSupported("Specified type is not supported");
        return default!;
    }
}
