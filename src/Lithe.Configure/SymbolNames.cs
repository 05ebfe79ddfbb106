using Lithe.Kconfig;

namespace Lithe.Configure;

/// <summary>Names and values of symbols as <c>lithe.yaml</c> has them: a choice is a symbol whose value is the member's name.</summary>
public static class SymbolNames
{
    /// <summary>The symbol or named choice of a name, with or without the prefix <c>CONFIG_</c>; null when there is none.</summary>
    public static Symbol? Find(KconfigTree tree, string name)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(name);
        string prefix = tree.Options.Prefix;
        return Exact(name) ?? (name.StartsWith(prefix, StringComparison.Ordinal) ? Exact(name[prefix.Length..]) : null);

        Symbol? Exact(string exact) => tree.FindSymbol(exact) ?? tree.FindChoice(exact);
    }

    /// <summary>The names that a misspelt one was probably meant to be, as the end of a sentence.</summary>
    public static string Near(KconfigTree tree, string name)
    {
        ArgumentNullException.ThrowIfNull(tree);
        IReadOnlyList<string> near = tree.Suggest(name);
        return near.Count == 0 ? string.Empty : $"; did you mean {string.Join(" or ", near)}?";
    }

    /// <summary>A choice's member of a name: in any letter case, with or without the choice's own name before it.</summary>
    public static Symbol? FindMember(Symbol choice, string name)
    {
        ArgumentNullException.ThrowIfNull(choice);
        ArgumentNullException.ThrowIfNull(name);
        string wanted = name.Replace('-', '_');
        return choice.ChoiceMembers.FirstOrDefault(member => member.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase))
            ?? choice.ChoiceMembers.FirstOrDefault(member => member.Name.Equals($"{choice.Name}_{wanted}", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>A choice's member as <c>lithe.yaml</c> names it: <c>HEAP_TLSF</c> of <c>HEAP</c> is <c>tlsf</c>.</summary>
    public static string ShortName(Symbol member)
    {
        ArgumentNullException.ThrowIfNull(member);
        string prefix = member.Choice?.Name + "_";
        return member.Choice is not null && member.Name.StartsWith(prefix, StringComparison.Ordinal) && member.Name.Length > prefix.Length
            ? member.Name[prefix.Length..].ToLowerInvariant()
            : member.Name;
    }

    /// <summary>The value of a symbol; for a choice the chosen member.</summary>
    public static string ValueOf(Configuration values, Symbol symbol)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(symbol);
        return symbol.IsChoice && values.GetSelected(symbol) is { } member ? ShortName(member) : values.GetValue(symbol);
    }
}
