using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace Lithe.Testing;

/// <summary>Checks of a test. One that does not hold is recorded with its place and values, and the test goes on.</summary>
public static class Check
{
    /// <summary>The values must be equal, by their type's own equality.</summary>
    public static void Equal<T>(T expected, T actual,
        [CallerArgumentExpression(nameof(actual))] string? expression = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        TestRunner.Count();
        if (EqualityComparer<T>.Default.Equals(expected, actual))
            return;
        TestRunner.BeginFailure(expression, file, line);
        Console.Write("expected ");
        ValueText.Write(expected);
        Console.Write(", got ");
        ValueText.Write(actual);
        Console.WriteLine();
    }

    /// <summary>The values must differ.</summary>
    public static void NotEqual<T>(T unexpected, T actual,
        [CallerArgumentExpression(nameof(actual))] string? expression = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        TestRunner.Count();
        if (!EqualityComparer<T>.Default.Equals(unexpected, actual))
            return;
        TestRunner.BeginFailure(expression, file, line);
        Console.Write("expected anything but ");
        ValueText.Write(unexpected);
        Console.WriteLine();
    }

    /// <summary>The condition must hold.</summary>
    public static void True(bool condition,
        [CallerArgumentExpression(nameof(condition))] string? expression = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        TestRunner.Count();
        if (condition)
            return;
        TestRunner.BeginFailure(expression, file, line);
        Console.WriteLine("expected true, got false");
    }

    /// <summary>The condition must not hold.</summary>
    public static void False(bool condition,
        [CallerArgumentExpression(nameof(condition))] string? expression = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        TestRunner.Count();
        if (!condition)
            return;
        TestRunner.BeginFailure(expression, file, line);
        Console.WriteLine("expected false, got true");
    }

    /// <summary>The sequences must have the same length and elements.</summary>
    public static void SequenceEqual<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual,
        [CallerArgumentExpression(nameof(actual))] string? expression = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        TestRunner.Count();
        int common = expected.Length < actual.Length ? expected.Length : actual.Length;
        int index = 0;
        while (index < common && EqualityComparer<T>.Default.Equals(expected[index], actual[index]))
            index++;
        if (index == common && expected.Length == actual.Length)
            return;
        TestRunner.BeginFailure(expression, file, line);
        if (index < common)
        {
            Console.Write($"at index {index} expected ");
            ValueText.Write(expected[index]);
            Console.Write(", got ");
            ValueText.Write(actual[index]);
            Console.WriteLine();
        }
        else
        {
            Console.WriteLine($"expected length {expected.Length}, got {actual.Length}");
        }
    }

    /// <inheritdoc cref="SequenceEqual{T}(ReadOnlySpan{T}, ReadOnlySpan{T}, string, string, int)"/>
    public static void SequenceEqual<T>(T[] expected, T[] actual,
        [CallerArgumentExpression(nameof(actual))] string? expression = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        SequenceEqual(new ReadOnlySpan<T>(expected), new ReadOnlySpan<T>(actual), expression, file, line);
}
