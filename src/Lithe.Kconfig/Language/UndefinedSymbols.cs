namespace Lithe.Kconfig;

/// <summary>
/// Finds symbols that a tree mentions and nowhere defines. In the language they are n, and that is how a slip of the pen stays unseen; Linux' tree is full of them on purpose
/// (each architecture reads a part of it), so this is for who knows that the tree is whole.
/// </summary>
public static class UndefinedSymbols
{
    /// <summary>A warning for each symbol that mentions one, in order of the tree.</summary>
    public static IReadOnlyList<Diagnostic> Find(KconfigTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        var found = new List<Diagnostic>();
        var seen = new HashSet<(Symbol, Symbol)>();
        foreach (Symbol symbol in tree.Symbols.Concat(tree.Choices))
        {
            // First: a property's condition holds those of its node as well.
            foreach (MenuNode node in symbol.Nodes)
                Look(node.Dependency, node.Location, symbol);
            foreach (Property property in symbol.Properties)
            {
                Look(property.Value, property.Location, symbol);
                Look(property.Condition, property.Location, symbol);
                LookAt(property.Low, property.Location, symbol);
                LookAt(property.High, property.Location, symbol);
            }
        }

        return found;

        void Look(Expr? expression, SourceLocation place, Symbol owner)
        {
            if (expression is null)
                return;
            LookAt(expression.Symbol, place, owner);
            LookAt(expression.Right, place, owner);
            foreach (Expr operand in expression.Operands)
                Look(operand, place, owner);
        }

        void LookAt(Symbol? mentioned, SourceLocation place, Symbol owner)
        {
            if (mentioned is null || mentioned.IsConstant || mentioned.IsChoice || mentioned.IsDefined || IsNumber(mentioned.Name))
                return;
            if (seen.Add((mentioned, owner)))
            {
                string near = tree.Suggest(mentioned.Name, 1) is [{ } name, ..] ? $"; did you mean {name}?" : "";
                found.Add(new(Severity.Warning, place, $"{owner.Name} mentions {mentioned.Name}, which nothing defines, so it is n{near}"));
            }
        }
    }

    private static bool IsNumber(string name) => name.Length > 0 && (char.IsAsciiDigit(name[0]) || (name[0] == '-' && name.Length > 1)) || name is "y" or "n" or "m";
}
