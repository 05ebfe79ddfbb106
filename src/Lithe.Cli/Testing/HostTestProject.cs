using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Lithe.Cli.Testing;

/// <summary>A host test project: <c>tests/NAME.Tests/NAME.Tests.csproj</c>.</summary>
/// <param name="Name">The project's name.</param>
/// <param name="Path">The project file.</param>
internal sealed partial record HostTestProject(string Name, string Path)
{
    private const string Configuration = "Release";

    /// <summary>The program that a build makes of it.</summary>
    public string Program => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path)!, "bin", Configuration, "net10.0", Name);

    /// <summary>The host test projects of a repository, by name.</summary>
    public static IReadOnlyList<HostTestProject> Discover(string root)
    {
        string tests = System.IO.Path.Combine(root, "tests");
        if (!Directory.Exists(tests))
            return [];
        return
        [
            .. Directory.GetDirectories(tests, "*.Tests")
                .Select(folder => System.IO.Path.Combine(folder, System.IO.Path.GetFileName(folder) + ".csproj"))
                .Where(File.Exists)
                .Select(path => new HostTestProject(System.IO.Path.GetFileNameWithoutExtension(path), path))
                .OrderBy(p => p.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>Builds projects together; returns the errors of those that did not build, by project.</summary>
    public static async Task<IReadOnlyDictionary<HostTestProject, string>> BuildAsync(
        string root, IReadOnlyList<HostTestProject> projects, CancellationToken cancel)
    {
        // One solution for all: libraries that several share are built once, and never twice at the same time.
        string solution = System.IO.Path.Combine(root, "build", "host-tests.slnx");
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(solution)!);
        var text = new StringBuilder("<Solution>\n");
        foreach (HostTestProject project in projects)
            text.Append($"  <Project Path=\"{System.IO.Path.GetRelativePath(System.IO.Path.GetDirectoryName(solution)!, project.Path)}\" />\n");
        await File.WriteAllTextAsync(solution, text.Append("</Solution>\n").ToString(), cancel).ConfigureAwait(false);

        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = root };
        foreach (string argument in (string[])["build", solution, "-c", Configuration, "-m:2", "-v", "quiet", "-nologo", "-nodeReuse:false", "-p:UseSharedCompilation=false"])
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start");
        process.StandardInput.Close();
        using CancellationTokenRegistration kill = cancel.Register(() => process.Kill(entireProcessTree: true));
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        string output = await process.StandardOutput.ReadToEndAsync(CancellationToken.None).ConfigureAwait(false);
        output += await errors.ConfigureAwait(false);
        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
        return process.ExitCode == 0 ? new Dictionary<HostTestProject, string>() : Blame(projects, output);
    }

    /// <summary>
    /// Finds out whose errors they are: MSBuild ends each with the project in brackets. An error in a project that is no test
    /// project (a library that tests use) stops all of them, for what they would run could be stale.
    /// </summary>
    internal static IReadOnlyDictionary<HostTestProject, string> Blame(IReadOnlyList<HostTestProject> projects, string output)
    {
        var blamed = new Dictionary<HostTestProject, string>();
        string[] lines = [.. output.Split('\n').Select(l => l.Trim()).Where(l => ErrorLine().IsMatch(l)).Distinct()];
        foreach (HostTestProject project in projects)
        {
            string[] own = [.. lines.Where(l => l.Contains($"[{project.Path}", StringComparison.Ordinal))];
            if (own.Length > 0)
                blamed[project] = string.Join('\n', own);
        }

        string[] others = [.. lines.Where(l => !projects.Any(p => l.Contains($"[{p.Path}", StringComparison.Ordinal)))];
        if (others.Length > 0 || blamed.Count == 0)
        {
            string text = others.Length > 0 ? string.Join('\n', others) : output.Trim();
            foreach (HostTestProject project in projects)
                blamed[project] = blamed.TryGetValue(project, out string? own) ? $"{own}\n{text}" : text;
        }

        return blamed;
    }

    [GeneratedRegex(@"(^|: )error( \w+)?:")]
    private static partial Regex ErrorLine();
}
