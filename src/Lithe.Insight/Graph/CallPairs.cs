using Lithe.Image;
using Lithe.Insight.Images;
using Lithe.Insight.Why;

namespace Lithe.Insight.Graph;

/// <summary>A call across libraries: two methods, however often and in however many instantiations the one calls the other.</summary>
/// <param name="FromAssembly">The caller's assembly.</param>
/// <param name="Caller">The caller; for a link symbol, the method that is declared for it.</param>
/// <param name="ToAssembly">The callee's assembly.</param>
/// <param name="Callee">The callee, or the link symbol.</param>
internal readonly record struct CallPair(string FromAssembly, string Caller, string ToAssembly, string Callee);

/// <summary>
/// Finds the calls that are written in the image's code. They are taken from the compiler's scan of IL, before the optimiser: a call that was
/// inlined is a call all the same. Callers are the methods whose code is in the image: those with a body of their own, and those that were
/// inlined into such a body. What a method calls through a type parameter is not its library's doing: such a call is not counted.
/// </summary>
internal sealed class CallPairs
{
    private const string VirtualUse = "VirtualMethodUse [";
    private const string Extern = "ExternSymbol ";

    // "ldtoken" and field accesses are references, not calls. "reloc" is what the log of a build without the optimiser has for a call.
    private static readonly string[] CallReasons = ["call", "callvirt", "newobj", "ldftn", "ldvirtftn", "reloc"];

    private readonly BuiltImage _image;
    private readonly MangledNames _names;
    private readonly DependencyLog _log;
    private readonly MemberReferences _references;
    private readonly ILookup<string, ImportedMethod> _imports;
    private readonly string?[] _symbols;
    private readonly HashSet<CallPair> _calls = [];
    private readonly HashSet<ImportedMethod> _usedImports = [];

    private CallPairs(BuiltImage image, MangledNames names, DependencyLog log)
    {
        (_image, _names, _log) = (image, names, log);
        _references = MemberReferences.Read(image);
        _imports = ImportedMethods.Read(image);
        _symbols = [.. log.Labels.Select(SymbolOf)];
    }

    /// <summary>The calls whose two methods are in different assemblies.</summary>
    public IReadOnlySet<CallPair> Calls => _calls;

    /// <summary>The methods declared for link symbols that the image's code calls.</summary>
    public IReadOnlySet<ImportedMethod> UsedImports => _usedImports;

    /// <summary>The link symbols that C# declares methods for.</summary>
    public bool IsImported(string symbol) => _imports.Contains(symbol);

    public static CallPairs Find(BuiltImage image, MangledNames names, DependencyLog scanned)
    {
        var pairs = new CallPairs(image, names, scanned);
        pairs.Find();
        return pairs;
    }

    private void Find()
    {
        HashSet<string> bodies = [.. _image.Debug.Symbols.Where(symbol => symbol.Type == ElfSymbolType.Function).Select(symbol => symbol.Name)];
        var callers = new HashSet<int>();
        var work = new Queue<int>(Enumerable.Range(0, _symbols.Length).Where(node => _symbols[node] is { } symbol && bodies.Contains(symbol)));
        while (work.TryDequeue(out int at))
        {
            if (!callers.Add(at) || Owner(at) is not { Method: not null } caller)
                continue;
            foreach (DependencyEdge edge in _log.Outgoing[at].Where(edge => CallReasons.Contains(edge.Reason)))
            {
                if (Callee(caller, edge.Target) is not { } callee)
                    continue;
                if (callee.Assembly != caller.Assembly && _references.Contains(caller.Assembly, callee.Assembly, callee.Type, callee.Member))
                    _calls.Add(new CallPair(caller.Assembly, Name(caller), callee.Assembly, callee.Name));
                work.Enqueue(edge.Target);
            }
        }
    }

    private SymbolOwner? Owner(int node) => _symbols[node] is { } symbol ? _names.Find(symbol) : null;

    private (string Assembly, string Type, string Member, string Name)? Callee(SymbolOwner caller, int node)
    {
        string label = _log.Labels[node];
        if (label.StartsWith(VirtualUse, StringComparison.Ordinal) && label.IndexOf(']') is > 0 and int end)
            return Declared(label[VirtualUse.Length..end], label[(end + 1)..]);
        if (label.StartsWith(Extern, StringComparison.Ordinal))
            return Imported(caller, label[Extern.Length..]);
        return Owner(node) is { Method: { } method } owner ? (owner.Assembly, WhyTarget.Plain(owner.Type), WhyTarget.Plain(method), Name(owner)) : null;
    }

    // A virtual call counts towards the type that declares the method: which override runs is not in the IL.
    private static (string Assembly, string Type, string Member, string Name)? Declared(string assembly, string text)
    {
        string plain = WhyTarget.Plain(text), parameters = text.IndexOf('(') is > 0 and int open ? text[open..] : string.Empty;
        int dot = plain.LastIndexOf('.');
        return dot < 0 ? null : (assembly, WithoutArity(plain[..dot]), plain[(dot + 1)..], plain + parameters);
    }

    // The log has the link symbol in place of the method that is declared for it: the caller's own, or the one that it names.
    private (string Assembly, string Type, string Member, string Name)? Imported(SymbolOwner caller, string symbol)
    {
        ImportedMethod? method = _imports[symbol].FirstOrDefault(method => method.Assembly == caller.Assembly)
            ?? _imports[symbol].FirstOrDefault(method => _references.Contains(caller.Assembly, method.Assembly, method.Type, method.Method));
        if (method is null)
            return null;
        _usedImports.Add(method);
        return (method.Assembly, method.Type, method.Method, method.Display);
    }

    // Instantiations of one generic are one method.
    private string Name(SymbolOwner owner) => _names.DisplayOf(owner.Definition);

    // The log writes IEquatable`1, C# IEquatable<T>.
    private static string WithoutArity(string type) => string.Join('.', type.Split('.').Select(part => part.Split('`')[0]));

    // Labels that wrap a symbol: "Tentative instance method: X", "[Asm]Type.Method backed by X".
    private static string? SymbolOf(string label)
    {
        const string Tentative = "Tentative instance method: ", Backed = " backed by ";
        if (label.StartsWith(Tentative, StringComparison.Ordinal))
            return label[Tentative.Length..];
        int backed = label.IndexOf(Backed, StringComparison.Ordinal);
        if (backed > 0)
            return label[(backed + Backed.Length)..];
        return label.Length == 0 || label.Contains(' ') ? null : label;
    }
}
