using System.Buffers;
using System.Text;

namespace Lithe.Kconfig;

/// <summary>
/// Splits one Kconfig file into tokens. Macros are expanded here: a "$(…)" is part of a word or of a quoted string, and
/// what it expands to is never split again.
/// </summary>
internal sealed class Lexer
{
    private static readonly SearchValues<char> StringStops = SearchValues.Create("$'\"\\\n");

    private readonly string _text;
    private readonly ParseContext _context;
    private readonly bool _busyBox;
    private readonly Dictionary<string, TokenKind>.AlternateLookup<ReadOnlySpan<char>> _keywords;
    private readonly Dictionary<string, TokenKind>.AlternateLookup<ReadOnlySpan<char>> _firstWords;
    private int _at;
    private int _lineStart;
    private bool _atLineStart = true;

    public Lexer(string file, string text, ParseContext context)
    {
        File = file;
        _text = text;
        _context = context;
        _busyBox = context.Options.Dialect == KconfigDialect.BusyBox;
        _keywords = Keywords.Linux;
        _firstWords = Keywords.BusyBoxFirst;
    }

    public string File { get; }

    /// <summary>The line being read, from 1.</summary>
    public int Line { get; private set; } = 1;

    private SourceLocation Here => new(File, Line, _at - _lineStart + 1);

