using System.Text;

namespace Lithe.Description;

/// <summary>How bad a <see cref="Diagnostic"/> is.</summary>
public enum Severity
{
    /// <summary>Worth reading; the work goes on.</summary>
    Warning,

    /// <summary>The work cannot be finished.</summary>
    Error,
}

/// <summary>One message to the user: what is wrong, where, and what mends it.</summary>
/// <param name="Code">A stable code: <c>LITHE</c> and four digits, or the code of the tool that spoke (<c>CS0103</c>).</param>
/// <param name="Severity">Warning or error.</param>
/// <param name="Message">The cause, in one sentence without a final full stop.</param>
/// <param name="Mend">What to do about it, or null when the message says it all.</param>
/// <param name="File">The full path of the file it is about, or null.</param>
/// <param name="Line">The line in <paramref name="File"/>, from 1; 0 when there is none.</param>
/// <param name="Column">The column in the line, from 1; 0 when there is none.</param>
public sealed record Diagnostic(string Code, Severity Severity, string Message, string? Mend, string? File, int Line, int Column)
{
    /// <summary>An error without a place.</summary>
    public static Diagnostic Error(string code, string message, string? mend = null) =>
        new(code, Severity.Error, message, mend, null, 0, 0);

    /// <summary>An error at a place in a file.</summary>
    public static Diagnostic ErrorAt(string code, string message, string? mend, string file, int line = 0, int column = 0) =>
        new(code, Severity.Error, message, mend, file, line, column);

    /// <summary>The message in the form that editors recognise: <c>file(line,column): error CODE: message</c>, then the mend.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        if (File is not null)
        {
            text.Append(File);
            if (Line > 0)
                text.Append('(').Append(Line).Append(',').Append(Math.Max(Column, 1)).Append(')');
            text.Append(": ");
        }
        text.Append(Severity == Severity.Error ? "error " : "warning ").Append(Code).Append(": ").Append(Message);
        if (Mend is not null)
            text.Append("\n  mend: ").Append(Mend);
        return text.ToString();
    }
}
