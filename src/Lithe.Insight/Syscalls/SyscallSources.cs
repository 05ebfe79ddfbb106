using System.Globalization;
using System.Text.RegularExpressions;
using Lithe.Build;

namespace Lithe.Insight.Syscalls;

/// <summary>A system call that a library has.</summary>
/// <param name="Number">Its number on x86_64.</param>
/// <param name="Name">Linux's name for it.</param>
/// <param name="Library">The library's folder, for instance <c>posix/file</c>.</param>
public sealed record ImplementedCall(int Number, string Name, string Library);

/// <summary>Finds the methods that are marked as system calls in the libraries' sources: what any image could hold, whatever is selected.</summary>
public static partial class SyscallSources
{
    /// <summary>All of them, by number.</summary>
    /// <param name="root">The repository.</param>
    public static IReadOnlyDictionary<int, ImplementedCall> Read(string root)
    {
        var calls = new SortedDictionary<int, ImplementedCall>();
        string libraries = Path.Combine(root, "lib");
        foreach (string file in Directory.EnumerateFiles(libraries, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            foreach (Match match in Marks().Matches(File.ReadAllText(file)))
            {
                int number = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
                if (number >= 0)
                    calls[number] = new ImplementedCall(number, LinuxCalls.NameOf(number), LibraryOf(libraries, file));
            }
        }

        return calls;
    }

    // The nearest folder that has a project.
    private static string LibraryOf(string libraries, string file)
    {
        string folder = Path.GetDirectoryName(file)!;
        while (folder != libraries && !Directory.EnumerateFiles(folder, "*.csproj").Any())
            folder = Path.GetDirectoryName(folder)!;
        return Path.GetRelativePath(libraries, folder).Replace('\\', '/');
    }

    [GeneratedRegex(@"^\s*\[Syscall\((-?\d+),\s*-?\d+\)\]", RegexOptions.Multiline)]
    private static partial Regex Marks();
}
