using System.Runtime.CompilerServices;
using System.Runtime.Versioning;

namespace System.Runtime.InteropServices;

/// <summary>Spans as other spans, and as the references behind them.</summary>
public static unsafe partial class MemoryMarshal
{
    /// <summary>The first element; not to be used when there is none.</summary>
    public static ref T GetReference<T>(Span<T> span) => ref span._reference;

    /// <summary>The first element; not to be used when there is none.</summary>
    public static ref T GetReference<T>(ReadOnlySpan<T> span) => ref span._reference;

    /// <summary>The first element of an array, without a bounds check.</summary>
    [Intrinsic, NonVersionable, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref T GetArrayDataReference<T>(T[] array) =>
        ref Unsafe.As<byte, T>(ref Unsafe.As<RawArrayData>(array).Data);

    /// <summary>A span over elements that start at a variable.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Span<T> CreateSpan<T>(scoped ref T reference, int length) => new(ref Unsafe.AsRef(ref reference), length);

    /// <summary>A read-only span over elements that start at a variable.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<T> CreateReadOnlySpan<T>(scoped ref readonly T reference, int length) =>
        new(ref Unsafe.AsRef(in reference), length);

    /// <summary>The bytes of elements without references.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Span<byte> AsBytes<T>(Span<T> span) where T : struct
    {
        RequireNoReferences<T>();
        return new Span<byte>(ref Unsafe.As<T, byte>(ref span._reference), checked(span.Length * sizeof(T)));
    }

    /// <summary>The bytes of elements without references.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<byte> AsBytes<T>(ReadOnlySpan<T> span) where T : struct
    {
        RequireNoReferences<T>();
        return new ReadOnlySpan<byte>(ref Unsafe.As<T, byte>(ref span._reference), checked(span.Length * sizeof(T)));
    }

    /// <summary>The same memory as elements of another type.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Span<TTo> Cast<TFrom, TTo>(Span<TFrom> span) where TFrom : struct where TTo : struct
    {
        RequireNoReferences<TFrom>();
        RequireNoReferences<TTo>();
        return new Span<TTo>(ref Unsafe.As<TFrom, TTo>(ref span._reference), CastLength<TFrom, TTo>(span.Length));
    }

    /// <summary>The same memory as elements of another type.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<TTo> Cast<TFrom, TTo>(ReadOnlySpan<TFrom> span) where TFrom : struct where TTo : struct
    {
        RequireNoReferences<TFrom>();
        RequireNoReferences<TTo>();
        return new ReadOnlySpan<TTo>(ref Unsafe.As<TFrom, TTo>(ref span._reference), CastLength<TFrom, TTo>(span.Length));
    }

    /// <summary>The value at the start of some bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Read<T>(ReadOnlySpan<byte> source) where T : struct
    {
        RequireNoReferences<T>();
        if (sizeof(T) > source.Length)
            ThrowHelper.ThrowArgumentOutOfRange("length");
        return Unsafe.ReadUnaligned<T>(ref source._reference);
    }

    /// <summary>The value at the start of some bytes, when there are enough.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead<T>(ReadOnlySpan<byte> source, out T value) where T : struct
    {
        RequireNoReferences<T>();
        if (sizeof(T) > (uint)source.Length)
        {
            value = default;
            return false;
        }
        value = Unsafe.ReadUnaligned<T>(ref source._reference);
        return true;
    }

    /// <summary>Writes a value to the start of some bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write<T>(Span<byte> destination, in T value) where T : struct
    {
        RequireNoReferences<T>();
        if ((uint)sizeof(T) > (uint)destination.Length)
            ThrowHelper.ThrowArgumentOutOfRange("length");
        Unsafe.WriteUnaligned(ref destination._reference, value);
    }

    /// <summary>Writes a value to the start of some bytes, when it fits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryWrite<T>(Span<byte> destination, in T value) where T : struct
    {
        RequireNoReferences<T>();
        if (sizeof(T) > (uint)destination.Length)
            return false;
        Unsafe.WriteUnaligned(ref destination._reference, value);
        return true;
    }

    /// <summary>The start of some bytes as a variable.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref T AsRef<T>(Span<byte> span) where T : struct
    {
        RequireNoReferences<T>();
        if (sizeof(T) > (uint)span.Length)
            ThrowHelper.ThrowArgumentOutOfRange("length");
        return ref Unsafe.As<byte, T>(ref span._reference);
    }

    /// <summary>The start of some bytes as a variable.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref readonly T AsRef<T>(ReadOnlySpan<byte> span) where T : struct
    {
        RequireNoReferences<T>();
        if (sizeof(T) > (uint)span.Length)
            ThrowHelper.ThrowArgumentOutOfRange("length");
        return ref Unsafe.As<byte, T>(ref span._reference);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RequireNoReferences<T>()
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
            ThrowHelper.ThrowArgument("Cannot use a type with references as bytes.");
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int CastLength<TFrom, TTo>(int length)
    {
        uint from = (uint)sizeof(TFrom), to = (uint)sizeof(TTo);
        if (from == to)
            return length;
        return checked((int)((uint)length * (ulong)from / to));
    }
}
