namespace System;

public readonly ref partial struct Span<T>
{
    /// <summary>The text of a span of characters; of others the empty string: an image carries no type names.</summary>
    public override string ToString() => ((ReadOnlySpan<T>)this).ToString();
}
