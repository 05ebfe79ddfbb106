using System.Text;

namespace Lithe.Kconfig;

/// <summary>Formats expressions, optionally with the current value of each symbol: <c>A [=y] &amp;&amp; !B [=n]</c>.</summary>
internal static class ExprPrinter
{
    public static string Print(Expr? e, Func<Symbol, string>? valueOf)
    {
        var text = new StringBuilder();
        Print(text, e, valueOf);
        return text.ToString();
    }

    public static void Print(StringBuilder text, Expr? e, Func<Symbol, string>? valueOf)
    {
        if (e is null)
            text.Append('y');
        else
            Print(text, e, valueOf, null);
    }

    private static void Print(StringBuilder text, Expr e, Func<Symbol, string>? valueOf, ExprKind? parent)
    {
        switch (e.Kind)
        {
            case ExprKind.Symbol:
                Name(text, e.Left, valueOf);
                break;
            case ExprKind.Not:
                // Only a comparison or an operator needs parentheses below "!".
                bool bare = e.Items[0].Kind is ExprKind.Symbol or ExprKind.Not || e.Items[0].IsComparison;
                text.Append(bare ? "!" : "!(");
                Print(text, e.Items[0], valueOf, ExprKind.Not);
                if (!bare)
                    text.Append(')');
                break;
            case ExprKind.And or ExprKind.Or:
                bool wrap = e.Kind == ExprKind.Or && parent == ExprKind.And;
                if (wrap)
                    text.Append('(');
                for (int i = 0; i < e.Items.Length; i++)
                {
                    if (i > 0)
                        text.Append(e.Kind == ExprKind.And ? " && " : " || ");
                    Print(text, e.Items[i], valueOf, e.Kind);
                }
                if (wrap)
                    text.Append(')');
                break;
            default:
                Name(text, e.Left, valueOf);
                text.Append(Operator(e.Kind));
                Name(text, e.Right!, valueOf);
                break;
        }
    }

    public static string Operator(ExprKind kind) => kind switch
    {
        ExprKind.Equal => "=",
        ExprKind.Unequal => "!=",
        ExprKind.Less => "<",
        ExprKind.LessOrEqual => "<=",
        ExprKind.Greater => ">",
        _ => ">=",
    };

    private static void Name(StringBuilder text, Symbol symbol, Func<Symbol, string>? valueOf)
    {
        text.Append(symbol.Name);
        if (valueOf is not null && symbol.NameOrNull is not null && symbol.Type != SymbolType.Unknown)
            text.Append(" [=").Append(valueOf(symbol)).Append(']');
    }
}
