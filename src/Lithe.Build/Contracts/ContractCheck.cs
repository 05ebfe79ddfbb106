using Lithe.Build.Libraries;
using Lithe.Description;

namespace Lithe.Build.Contracts;

/// <summary>
/// Holds an implementation against its contract. Consumers were compiled against the contract and are linked with the implementation: a
/// difference that went unnoticed would be a missing method at best, and a wrong constant or layout at worst.
/// </summary>
internal static class ContractCheck
{
    /// <summary>Adds an error for each member that is missing, extra or different.</summary>
    public static void Check(
        LibraryCatalogue catalogue, LibraryProject implementation, string implementationPath, LibraryProject contract, string contractPath, List<Diagnostic> diagnostics)
    {
        IReadOnlyDictionary<string, SurfaceMember> declared = PublicSurface.Read(contractPath);
        IReadOnlyDictionary<string, SurfaceMember> given = PublicSurface.Read(implementationPath);
        string who = $"{implementation.AssemblyName} ({catalogue.Relative(implementation.Folder)["lib/".Length..]})";
        string contractFolder = catalogue.Relative(contract.Folder);

        foreach ((string key, SurfaceMember member) in declared)
        {
            if (!given.TryGetValue(key, out SurfaceMember? other))
                Add("LITHE1501", $"{who} lacks `{member.Display}` that its contract {contractFolder} declares", "write it, or take it out of the contract");
            else if (other.Declaration != member.Declaration)
            {
                bool telling = other.Display != member.Display;
                Add("LITHE1503", $"{who} has `{(telling ? other.Display : other.Declaration)}` where its contract {contractFolder} declares `{(telling ? member.Display : member.Declaration)}`", "make them the same");
            }
        }
        foreach ((string key, SurfaceMember member) in given)
        {
            if (!declared.ContainsKey(key) && !member.IsInit)
                Add("LITHE1502", $"{who} has `{member.Display}`, which its contract {contractFolder} does not declare", "make it internal, or add it to the contract and to every implementation");
        }

        void Add(string code, string message, string mend) => diagnostics.Add(Diagnostic.ErrorAt(code, message, mend, implementation.File));
    }
}
