using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using Xunit;

namespace Lithe.Testing;

/// <summary>The guest's checks as assertions. They are counted: the guest must come to the same number.</summary>
public static class Check
{
    private static int count;

    /// <summary>Checks made so far.</summary>
    public static int Count => count;

    public static void Equal<T>(T expected, T actual,
        [CallerArgumentExpression(nameof(actual))] string? expression = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        Interlocked.Increment(ref count);
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
            Assert.Fail($"{file}:{line}: {expression}: expected {Text(expected)}, got {Text(actual)}");
    }

    public static void NotEqual<T>(T unexpected, T actual,
        [CallerArgumentExpression(nameof(actual))] string? expression = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        Interlocked.Increment(ref count);
        if (EqualityComparer<T>.Default.Equals(unexpected, actual))
            Assert.Fail($"{file}:{line}: {expression}: expected anything but {Text(unexpected)}");
    }

    public static void True(bool condition,
        [CallerArgumentExpression(nameof(condition))] string? expression = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        Interlocked.Increment(ref count);
        if (!condition)
            Assert.Fail($"{file}:{line}: {expression}: expected true");
    }

    public static void False(bool condition,
        [CallerArgumentExpression(nameof(condition))] string? expression = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        Interlocked.Increment(ref count);
        if (condition)
            Assert.Fail($"{file}:{line}: {expression}: expected false");
    }

    public static void SequenceEqual<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual,
        [CallerArgumentExpression(nameof(actual))] string? expression = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        Interlocked.Increment(ref count);
        if (!expected.SequenceEqual(actual, EqualityComparer<T>.Default))
            Assert.Fail($"{file}:{line}: {expression}: expected [{Join(expected)}], got [{Join(actual)}]");
    }

    public static void SequenceEqual<T>(T[] expected, T[] actual,
        [CallerArgumentExpression(nameof(actual))] string? expression = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        SequenceEqual(new ReadOnlySpan<T>(expected), new ReadOnlySpan<T>(actual), expression, file, line);

    private static string Text<T>(T value) => value is null ? "null" : value is string text ? $"\"{text}\"" : value.ToString() ?? "";

    private static string Join<T>(ReadOnlySpan<T> span)
    {
        string text = "";
        foreach (T item in span)
            text += (text.Length == 0 ? "" : ", ") + Text(item);
        return text;
    }
}
