using System.Diagnostics.CodeAnalysis;
using System.Runtime.Versioning;

namespace System.Runtime.CompilerServices;

/// <summary>Operations on memory that the type system does not check.</summary>
/// <remarks>The compiler replaces these by instructions; the bodies are what it would do by hand.</remarks>
public static unsafe class Unsafe
{
    /// <summary>The address of a variable.</summary>
    [Intrinsic, NonVersionable, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void* AsPointer<T>(ref readonly T value) where T : allows ref struct => throw new PlatformNotSupportedException();

    /// <summary>The size of a type.</summary>
    [Intrinsic, NonVersionable, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SizeOf<T>() where T : allows ref struct => sizeof(T);

    /// <summary>An object as another type, without a check.</summary>
    [Intrinsic, NonVersionable, MethodImpl(MethodImplOptions.AggressiveInlining)]
    [return: NotNullIfNotNull(nameof(o))]
    public static T? As<T>(object? o) where T : class? => throw new PlatformNotSupportedException();

    /// <summary>A variable as another type, without a check.</summary>
    [Intrinsic, NonVersionable, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref TTo As<TFrom, TTo>(ref TFrom source) where TFrom : allows ref struct where TTo : allows ref struct =>
        throw new PlatformNotSupportedException();

    /// <summary>The variable at an address.</summary>
    [Intrinsic, NonVersionable, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref T AsRef<T>(void* source) where T : allows ref struct => ref *(T*)source;

    /// <summary>A read-only variable as one that can be written.</summary>
    [Intrinsic, NonVersionable, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref T AsRef<T>(scoped ref readonly T source) where T : allows ref struct => throw new PlatformNotSupportedException();

    /// <summary>The variable <paramref name="elementOffset"/> elements on.</summary>
    [Intrinsic, NonVersionable, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref T Add<T>(ref T source, int elementOffset) where T : allows ref struct =>
        ref AddByteOffset(ref source, elementOffset * (nint)sizeof(T));

    /// <summary>The variable <paramref name="elementOffset"/> elements on.</summary>
    [Intrinsic, NonVersionable, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref T Add<T>(ref T source, nint elementOffset) where T : allows ref struct =>
        ref AddByteOffset(ref source, elementOffset * sizeof(T));

    /// <summary>The variable <paramref name="elementOffset"/> elements on.</summary>
    [Intrinsic, NonVersionable, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref T Add<T>(ref T source, nuint elementOffset) where T : allows ref struct =>
        ref AddByteOffset(ref source, elementOffset * (nuint)sizeof(T));

    /// <summary>The address <paramref name="elementOffset"/> elements on.</summary>
    [Intrinsic, NonVersionable, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void* Add<T>(void* source, int elementOffset) where T : allows ref struct =>
        (byte*)source + elementOffset * (nint)sizeof(T);

    /// <summary>The variable <paramref name="elementOffset"/> elements back.</summary>
    [Intrinsic, NonVersionable, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref T Subtract<T>(ref T source, int elementOffset) where T : allows ref struct =>
        ref SubtractByteOffset(ref source, elementOffset * (nint)sizeof(T));

    /// <summary>The variable <paramref name="elementOffset"/> elements back.</summary>
    [Intrinsic, NonVersionable, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref T Subtract<T>(ref T source, nint elementOffset) where T : allows ref struct =>
        ref SubtractByteOffset(ref source, elementOffset * sizeof(T));

    /// <summary>The variable <paramref name="elementOffset"/> elements back.</summary>
    [Intrinsic, NonVersionable, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref T Subtract<T>(ref T source, nuint elementOffset) where T : allows ref struct =>
        ref SubtractByteOffset(ref source, (nint)(elementOffset * (nuint)sizeof(T)));

    /// <summary>The variable <paramref name="byteOffset"/> bytes on.</summary>
    [Intrinsic, NonVersionable, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref T AddByteOffset<T>(ref T source, nint byteOffset) where T : allows ref struct =>
        throw new PlatformNotSupportedException();

    /// <summary>The variable <paramref name="byteOffset"/> bytes on.</summary>
    [Intrinsic, NonVersionable, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref T AddByteOffset<T>(ref T source, nuint byteOffset) where T : allows ref struct =>
        throw new PlatformNotSupportedException();

    /// <summary>The variable <paramref name="byteOffset"/> bytes back.</summary>
    [Intrinsic, NonVersionable, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref T SubtractByteOffset<T>(ref T source, nint byteOffset) where T : allows ref struct =>
        throw new PlatformNotSupportedException();

    /// <summary>How many bytes <paramref name="target"/> lies after <paramref name="origin"/>.</summary>
    [Intrinsic, NonVersionable, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint ByteOffset<T>(ref readonly T origin, ref readonly T target) where T : allows ref struct =>
        throw new PlatformNotSupportedException();

    /// <summary>Whether two references name the same variable.</summary>
    [Intrinsic, NonVersionable, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreSame<T>(ref readonly T left, ref readonly T right) where T : allows ref struct =>
        throw new PlatformNotSupportedException();

    /// <summary>Whether <paramref name="left"/> lies after <paramref name="right"/>.</summary>
    [Intrinsic, NonVersionable, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsAddressGreaterThan<T>(ref readonly T left, ref readonly T right) where T : allows ref struct =>
        throw new PlatformNotSupportedException();

    /// <summary>Whether <paramref name="left"/> lies before <paramref name="right"/>.</summary>
    [Intrinsic, NonVersionable, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsAddressLessThan<T>(ref readonly T left, ref readonly T right) where T : allows ref struct =>
        throw new PlatformNotSupportedException();

    /// <summary>A reference to no variable.</summary>
    [Intrinsic, NonVersionable, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref T NullRef<T>() where T : allows ref struct => ref *(T*)null;

    /// <summary>Whether a reference names no variable.</summary>
    [Intrinsic, NonVersionable, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsNullRef<T>(ref readonly T source) where T : allows ref struct => AsPointer(in source) == null;

    /// <summary>Leaves a variable as it is and calls it assigned.</summary>
    [Intrinsic, NonVersionable, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SkipInit<T>(out T value) where T : allows ref struct => throw new PlatformNotSupportedException();

    /// <summary>The bits of a value as a value of another type of the same size.</summary>
    [Intrinsic, NonVersionable, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TTo BitCast<TFrom, TTo>(TFrom source) where TFrom : allows ref struct where TTo : allows ref struct
    {
        if (sizeof(TFrom) != sizeof(TTo))
            ThrowHelper.ThrowNotSupported("The types differ in size.");
        return *(TTo*)&source;
    }

    /// <summary>The value at an address that is aligned for it.</summary>
    [Intrinsic, NonVersionable, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Read<T>(void* source) where T : allows ref struct => *(T*)source;

    /// <summary>Writes a value to an address that is aligned for it.</summary>
    [Intrinsic, NonVersionable, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write<T>(void* destination, T value) where T : allows ref struct => *(T*)destination = value;

    /// <summary>The value at any address.</summary>
    [Intrinsic, NonVersionable, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T ReadUnaligned<T>(void* source) where T : allows ref struct => throw new PlatformNotSupportedException();

    /// <summary>The value at any address.</summary>
    [Intrinsic, NonVersionable, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T ReadUnaligned<T>(scoped ref readonly byte source) where T : allows ref struct =>
        throw new PlatformNotSupportedException();

    /// <summary>Writes a value to any address.</summary>
    [Intrinsic, NonVersionable, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteUnaligned<T>(void* destination, T value) where T : allows ref struct =>
        throw new PlatformNotSupportedException();

    /// <summary>Writes a value to any address.</summary>
    [Intrinsic, NonVersionable, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteUnaligned<T>(ref byte destination, T value) where T : allows ref struct =>
        throw new PlatformNotSupportedException();

    /// <summary>Copies bytes between aligned addresses that do not overlap.</summary>
    [Intrinsic, NonVersionable, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CopyBlock(void* destination, void* source, uint byteCount) => throw new PlatformNotSupportedException();

    /// <summary>Copies bytes between variables that do not overlap.</summary>
    [Intrinsic, NonVersionable, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CopyBlock(ref byte destination, ref readonly byte source, uint byteCount) =>
        throw new PlatformNotSupportedException();

    /// <summary>Copies bytes between any addresses that do not overlap.</summary>
    [Intrinsic, NonVersionable, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CopyBlockUnaligned(void* destination, void* source, uint byteCount) => throw new PlatformNotSupportedException();

    /// <summary>Copies bytes between any variables that do not overlap.</summary>
    [Intrinsic, NonVersionable, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CopyBlockUnaligned(ref byte destination, ref readonly byte source, uint byteCount) =>
        throw new PlatformNotSupportedException();

    /// <summary>Sets bytes.</summary>
    [Intrinsic, NonVersionable, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void InitBlock(void* startAddress, byte value, uint byteCount) => throw new PlatformNotSupportedException();

    /// <summary>Sets bytes.</summary>
    [Intrinsic, NonVersionable, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void InitBlock(ref byte startAddress, byte value, uint byteCount) => throw new PlatformNotSupportedException();

    /// <summary>Sets bytes at any address.</summary>
    [Intrinsic, NonVersionable, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void InitBlockUnaligned(void* startAddress, byte value, uint byteCount) => throw new PlatformNotSupportedException();

    /// <summary>Sets bytes at any address.</summary>
    [Intrinsic, NonVersionable, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void InitBlockUnaligned(ref byte startAddress, byte value, uint byteCount) => throw new PlatformNotSupportedException();

    /// <summary>The value inside a box.</summary>
    [Intrinsic, NonVersionable, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref T Unbox<T>(object box) where T : struct => throw new PlatformNotSupportedException();
}
