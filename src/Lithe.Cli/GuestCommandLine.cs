namespace Lithe.Cli;

/// <summary>Writes a guest's command line: kernel parameters, then <c>--</c>, then the program's arguments (as Linux has it).</summary>
internal static class GuestCommandLine
{
    public static string Compose(IReadOnlyList<string> parameters, IReadOnlyList<string> arguments)
    {
        IEnumerable<string> words = parameters.Select(p => p.Trim()).Where(p => p.Length > 0);
        if (arguments.Count > 0)
            words = words.Append("--").Concat(arguments.Select(Quote));
        return string.Join(' ', words);
    }

    // An argument with a space, a quote or nothing in it goes between double quotes; inside, \ keeps the next character as it is.
    private static string Quote(string argument)
    {
        bool plain = argument.Length > 0 && !argument.Any(c => char.IsWhiteSpace(c) || c is '"' or '\\');
        return plain ? argument : $"\"{argument.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
    }
}
