namespace Lithe.Kconfig;

internal enum TokenKind : byte
{
    EndOfFile,
    EndOfLine,

    // Words, with text.
    Word,
    QuotedWord,

    // Operators.
    And,
    Or,
    Not,
    OpenParen,
    CloseParen,
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    ColonEqual,
    PlusEqual,

    // Keywords.
    Bool,
    Choice,
    Comment,
    Config,
    DefBool,
    DefTristate,
    Default,
    Depends,
    EndChoice,
    EndIf,
    EndMenu,
    Help,
    Hex,
    If,
    Imply,
    Int,
    MainMenu,
    Menu,
    MenuConfig,
    Modules,
    On,
    Optional,
    Prompt,
    Range,
    Requires,
    Select,
    Source,
    String,
    Tristate,
    Visible,
}

/// <summary>One token; <see cref="Text"/> is set for words, quoted words and keywords.</summary>
internal readonly record struct Token(TokenKind Kind, string Text, int Line, int Column)
{
    public override string ToString() => Kind switch
    {
        TokenKind.EndOfFile => "end of file",
        TokenKind.EndOfLine => "end of line",
        TokenKind.QuotedWord => $"\"{Text}\"",
        _ => $"'{Text}'",
    };
}
