using CsCheck;

namespace Lithe.Kconfig.Tests;

/// <summary>Laws that hold for all expressions, names and numbers.</summary>
public class PropertyTests
{
    private static readonly SymbolTable Table = new(KconfigDialect.Linux);

    private static readonly Symbol[] Symbols = [.. Enumerable.Range(0, 5).Select(i =>
    {
        Symbol symbol = Table.Lookup("S" + i);
        symbol.Type = i < 2 ? SymbolType.Bool : SymbolType.Tristate;
        return symbol;
    })];

    private static readonly Gen<Expr> Expression = Expressions([Table.No, Table.Module, Table.Yes]);

    private static readonly Gen<Expr> WithoutModule = Expressions([Table.No, Table.Yes]);

    private static Gen<Expr> Expressions(Symbol[] literals)
    {
        Gen<Expr> leaf = Gen.OneOf(
            Gen.OneOf<Symbol>(Symbols).Select(s => Expr.Of(s)),
            Gen.OneOf<Symbol>(literals).Select(s => Expr.Of(s)),
            Gen.Select(Gen.OneOf<ExprKind>(ExprKind.Equal, ExprKind.Unequal), Gen.OneOf<Symbol>(Symbols), Gen.OneOf<Symbol>(literals))
                .Select((kind, left, right) => Expr.Compare(kind, left, right)));
        return Gen.Recursive<Expr>((depth, inner) => depth >= 4
            ? leaf
            : Gen.Frequency(
                (2, leaf),
                (1, inner.Select(e => Expr.Not(e))),
                (2, inner.Array[2, 4].Select(items => Expr.JoinAll(ExprKind.And, items))),
                (2, inner.Array[2, 4].Select(items => Expr.JoinAll(ExprKind.Or, items)))));
    }

    // Bool symbols are never m.
    private static readonly Gen<Tristate[]> Assignment = Gen.Select(
        Gen.OneOf<Tristate>(Tristate.No, Tristate.Yes).Array[2],
        Gen.OneOf<Tristate>(Tristate.No, Tristate.Module, Tristate.Yes).Array[3]).Select((b, t) => b.Concat(t).ToArray());

    private static TreeFinalizer Context => new(new ParseContext(new KconfigOptions()), Table, Table.No);

    private static Tristate Value(Expr? e, Tristate[] values) => e?.Kind switch
    {
        null => Tristate.Yes,
        ExprKind.Symbol => Of(e.Left, values),
        ExprKind.Not => Value(e.Items[0], values).Not(),
        ExprKind.And => e.Items.Min(i => Value(i, values)),
        ExprKind.Or => e.Items.Max(i => Value(i, values)),
        ExprKind.Equal => Of(e.Left, values) == Of(e.Right!, values) ? Tristate.Yes : Tristate.No,
        _ => Of(e.Left, values) != Of(e.Right!, values) ? Tristate.Yes : Tristate.No,
    };

    private static Tristate Of(Symbol symbol, Tristate[] values)
        => symbol.IsTristateLiteral ? (symbol.IsYes ? Tristate.Yes : symbol.IsModule ? Tristate.Module : Tristate.No)
            : values[Array.IndexOf(Symbols, symbol)];

    [Fact]
    public void Transforming_keeps_the_value()
        => Gen.Select(Expression, Assignment).Sample((e, values)
            => Value(ExprTransform.Transform(e, Context), values) == Value(e, values));

    // Only where nothing is m: "!A != n" becomes "A = n", which is how the C tool has it.
    [Fact]
    public void Comparing_with_n_is_what_it_says()
        => Gen.Select(WithoutModule, Gen.OneOf<Tristate>(Tristate.No, Tristate.Yes).Array[5]).Sample((e, values)
            => Value(ExprTransform.NotEqualNo(e, Context), values) == (Value(e, values) != Tristate.No ? Tristate.Yes : Tristate.No));

    [Fact]
    public void Folding_constants_keeps_the_value()
        => Gen.Select(Expression, Assignment).Sample((e, values)
            => Value(new ExprSimplifier(Table).FoldConstants(e), values) == Value(e, values));

    [Fact]
    public void Equal_expressions_have_equal_values()
        => Gen.Select(Expression, Expression, Assignment).Sample((a, b, values)
            => !new ExprSimplifier(Table).AreEqual(a, b) || Value(a, values) == Value(b, values));

    [Fact]
    public void Shuffled_operands_are_equal()
        => Expression.Sample(e => e.Items.Length < 2 || new ExprSimplifier(Table).AreEqual(e, Expr.JoinAll(e.Kind, [.. e.Items.Reverse()])));

    [Fact]
    public void Printing_and_parsing_give_the_same_expression()
        => WithoutModule.Sample(e =>
        {
            KconfigTree tree = Kconf.Parse($"config X\n\tbool\n\tdefault y if {e}\n");
            // Parsing moves "!" inwards, so only the text of a second round is comparable.
            string once = tree.FindSymbol("X")!.Properties[0].Condition!.ToString();
            KconfigTree again = Kconf.Parse($"config X\n\tbool\n\tdefault y if {once}\n");
            return again.FindSymbol("X")!.Properties[0].Condition!.ToString() == once;
        }, iter: 300);

    [Fact]
    public void Patterns_match_themselves_and_stars_match_all()
        => Gen.String[Gen.Char["ab*?[]"], 0, 8].Sample(pattern =>
        {
            string plain = pattern.Replace("[", "").Replace("]", "").Replace('*', 'a').Replace('?', 'b');
            return GlobPattern.IsMatch("*", plain) && GlobPattern.IsMatch(pattern.Replace("[", "").Replace("]", ""), plain);
        });

    [Fact]
    public void Distance_is_symmetric_and_zero_only_for_equal_names()
        => Gen.Select(Gen.String[Gen.Char["ABC_"], 0, 8], Gen.String[Gen.Char["ABC_"], 0, 8]).Sample((a, b) =>
        {
            int distance = Suggestions.Distance(a, b, 20);
            return distance == Suggestions.Distance(b, a, 20) && (distance == 0) == (a == b);
        });

    [Fact]
    public void Numbers_are_read_as_they_are_written()
        => Gen.Long.Sample(n => ValueSyntax.ReadLong(n.ToString(), 10) == n
            && ValueSyntax.ReadUnsigned("0x" + n.ToString("x"), 16, out _, out _) == unchecked((ulong)n)
            && ValueSyntax.IsValid(SymbolType.Int, n.ToString()));

    [Fact]
    public void Comparison_of_ints_is_numeric()
        => Gen.Select(Gen.Int, Gen.Int).Sample((a, b)
            => Math.Sign(ValueSyntax.Compare(a.ToString(), SymbolType.Int, b.ToString(), SymbolType.Unknown)) == Math.Sign(a.CompareTo(b)));

    [Fact]
    public void Any_string_survives_a_config_file()
    {
        KconfigTree tree = Kconf.Parse("config S\n\tstring \"s\"\n");
        Gen.String[Gen.Char[" ~"], 0, 30].Sample(text =>
        {
            var first = new Configuration(tree);
            first.TrySet("S", text);
            var second = new Configuration(tree);
            second.Load(first.ToDotConfig());
            return second["S"] == text;
        });
    }
}
