using System.Runtime.CompilerServices;

namespace System;

/// <summary>The root of all arrays.</summary>
public abstract partial class Array
{
    // The compiler's own layout: the number of elements, then padding to 8, then the elements.
    private readonly uint _numComponents;

    /// <summary>The number of elements.</summary>
    public int Length
    {
        [Intrinsic]
        get => (int)_numComponents;
    }
}

// Every T[] is one of these to the compiler; here are its interfaces.
internal partial class Array<T> : Array
{
}

internal sealed class RawArrayData
{
    internal uint Length;
    internal uint Padding;
    internal byte Data;
}
