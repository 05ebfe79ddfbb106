using System;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Lithe.Collections;

/// <summary>First in, first out, over memory of the caller: no heap. For one thread.</summary>
public ref struct RingBuffer<T>
{
    private readonly Span<T> _items;

    // Free-running: their difference is the count, their low bits the places.
    private uint _head;
    private uint _tail;

    /// <summary>An empty ring over memory whose length is a power of two.</summary>
    public RingBuffer(Span<T> memory)
    {
        if (!BitOperations.IsPow2(memory.Length))
            ThrowHelper.ThrowArgument("The length of a ring must be a power of two.");
        _items = memory;
        _head = 0;
        _tail = 0;
    }

    /// <summary>The most elements that fit.</summary>
    public readonly int Capacity => _items.Length;

    /// <summary>The number of elements.</summary>
    public readonly int Count => (int)(_tail - _head);

    /// <summary>Whether there are no elements.</summary>
    public readonly bool IsEmpty => _tail == _head;

    /// <summary>Whether no more elements fit.</summary>
    public readonly bool IsFull => Count == _items.Length;

    /// <summary>Adds an element at the end, if it fits.</summary>
    public bool TryEnqueue(T item)
    {
        if (IsFull)
            return false;
        _items[(int)(_tail++ & (uint)(_items.Length - 1))] = item;
        return true;
    }

    /// <summary>Takes the first element, if there is one.</summary>
    public bool TryDequeue([MaybeNullWhen(false)] out T item)
    {
        if (IsEmpty)
        {
            item = default;
            return false;
        }
        ref T slot = ref _items[(int)(_head++ & (uint)(_items.Length - 1))];
        item = slot;
        slot = default!;
        return true;
    }

    /// <summary>The first element, if there is one.</summary>
    public readonly bool TryPeek([MaybeNullWhen(false)] out T item)
    {
        item = IsEmpty ? default : _items[(int)(_head & (uint)(_items.Length - 1))];
        return !IsEmpty;
    }
}
