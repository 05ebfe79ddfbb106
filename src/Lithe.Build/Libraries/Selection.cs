using Lithe.Description;

namespace Lithe.Build.Libraries;

/// <summary>
/// The libraries of one image. Adding one brings in what it references; a contract brings in the one implementation that the
/// configuration picks.
/// </summary>
internal sealed class Selection(LibraryCatalogue catalogue, Target target, IReadOnlyDictionary<string, string> config)
{
    private readonly Dictionary<LibraryProject, LibraryProject?> _wantedBy = [];
    private readonly Dictionary<LibraryProject, LibraryProject> _implementations = [];

    /// <summary>Everything selected, contracts too.</summary>
    public IEnumerable<LibraryProject> All => _wantedBy.Keys.OrderBy(library => library.File, StringComparer.Ordinal);

    /// <summary>Whether the library is in the image.</summary>
    public bool Contains(LibraryProject library) => _wantedBy.ContainsKey(library);

    /// <summary>Adds a role's contract, which the composition root itself needs.</summary>
    public void AddRole(string role)
    {
        LibraryProject contract = catalogue.FindRole(role)
            ?? throw new BuildFailure(Diagnostic.Error("LITHE1210", $"no contract under lib/ declares the role '{role}', which every image needs"));
        Add(contract, wantedBy: null);
    }

    /// <summary>Adds the libraries that their Kconfig symbol asks for.</summary>
    public void AddConfigured()
    {
        foreach (LibraryProject library in catalogue.Libraries)
        {
            if (library.Symbol is not null && !library.IsImplementation && IsOn(library.Symbol) && library.BuildsFor(target.Arch))
                Add(library, wantedBy: null);
        }
    }

    /// <summary>Adds a library and what it references.</summary>
    public void Add(LibraryProject library, LibraryProject? wantedBy)
    {
        if (!_wantedBy.TryAdd(library, wantedBy))
            return;
        if (!library.BuildsFor(target.Arch))
            throw new BuildFailure(Diagnostic.ErrorAt("LITHE1212", $"'{catalogue.Relative(library.File)}' builds for {library.Arch} only, the target {target.Name} is {target.Arch}", Because(library), library.File));
        if (library.IsContract)
        {
            LibraryProject implementation = Pick(library);
            _implementations[library] = implementation;
            Add(implementation, library);
        }
        foreach (ProjectReference reference in library.References)
            Add(catalogue.Find(reference.File)!, library);
    }

    /// <summary>What is linked into the image for a library: itself, or a contract's implementation.</summary>
    public LibraryProject Linked(LibraryProject library) => _implementations.GetValueOrDefault(library, library);

    /// <summary>
    /// What is linked, what is referenced before what references it; among equals by path. An implementation stands where its contract is
    /// asked for. Where that makes a circle (a heap whose own libraries allocate), the one that was reached first waits.
    /// </summary>
    public IReadOnlyList<LibraryProject> InDependencyOrder()
    {
        var order = new List<LibraryProject>();
        var seen = new HashSet<LibraryProject>();
        foreach (LibraryProject library in All)
            Visit(Linked(library));
        return order;

        void Visit(LibraryProject library)
        {
            if (!seen.Add(library))
                return;
            foreach (ProjectReference reference in library.References.OrderBy(reference => reference.File, StringComparer.Ordinal))
                Visit(Linked(catalogue.Find(reference.File)!));
            order.Add(library);
        }
    }

    /// <summary>Whether the configuration lets the library be linked: it asks for it, or does not speak of it.</summary>
    public bool CanLink(LibraryProject library) => library.BuildsFor(target.Arch) && (library.Symbol is null || IsOn(library.Symbol));

    private LibraryProject Pick(LibraryProject contract)
    {
        List<LibraryProject> candidates = [.. catalogue.ImplementationsOf(contract, target.Arch)];
        List<LibraryProject> chosen = candidates.FindAll(CanLink);
        if (chosen.Count == 1)
            return chosen[0];
        if (chosen.Count > 1)
        {
            throw new BuildFailure(Diagnostic.Error("LITHE1211",
                $"the role '{contract.Role}' is filled {chosen.Count} times: {string.Join(" and ", chosen.Select(Describe))}",
                "make their Kconfig symbols members of one 'choice', and give each project its <LitheSymbol>"));
        }
        string mend = candidates.Count == 0
            ? $"nothing under lib/ implements {contract.AssemblyName} for {target.Arch}"
            : "set one of: " + string.Join(", ", candidates.Select(candidate => $"{candidate.Symbol}=y ({catalogue.Relative(candidate.Folder)})"));
        throw new BuildFailure(Diagnostic.Error("LITHE1210", $"the role '{contract.Role}' is needed{Because(contract, " by ")} and nothing fills it", mend));
    }

    private string Describe(LibraryProject library) =>
        library.Symbol is null ? catalogue.Relative(library.Folder) + " (always)" : $"{catalogue.Relative(library.Folder)} ({library.Symbol}=y)";

    private string? Because(LibraryProject library, string prefix = "it is needed by ") =>
        _wantedBy.GetValueOrDefault(library) is { } by ? prefix + catalogue.Relative(by.Folder) : null;

    private bool IsOn(string symbol) => config.TryGetValue(symbol, out string? value) && value is "y" or "m";
}
