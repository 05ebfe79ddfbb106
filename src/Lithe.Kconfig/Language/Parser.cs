namespace Lithe.Kconfig;

/// <summary>
/// Reads statements: the menu structure, "source", "if" and macro assignments. Options are read in
/// Parser.Options.cs and expressions in Parser.Expressions.cs. After an error the rest of the line is skipped, so that
/// one run reports as many errors as it can.
/// </summary>
internal sealed partial class Parser
{
    private readonly ParseContext _context;
    private readonly TreeBuilder _tree;
    private readonly IKconfigFileProvider _files;
    private readonly List<(string File, SourceLocation From)> _open = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly bool _busyBox;
    private Lexer _lexer;
    private Token _token;
    private int _sources;

    public Parser(ParseContext context, TreeBuilder tree, IKconfigFileProvider files)
    {
        _context = context;
        _tree = tree;
        _files = files;
        _busyBox = context.Options.Dialect == KconfigDialect.BusyBox;
        _lexer = null!;
    }

    /// <summary>All files read, in order of first use.</summary>
    public List<string> FileNames { get; } = [];

    private SourceLocation Here => new(_lexer.File, _token.Line, _token.Column);

    public void ParseRoot(string path)
    {
        string text = Read(path) ?? throw new KconfigException(new(path, 0), $"can't find file {path}");
        File(path, text, new(path, 0));
    }

    /// <summary>Names the current directory's file first, then the same path below $(srctree).</summary>
    private string? Read(string path)
    {
        string? text = _files.TryRead(path);
        if (text is null && !path.StartsWith('/') && _context.Options.Environment("srctree") is { Length: > 0 } root)
            text = _files.TryRead($"{root}/{path}");
        return text;
    }

    private void File(string path, string text, SourceLocation from)
    {
        if (++_sources > _context.Options.MaxSources)
            throw new KconfigException(from, "too many source statements");
        foreach ((string file, _) in _open)
        {
            if (file == path)
                throw new KconfigException(from, RecursionMessage(path, from));
        }
        KconfigStack.Ensure(from);
        if (_seen.Add(path))
            FileNames.Add(path);
        _open.Add((path, from));
        Lexer outerLexer = _lexer;
        _lexer = new(path, text, _context);
        Advance();
        Statements(null, inChoice: false);
        _lexer = outerLexer;
        _open.RemoveAt(_open.Count - 1);
    }

    private string RecursionMessage(string path, SourceLocation from)
    {
        var lines = new List<string> { $"recursive inclusion of \"{path}\"", $"  included from: {from}" };
        for (int i = _open.Count - 1; i > 0 && _open[i].File != path; i--)
            lines.Add($"  included from: {_open[i].From}");
        return string.Join('\n', lines);
    }

    private void Advance() => _token = _lexer.Next();

    /// <summary>Reads statements up to the end of the block that <paramref name="block"/> opened, or of the file.</summary>
    private void Statements(MenuNode? block, bool inChoice)
    {
        KconfigStack.Ensure(Here);
        while (true)
        {
            switch (_token.Kind)
            {
                case TokenKind.EndOfFile:
                    if (block is not null)
                        _context.Error(block.Location, "missing end statement for this entry");
                    return;
                case TokenKind.EndOfLine:
                    Advance();
                    continue;
                case TokenKind.EndMenu or TokenKind.EndChoice or TokenKind.EndIf:
                    if (End(block))
                        return;
                    continue;
            }
            Statement(inChoice);
        }
    }

    private bool End(MenuNode? block)
    {
        SourceLocation at = Here;
        (string name, MenuNodeKind kind) = _token.Kind switch
        {
            TokenKind.EndMenu => ("menu", MenuNodeKind.Menu),
            TokenKind.EndChoice => ("choice", MenuNodeKind.Choice),
            _ => ("if", MenuNodeKind.If),
        };
        Advance();
        if (block is null)
        {
            _context.Error(at, $"unexpected 'end{name}': no {name} block is open in this file");
            Recover();
            return false;
        }
        if (block.Kind != kind)
            _context.Error(at, $"unexpected 'end{name}' within {block.Kind.ToString().ToLowerInvariant()} block");
        else
            EndOfStatement();
        // The wrong end is taken for a misspelt right one, which keeps the errors that follow few.
        return true;
    }

    private void Statement(bool inChoice)
    {
        SourceLocation at = Here;
        Token first = _token;
        bool allowed = !inChoice || first.Kind is TokenKind.Config or TokenKind.Comment or TokenKind.If
            || (_busyBox && first.Kind is TokenKind.MenuConfig or TokenKind.Source);
        if (!allowed && first.Kind != TokenKind.Word)
        {
            Fail(at, $"{first} is not allowed in a choice block");
            return;
        }
        switch (first.Kind)
        {
            case TokenKind.Config:
                Config(MenuNodeKind.Config, at);
                break;
            case TokenKind.MenuConfig:
                Config(MenuNodeKind.MenuConfig, at);
                break;
            case TokenKind.Menu:
                Menu(at);
                break;
            case TokenKind.Choice:
                Choice(at);
                break;
            case TokenKind.If:
                If(at, inChoice);
                break;
            case TokenKind.Comment:
                Comment(at);
                break;
            case TokenKind.MainMenu:
                MainMenu(at);
                break;
            case TokenKind.Source:
                Source(at, relative: false, optional: false);
                break;
            case TokenKind.Word:
                WordStatement(first, at, inChoice);
                break;
            default:
                Fail(at, $"invalid statement: unexpected {first}");
                break;
        }
    }

