namespace Lithe.Kconfig;

/// <summary>
/// Removal of operands that add nothing to "and" and "or". Values do not change by it, but which rules exist matters:
/// the grouping of menu entries, and so the order of .config, rests on which expressions come out equal.
/// </summary>
internal sealed class ExprSimplifier(SymbolTable symbols)
{
    private readonly Expr _yes = Expr.Of(symbols.Yes);
    private readonly Expr _no = Expr.Of(symbols.No);
    private long _comparisons;

    /// <summary>What is being simplified, for the error when it is too much.</summary>
    public SourceLocation At { get; set; }

    /// <summary>Joins operands that are equal or of which one implies the other: "A &amp;&amp; B &amp;&amp; A=y" is "A=y &amp;&amp; B".</summary>
    public Expr? EliminateDuplicates(Expr? e)
    {
        while (e is { Kind: ExprKind.And or ExprKind.Or })
        {
            Expr pass = Duplicates(e);
            if (ReferenceEquals(pass, e))
                return e;
            e = FoldConstants(pass);
        }
        return e;
    }

    /// <summary>One pass over one level and the levels below; returns the same object when nothing changed.</summary>
    private Expr Duplicates(Expr e)
    {
        bool and = e.Kind == ExprKind.And;
        Expr[] items = e.Items;
        Expr[]? changed = null;
        Spend(items.Length, items.Length);
        for (int i = 0; i < items.Length; i++)
        {
            if (items[i].Kind is ExprKind.And or ExprKind.Or)
            {
                Expr inner = Duplicates(items[i]);
                if (!ReferenceEquals(inner, items[i]))
                    Set(i, inner);
            }
            for (int j = 0; j < items.Length; j++)
            {
                if (i == j || (and ? JoinAnd(items[i], items[j]) : JoinOr(items[i], items[j])) is not { } joined)
                    continue;
                Set(j, joined);
                Set(i, and ? _yes : _no);
            }
        }
        return changed is null ? e : Expr.JoinAll(e.Kind, changed);

        void Set(int index, Expr value)
        {
            changed ??= items = (Expr[])items.Clone();
            changed[index] = value;
        }
    }

    /// <summary>Removes operands common to both: "A &amp;&amp; B" and "A &amp;&amp; C" become B and C.</summary>
    public void EliminateCommon(ref Expr a, ref Expr b)
    {
        ExprKind kind = a.Kind;
        if (kind is ExprKind.And or ExprKind.Or)
            EliminateCommon(kind, ref a, ref b);
        if (a.Kind != b.Kind && b.Kind is ExprKind.And or ExprKind.Or)
            EliminateCommon(b.Kind, ref a, ref b);
        a = FoldConstants(a);
        b = FoldConstants(b);
    }

    private void EliminateCommon(ExprKind kind, ref Expr a, ref Expr b)
    {
        Expr neutral = kind == ExprKind.And ? _yes : _no;
        Expr[] left = a.Kind == kind ? (Expr[])a.Items.Clone() : [a];
        Expr[] right = b.Kind == kind ? (Expr[])b.Items.Clone() : [b];
        bool changed = false;
        Spend(left.Length, right.Length);
        for (int i = 0; i < left.Length; i++)
        {
            for (int j = 0; j < right.Length; j++)
            {
                if (IsConstant(left[i]) && IsConstant(right[j]) && left[i].Left == right[j].Left)
                    continue;
                if (!AreEqual(left[i], right[j]))
                    continue;
                left[i] = neutral;
                right[j] = neutral;
                changed = true;
            }
        }
        if (!changed)
            return;
        a = Expr.JoinAll(kind, left);
        b = Expr.JoinAll(kind, right);
    }

    /// <summary>Every operand is compared with every other. Whole trees need some millions of comparisons, attacks many more.</summary>
    private void Spend(int left, int right)
    {
        const long MaxComparisons = 50_000_000;
        _comparisons += (long)left * right;
        if (_comparisons > MaxComparisons)
            throw new KconfigException(At, "the dependencies are too complex");
    }

    private static bool IsConstant(Expr e) => e.Kind == ExprKind.Symbol && (e.Left.IsYes || e.Left.IsNo);

    /// <summary>Whether two expressions have the same operands, in any order.</summary>
    public bool AreEqual(Expr a, Expr b)
    {
        if (a.Kind != b.Kind)
            return false;
        switch (a.Kind)
        {
            case ExprKind.Symbol:
                return a.Left == b.Left;
            case ExprKind.Not:
                return AreEqual(a.Items[0], b.Items[0]);
            case ExprKind.And or ExprKind.Or:
                if (ReferenceEquals(a, b))
                    return true;
                // Without y and n inside, every operand must find its partner.
                if (!a.HasConstant && !b.HasConstant && a.Items.Length != b.Items.Length)
                    return false;
                EliminateCommon(ref a, ref b);
                return a.Kind == ExprKind.Symbol && b.Kind == ExprKind.Symbol && a.Left == b.Left;
            default:
                return a.Left == b.Left && a.Right == b.Right;
        }
    }

