namespace Lithe.Kconfig;

/// <summary>Rewriting of expressions that looks at one node at a time.</summary>
internal static class ExprTransform
{
    /// <summary>Turns the literal m into "m &amp;&amp; MODULES", so that it is n when there are no modules.</summary>
    public static Expr RewriteModule(Expr e, Symbol modules)
    {
        switch (e.Kind)
        {
            case ExprKind.Symbol:
                return e.Left.IsModule ? Expr.Join(ExprKind.And, e, Expr.Of(modules)) : e;
            case ExprKind.Not or ExprKind.And or ExprKind.Or:
                return Map(e, modules, static (x, m) => RewriteModule(x, m));
            default:
                return e;
        }
    }

    /// <summary>Moves "!" down to the symbols and removes comparisons of bool symbols with y, m and n.</summary>
    public static Expr Transform(Expr e, TreeFinalizer context)
    {
        switch (e.Kind)
        {
            case ExprKind.And or ExprKind.Or:
                return Map(e, context, static (x, c) => Transform(x, c));
            case ExprKind.Equal or ExprKind.Unequal when e.Left.Type == SymbolType.Bool:
                return BoolComparison(e, context);
            case ExprKind.Not:
                return Negation(Transform(e.Items[0], context), context);
            default:
                return e;
        }
    }

    private static Expr BoolComparison(Expr e, TreeFinalizer context)
    {
        bool equal = e.Kind == ExprKind.Equal;
        Symbol right = e.Right!;
        if (right.IsModule)
        {
            context.BoolTestedForModule(e.Left, equal);
            return Expr.Of(equal ? context.Symbols.No : context.Symbols.Yes);
        }
        if (right.IsYes)
            return equal ? Expr.Of(e.Left) : Expr.Not(Expr.Of(e.Left));
        if (right.IsNo)
            return equal ? Expr.Not(Expr.Of(e.Left)) : Expr.Of(e.Left);
        return e;
    }

    private static Expr Negation(Expr operand, TreeFinalizer context)
    {
        switch (operand.Kind)
        {
            case ExprKind.Not:
                return Transform(operand.Items[0], context);
            case ExprKind.And or ExprKind.Or:
                var negated = new Expr[operand.Items.Length];
                for (int i = 0; i < negated.Length; i++)
                    negated[i] = Negation(operand.Items[i], context);
                return Expr.JoinAll(operand.Kind == ExprKind.And ? ExprKind.Or : ExprKind.And, negated);
            case ExprKind.Symbol:
                SymbolTable symbols = context.Symbols;
                Symbol s = operand.Left;
                return s.IsYes ? Expr.Of(symbols.No) : s.IsNo ? Expr.Of(symbols.Yes) : s.IsModule ? operand : Expr.Not(operand);
            default:
                ExprKind opposite = operand.Kind switch
                {
                    ExprKind.Equal => ExprKind.Unequal,
                    ExprKind.Unequal => ExprKind.Equal,
                    ExprKind.LessOrEqual => ExprKind.Greater,
                    ExprKind.Greater => ExprKind.LessOrEqual,
                    ExprKind.Less => ExprKind.GreaterOrEqual,
                    _ => ExprKind.Less,
                };
                return Expr.Compare(opposite, operand.Left, operand.Right!);
        }
    }

    /// <summary>
    /// Writes out "e != n": in the result every symbol is compared with n. It is what the grouping of menu entries
    /// compares, since it does not care about m.
    /// </summary>
    public static Expr NotEqualNo(Expr? e, TreeFinalizer context) => CompareWithNo(e, ExprKind.Unequal, context.Symbols.No);

    private static Expr CompareWithNo(Expr? e, ExprKind kind, Symbol no)
    {
        switch (e?.Kind)
        {
            case null:
                return kind == ExprKind.Unequal ? Expr.Not(Expr.Of(no)) : Expr.Of(no);
            case ExprKind.And or ExprKind.Or:
                var items = new Expr[e.Items.Length];
                for (int i = 0; i < items.Length; i++)
                    items[i] = CompareWithNo(e.Items[i], ExprKind.Equal, no);
                Expr joined = Expr.JoinAll(e.Kind == ExprKind.And ? ExprKind.Or : ExprKind.And, items);
                return kind == ExprKind.Unequal ? Expr.Not(joined) : joined;
            case ExprKind.Not:
                return CompareWithNo(e.Items[0], kind == ExprKind.Equal ? ExprKind.Unequal : ExprKind.Equal, no);
            case ExprKind.Symbol:
                return Expr.Compare(kind, e.Left, no);
            default:
                return kind == ExprKind.Equal ? Expr.Not(e) : e;
        }
    }

    /// <summary>For symbols that cannot be m: "FOO != n" is FOO. Only BusyBox's tool does this.</summary>
    public static Expr TransformBool(Expr e)
    {
        return e.Kind switch
        {
            ExprKind.And or ExprKind.Or or ExprKind.Not => Map(e, 0, static (x, _) => TransformBool(x)),
            ExprKind.Unequal when e.Left.Type == SymbolType.Tristate && e.Right!.IsNo => Expr.Of(e.Left),
            _ => e,
        };
    }

    public static bool Contains(Expr? e, Symbol symbol)
    {
        if (e is null)
            return false;
        if (e.LeftOrNull == symbol || e.RightOrNull == symbol)
            return true;
        foreach (Expr item in e.Items)
        {
            if (Contains(item, symbol))
                return true;
        }
        return false;
    }

    /// <summary>Whether the expression is surely n when the symbol is n.</summary>
    public static bool DependsOn(Expr? e, Symbol symbol)
    {
        switch (e?.Kind)
        {
            case ExprKind.And:
                foreach (Expr item in e.Items)
                {
                    if (DependsOn(item, symbol))
                        return true;
                }
                return false;
            case ExprKind.Symbol:
                return e.Left == symbol;
            case ExprKind.Equal:
                return e.Left == symbol && (e.Right!.IsYes || e.Right.IsModule);
            case ExprKind.Unequal:
                return e.Left == symbol && e.Right!.IsNo;
            default:
                return false;
        }
    }

    private static Expr Map<T>(Expr e, T argument, Func<Expr, T, Expr> change)
    {
        Expr[] items = e.Items;
        Expr[]? changed = null;
        for (int i = 0; i < items.Length; i++)
        {
            Expr item = change(items[i], argument);
            if (changed is null && !ReferenceEquals(item, items[i]))
                changed = (Expr[])items.Clone();
            changed?[i] = item;
        }
        if (changed is null)
            return e;
        return e.Kind == ExprKind.Not ? Expr.Not(changed[0]) : Expr.JoinAll(e.Kind, changed);
    }
}
