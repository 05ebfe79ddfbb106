using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace System;

/// <summary>A run of elements in memory, by reference, to read.</summary>
[NonVersionable]
public readonly ref partial struct ReadOnlySpan<T>
{
    // Reference first: the compiler reads both fields by position.
    internal readonly ref T _reference;
    private readonly int _length;

    /// <summary>The elements of an array.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan(T[]? array)
    {
        if (array is null)
        {
            this = default;
            return;
        }
        _reference = ref MemoryMarshal.GetArrayDataReference(array);
        _length = array.Length;
    }

    /// <summary>A part of an array.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan(T[]? array, int start, int length)
    {
        if (array is null)
        {
            if (start != 0 || length != 0)
                ThrowHelper.ThrowArgumentOutOfRange();
            this = default;
            return;
        }
        if ((ulong)(uint)start + (uint)length > (uint)array.Length)
            ThrowHelper.ThrowArgumentOutOfRange();
        _reference = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(array), (nint)(uint)start);
        _length = length;
    }

    /// <summary>Elements at an address.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe ReadOnlySpan(void* pointer, int length)
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
            ThrowHelper.ThrowArgument("Cannot use a type with references for memory at an address.");
        if (length < 0)
            ThrowHelper.ThrowArgumentOutOfRange();
        _reference = ref *(T*)pointer;
        _length = length;
    }

    /// <summary>One element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan(ref readonly T reference)
    {
        _reference = ref Unsafe.AsRef(in reference);
        _length = 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ReadOnlySpan(ref T reference, int length)
    {
        _reference = ref reference;
        _length = length;
    }

    /// <summary>The element at an index.</summary>
    public ref readonly T this[int index]
    {
        [Intrinsic]
        [NonVersionable]
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((uint)index >= (uint)_length)
                ThrowHelper.ThrowIndexOutOfRange();
            return ref Unsafe.Add(ref _reference, (nint)(uint)index);
        }
    }

    /// <summary>The number of elements.</summary>
    public int Length
    {
        [Intrinsic]
        [NonVersionable]
        get => _length;
    }

    /// <summary>Whether there are no elements.</summary>
    public bool IsEmpty => _length == 0;

    /// <summary>A span without elements.</summary>
    public static ReadOnlySpan<T> Empty => default;

    /// <summary>The elements from <paramref name="start"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<T> Slice(int start)
    {
        if ((uint)start > (uint)_length)
            ThrowHelper.ThrowArgumentOutOfRange();
        return new ReadOnlySpan<T>(ref Unsafe.Add(ref _reference, (nint)(uint)start), _length - start);
    }

    /// <summary><paramref name="length"/> elements from <paramref name="start"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<T> Slice(int start, int length)
    {
        // In 64 bits the sum of two 32-bit numbers cannot wrap, and a negative one is greater than any length.
        if ((ulong)(uint)start + (uint)length > (uint)_length)
            ThrowHelper.ThrowArgumentOutOfRange();
        return new ReadOnlySpan<T>(ref Unsafe.Add(ref _reference, (nint)(uint)start), length);
    }

    /// <summary>Copies all elements; the ranges may overlap.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void CopyTo(Span<T> destination)
    {
        if ((uint)_length > (uint)destination.Length)
            ThrowHelper.ThrowArgument("Destination is too short.");
        Buffer.Memmove(ref destination._reference, ref _reference, (nuint)(uint)_length);
    }

    /// <summary>Copies all elements when they fit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryCopyTo(Span<T> destination)
    {
        if ((uint)_length > (uint)destination.Length)
            return false;
        Buffer.Memmove(ref destination._reference, ref _reference, (nuint)(uint)_length);
        return true;
    }

    /// <summary>A new array of the elements.</summary>
    public T[] ToArray()
    {
        if (_length == 0)
            return [];
        T[] array = new T[_length];
        Buffer.Memmove(ref MemoryMarshal.GetArrayDataReference(array), ref _reference, (nuint)(uint)_length);
        return array;
    }

    /// <summary>The text of a span of characters; empty for other elements.</summary>
    public override string ToString()
    {
        if (typeof(T) == typeof(char))
            return new string(new ReadOnlySpan<char>(ref Unsafe.As<T, char>(ref _reference), _length));
        return "";
    }

    /// <summary>The first element, or a null reference.</summary>
    public ref readonly T GetPinnableReference()
    {
        if (_length != 0)
            return ref _reference;
        return ref Unsafe.NullRef<T>();
    }

    /// <summary>Whether both are the same memory.</summary>
    public static bool operator ==(ReadOnlySpan<T> left, ReadOnlySpan<T> right) =>
        left._length == right._length && Unsafe.AreSame(ref left._reference, ref right._reference);

    /// <summary>Whether they are not the same memory.</summary>
    public static bool operator !=(ReadOnlySpan<T> left, ReadOnlySpan<T> right) => !(left == right);

    /// <summary>The elements of an array.</summary>
    public static implicit operator ReadOnlySpan<T>(T[]? array) => new(array);

    /// <summary>Not supported: a span is never boxed.</summary>
    [Obsolete("Equals() on ReadOnlySpan always fails. Use the equality operator instead.")]
#pragma warning disable CS0809 // an obsolete member overrides one that is not
    public override bool Equals(object? obj)
    {
        ThrowHelper.ThrowNotSupported("Equals() on Span is not supported. Use operator == instead.");
        return false;
    }

    /// <summary>Not supported: a span is never boxed.</summary>
    [Obsolete("GetHashCode() on ReadOnlySpan always fails.")]
    public override int GetHashCode()
    {
        ThrowHelper.ThrowNotSupported("GetHashCode() on Span is not supported.");
        return 0;
    }
#pragma warning restore CS0809

    /// <summary>Steps through the elements.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Steps through the elements of a span.</summary>
    public ref struct Enumerator
    {
        private readonly ReadOnlySpan<T> _span;
        private int _index;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal Enumerator(ReadOnlySpan<T> span)
        {
            _span = span;
            _index = -1;
        }

        /// <summary>Goes on to the next element.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool MoveNext()
        {
            int index = _index + 1;
            if (index >= _span.Length)
                return false;
            _index = index;
            return true;
        }

        /// <summary>The element.</summary>
        public readonly ref readonly T Current
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => ref _span[_index];
        }
    }
}
