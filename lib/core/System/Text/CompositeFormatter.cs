namespace System.Text;

// Composite formats: "text {index[,alignment][:format]} text", {{ and }} for braces.
internal static class CompositeFormatter
{
    internal static void Append(StringBuilder builder, IFormatProvider? provider, string format, ReadOnlySpan<object?> args)
    {
        if (format is null)
            ThrowHelper.ThrowArgumentNull(nameof(format));
        ReadOnlySpan<char> rest = format;
        while (true)
        {
            int brace = rest.IndexOfAny('{', '}');
            if (brace < 0)
            {
                builder.Append(rest);
                return;
            }
            builder.Append(rest.Slice(0, brace));
            char c = rest[brace];
            rest = rest.Slice(brace + 1);
            if (rest.Length > 0 && rest[0] == c)
            {
                builder.Append(c);
                rest = rest.Slice(1);
                continue;
            }
            if (c == '}')
                Fail("Unexpected closing brace without a corresponding opening brace.");
            rest = Item(builder, provider, rest, args);
        }
    }

    // Writes the item whose opening brace was before `rest`; returns what follows its closing brace.
    private static ReadOnlySpan<char> Item(StringBuilder builder, IFormatProvider? provider, ReadOnlySpan<char> rest, ReadOnlySpan<object?> args)
    {
        if (rest.Length == 0 || !char.IsAsciiDigit(rest[0]))
            Fail("Expected an ASCII digit.");
        int index = TakeNumber(ref rest);
        if (index >= args.Length)
            ThrowHelper.ThrowFormat("Index (zero based) must be greater than or equal to zero and less than the size of the argument list.");
        rest = rest.TrimStart(' ');
        int alignment = 0;
        if (rest.Length > 0 && rest[0] == ',')
        {
            rest = rest.Slice(1).TrimStart(' ');
            bool left = rest.Length > 0 && rest[0] == '-';
            if (left)
                rest = rest.Slice(1);
            if (rest.Length == 0 || !char.IsAsciiDigit(rest[0]))
                Fail("Expected an ASCII digit.");
            alignment = TakeNumber(ref rest);
            if (left)
                alignment = -alignment;
            rest = rest.TrimStart(' ');
        }
        ReadOnlySpan<char> itemFormat = default;
        if (rest.Length > 0 && rest[0] == ':')
        {
            rest = rest.Slice(1);
            int end = rest.IndexOfAny('{', '}');
            if (end < 0 || rest[end] == '{')
                Fail("Format item ends prematurely.");
            itemFormat = rest.Slice(0, end);
            rest = rest.Slice(end);
        }
        if (rest.Length == 0 || rest[0] != '}')
            Fail("Format item ends prematurely.");
        object? value = args[index];
        string? text = value is IFormattable formattable
            ? formattable.ToString(itemFormat.Length == 0 ? null : new string(itemFormat), provider)
            : value?.ToString();
        int width = alignment < 0 ? -alignment : alignment;
        int padding = width - (text?.Length ?? 0);
        if (alignment > 0 && padding > 0)
            builder.Append(' ', padding);
        builder.Append(text);
        if (alignment < 0 && padding > 0)
            builder.Append(' ', padding);
        return rest.Slice(1);
    }

    // Indexes and alignments stay below a million.
    private static int TakeNumber(ref ReadOnlySpan<char> rest)
    {
        int value = 0;
        int i = 0;
        for (; i < rest.Length && char.IsAsciiDigit(rest[i]); i++)
        {
            value = value * 10 + (rest[i] - '0');
            if (value >= 1_000_000)
                Fail("Index or alignment is too large.");
        }
        rest = rest.Slice(i);
        return value;
    }

    private static void Fail(string message) => ThrowHelper.ThrowFormat(message);
}
