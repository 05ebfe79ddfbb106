using System.Diagnostics.CodeAnalysis;

namespace System.Text;

public sealed partial class StringBuilder
{
    /// <summary>Adds a character.</summary>
    public StringBuilder Append(char value)
    {
        Take(1)[0] = value;
        return this;
    }

    /// <summary>Adds a character some times.</summary>
    public StringBuilder Append(char value, int repeatCount)
    {
        if (repeatCount < 0)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(repeatCount));
        Take(repeatCount).Fill(value);
        return this;
    }

    /// <summary>Adds characters.</summary>
    public StringBuilder Append(ReadOnlySpan<char> value)
    {
        value.CopyTo(Take(value.Length));
        return this;
    }

    /// <summary>Adds a string.</summary>
    public StringBuilder Append(string? value) => Append((ReadOnlySpan<char>)value);

    /// <summary>Adds characters.</summary>
    public StringBuilder Append(char[]? value) => Append((ReadOnlySpan<char>)value);

    /// <summary>Adds a part of a string.</summary>
    public StringBuilder Append(string? value, int startIndex, int count) => Append(((ReadOnlySpan<char>)value).Slice(startIndex, count));

    /// <summary>Adds another text.</summary>
    public StringBuilder Append(StringBuilder? value) => value is null ? this : Append(value.Written);

    /// <summary>Adds a value's text.</summary>
    public StringBuilder Append(object? value) => Append(value?.ToString());

    /// <summary>Adds True or False.</summary>
    public StringBuilder Append(bool value) => Append(value ? "True" : "False");

    /// <summary>Adds a number.</summary>
    public StringBuilder Append(sbyte value) => AppendNumber(value);

    /// <summary>Adds a number.</summary>
    public StringBuilder Append(byte value) => AppendNumber(value);

    /// <summary>Adds a number.</summary>
    public StringBuilder Append(short value) => AppendNumber(value);

    /// <summary>Adds a number.</summary>
    public StringBuilder Append(ushort value) => AppendNumber(value);

    /// <summary>Adds a number.</summary>
    public StringBuilder Append(int value) => AppendNumber(value);

    /// <summary>Adds a number.</summary>
    public StringBuilder Append(uint value) => AppendNumber(value);

    /// <summary>Adds a number.</summary>
    public StringBuilder Append(long value) => AppendNumber(value);

    /// <summary>Adds a number.</summary>
    public StringBuilder Append(ulong value) => AppendNumber(value);

    /// <summary>Adds a number.</summary>
    public StringBuilder Append(float value) => AppendNumber(value);

    /// <summary>Adds a number.</summary>
    public StringBuilder Append(double value) => AppendNumber(value);

    /// <summary>Adds a line's end.</summary>
    public StringBuilder AppendLine() => Append('\n');

    /// <summary>Adds a string and a line's end.</summary>
    public StringBuilder AppendLine(string? value) => Append(value).Append('\n');

    /// <summary>Adds strings with a separator between.</summary>
    public StringBuilder AppendJoin(char separator, params ReadOnlySpan<string?> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (i > 0)
                Append(separator);
            Append(values[i]);
        }
        return this;
    }

    /// <summary>Adds strings with a separator between.</summary>
    public StringBuilder AppendJoin(string? separator, params ReadOnlySpan<string?> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (i > 0)
                Append(separator);
            Append(values[i]);
        }
        return this;
    }

    /// <summary>Adds text with values in place of {0}, {1} and so on.</summary>
    public StringBuilder AppendFormat([StringSyntax("CompositeFormat")] string format, object? arg0)
    {
        CompositeFormatter.Append(this, null, format, [arg0]);
        return this;
    }

    /// <summary>Adds text with values in place of {0}, {1} and so on.</summary>
    public StringBuilder AppendFormat([StringSyntax("CompositeFormat")] string format, object? arg0, object? arg1)
    {
        CompositeFormatter.Append(this, null, format, [arg0, arg1]);
        return this;
    }

    /// <summary>Adds text with values in place of {0}, {1} and so on.</summary>
    public StringBuilder AppendFormat([StringSyntax("CompositeFormat")] string format, params ReadOnlySpan<object?> args)
    {
        CompositeFormatter.Append(this, null, format, args);
        return this;
    }

    // Any number's longest text (a double's, or a 64-bit integer's) is below 32 characters.
    private StringBuilder AppendNumber<T>(T value) where T : ISpanFormattable
    {
        int start = _length;
        Span<char> room = Take(32);
        value.TryFormat(room, out int written, default, null);
        _length = start + written;
        return this;
    }
}
