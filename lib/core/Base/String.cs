using System.Collections;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace System;

/// <summary>Text: UTF-16 code units that never change.</summary>
public sealed unsafe partial class String : IEnumerable<char>
{
    // The compiler's own layout, for literals too: the length, the characters, a zero that is not counted.
    private readonly int _stringLength;
    private char _firstChar;

    /// <summary>The string without characters.</summary>
    public const string Empty = "";

    // Compiled code turns `new string(...)` into a call of the `Ctor` with the same parameters.

    /// <summary>A string of the characters of a span.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public extern String(ReadOnlySpan<char> value);

    private static string Ctor(ReadOnlySpan<char> value)
    {
        if (value.Length == 0)
            return Empty;
        string result = FastAllocateString(value.Length);
        Buffer.Memmove(ref result._firstChar, ref MemoryMarshal.GetReference(value), (nuint)value.Length);
        return result;
    }

    /// <summary>A string of the characters of an array.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public extern String(char[]? value);

    private static string Ctor(char[]? value) => Ctor(new ReadOnlySpan<char>(value));

    /// <summary>A string of a part of an array.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public extern String(char[] value, int startIndex, int length);

    private static string Ctor(char[] value, int startIndex, int length) => Ctor(new ReadOnlySpan<char>(value, startIndex, length));

    /// <summary>A string of one character, repeated.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public extern String(char c, int count);

    private static string Ctor(char c, int count)
    {
        if (count < 0)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(count));
        if (count == 0)
            return Empty;
        string result = FastAllocateString(count);
        for (int i = 0; i < count; i++)
            Unsafe.Add(ref result._firstChar, i) = c;
        return result;
    }

    /// <summary>A string of the characters at an address, up to a zero.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    public extern String(char* value);

    private static string Ctor(char* value)
    {
        if (value == null)
            return Empty;
        int length = 0;
        while (value[length] != 0)
            length++;
        return Ctor(new ReadOnlySpan<char>(value, length));
    }

    /// <summary>The number of characters.</summary>
    public int Length
    {
        [Intrinsic]
        get => _stringLength;
    }

    /// <summary>The character at an index.</summary>
    [IndexerName("Chars")]
    public char this[int index]
    {
        [Intrinsic]
        get
        {
            if ((uint)index >= (uint)_stringLength)
                ThrowHelper.ThrowIndexOutOfRange();
            return Unsafe.Add(ref _firstChar, index);
        }
    }

    /// <summary>Whether there are no characters, or no string.</summary>
    public static bool IsNullOrEmpty([NotNullWhen(false)] string? value) => value is null || value.Length == 0;

    /// <summary>The first character, or the closing zero.</summary>
    public ref readonly char GetPinnableReference() => ref _firstChar;

    internal ref char GetRawStringData() => ref _firstChar;

    [RuntimeImport("*", "RhNewString"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern string NewString(Internal.Runtime.MethodTable* type, nint length);

    // A string of zeros for the caller to fill before anyone else sees it.
    internal static string FastAllocateString(int length) => NewString("".m_pEEType, length);

    /// <summary>The characters.</summary>
    public static implicit operator ReadOnlySpan<char>(string? value) =>
        value is null ? default : new ReadOnlySpan<char>(ref value._firstChar, value._stringLength);

    /// <inheritdoc/>
    public override string ToString() => this;

    /// <summary>Steps through the characters; <c>foreach</c> over a string makes no object.</summary>
    public CharEnumerator GetEnumerator() => new(this);

    IEnumerator<char> IEnumerable<char>.GetEnumerator() => new CharEnumerator(this);

    IEnumerator IEnumerable.GetEnumerator() => new CharEnumerator(this);
}
