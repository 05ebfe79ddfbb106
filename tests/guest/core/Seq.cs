using System;
using System.Runtime.CompilerServices;
using Lithe.Testing;

namespace CoreTests;

// One overload, so that collection expressions and arrays can be given without naming a type.
internal static class Seq
{
    internal static void Equal<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual,
        [CallerArgumentExpression(nameof(actual))] string? expression = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Check.SequenceEqual(expected, actual, expression, file, line);
}
