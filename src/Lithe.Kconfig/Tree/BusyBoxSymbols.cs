using System.Runtime.InteropServices;

namespace Lithe.Kconfig;

/// <summary>Symbols that BusyBox's tool takes from its environment, and that are never written.</summary>
internal static class BusyBoxSymbols
{
    public static void Define(TreeBuilder tree, KconfigOptions options)
    {
        Define(tree, "ARCH", options.Environment("ARCH"));
        Define(tree, "KERNELVERSION", options.Environment("KERNELVERSION"));
        Define(tree, "UNAME_RELEASE", RuntimeInformation.OSDescription.Split(' ') is [_, var release, ..] ? release : "");
        tree.Modules = tree.Symbols.Lookup("MODULES");
    }

    private static void Define(TreeBuilder tree, string name, string? value)
    {
        Symbol symbol = tree.Symbols.Lookup(name);
        symbol.Type = SymbolType.String;
        symbol.IsAutomatic = true;
        if (value is not null)
            tree.AddAutomaticDefault(symbol, tree.Symbols.LookupLiteral(value));
    }
}
