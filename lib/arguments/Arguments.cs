using System;
using System.Text;
using Lithe.Plat;

namespace Lithe;

/// <summary>The program's arguments.</summary>
public static class Arguments
{
    /// <summary>The words after the first word <c>--</c> of the command line; none when there is no such word.</summary>
    public static string[] FromCommandLine() => Split(Platform.CommandLine);

    /// <summary>The words after the first word <c>--</c> of <paramref name="line"/>.</summary>
    public static string[] Split(ReadOnlySpan<byte> line)
    {
        int at = 0;
        while (Next(line, ref at, default, out int length, out bool quoted))
        {
            if (!quoted && length == 2 && at >= 2 && line[at - 1] == '-' && line[at - 2] == '-')
                break;
        }

        int count = 0;
        for (int i = at; Next(line, ref i, default, out _, out _);)
            count++;
        var arguments = new string[count];
        // No word is longer than the line, so one buffer serves all.
        var buffer = new byte[count == 0 ? 0 : line.Length];
        for (int i = 0; i < count; i++)
        {
            Next(line, ref at, buffer, out int length, out _);
            arguments[i] = Encoding.UTF8.GetString(new ReadOnlySpan<byte>(buffer, 0, length));
        }
        return arguments;
    }

    /// <summary>Takes the next word off the line; writes it to <paramref name="target"/> unless that is empty.</summary>
    private static bool Next(ReadOnlySpan<byte> line, ref int at, Span<byte> target, out int length, out bool quoted)
    {
        length = 0;
        quoted = false;
        while (at < line.Length && line[at] == ' ')
            at++;
        if (at == line.Length)
            return false;

        bool inside = false;
        for (; at < line.Length && (inside || line[at] != ' '); at++)
        {
            byte value = line[at];
            if (value == '"')
            {
                inside = !inside;
                quoted = true;
                continue;
            }
            if (inside && value == '\\' && at + 1 < line.Length)
                value = line[++at];
            if (length < target.Length)
                target[length] = value;
            length++;
        }
        return true;
    }
}
