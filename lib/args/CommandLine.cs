using System;
using System.Text;
using Lithe.Plat;

namespace Lithe.Args;

/// <summary>The application's part of the kernel command line: the words behind a word <c>--</c>.</summary>
public static class CommandLine
{
    /// <summary>The application's arguments; empty when the command line has no <c>--</c>. Allocates.</summary>
    public static string[] GetArguments()
    {
        ReadOnlySpan<byte> line = Platform.CommandLine;
        int start = ArgumentSplitter.FindArguments(line);
        int count = 0;
        Span<byte> word = line.Length <= 512 ? stackalloc byte[512] : new byte[line.Length];
        for (int position = start; ArgumentSplitter.TryNext(line, ref position, word, out _);)
            count++;
        string[] arguments = new string[count];
        count = 0;
        for (int position = start; ArgumentSplitter.TryNext(line, ref position, word, out int length);)
            arguments[count++] = Encoding.UTF8.GetString(word.Slice(0, length));
        return arguments;
    }
}
