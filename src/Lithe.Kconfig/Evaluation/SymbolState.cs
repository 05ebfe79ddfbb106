namespace Lithe.Kconfig;

/// <summary>What one configuration knows about one symbol.</summary>
internal struct SymbolState
{
    /// <summary>The value of an int, hex or string symbol; "n" for the others unless they are literals.</summary>
    public string Text;

    /// <summary>For a choice: the member that is y.</summary>
    public Symbol? Selected;

    /// <summary>The text set by the user.</summary>
    public string? UserText;

    /// <summary>For a choice: the member set by the user.</summary>
    public Symbol? UserSelected;

    public Tristate Value;
    public Tristate UserValue;

    /// <summary>The most the user can set; n when there is no visible prompt.</summary>
    public Tristate Visible;

    public Tristate Direct;
    public Tristate Reverse;
    public Tristate Implied;
    public StateFlags Flags;

    public readonly bool HasUser => (Flags & StateFlags.User) != 0;

    public readonly bool IsWritten => (Flags & StateFlags.Write) != 0;
}

[Flags]
internal enum StateFlags : byte
{
    None = 0,

    /// <summary>The value is up to date.</summary>
    Valid = 1,

    /// <summary>The symbol belongs into .config.</summary>
    Write = 2,

    /// <summary>The user, or a file, gave a value.</summary>
    User = 4,

    /// <summary>The members of the choice get their user values when it is first calculated.</summary>
    PendingChoice = 8,

    /// <summary>The symbol has been written in this run over the tree, or will not be.</summary>
    Done = 16,
}
