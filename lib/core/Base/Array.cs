using System.Collections;
using System.Runtime;
using System.Runtime.CompilerServices;
using Internal.Runtime;

namespace System;

/// <summary>The root of all arrays.</summary>
public abstract unsafe partial class Array
{
    // The compiler's own layout: the number of elements, padding to 8, for more than one dimension the lengths and lower bounds
    // of all (4 bytes each), then the elements.
    private readonly uint _numComponents;

    /// <summary>The number of elements.</summary>
    public int Length
    {
        [Intrinsic]
        get => (int)_numComponents;
    }

    /// <summary>The number of elements.</summary>
    public long LongLength => _numComponents;

    int ICollection.Count => Length;

    /// <summary>Whether several threads may use it at once: no.</summary>
    public bool IsSynchronized => false;

    /// <summary>The array itself.</summary>
    public object SyncRoot => this;

    /// <summary>The number of dimensions.</summary>
    public int Rank
    {
        get
        {
            uint bounds = m_pEEType->BaseSize - MethodTable.ArrayBaseSize;
            return bounds == 0 ? 1 : (int)(bounds / 8);
        }
    }

    /// <summary>The length of a dimension.</summary>
    public int GetLength(int dimension)
    {
        int rank = Rank;
        if ((uint)dimension >= (uint)rank)
            ThrowHelper.ThrowIndexOutOfRange();
        return m_pEEType->Element == TypeElement.SzArray ? Length : Bounds[dimension];
    }

    /// <summary>The least index of a dimension.</summary>
    public int GetLowerBound(int dimension)
    {
        int rank = Rank;
        if ((uint)dimension >= (uint)rank)
            ThrowHelper.ThrowIndexOutOfRange();
        return m_pEEType->Element == TypeElement.SzArray ? 0 : Bounds[rank + dimension];
    }

    /// <summary>The greatest index of a dimension.</summary>
    public int GetUpperBound(int dimension) => GetLowerBound(dimension) + GetLength(dimension) - 1;

    private int* Bounds => (int*)Unsafe.AsPointer(ref Unsafe.As<RawArrayData>(this).Data);

    // The first element, past the bounds of arrays of several dimensions.
    internal ref byte ElementData =>
        ref Unsafe.AddByteOffset(ref Unsafe.As<RawArrayData>(this).Data, (nuint)(m_pEEType->BaseSize - MethodTable.ArrayBaseSize));

    /// <summary>An array without elements; always the same one.</summary>
    public static T[] Empty<T>() => EmptyArray<T>.Value;

    private static class EmptyArray<T>
    {
        internal static readonly T[] Value = new T[0];
    }

    /// <summary>A copy with the same elements.</summary>
    public object Clone() => MemberwiseClone();

    /// <summary>Copies elements; the ranges may overlap.</summary>
    public static void Copy(Array sourceArray, Array destinationArray, int length) => Copy(sourceArray, 0, destinationArray, 0, length);

    /// <summary>Copies elements; the ranges may overlap.</summary>
    public static void Copy(Array sourceArray, int sourceIndex, Array destinationArray, int destinationIndex, int length)
    {
        if (sourceArray is null)
            ThrowHelper.ThrowArgumentNull(nameof(sourceArray));
        if (destinationArray is null)
            ThrowHelper.ThrowArgumentNull(nameof(destinationArray));
        if ((sourceIndex | destinationIndex | length) < 0 || (uint)(sourceIndex + length) > (uint)sourceArray.Length ||
            (uint)(destinationIndex + length) > (uint)destinationArray.Length)
            ThrowHelper.ThrowArgument("The array is too short for the range.");
        MethodTable* source = sourceArray.m_pEEType, destination = destinationArray.m_pEEType;
        // The elements' bits are taken over: the types must be such that every element may be stored.
        if (source != destination && !TypeCast.IsAssignable(source, destination))
            ThrowHelper.ThrowArrayTypeMismatch();
        nuint size = destination->ElementSize;
        Buffer.Memmove(
            ref Unsafe.AddByteOffset(ref destinationArray.ElementData, (nuint)destinationIndex * size),
            ref Unsafe.AddByteOffset(ref sourceArray.ElementData, (nuint)sourceIndex * size),
            (nuint)length * size);
    }

    /// <summary>Copies all elements to another array.</summary>
    public void CopyTo(Array array, int index) => Copy(this, 0, array, index, Length);

    /// <summary>Sets all elements to their default.</summary>
    public static void Clear(Array array) => Clear(array, 0, array.Length);

    /// <summary>Sets elements to their default.</summary>
    public static void Clear(Array array, int index, int length)
    {
        if ((index | length) < 0 || (uint)(index + length) > (uint)array.Length)
            ThrowHelper.ThrowIndexOutOfRange();
        nuint size = array.m_pEEType->ElementSize;
        SpanHelpers.ClearWithoutReferences(ref Unsafe.AddByteOffset(ref array.ElementData, (nuint)index * size), (nuint)length * size);
    }

    /// <summary>Replaces an array by one of another length with the same first elements.</summary>
    public static void Resize<T>(ref T[]? array, int newSize)
    {
        if (newSize < 0)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(newSize));
        T[]? old = array;
        if (old is not null && old.Length == newSize)
            return;
        T[] resized = new T[newSize];
        if (old is not null)
            new ReadOnlySpan<T>(old, 0, old.Length < newSize ? old.Length : newSize).CopyTo(resized);
        array = resized;
    }

    /// <summary>Steps through the elements, each in a box.</summary>
    public IEnumerator GetEnumerator() => new BoxingArrayEnumerator(this);

    // An element as an object, counted through all dimensions.
    internal object? GetBoxed(int index)
    {
        MethodTable* type = m_pEEType->RelatedType;
        ref byte element = ref Unsafe.AddByteOffset(ref ElementData, (nuint)index * m_pEEType->ElementSize);
        return type->IsValueType ? RuntimeExports.RhBox(type, ref element) : Unsafe.As<byte, object?>(ref element);
    }
}

internal sealed class RawArrayData
{
    internal int Length;
    internal uint Padding;
    internal byte Data;
}

internal sealed class BoxingArrayEnumerator(Array array) : IEnumerator
{
    private int _index = -1;

    public object? Current
    {
        get
        {
            if ((uint)_index >= (uint)array.Length)
                ThrowHelper.ThrowInvalidOperation("Enumeration has not started or has already finished.");
            return array.GetBoxed(_index);
        }
    }

    public bool MoveNext()
    {
        if (_index < array.Length)
            _index++;
        return _index < array.Length;
    }

    public void Reset() => _index = -1;
}
