using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;

namespace System;

public sealed partial class String
{
    /// <summary>Text with a value in place of {0}.</summary>
    public static string Format([StringSyntax("CompositeFormat")] string format, object? arg0) => Format(format, [arg0]);

    /// <summary>Text with values in place of {0} and {1}.</summary>
    public static string Format([StringSyntax("CompositeFormat")] string format, object? arg0, object? arg1) =>
        Format(format, [arg0, arg1]);

    /// <summary>Text with values in place of {0}, {1} and {2}.</summary>
    public static string Format([StringSyntax("CompositeFormat")] string format, object? arg0, object? arg1, object? arg2) =>
        Format(format, [arg0, arg1, arg2]);

    /// <summary>Text with values in place of {0}, {1} and so on.</summary>
    public static string Format([StringSyntax("CompositeFormat")] string format, params object?[] args)
    {
        if (args is null)
            ThrowHelper.ThrowArgumentNull(nameof(args));
        return Format(format, (ReadOnlySpan<object?>)args);
    }

    /// <summary>Text with values in place of {0}, {1} and so on.</summary>
    public static string Format([StringSyntax("CompositeFormat")] string format, params ReadOnlySpan<object?> args)
    {
        return Format(null, format, args);
    }

    /// <summary>Text with a value in place of {0}; the provider is handed to <see cref="IFormattable"/> values.</summary>
    public static string Format(IFormatProvider? provider, [StringSyntax("CompositeFormat")] string format, object? arg0) => Format(provider, format, [arg0]);

    /// <summary>Text with values in place of {0} and {1}; the provider is handed to <see cref="IFormattable"/> values.</summary>
    public static string Format(IFormatProvider? provider, [StringSyntax("CompositeFormat")] string format, object? arg0, object? arg1) =>
        Format(provider, format, [arg0, arg1]);

    /// <summary>Text with values in place of {0}, {1} and {2}; the provider is handed to <see cref="IFormattable"/> values.</summary>
    public static string Format(IFormatProvider? provider, [StringSyntax("CompositeFormat")] string format, object? arg0, object? arg1, object? arg2) =>
        Format(provider, format, [arg0, arg1, arg2]);

    /// <summary>Text with values in place of {0}, {1} and so on; the provider is handed to <see cref="IFormattable"/> values.</summary>
    /// <remarks>The text of an object of an anonymous type is made by this.</remarks>
    public static string Format(IFormatProvider? provider, [StringSyntax("CompositeFormat")] string format, params object?[] args)
    {
        if (args is null)
            ThrowHelper.ThrowArgumentNull(nameof(args));
        return Format(provider, format, (ReadOnlySpan<object?>)args);
    }

    /// <summary>Text with values in place of {0}, {1} and so on; the provider is handed to <see cref="IFormattable"/> values.</summary>
    public static string Format(IFormatProvider? provider, [StringSyntax("CompositeFormat")] string format, params ReadOnlySpan<object?> args)
    {
        StringBuilder builder = new();
        CompositeFormatter.Append(builder, provider, format, args);
        return builder.ToString();
    }

    /// <summary>The text of an interpolated string; the provider is not looked at.</summary>
    public static string Create(IFormatProvider? provider, [InterpolatedStringHandlerArgument(nameof(provider))] ref DefaultInterpolatedStringHandler handler) =>
        handler.ToStringAndClear();

    /// <summary>The text of an interpolated string, made in a buffer as far as it goes; the provider is not looked at.</summary>
    public static string Create(
        IFormatProvider? provider, Span<char> initialBuffer,
        [InterpolatedStringHandlerArgument(nameof(provider), nameof(initialBuffer))] ref DefaultInterpolatedStringHandler handler) =>
        handler.ToStringAndClear();
}
