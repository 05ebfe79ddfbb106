using System.Diagnostics.CodeAnalysis;

namespace System;

// What allocates: the numbers' ToString.
internal static partial class Number
{
    internal static string IntegerToString(ulong magnitude, bool negative, ulong bits, string? format)
    {
        string text = string.FastAllocateString(MeasureInteger(magnitude, negative, bits, format));
        TryFormatInteger(magnitude, negative, bits, format, text.Writable(), out _);
        return text;
    }

    internal static string FloatToString(double value, bool single, string? format)
    {
        // Formatting twice would double the exact arithmetic; nearly every number fits this.
        Span<char> buffer = stackalloc char[64];
        if (TryFormatFloat(value, single, format, buffer, out int written))
            return new string(buffer.Slice(0, written));
        string text = string.FastAllocateString(MeasureFloat(value, single, format));
        TryFormatFloat(value, single, format, text.Writable(), out _);
        return text;
    }

    internal static ReadOnlySpan<char> NotNull([NotNull] string? text)
    {
        if (text is null)
            ThrowHelper.ThrowArgumentNull("s");
        return text;
    }
}
