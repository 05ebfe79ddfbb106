namespace Lithe.Kconfig;

/// <summary>The kind of an expression node.</summary>
public enum ExprKind
{
    /// <summary>The value of a symbol.</summary>
    Symbol,

    /// <summary>Negation.</summary>
    Not,

    /// <summary>Conjunction of two or more operands.</summary>
    And,

    /// <summary>Disjunction of two or more operands.</summary>
    Or,

    /// <summary>left = right</summary>
    Equal,

    /// <summary>left != right</summary>
    Unequal,

    /// <summary>left &lt; right</summary>
    Less,

    /// <summary>left &lt;= right</summary>
    LessOrEqual,

    /// <summary>left &gt; right</summary>
    Greater,

    /// <summary>left &gt;= right</summary>
    GreaterOrEqual,
}

/// <summary>
/// An immutable expression. "And" and "or" are n-ary: an operand never has the kind of its parent, so
/// <see cref="Operands"/> is the whole level in source order.
/// </summary>
public sealed class Expr
{
    private Expr(ExprKind kind, Symbol? left, Symbol? right, Expr[] operands, bool hasConstant)
    {
        Kind = kind;
        LeftOrNull = left;
        RightOrNull = right;
        Items = operands;
        HasConstant = hasConstant;
    }

    /// <summary>The kind of this node.</summary>
    public ExprKind Kind { get; }

    /// <summary>The symbol, or the left side of a comparison; null for the logical operators.</summary>
    public Symbol? Symbol => LeftOrNull;

    /// <summary>The right side of a comparison.</summary>
    public Symbol? Right => RightOrNull;

    /// <summary>The operands of "not", "and" and "or".</summary>
    public IReadOnlyList<Expr> Operands => Items;

    internal Symbol? LeftOrNull { get; }

    internal Symbol? RightOrNull { get; }

    internal Expr[] Items { get; }

    /// <summary>Whether y or n occurs as an operand anywhere: only then can constant folding change the expression.</summary>
    internal bool HasConstant { get; }

    internal Symbol Left => LeftOrNull!;

    internal bool IsComparison => Kind >= ExprKind.Equal;

    /// <summary>Formats in Kconfig syntax.</summary>
    public override string ToString() => ExprPrinter.Print(this, null);

    internal static Expr Of(Symbol symbol)
        => new(ExprKind.Symbol, symbol, null, [], symbol.IsYes | symbol.IsNo);

    internal static Expr Compare(ExprKind kind, Symbol left, Symbol right) => new(kind, left, right, [], false);

    internal static Expr Not(Expr operand) => new(ExprKind.Not, null, null, [operand], operand.HasConstant);

    /// <summary>Null stands for "no condition", which is y.</summary>
    internal static Expr? And(Expr? a, Expr? b) => a is null ? b : b is null ? a : Join(ExprKind.And, a, b);

    internal static Expr? Or(Expr? a, Expr? b) => a is null ? b : b is null ? a : Join(ExprKind.Or, a, b);

    internal static Expr Join(ExprKind kind, Expr a, Expr b)
    {
        int na = a.Kind == kind ? a.Items.Length : 1;
        int nb = b.Kind == kind ? b.Items.Length : 1;
        var items = new Expr[na + nb];
        if (a.Kind == kind)
            a.Items.CopyTo(items, 0);
        else
            items[0] = a;
        if (b.Kind == kind)
            b.Items.CopyTo(items, na);
        else
            items[na] = b;
        return new(kind, null, null, items, a.HasConstant | b.HasConstant);
    }

    /// <summary>Joins operands that may themselves be of the given kind; one operand is returned as it is.</summary>
    internal static Expr JoinAll(ExprKind kind, ReadOnlySpan<Expr> operands)
    {
        if (operands.Length == 1)
            return operands[0];
        int count = 0;
        bool constant = false;
        foreach (Expr e in operands)
        {
            count += e.Kind == kind ? e.Items.Length : 1;
            constant |= e.HasConstant;
        }
        var items = new Expr[count];
        int at = 0;
        foreach (Expr e in operands)
        {
            if (e.Kind == kind)
            {
                e.Items.CopyTo(items, at);
                at += e.Items.Length;
            }
            else
            {
                items[at++] = e;
            }
        }
        return new(kind, null, null, items, constant);
    }

    /// <summary>Whether the condition is absent or the literal y.</summary>
    internal static bool IsYes(Expr? e) => e is null || (e.Kind == ExprKind.Symbol && e.Left.IsYes);
}
