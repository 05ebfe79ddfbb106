using System.Collections.Generic;

namespace System;

public sealed partial class String
{
    /// <summary>The parts between separators; between white space when there are none.</summary>
    public string[] Split(params char[]? separator) => SplitAny(separator, int.MaxValue, StringSplitOptions.None);

    /// <summary>The parts between separators, at most some of them; the last takes the rest.</summary>
    public string[] Split(char[]? separator, int count) => SplitAny(separator, count, StringSplitOptions.None);

    /// <summary>The parts between separators.</summary>
    public string[] Split(char[]? separator, StringSplitOptions options) => SplitAny(separator, int.MaxValue, options);

    /// <summary>The parts between separators, at most some of them; the last takes the rest.</summary>
    public string[] Split(char[]? separator, int count, StringSplitOptions options) => SplitAny(separator, count, options);

    /// <summary>The parts between a separator.</summary>
    public string[] Split(char separator, StringSplitOptions options = StringSplitOptions.None) =>
        SplitAny([separator], int.MaxValue, options);

    /// <summary>The parts between a separator, at most some of them; the last takes the rest.</summary>
    public string[] Split(char separator, int count, StringSplitOptions options = StringSplitOptions.None) =>
        SplitAny([separator], count, options);

    /// <summary>The parts between a separator.</summary>
    public string[] Split(string? separator, StringSplitOptions options = StringSplitOptions.None) =>
        SplitSequence(separator, int.MaxValue, options);

    /// <summary>The parts between a separator, at most some of them; the last takes the rest.</summary>
    public string[] Split(string? separator, int count, StringSplitOptions options = StringSplitOptions.None) =>
        SplitSequence(separator, count, options);

    private string[] SplitAny(ReadOnlySpan<char> separators, int count, StringSplitOptions options)
    {
        Check(count, options);
        return Split(new Separators(separators, default), count, options);
    }

    private string[] SplitSequence(string? separator, int count, StringSplitOptions options)
    {
        Check(count, options);
        // An empty separator separates nothing.
        return Split(new Separators(default, separator ?? Empty), count, options);
    }

    private static void Check(int count, StringSplitOptions options)
    {
        if (count < 0)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(count));
        if ((options & ~(StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)) != 0)
            ThrowHelper.ThrowArgument("Illegal enum value.");
    }

    private string[] Split(Separators separators, int count, StringSplitOptions options)
    {
        if (count == 0)
            return [];
        bool removeEmpty = (options & StringSplitOptions.RemoveEmptyEntries) != 0;
        bool trim = (options & StringSplitOptions.TrimEntries) != 0;
        List<string> parts = new();
        ReadOnlySpan<char> rest = this;
        while (true)
        {
            int length = 0;
            int at = parts.Count < count - 1 ? separators.Next(rest, out length) : -1;
            ReadOnlySpan<char> part = at < 0 ? rest : rest.Slice(0, at);
            if (at < 0 && removeEmpty && count is not (1 or int.MaxValue) && parts.Count == count - 1)
            {
                // The last part, which takes the rest, begins after the empty ones.
                for (int next = separators.Next(part, out length); next >= 0; next = separators.Next(part, out length))
                {
                    ReadOnlySpan<char> head = trim ? part.Slice(0, next).Trim() : part.Slice(0, next);
                    if (head.Length > 0)
                        break;
                    part = part.Slice(next + length);
                }
            }
            if (trim)
                part = part.Trim();
            if (part.Length > 0 || !removeEmpty)
                parts.Add(part.Length == Length ? this : new string(part));
            if (at < 0)
                return parts.ToArray();
            rest = rest.Slice(at + length);
        }
    }

    // One of some characters (white space when there are none), or a sequence of them.
    private readonly ref struct Separators(ReadOnlySpan<char> any, string? sequence)
    {
        private readonly ReadOnlySpan<char> _any = any;

        internal int Next(ReadOnlySpan<char> text, out int length)
        {
            if (sequence is not null)
            {
                length = sequence.Length;
                return length == 0 ? -1 : text.IndexOf((ReadOnlySpan<char>)sequence);
            }
            length = 1;
            if (_any.Length == 1)
                return text.IndexOf(_any[0]);
            if (_any.Length > 1)
                return text.IndexOfAny(_any);
            for (int i = 0; i < text.Length; i++)
            {
                if (char.IsWhiteSpace(text[i]))
                    return i;
            }
            return -1;
        }
    }
}
