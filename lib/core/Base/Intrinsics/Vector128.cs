using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace System.Runtime.Intrinsics;

/// <summary>Operations on 128 bits of elements.</summary>
public static unsafe partial class Vector128
{
    /// <summary>Whether the processor has instructions for it; settled when the image is compiled.</summary>
    public static bool IsHardwareAccelerated
    {
        [Intrinsic]
        get => false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Get<T>(ref Vector128<T> vector, int index) => Unsafe.Add(ref Unsafe.As<Vector128<T>, T>(ref vector), index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Set<T>(ref Vector128<T> vector, int index, T value) =>
        Unsafe.Add(ref Unsafe.As<Vector128<T>, T>(ref vector), index) = value;

    /// <summary>The same bits as other elements.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<TTo> As<TFrom, TTo>(this Vector128<TFrom> vector) => Unsafe.As<Vector128<TFrom>, Vector128<TTo>>(ref vector);

    /// <summary>The same bits as <c>byte</c>.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> AsByte<T>(this Vector128<T> vector) => Unsafe.As<Vector128<T>, Vector128<byte>>(ref vector);

    /// <summary>The same bits as <c>sbyte</c>.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<sbyte> AsSByte<T>(this Vector128<T> vector) => Unsafe.As<Vector128<T>, Vector128<sbyte>>(ref vector);

    /// <summary>The same bits as <c>ushort</c>.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ushort> AsUInt16<T>(this Vector128<T> vector) => Unsafe.As<Vector128<T>, Vector128<ushort>>(ref vector);

    /// <summary>The same bits as <c>short</c>.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> AsInt16<T>(this Vector128<T> vector) => Unsafe.As<Vector128<T>, Vector128<short>>(ref vector);

    /// <summary>The same bits as <c>uint</c>.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> AsUInt32<T>(this Vector128<T> vector) => Unsafe.As<Vector128<T>, Vector128<uint>>(ref vector);

    /// <summary>The same bits as <c>int</c>.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> AsInt32<T>(this Vector128<T> vector) => Unsafe.As<Vector128<T>, Vector128<int>>(ref vector);

    /// <summary>The same bits as <c>ulong</c>.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> AsUInt64<T>(this Vector128<T> vector) => Unsafe.As<Vector128<T>, Vector128<ulong>>(ref vector);

    /// <summary>The same bits as <c>long</c>.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<long> AsInt64<T>(this Vector128<T> vector) => Unsafe.As<Vector128<T>, Vector128<long>>(ref vector);

    /// <summary>The same bits as <c>float</c>.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> AsSingle<T>(this Vector128<T> vector) => Unsafe.As<Vector128<T>, Vector128<float>>(ref vector);

    /// <summary>The same bits as <c>double</c>.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> AsDouble<T>(this Vector128<T> vector) => Unsafe.As<Vector128<T>, Vector128<double>>(ref vector);

    /// <summary>The first elements of a span.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Create<T>(ReadOnlySpan<T> values)
    {
        if (values.Length < Vector128<T>.Count)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(values));
        return LoadUnsafe(ref MemoryMarshal.GetReference(values));
    }

    /// <summary>The first element is given, the others are 0.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> CreateScalar<T>(T value)
    {
        Vector128<T> result = default;
        Set(ref result, 0, value);
        return result;
    }

    /// <summary>The elements at an address.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Load<T>(T* source) where T : unmanaged => Unsafe.ReadUnaligned<Vector128<T>>(source);

    /// <summary>The elements from a variable on.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> LoadUnsafe<T>(ref readonly T source) =>
        Unsafe.ReadUnaligned<Vector128<T>>(ref Unsafe.As<T, byte>(ref Unsafe.AsRef(in source)));

    /// <summary>The elements from an offset past a variable on.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> LoadUnsafe<T>(ref readonly T source, nuint elementOffset) =>
        Unsafe.ReadUnaligned<Vector128<T>>(ref Unsafe.As<T, byte>(ref Unsafe.Add(ref Unsafe.AsRef(in source), elementOffset)));

    /// <summary>Writes the elements to an address.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(this Vector128<T> source, T* destination) where T : unmanaged => Unsafe.WriteUnaligned(destination, source);

    /// <summary>Writes the elements from a variable on.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreUnsafe<T>(this Vector128<T> source, ref T destination) =>
        Unsafe.WriteUnaligned(ref Unsafe.As<T, byte>(ref destination), source);

    /// <summary>Writes the elements from an offset past a variable on.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreUnsafe<T>(this Vector128<T> source, ref T destination, nuint elementOffset) =>
        Unsafe.WriteUnaligned(ref Unsafe.As<T, byte>(ref Unsafe.Add(ref destination, elementOffset)), source);

    /// <summary>Writes the elements to a span.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CopyTo<T>(this Vector128<T> vector, Span<T> destination)
    {
        if (destination.Length < Vector128<T>.Count)
            ThrowHelper.ThrowArgument("Destination is too short.");
        StoreUnsafe(vector, ref MemoryMarshal.GetReference(destination));
    }

    /// <summary>An element.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T GetElement<T>(this Vector128<T> vector, int index)
    {
        if ((uint)index >= (uint)Vector128<T>.Count)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(index));
        return Get(ref vector, index);
    }

    /// <summary>The same with one element replaced.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> WithElement<T>(this Vector128<T> vector, int index, T value)
    {
        if ((uint)index >= (uint)Vector128<T>.Count)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(index));
        Set(ref vector, index, value);
        return vector;
    }

    /// <summary>The first element.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T ToScalar<T>(this Vector128<T> vector) => Get(ref vector, 0);
}
