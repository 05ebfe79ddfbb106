using Lithe.Build.Output;
using Lithe.Insight.Images;

namespace Lithe.Insight.Graph;

/// <summary>
/// Finds the references by link symbol between libraries: from assembly, from methods that are declared for a symbol, and the compiler's own to the
/// runtime. No project declares them: who defines the symbol is found when the image is composed.
/// </summary>
internal static class LinkPairs
{
    private const string Extern = "ExternSymbol ";

    public static IEnumerable<CallPair> Find(BuiltImage image, MangledNames names, DependencyLog compiled, CallPairs calls)
    {
        AssembledReferences assembled = AssembledReferences.Read(image);
        Dictionary<string, string> exports = Exports.Read(image, names, assembled);
        foreach (AssembledReference reference in assembled.References.Where(reference => !reference.IsNeighbour))
        {
            if (AssemblyOf(reference.To) is { } to)
                yield return new CallPair(reference.Library, reference.From, to, reference.To);
        }
        foreach (ImportedMethod method in calls.UsedImports)
        {
            if (AssemblyOf(method.Symbol) is { } to)
                yield return new CallPair(method.Assembly, method.Display, to, method.Symbol);
        }
        foreach (DependencyEdge edge in compiled.Edges)
        {
            string label = compiled.Labels[edge.Target];
            if (!label.StartsWith(Extern, StringComparison.Ordinal) || calls.IsImported(label[Extern.Length..]))
                continue;
            string symbol = label[Extern.Length..];
            if (names.Find(compiled.Labels[edge.Source]) is { } user && AssemblyOf(symbol) is { } to)
                yield return new CallPair(user.Assembly, names.DisplayOf(user.Definition), to, symbol);
        }

        string? AssemblyOf(string symbol) => exports.TryGetValue(symbol, out string? method) ? names.Find(method)?.Assembly
            : assembled.Definitions.TryGetValue(symbol, out RecordedObject? source) ? source.Library : null;
    }
}