    /// <summary>Applies the rules for y and n as operands of "and" and "or".</summary>
    public Expr FoldConstants(Expr e)
    {
        if (!e.HasConstant || e.Kind is not (ExprKind.And or ExprKind.Or))
            return e;
        bool and = e.Kind == ExprKind.And;
        var kept = new List<Expr>(e.Items.Length);
        foreach (Expr item in e.Items)
        {
            Expr folded = FoldConstants(item);
            if (folded.Kind == ExprKind.Symbol && (folded.Left.IsYes || folded.Left.IsNo))
            {
                if (folded.Left.IsYes != and)
                    return folded;
                continue;
            }
            kept.Add(folded);
        }
        if (kept.Count == 0)
            return and ? _yes : _no;
        return Expr.JoinAll(e.Kind, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(kept));
    }

    /// <summary>The symbol that an operand speaks about, for the rules that combine two operands; null if none applies.</summary>
    private static Symbol? Subject(Expr e, bool second)
    {
        if (e.Kind == ExprKind.Not)
        {
            Expr inner = e.Items[0];
            bool simple = inner.Kind == ExprKind.Symbol || (!second && inner.Kind is ExprKind.Equal or ExprKind.Unequal);
            return simple ? inner.Left : null;
        }
        return e.Kind is ExprKind.Symbol or ExprKind.Equal or ExprKind.Unequal ? e.Left : null;
    }

    private Expr? JoinOr(Expr a, Expr b)
    {
        if (AreEqual(a, b))
            return a;
        if (Subject(a, second: false) is not { } symbol || Subject(b, second: true) != symbol || !symbol.Type.IsLogic())
            return null;
        if (symbol.Type == SymbolType.Tristate && a.Kind == ExprKind.Equal && b.Kind == ExprKind.Equal
            && Third(a.Right!, b.Right!) is { } third)
            return Expr.Compare(ExprKind.Unequal, symbol, third);
        if (symbol.Type == SymbolType.Bool && (Opposite(a, b) || Opposite(b, a)))
            return _yes;
        return null;

        static bool Opposite(Expr x, Expr y) => x.Kind == ExprKind.Not && x.Items[0].Kind == ExprKind.Symbol && y.Kind == ExprKind.Symbol;
    }

    private Expr? JoinAnd(Expr a, Expr b)
    {
        if (AreEqual(a, b))
            return a;
        if (Subject(a, second: false) is not { } symbol || Subject(b, second: true) != symbol || !symbol.Type.IsLogic())
            return null;
        if (Pair(ExprKind.Equal) is { IsYes: true })
            return Expr.Compare(ExprKind.Equal, symbol, symbols.Yes);
        Symbol? unequal = Pair(ExprKind.Unequal);
        if (unequal is { IsNo: true })
            return Expr.Of(symbol);
        if (unequal is { IsModule: true })
            return Expr.Compare(ExprKind.Equal, symbol, symbols.Yes);
        if (symbol.Type != SymbolType.Tristate)
            return null;
        if (a.Kind == ExprKind.Equal && b.Kind == ExprKind.Unequal)
            return EqualAndUnequal(symbol, a.Right!, b.Right!);
        if (a.Kind == ExprKind.Unequal && b.Kind == ExprKind.Equal)
            return EqualAndUnequal(symbol, b.Right!, a.Right!);
        if (a.Kind == ExprKind.Unequal && b.Kind == ExprKind.Unequal && Third(a.Right!, b.Right!) is { } third)
            return Expr.Compare(ExprKind.Equal, symbol, third);
        return null;

        // With one operand a plain symbol and the other a comparison of this kind: what is compared with.
        Symbol? Pair(ExprKind kind)
            => a.Kind == ExprKind.Symbol && b.Kind == kind ? b.Right : b.Kind == ExprKind.Symbol && a.Kind == kind ? a.Right : null;
    }

    private Expr? EqualAndUnequal(Symbol symbol, Symbol equal, Symbol unequal)
    {
        if (!equal.IsConstant || !unequal.IsConstant)
            return null;
        return equal != unequal ? Expr.Compare(ExprKind.Equal, symbol, equal) : _no;
    }

    /// <summary>Of y, m and n, the one that is neither of two different ones.</summary>
    private Symbol? Third(Symbol a, Symbol b)
    {
        if (!a.IsTristateLiteral || !b.IsTristateLiteral || a == b)
            return null;
        return !a.IsYes && !b.IsYes ? symbols.Yes : !a.IsModule && !b.IsModule ? symbols.Module : symbols.No;
    }
}
