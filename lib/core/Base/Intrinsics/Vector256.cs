using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace System.Runtime.Intrinsics;

/// <summary>Operations on 256 bits of elements.</summary>
public static unsafe partial class Vector256
{
    /// <summary>Whether the processor has instructions for it; settled when the image is compiled.</summary>
    public static bool IsHardwareAccelerated
    {
        [Intrinsic]
        get => false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Get<T>(ref Vector256<T> vector, int index) => Unsafe.Add(ref Unsafe.As<Vector256<T>, T>(ref vector), index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Set<T>(ref Vector256<T> vector, int index, T value) =>
        Unsafe.Add(ref Unsafe.As<Vector256<T>, T>(ref vector), index) = value;

    /// <summary>The same bits as other elements.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<TTo> As<TFrom, TTo>(this Vector256<TFrom> vector) => Unsafe.As<Vector256<TFrom>, Vector256<TTo>>(ref vector);

    /// <summary>The same bits as <c>byte</c>.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> AsByte<T>(this Vector256<T> vector) => Unsafe.As<Vector256<T>, Vector256<byte>>(ref vector);

    /// <summary>The same bits as <c>sbyte</c>.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<sbyte> AsSByte<T>(this Vector256<T> vector) => Unsafe.As<Vector256<T>, Vector256<sbyte>>(ref vector);

    /// <summary>The same bits as <c>ushort</c>.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ushort> AsUInt16<T>(this Vector256<T> vector) => Unsafe.As<Vector256<T>, Vector256<ushort>>(ref vector);

    /// <summary>The same bits as <c>short</c>.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> AsInt16<T>(this Vector256<T> vector) => Unsafe.As<Vector256<T>, Vector256<short>>(ref vector);

    /// <summary>The same bits as <c>uint</c>.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> AsUInt32<T>(this Vector256<T> vector) => Unsafe.As<Vector256<T>, Vector256<uint>>(ref vector);

    /// <summary>The same bits as <c>int</c>.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> AsInt32<T>(this Vector256<T> vector) => Unsafe.As<Vector256<T>, Vector256<int>>(ref vector);

    /// <summary>The same bits as <c>ulong</c>.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> AsUInt64<T>(this Vector256<T> vector) => Unsafe.As<Vector256<T>, Vector256<ulong>>(ref vector);

    /// <summary>The same bits as <c>long</c>.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<long> AsInt64<T>(this Vector256<T> vector) => Unsafe.As<Vector256<T>, Vector256<long>>(ref vector);

    /// <summary>The same bits as <c>float</c>.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> AsSingle<T>(this Vector256<T> vector) => Unsafe.As<Vector256<T>, Vector256<float>>(ref vector);

    /// <summary>The same bits as <c>double</c>.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> AsDouble<T>(this Vector256<T> vector) => Unsafe.As<Vector256<T>, Vector256<double>>(ref vector);

    /// <summary>The first elements of a span.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Create<T>(ReadOnlySpan<T> values)
    {
        if (values.Length < Vector256<T>.Count)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(values));
        return LoadUnsafe(ref MemoryMarshal.GetReference(values));
    }

    /// <summary>The first element is given, the others are 0.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> CreateScalar<T>(T value)
    {
        Vector256<T> result = default;
        Set(ref result, 0, value);
        return result;
    }

    /// <summary>Two halves.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Create<T>(Vector128<T> lower, Vector128<T> upper) => new(lower, upper);

    /// <summary>The lower half.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> GetLower<T>(this Vector256<T> vector) => vector.Lower;

    /// <summary>The upper half.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> GetUpper<T>(this Vector256<T> vector) => vector.Upper;

    /// <summary>The elements at an address.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Load<T>(T* source) where T : unmanaged => Unsafe.ReadUnaligned<Vector256<T>>(source);

    /// <summary>The elements from a variable on.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> LoadUnsafe<T>(ref readonly T source) =>
        Unsafe.ReadUnaligned<Vector256<T>>(ref Unsafe.As<T, byte>(ref Unsafe.AsRef(in source)));

    /// <summary>The elements from an offset past a variable on.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> LoadUnsafe<T>(ref readonly T source, nuint elementOffset) =>
        Unsafe.ReadUnaligned<Vector256<T>>(ref Unsafe.As<T, byte>(ref Unsafe.Add(ref Unsafe.AsRef(in source), elementOffset)));

    /// <summary>Writes the elements to an address.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(this Vector256<T> source, T* destination) where T : unmanaged => Unsafe.WriteUnaligned(destination, source);

    /// <summary>Writes the elements from a variable on.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreUnsafe<T>(this Vector256<T> source, ref T destination) =>
        Unsafe.WriteUnaligned(ref Unsafe.As<T, byte>(ref destination), source);

    /// <summary>Writes the elements from an offset past a variable on.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreUnsafe<T>(this Vector256<T> source, ref T destination, nuint elementOffset) =>
        Unsafe.WriteUnaligned(ref Unsafe.As<T, byte>(ref Unsafe.Add(ref destination, elementOffset)), source);

    /// <summary>Writes the elements to a span.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CopyTo<T>(this Vector256<T> vector, Span<T> destination)
    {
        if (destination.Length < Vector256<T>.Count)
            ThrowHelper.ThrowArgument("Destination is too short.");
        StoreUnsafe(vector, ref MemoryMarshal.GetReference(destination));
    }

    /// <summary>An element.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T GetElement<T>(this Vector256<T> vector, int index)
    {
        if ((uint)index >= (uint)Vector256<T>.Count)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(index));
        return Get(ref vector, index);
    }

    /// <summary>The same with one element replaced.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> WithElement<T>(this Vector256<T> vector, int index, T value)
    {
        if ((uint)index >= (uint)Vector256<T>.Count)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(index));
        Set(ref vector, index, value);
        return vector;
    }

    /// <summary>The first element.</summary>
    [Intrinsic, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T ToScalar<T>(this Vector256<T> vector) => Get(ref vector, 0);
}
