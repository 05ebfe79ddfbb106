using System.Runtime.InteropServices;

namespace System;

public sealed partial class String
{
    // The characters, to be filled in before anyone else sees the string.
    internal Span<char> Writable() => MemoryMarshal.CreateSpan(ref GetRawStringData(), Length);

    /// <summary>A string that a method fills in.</summary>
    public static string Create<TState>(int length, TState state, Buffers.SpanAction<char, TState> action) where TState : allows ref struct
    {
        if (action is null)
            ThrowHelper.ThrowArgumentNull(nameof(action));
        if (length <= 0)
        {
            if (length < 0)
                ThrowHelper.ThrowArgumentOutOfRange(nameof(length));
            return Empty;
        }
        string result = FastAllocateString(length);
        action(result.Writable(), state);
        return result;
    }

    /// <summary>The characters in a new array.</summary>
    public char[] ToCharArray() => ((ReadOnlySpan<char>)this).ToArray();

    /// <summary>Some characters in a new array.</summary>
    public char[] ToCharArray(int startIndex, int length) => ((ReadOnlySpan<char>)this).Slice(startIndex, length).ToArray();

    /// <summary>Copies the characters.</summary>
    public void CopyTo(Span<char> destination) => ((ReadOnlySpan<char>)this).CopyTo(destination);

    /// <summary>Copies the characters, if they fit.</summary>
    public bool TryCopyTo(Span<char> destination) => ((ReadOnlySpan<char>)this).TryCopyTo(destination);

    /// <summary>Copies some characters into an array.</summary>
    public void CopyTo(int sourceIndex, char[] destination, int destinationIndex, int count) =>
        ((ReadOnlySpan<char>)this).Slice(sourceIndex, count).CopyTo(new Span<char>(destination).Slice(destinationIndex));

}