    private void WordStatement(Token first, SourceLocation at, bool inChoice)
    {
        Advance();
        if (!_busyBox && _token.Kind is TokenKind.Equal or TokenKind.ColonEqual or TokenKind.PlusEqual)
        {
            TokenKind op = _token.Kind;
            _context.Macros.Assign(first.Text, op, _lexer.AssignedText(), at);
            Advance();
            EndOfStatement();
        }
        else if (first.Text is "rsource" or "osource" or "orsource" && _token.Kind == TokenKind.QuotedWord && !_busyBox && !inChoice)
        {
            SourceFrom(at, relative: first.Text is "rsource" or "orsource", optional: first.Text[0] == 'o');
        }
        else
        {
            Fail(at, $"unknown statement \"{first.Text}\"");
        }
    }

    private void Menu(SourceLocation at)
    {
        Advance();
        if (!PromptText(out string text, at) || !EndOfStatement())
            text = "";
        _tree.Add(MenuNodeKind.Menu, null, at);
        _tree.Prompt(PropertyKind.Menu, text, null, at);
        MenuOptions(allowVisible: true);
        Block(inChoice: false);
    }

    private void Block(bool inChoice)
    {
        MenuNode node = _tree.Entry;
        _tree.Open();
        Statements(node, inChoice);
        _tree.Close();
    }

    private void Choice(SourceLocation at)
    {
        Advance();
        string? name = null;
        if (_token.Kind == TokenKind.Word && !_busyBox)
        {
            name = _token.Text;
            Advance();
        }
        EndOfStatement();
        _tree.Add(MenuNodeKind.Choice, _tree.Symbols.LookupChoice(name), at);
        ChoiceOptions();
        Block(inChoice: true);
    }

    private void If(SourceLocation at, bool inChoice)
    {
        Advance();
        Expr? condition = Expression();
        _tree.Add(MenuNodeKind.If, null, at);
        if (condition is not null && EndOfStatement())
            _tree.Depend(condition, at);
        Block(inChoice);
    }

    private void Comment(SourceLocation at)
    {
        Advance();
        if (!PromptText(out string text, at) || !EndOfStatement())
            text = "";
        _tree.Add(MenuNodeKind.Comment, null, at);
        _tree.Prompt(PropertyKind.Comment, text, null, at);
        MenuOptions(allowVisible: false);
    }

    private void MainMenu(SourceLocation at)
    {
        Advance();
        if (!PromptText(out string text, at) || !EndOfStatement())
            return;
        if (_busyBox)
            return;
        if (_tree.NodeCount > 0 || _tree.Root.Prompt is not null)
            _context.Error(at, "mainmenu must be the first statement");
        else
            _tree.Prompt(PropertyKind.Menu, text, null, at);
    }

    private void Source(SourceLocation at, bool relative, bool optional)
    {
        Advance();
        SourceFrom(at, relative, optional);
    }

    private void SourceFrom(SourceLocation at, bool relative, bool optional)
    {
        if (!PromptText(out string path, at) || !EndOfStatement(advance: false))
        {
            if (_token.Kind == TokenKind.EndOfLine)
                Advance();
            return;
        }
        if (relative)
        {
            int slash = _lexer.File.LastIndexOf('/');
            path = Normalize(slash < 0 ? path : _lexer.File[..(slash + 1)] + path);
        }
        string? text = Read(path);
        if (text is not null)
            File(path, text, at);
        else if (GlobPattern.IsPattern(path))
            SourceGlob(path, at, optional);
        else if (!optional)
            throw new KconfigException(at, $"can't open file \"{path}\"");
        Advance();
    }

    private void SourceGlob(string pattern, SourceLocation at, bool optional)
    {
        IReadOnlyList<string> paths = _files.Glob(pattern);
        string prefix = "";
        if (paths.Count == 0 && !pattern.StartsWith('/') && _context.Options.Environment("srctree") is { Length: > 0 } root)
        {
            prefix = root + "/";
            paths = _files.Glob(prefix + pattern);
        }
        if (paths.Count == 0 && !optional)
            throw new KconfigException(at, $"no file matches \"{pattern}\"");
        foreach (string path in paths)
        {
            string name = path[prefix.Length..];
            File(name, Read(name) ?? throw new KconfigException(at, $"can't open file \"{name}\""), at);
        }
    }

    /// <summary>Removes "." and ".." parts, so that one file has one name.</summary>
    private static string Normalize(string path)
    {
        var parts = new List<string>();
        foreach (string part in path.Split('/'))
        {
            if (part == ".." && parts.Count > 0 && parts[^1] is not ("" or ".."))
                parts.RemoveAt(parts.Count - 1);
            else if (part != "." && (part.Length > 0 || parts.Count == 0))
                parts.Add(part);
        }
        return string.Join('/', parts);
    }

    private void Fail(SourceLocation at, string message)
    {
        _context.Error(at, message);
        Recover();
    }

    private void Recover()
    {
        if (_token.Kind is not (TokenKind.EndOfLine or TokenKind.EndOfFile))
        {
            _lexer.SkipLine();
            Advance();
        }
        if (_token.Kind == TokenKind.EndOfLine)
            Advance();
    }

    private bool EndOfStatement(bool advance = true)
    {
        if (_token.Kind == TokenKind.EndOfLine)
        {
            if (advance)
                Advance();
            return true;
        }
        if (_token.Kind == TokenKind.EndOfFile)
            return true;
        _context.Error(Here, $"unexpected {_token} at the end of the statement");
        _lexer.SkipLine();
        Advance();
        if (advance && _token.Kind == TokenKind.EndOfLine)
            Advance();
        return false;
    }
}
