using Lithe.Description;

namespace Lithe.Cli.Terminal;

/// <summary>Where the tool writes: results on the output, everything else on the error stream, colours only where they show.</summary>
internal sealed class Screen
{
    private readonly string _workingFolder;

    public Screen(TextWriter output, TextWriter error, bool outputIsTerminal, bool errorIsTerminal, bool color, bool verbose, string workingFolder)
    {
        (Out, Error, Verbose, _workingFolder) = (output, error, verbose, workingFolder);
        OutputIsTerminal = outputIsTerminal;
        ShowsProgress = errorIsTerminal && !verbose;
        ColorsOutput = color && outputIsTerminal;
        ColorsError = color && errorIsTerminal;
    }

    /// <summary>Results.</summary>
    public TextWriter Out { get; }

    /// <summary>Progress, notes, errors.</summary>
    public TextWriter Error { get; }

    public bool OutputIsTerminal { get; }

    /// <summary>Whether a spinner may be drawn on the error stream.</summary>
    public bool ShowsProgress { get; }

    public bool ColorsOutput { get; }

    public bool ColorsError { get; }

    public bool Verbose { get; }

    /// <summary>The screen of this process.</summary>
    public static Screen ForProcess(bool noColor, bool verbose)
    {
        bool color = !noColor
            && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");
        return new Screen(
            Console.Out, Console.Error, !Console.IsOutputRedirected, !Console.IsErrorRedirected, color, verbose, Environment.CurrentDirectory);
    }

    /// <summary>A remark for people.</summary>
    public void Note(string text) => Error.WriteLine(text);

    /// <summary>A remark that only <c>--verbose</c> shows.</summary>
    public void Detail(string text)
    {
        if (Verbose)
            Error.WriteLine(text);
    }

    /// <summary>Writes errors and warnings: the code and the cause, the place, the mend.</summary>
    public void Print(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (Diagnostic diagnostic in diagnostics)
            Print(diagnostic);
    }

    /// <summary>Writes one error or warning.</summary>
    public void Print(Diagnostic diagnostic)
    {
        bool isError = diagnostic.Severity == Severity.Error;
        string label = Paint(isError ? Ansi.Red : Ansi.Yellow, $"{(isError ? "error" : "warning")} {diagnostic.Code}", ColorsError);
        Error.WriteLine($"{label}: {diagnostic.Message}");
        if (diagnostic.File is not null)
            Error.WriteLine($"  at {Place(diagnostic)}");
        if (diagnostic.Mend is not null)
            Error.WriteLine($"  mend: {diagnostic.Mend}");
    }

    /// <summary>Text in a colour, where colours are on.</summary>
    public static string Paint(string color, string text, bool on) => on ? color + text + Ansi.Reset : text;

    /// <summary>A path as the user would write it: relative where it lies below the working folder.</summary>
    public string Display(string path)
    {
        string relative = Path.GetRelativePath(_workingFolder, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }

    private string Place(Diagnostic diagnostic)
    {
        string place = Display(diagnostic.File!);
        if (diagnostic.Line > 0)
            place += $":{diagnostic.Line}:{Math.Max(diagnostic.Column, 1)}";
        return place;
    }
}

/// <summary>The few terminal escape sequences in use.</summary>
internal static class Ansi
{
    public const string Red = "\e[1;31m";
    public const string Green = "\e[32m";
    public const string Yellow = "\e[33m";
    public const string Bold = "\e[1m";
    public const string Reset = "\e[0m";
}
