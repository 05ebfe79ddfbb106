namespace Lithe.Kconfig;

/// <summary>What decided the value of a symbol.</summary>
public enum ExplanationKind
{
    /// <summary>The user, or a loaded file, set it.</summary>
    User,

    /// <summary>A default applies.</summary>
    Default,

    /// <summary>Nothing sets it: n, or empty.</summary>
    Nothing,

    /// <summary>Another symbol selects it.</summary>
    Selected,

    /// <summary>Another symbol implies it.</summary>
    Implied,

    /// <summary>Its choice decided.</summary>
    Choice,

    /// <summary>A dependency does not hold.</summary>
    Dependency,

    /// <summary>The range moved it.</summary>
    Range,

    /// <summary>The symbol has no prompt, or its prompt is hidden, so a value that was set has no effect.</summary>
    Invisible,
}

/// <summary>Why a symbol has its value.</summary>
/// <param name="Symbol">The symbol.</param>
/// <param name="Value">Its value.</param>
/// <param name="Kind">What decided it.</param>
/// <param name="Summary">One sentence, such as "NET_TCP is n because NET_IP is n".</param>
/// <param name="Details">More about selects, dependencies, ranges and places, one sentence each.</param>
public sealed record Explanation(Symbol Symbol, string Value, ExplanationKind Kind, string Summary, IReadOnlyList<string> Details)
{
    /// <summary>Formats the summary and the details on lines of their own.</summary>
    public override string ToString() => string.Join('\n', [Summary, .. Details.Select(d => "  " + d)]);
}