    public static bool IsWordChar(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';

    /// <summary>Reads the next token. Blank lines give no token: an end of line always ends a statement.</summary>
    public Token Next()
    {
        string text = _text;
        while (true)
        {
            if (_at >= text.Length)
                return End();
            char c = text[_at];
            switch (c)
            {
                case ' ' or '\t':
                    _at++;
                    continue;
                case '#':
                    int end = text.IndexOf('\n', _at);
                    _at = end < 0 ? text.Length : end;
                    continue;
                case '\n':
                    int column = _at - _lineStart + 1;
                    int line = Line;
                    NewLine();
                    if (_atLineStart)
                        continue;
                    _atLineStart = true;
                    return new(TokenKind.EndOfLine, "", line, column);
                case '\\' when _at + 1 < text.Length && text[_at + 1] == '\n':
                    _at++;
                    NewLine();
                    continue;
                case '"' or '\'':
                    return Quoted(c);
            }
            if (TryWord(c, out Token token) || TryOperator(c, out token))
                return token;
        }
    }

    /// <summary>Reads the right side of a macro assignment: the rest of the line, not expanded.</summary>
    public string AssignedText()
    {
        int end = _text.IndexOf('\n', _at);
        if (end < 0)
            end = _text.Length;
        string value = _text[_at..end].TrimStart(' ', '\t');
        _at = end;
        return value;
    }

    /// <summary>Reads a help text, which ends at the first line that is indented less than its first line.</summary>
    public string HelpText()
    {
        var help = new StringBuilder();
        int firstIndent = -1;
        bool first = true;
        while (_at < _text.Length)
        {
            int indent = 0;
            int p = _at;
            for (; p < _text.Length && _text[p] is ' ' or '\t'; p++)
                indent = _text[p] == '\t' ? (indent & ~7) + 8 : indent + 1;
            int end = _text.IndexOf('\n', p);
            if (end < 0)
                end = _text.Length;
            bool blank = p == end;
            // Text in column 1 belongs to the help only when it follows the keyword directly.
            if (!blank && (indent < firstIndent || (indent == 0 && !first)))
                break;
            first = false;
            if (!blank)
            {
                if (firstIndent < 0)
                    firstIndent = indent;
                help.Append(' ', indent - firstIndent).Append(_text.AsSpan(p, end - p).TrimEnd(" \t"));
            }
            help.Append('\n');
            _at = end;
            if (end < _text.Length)
                NewLine();
        }
        _atLineStart = true;
        return help.ToString().Trim('\n');
    }

    /// <summary>Skips to the end of the line, to go on after an error.</summary>
    public void SkipLine()
    {
        int end = _text.IndexOf('\n', _at);
        _at = end < 0 ? _text.Length : end;
    }

    private Token End()
    {
        if (_atLineStart)
            return new(TokenKind.EndOfFile, "", Line, _at - _lineStart + 1);
        if (!_busyBox)
            _context.Warn(new(File, Line), "no new line at end of file");
        _atLineStart = true;
        return new(TokenKind.EndOfLine, "", Line, _at - _lineStart + 1);
    }

    private void NewLine()
    {
        _at++;
        Line++;
        _lineStart = _at;
    }

    private bool TryWord(char c, out Token token)
    {
        int start = _at;
        int line = Line;
        int column = start - _lineStart + 1;
        string text = _text;
        bool first = _atLineStart;
        token = default;
        if (_busyBox)
            return TryBusyBoxWord(first, out token);
        int p = start;
        while (p < text.Length && IsWordChar(text[p]))
            p++;
        if (p < text.Length && text[p] == '$')
        {
            string value = _context.Macros.ExpandWord(RestOfLine(), new(File, line, column), out int used);
            _at += used;
            if (value.Length == 0)
            {
                // An empty expansion leaves no token behind; anything else on the line counts as the start.
                return Next(out token);
            }
            _atLineStart = false;
            token = new(TokenKind.Word, _context.Names.Intern(value), line, column);
            return true;
        }
        if (p == start)
            return false;
        ReadOnlySpan<char> word = text.AsSpan(start, p - start);
        _at = p;
        _atLineStart = false;
        // Keywords are all lower case: most words are symbol names, and need no look-up.
        TokenKind kind = char.IsAsciiLetterLower(c) && _keywords.TryGetValue(word, out TokenKind keyword) ? keyword : TokenKind.Word;
        token = new(kind, _context.Names.Intern(word), line, column);
        return true;
    }

    private bool Next(out Token token)
    {
        token = Next();
        return true;
    }

    private bool TryBusyBoxWord(bool first, out Token token)
    {
        int start = _at;
        token = default;
        string text = _text;
        int p = start;
        while (p < text.Length && (char.IsAsciiLetterOrDigit(text[p]) || text[p] == '_' || (!first && text[p] is '-' or '/' or '.')))
            p++;
        if (p == start)
            return false;
        ReadOnlySpan<char> word = text.AsSpan(start, p - start);
        _at = p;
        if (word is "---")
            return Next(out token);
        TokenKind kind = TokenKind.Word;
        if (first && _firstWords.TryGetValue(word, out TokenKind keyword))
            kind = keyword;
        else if (!first && word is "if")
            kind = TokenKind.If;
        else if (!first && word is "on")
            kind = TokenKind.On;
        _atLineStart = false;
        token = new(kind, _context.Names.Intern(word), Line, start - _lineStart + 1);
        return true;
    }

    private bool TryOperator(char c, out Token token)
    {
        char next = _at + 1 < _text.Length ? _text[_at + 1] : '\0';
        (TokenKind kind, string spelling) = (c, next) switch
        {
            ('&', '&') => (TokenKind.And, "&&"),
            ('|', '|') => (TokenKind.Or, "||"),
            ('!', '=') => (TokenKind.Unequal, "!="),
            ('!', _) => (TokenKind.Not, "!"),
            ('=', _) => (TokenKind.Equal, "="),
            ('<', '=') => (TokenKind.LessOrEqual, "<="),
            ('<', _) => (TokenKind.Less, "<"),
            ('>', '=') => (TokenKind.GreaterOrEqual, ">="),
            ('>', _) => (TokenKind.Greater, ">"),
            ('(', _) => (TokenKind.OpenParen, "("),
            (')', _) => (TokenKind.CloseParen, ")"),
            (':', '=') => (TokenKind.ColonEqual, ":="),
            ('+', '=') => (TokenKind.PlusEqual, "+="),
            _ => (TokenKind.EndOfFile, ""),
        };
        if (_busyBox && kind is TokenKind.Less or TokenKind.LessOrEqual or TokenKind.Greater or TokenKind.GreaterOrEqual
            or TokenKind.ColonEqual or TokenKind.PlusEqual)
            kind = TokenKind.EndOfFile;
        if (kind == TokenKind.EndOfFile || (_busyBox && _atLineStart))
        {
            if (!_busyBox)
                _context.Warn(Here, $"ignoring unsupported character '{c}'");
            _at++;
            token = default;
            return false;
        }
        token = new(kind, spelling, Line, _at - _lineStart + 1);
        _at += spelling.Length;
        _atLineStart = false;
        return true;
    }

    private Token Quoted(char quote)
    {
        int line = Line;
        int column = _at - _lineStart + 1;
        string text = _text;
        int start = ++_at;
        _atLineStart = false;
        StringBuilder? built = null;
        while (true)
        {
            int stop = _at < text.Length ? text.AsSpan(_at).IndexOfAny(StringStops) : -1;
            int p = stop < 0 ? text.Length : _at + stop;
            built?.Append(text, _at, p - _at);
            _at = p;
            if (p >= text.Length || text[p] == '\n')
            {
                if (p < text.Length)
                    _context.Warn(new(File, line, column), "multi-line strings not supported");
                return Finish(p);
            }
            char c = text[p];
            if (c == quote)
            {
                _at++;
                return Finish(p);
            }
            if (c is '"' or '\'' || (c == '$' && _busyBox))
            {
                built?.Append(c);
                _at++;
                continue;
            }
            built ??= new StringBuilder().Append(text, start, p - start);
            _at++;
            if (c == '$')
            {
                built.Append(_context.Macros.ExpandReference(RestOfLine(), new(File, line, column), out int used));
                _at += used;
            }
            else if (_at < text.Length && text[_at] != '\n')
            {
                built.Append(text[_at++]);
            }
        }

        Token Finish(int end)
            => new(TokenKind.QuotedWord, built?.ToString() ?? _context.Names.Intern(text.AsSpan(start, end - start)), line, column);
    }

    private ReadOnlySpan<char> RestOfLine()
    {
        ReadOnlySpan<char> rest = _text.AsSpan(_at);
        int end = rest.IndexOf('\n');
        return end < 0 ? rest : rest[..end];
    }
}
