using Lithe.Build.Libraries;
using Lithe.Description;

namespace Lithe.Build.Contracts;

internal static class ContractCheck
{
    public static void Check(LibraryCatalogue catalogue, LibraryProject implementation, string implementationPath, LibraryProject contract, string contractPath, List<Diagnostic> diagnostics)
    {
    }
}
