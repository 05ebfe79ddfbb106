using System.Collections.Generic;
using System.Text;

namespace System;

public sealed partial class String
{
    /// <summary>Strings one after another with a separator between.</summary>
    public static string Join(string? separator, params string?[] value)
    {
        if (value is null)
            ThrowHelper.ThrowArgumentNull(nameof(value));
        return Join((ReadOnlySpan<char>)separator, value);
    }

    /// <summary>Strings one after another with a separator between.</summary>
    public static string Join(char separator, params string?[] value)
    {
        if (value is null)
            ThrowHelper.ThrowArgumentNull(nameof(value));
        return Join([separator], value);
    }

    /// <summary>Strings one after another with a separator between.</summary>
    public static string Join(string? separator, params ReadOnlySpan<string?> value) => Join((ReadOnlySpan<char>)separator, value);

    /// <summary>Strings one after another with a separator between.</summary>
    public static string Join(char separator, params ReadOnlySpan<string?> value) => Join([separator], value);

    /// <summary>Strings one after another with a separator between.</summary>
    public static string Join(string? separator, IEnumerable<string?> values) => Join<string?>(separator, values);

    /// <summary>The texts of values one after another with a separator between.</summary>
    public static string Join<T>(string? separator, IEnumerable<T> values)
    {
        if (values is null)
            ThrowHelper.ThrowArgumentNull(nameof(values));
        StringBuilder builder = new();
        bool first = true;
        foreach (T value in values)
        {
            if (!first)
                builder.Append(separator);
            first = false;
            builder.Append(value?.ToString());
        }
        return builder.ToString();
    }

    /// <summary>The texts of values one after another with a separator between.</summary>
    public static string Join<T>(char separator, IEnumerable<T> values) => Join(char.ToString(separator), values);

    /// <summary>Strings one after another.</summary>
    public static string Concat(IEnumerable<string?> values) => Join<string?>(null, values);

    private static string Join(ReadOnlySpan<char> separator, ReadOnlySpan<string?> values)
    {
        if (values.Length == 0)
            return Empty;
        int length = checked(separator.Length * (values.Length - 1));
        for (int i = 0; i < values.Length; i++)
            length = checked(length + (values[i]?.Length ?? 0));
        if (length == 0)
            return Empty;
        string result = FastAllocateString(length);
        Span<char> to = result.Writable();
        for (int i = 0; i < values.Length; i++)
        {
            if (i > 0)
            {
                separator.CopyTo(to);
                to = to.Slice(separator.Length);
            }
            ReadOnlySpan<char> text = values[i];
            text.CopyTo(to);
            to = to.Slice(text.Length);
        }
        return result;
    }
}
