using System;

namespace Lithe.Args;

/// <summary>Splits a line into words: spaces separate, double quotes keep them, a backslash takes the next byte as it is.</summary>
public static class ArgumentSplitter
{
    /// <summary>Where the words behind the first word <c>--</c> start; the line's length when there is none.</summary>
    public static int FindArguments(ReadOnlySpan<byte> line)
    {
        int position = 0;
        while (position < line.Length)
        {
            while (position < line.Length && line[position] == ' ')
                position++;
            int start = position;
            while (position < line.Length && line[position] != ' ')
                position++;
            if (position - start == 2 && line[start] == '-' && line[start + 1] == '-')
                return position;
        }

        return line.Length;
    }

    /// <summary>
    /// Takes the next word from <paramref name="position"/> on, without its quotes and escapes, into <paramref name="word"/>, which must be as
    /// long as the line. An open quote ends with the line. False when there is no word left.
    /// </summary>
    public static bool TryNext(ReadOnlySpan<byte> line, ref int position, Span<byte> word, out int length)
    {
        length = 0;
        while (position < line.Length && line[position] == ' ')
            position++;
        if (position >= line.Length)
            return false;
        bool quoted = false;
        for (; position < line.Length && (quoted || line[position] != ' '); position++)
        {
            byte b = line[position];
            if (b == '"')
            {
                quoted = !quoted;
                continue;
            }

            if (b == '\\' && position + 1 < line.Length)
                b = line[++position];
            word[length++] = b;
        }

        return true;
    }
}
