using Lithe.Build.Libraries;
using Lithe.Description;

namespace Lithe.Build.Boundary;

internal static class UnsafeBoundary
{
    public static void Check(LibraryCatalogue catalogue, LibraryProject library, string path, List<Diagnostic> diagnostics)
    {
    }
}
