namespace System;

// Equality of tuple elements. A struct that has `Equals(T)` compares without a box: the test is settled when compiled.
internal static class TupleElement<T>
{
    internal static bool Equals(T left, T right)
    {
        if (left is IEquatable<T> equatable)
            return equatable.Equals(right);
        return left is null ? right is null : left.Equals(right);
    }
}

internal static class TupleElement
{
    internal const string IncorrectType = "The argument must be of the tuple's type.";

    // A tuple of more than seven elements holds the others in a tuple, which shows without its opening parenthesis.
    internal static string Rest(string? text) => text is ['(', .., ')'] ? text[1..] : text + ")";
}
