using System;

namespace Lithe.Testing;

/// <summary>Prints a value of any type on one line, as well as it can be.</summary>
internal static class ValueText
{
    internal static void Write<T>(T value)
    {
        if (value is null)
        {
            Console.Write("null");
        }
        else if (value is string text)
        {
            Console.Write('"');
            Console.Write(text);
            Console.Write('"');
        }
        else if (value is bool truth)
        {
            Console.Write(truth);
        }
        else if (value is char character)
        {
            Console.Write($"'{character}' (U+{(int)character:X4})");
        }
        else if (value is IUtf8SpanFormattable formattable)
        {
            Span<byte> buffer = stackalloc byte[128];
            if (formattable.TryFormat(buffer, out int written, default, null))
                Console.Write($"{(ReadOnlySpan<byte>)buffer.Slice(0, written)}");
        }
        else
        {
            Console.Write("(a value that has no text)");
        }
    }
}
