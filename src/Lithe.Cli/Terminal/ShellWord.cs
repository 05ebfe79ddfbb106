namespace Lithe.Cli.Terminal;

/// <summary>A word as a POSIX shell reads it back, for commands that a message tells the user to type.</summary>
internal static class ShellWord
{
    private const string Plain = "@%+=:,./~-_";

    /// <summary>The word itself where the shell takes it literally, else in single quotes (POSIX.1-2017, Shell Command Language, §2.2.2).</summary>
    public static string Quote(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || Plain.Contains(c)) ? word : "'" + word.Replace("'", "'\\''") + "'";
}
