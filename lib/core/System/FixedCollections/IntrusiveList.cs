using System;

namespace Lithe.Collections;

/// <summary>The links of an object that can be in one <see cref="IntrusiveList{T}"/> at a time.</summary>
public struct IntrusiveLink<T> where T : class, IIntrusive<T>
{
    internal T? Next;
    internal T? Previous;

    /// <summary>Whether the object is in a list.</summary>
    public bool IsLinked { get; internal set; }
}

/// <summary>An object that carries its own links.</summary>
public interface IIntrusive<T> where T : class, IIntrusive<T>
{
    /// <summary>The links, for the list alone.</summary>
    ref IntrusiveLink<T> Link { get; }
}

/// <summary>A doubly linked list through links inside the objects: no heap, and an object takes itself out in one step.</summary>
public struct IntrusiveList<T> where T : class, IIntrusive<T>
{
    private T? _first;
    private T? _last;

    /// <summary>The first object, or null.</summary>
    public readonly T? First => _first;

    /// <summary>The last object, or null.</summary>
    public readonly T? Last => _last;

    /// <summary>The number of objects.</summary>
    public int Count { get; private set; }

    /// <summary>The object after another in its list, or null.</summary>
    public static T? Next(T item) => item.Link.Next;

    /// <summary>Adds an object at the end; it must be in no list.</summary>
    public void AddLast(T item)
    {
        ref IntrusiveLink<T> link = ref Take(item);
        link.Previous = _last;
        if (_last is null)
            _first = item;
        else
            _last.Link.Next = item;
        _last = item;
    }

    /// <summary>Adds an object at the start; it must be in no list.</summary>
    public void AddFirst(T item)
    {
        ref IntrusiveLink<T> link = ref Take(item);
        link.Next = _first;
        if (_first is null)
            _last = item;
        else
            _first.Link.Previous = item;
        _first = item;
    }

    /// <summary>Takes an object out; it must be in this list.</summary>
    public void Remove(T item)
    {
        ref IntrusiveLink<T> link = ref item.Link;
        if (!link.IsLinked)
            ThrowHelper.ThrowInvalidOperation("The object is in no list.");
        if (link.Previous is null)
            _first = link.Next;
        else
            link.Previous.Link.Next = link.Next;
        if (link.Next is null)
            _last = link.Previous;
        else
            link.Next.Link.Previous = link.Previous;
        link = default;
        Count--;
    }

    /// <summary>Takes the first object out, or returns null.</summary>
    public T? RemoveFirst()
    {
        T? item = _first;
        if (item is not null)
            Remove(item);
        return item;
    }

    private ref IntrusiveLink<T> Take(T item)
    {
        ref IntrusiveLink<T> link = ref item.Link;
        if (link.IsLinked)
            ThrowHelper.ThrowInvalidOperation("The object is in a list already.");
        link.IsLinked = true;
        Count++;
        return ref link;
    }
}
