using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Lithe.Collections;

/// <summary>A list inside a struct: no heap. <typeparamref name="TBuffer"/> is an inline array of <typeparamref name="T"/>.</summary>
/// <remarks>A copy of the list is a list of its own. The capacity is the buffer's length.</remarks>
public struct FixedList<T, TBuffer> where TBuffer : struct
{
    private TBuffer _buffer;
    private int _count;

    /// <summary>The most elements that fit.</summary>
    public static int Capacity => Unsafe.SizeOf<TBuffer>() / Unsafe.SizeOf<T>();

    /// <summary>The number of elements.</summary>
    public readonly int Count => _count;

    /// <summary>Whether no more elements fit.</summary>
    public readonly bool IsFull => _count == Capacity;

    /// <summary>The element at an index.</summary>
    [UnscopedRef]
    public ref T this[int index]
    {
        get
        {
            if ((uint)index >= (uint)_count)
                ThrowHelper.ThrowIndexOutOfRange();
            return ref Unsafe.Add(ref Unsafe.As<TBuffer, T>(ref _buffer), index);
        }
    }

    /// <summary>The elements, in place.</summary>
    [UnscopedRef]
    public Span<T> Items => MemoryMarshal.CreateSpan(ref Unsafe.As<TBuffer, T>(ref _buffer), _count);

    /// <summary>Adds an element, if it fits.</summary>
    public bool TryAdd(T item)
    {
        if (_count == Capacity)
            return false;
        Unsafe.Add(ref Unsafe.As<TBuffer, T>(ref _buffer), _count++) = item;
        return true;
    }

    /// <summary>Adds an element; a full list fails.</summary>
    public void Add(T item)
    {
        if (!TryAdd(item))
            ThrowHelper.ThrowInvalidOperation("The fixed list is full.");
    }

    /// <summary>Removes the element at an index; those after it move up.</summary>
    public void RemoveAt(int index)
    {
        Span<T> items = Items;
        items.Slice(index + 1).CopyTo(items.Slice(index));
        items[items.Length - 1] = default!;
        _count--;
    }

    /// <summary>Removes the element at an index; the last takes its place.</summary>
    public void RemoveAtSwap(int index)
    {
        Span<T> items = Items;
        items[index] = items[items.Length - 1];
        items[items.Length - 1] = default!;
        _count--;
    }

    /// <summary>Removes all elements.</summary>
    public void Clear()
    {
        Items.Clear();
        _count = 0;
    }
}
