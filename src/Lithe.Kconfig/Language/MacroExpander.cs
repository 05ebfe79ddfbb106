using System.Text;

namespace Lithe.Kconfig;

/// <summary>
/// The macro language: variables, user functions with $(1), $(2), …, built-in functions and the environment.
/// Expansion is bounded in depth, in number and in length, so that no input can make it run away.
/// </summary>
internal sealed class MacroExpander(ParseContext context)
{
    private const int MaxArguments = 16;
    private const int MaxDepth = 1000;
    private const int ShellBuffer = 4095;

    private readonly Dictionary<string, Variable> _variables = new(StringComparer.Ordinal);
    private int _expansions;
    private long _length;
    private int _depth;
    private SourceLocation _at;

    private sealed class Variable
    {
        public string Value = "";
        public bool Recursive;
        public int Active;
    }

    /// <summary>Expands a word that contains '$', up to the first character that cannot be part of a word.</summary>
    public string ExpandWord(ReadOnlySpan<char> text, SourceLocation at, out int used)
    {
        _at = at;
        return Expand(text, [], wordOnly: true, out used);
    }

    /// <summary>Expands what follows a '$'.</summary>
    public string ExpandReference(ReadOnlySpan<char> text, SourceLocation at, out int used)
    {
        _at = at;
        return Reference(text, [], out used);
    }

    /// <summary>Defines a variable: <c>=</c>, <c>:=</c> or <c>+=</c>.</summary>
    public void Assign(string name, TokenKind op, string value, SourceLocation at)
    {
        _at = at;
        bool append = false;
        bool recursive = op == TokenKind.Equal;
        if (_variables.TryGetValue(name, out Variable? variable))
        {
            append = op == TokenKind.PlusEqual;
            if (append)
                recursive = variable.Recursive;
        }
        else
        {
            recursive |= op == TokenKind.PlusEqual;
            _variables.Add(name, variable = new());
        }
        variable.Recursive = recursive;
        string expanded = recursive ? value : Expand(value, [], wordOnly: false, out _);
        Count(append ? variable.Value.Length : 0);
        variable.Value = append ? variable.Value + " " + expanded : expanded;
    }

    private string Expand(ReadOnlySpan<char> text, string[] arguments, bool wordOnly, out int used)
    {
        StringBuilder? built = null;
        int start = 0;
        int p = 0;
        for (; p < text.Length; p++)
        {
            if (text[p] == '$')
            {
                built ??= new();
                built.Append(text[start..p]);
                string value = Reference(text[(p + 1)..], arguments, out int skipped);
                built.Append(value);
                Count(value.Length);
                p += skipped;
                start = p + 1;
            }
            else if (wordOnly && !Lexer.IsWordChar(text[p]))
            {
                break;
            }
        }
        used = p;
        if (built is null)
            return text[..p].ToString();
        return built.Append(text[start..p]).ToString();
    }

    /// <summary>Only "$(" starts a reference; any other '$' stands for itself.</summary>
    private string Reference(ReadOnlySpan<char> text, string[] arguments, out int used)
    {
        used = 0;
        if (!text.StartsWith('('))
            return "$";
        int nest = 0;
        for (int q = 1; q < text.Length; q++)
        {
            if (text[q] == '(')
            {
                nest++;
            }
            else if (text[q] == ')' && nest-- == 0)
            {
                used = q + 1;
                Count(used);
                return Clause(text[1..q], arguments);
            }
        }
        throw new KconfigException(_at, $"unterminated reference to '{text[1..]}': missing ')'");
    }

    private string Clause(ReadOnlySpan<char> clause, string[] outer)
    {
        if (++_expansions > context.Options.MaxExpansions)
            throw new KconfigException(_at, "too many macro expansions");
        if (_depth >= MaxDepth)
            throw new KconfigException(_at, "macro expansion is nested too deeply");
        // $(1) names an argument only inside a function that was given one.
        if (int.TryParse(clause, System.Globalization.NumberStyles.AllowLeadingWhite, null, out int n) && n > 0 && n <= outer.Length)
            return outer[n - 1];
        _depth++;
        try
        {
            KconfigStack.Ensure(_at);
            List<string> parts = [];
            int nest = 0;
            int start = 0;
            for (int p = 0; p <= clause.Length; p++)
            {
                if (p == clause.Length || (nest == 0 && clause[p] == ','))
                {
                    if (parts.Count >= MaxArguments)
                        throw new KconfigException(_at, "too many function arguments");
                    parts.Add(Expand(clause[start..p], outer, wordOnly: false, out _));
                    start = p + 1;
                }
                else if (clause[p] == '(')
                {
                    nest++;
                }
                else if (clause[p] == ')')
                {
                    nest--;
                }
            }
            string name = parts[0];
            parts.RemoveAt(0);
            return Value(name, [.. parts]);
        }
        finally
        {
            _depth--;
        }
    }

    private string Value(string name, string[] arguments)
    {
        if (_variables.TryGetValue(name, out Variable? variable))
            return ExpandVariable(name, variable, arguments);
        if (BuiltIn(name, arguments) is { } value)
            return value;
        return arguments.Length == 0 && name.Length > 0 ? context.Options.Environment(name) ?? "" : "";
    }

    private string ExpandVariable(string name, Variable variable, string[] arguments)
    {
        if (arguments.Length == 0 && variable.Active > 0)
            throw new KconfigException(_at, $"Recursive variable '{name}' references itself (eventually)");
        if (!variable.Recursive)
            return variable.Value;
        variable.Active++;
        try
        {
            return Expand(variable.Value, arguments, wordOnly: false, out _);
        }
        finally
        {
            variable.Active--;
        }
    }

    private string? BuiltIn(string name, string[] arguments)
    {
        int wanted = name switch { "error-if" or "warning-if" => 2, "info" or "shell" => 1, "filename" or "lineno" => 0, _ => -1 };
        if (wanted < 0)
            return null;
        if (arguments.Length < wanted)
            throw new KconfigException(_at, $"too few function arguments passed to '{name}'");
        if (arguments.Length > wanted)
            throw new KconfigException(_at, $"too many function arguments passed to '{name}'");
        switch (name)
        {
            case "error-if" when arguments[0] == "y":
                throw new KconfigException(_at, arguments[1]);
            case "warning-if" when arguments[0] == "y":
                context.Warn(_at, arguments[1]);
                return "";
            case "info":
                context.Report(new(Severity.Info, _at, arguments[0]));
                return "";
            case "filename":
                return _at.File;
            case "lineno":
                return _at.Line.ToString(System.Globalization.CultureInfo.InvariantCulture);
            case "shell":
                return Shell(arguments[0]);
            default:
                return "";
        }
    }

    private string Shell(string command)
    {
        string output;
        try
        {
            output = context.Options.Shell(command);
        }
        catch (Exception e) when (e is not KconfigException)
        {
            throw new KconfigException(_at, $"cannot run '{command}': {e.Message}");
        }
        // The length is a fixed part of the language: longer output is cut off.
        ReadOnlySpan<char> text = output.AsSpan(0, Math.Min(output.Length, ShellBuffer));
        int zero = text.IndexOf('\0');
        if (zero >= 0)
            text = text[..zero];
        string value = text.TrimEnd('\n').ToString().Replace('\n', ' ');
        Count(value.Length);
        return value;
    }

    private void Count(int length)
    {
        _length += length;
        if (_length > context.Options.MaxExpandedLength)
            throw new KconfigException(_at, "macro expansions are too long");
    }
}
