using Lithe.Description;

namespace Lithe.Build.Libraries;

/// <summary>Which files belong to a project.</summary>
internal static class SourceTree
{
    private static readonly string[] SkippedFolders = ["bin", "obj", "build", "tests"];

    /// <summary>Every project file under a folder, sorted by path; folders named <c>bin</c>, <c>obj</c>, <c>build</c> and <c>tests</c> are left out.</summary>
    public static IReadOnlyList<string> FindProjects(string folder)
    {
        var found = new List<string>();
        Walk(folder, isRoot: true, directory => found.AddRange(Directory.EnumerateFiles(directory, "*.csproj")), _ => true);
        found.Sort(StringComparer.Ordinal);
        return found;
    }

    /// <summary>
    /// The files of a project with an extension, sorted by path: its folder and those below, less folders that hold a project of
    /// their own, folders for another processor or platform, and <c>bin</c>, <c>obj</c>, <c>build</c> and <c>tests</c>.
    /// </summary>
    /// <param name="folder">The project's folder.</param>
    /// <param name="extension">With its dot.</param>
    /// <param name="target">What is compiled for.</param>
    /// <param name="visited">Hears of every folder looked into: a file that appears there changes the answer.</param>
    public static IReadOnlyList<string> FindSources(string folder, string extension, Target target, Action<string>? visited = null)
    {
        var found = new List<string>();
        Walk(
            folder,
            isRoot: true,
            directory =>
            {
                visited?.Invoke(directory);
                found.AddRange(Directory.EnumerateFiles(directory).Where(file => file.EndsWith(extension, StringComparison.Ordinal)));
            },
            directory => !IsForOthers(Path.GetFileName(directory), target) && !Directory.EnumerateFiles(directory, "*.csproj").Any());
        found.Sort(StringComparer.Ordinal);
        return found;
    }

    private static bool IsForOthers(string name, Target target) =>
        name != target.Arch && name != target.Platform && Target.All.Any(other => other.Arch == name || other.Platform == name);

    private static void Walk(string folder, bool isRoot, Action<string> visit, Func<string, bool> enter)
    {
        string name = Path.GetFileName(folder);
        if (!isRoot && (SkippedFolders.Contains(name) || name.StartsWith('.') || !enter(folder)))
            return;
        visit(folder);
        foreach (string child in Directory.EnumerateDirectories(folder))
        {
            if (new DirectoryInfo(child).LinkTarget is null)
                Walk(child, isRoot: false, visit, enter);
        }
    }
}
