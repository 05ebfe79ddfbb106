using Lithe.Tests.Shared;

namespace Lithe.Docs.Tests;

/// <summary>A repository to try a page in: the libraries, apps and pages of this one, in a folder that is gone afterwards.</summary>
internal sealed class Sandbox : IDisposable
{
    private static readonly string[] Copied = ["lib", "apps", "docs"];

    private readonly string _root = Directory.CreateTempSubdirectory("lithe-docs-").FullName;

    public Sandbox(string repository)
    {
        foreach (string folder in Copied)
            Copy(Path.Combine(repository, folder), Path.Combine(_root, folder));
        foreach (string file in Directory.EnumerateFiles(repository))
            File.Copy(file, Path.Combine(_root, Path.GetFileName(file)));
    }

    /// <summary>Writes a listing that is a file.</summary>
    public void Write(string file, string text)
    {
        string path = Path.Combine(_root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    /// <summary>Runs a command line of a listing, <c>./lithe ...</c>, and returns its status and all that it printed.</summary>
    public async Task<(int Status, string Output)> RunAsync(string commandLine, CancellationToken cancel)
    {
        string[] words = commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("./lithe", words[0]);
        // What the launcher would install for the command.
        if (words[1] == "debug")
            Packages.Need("gdb-multiarch", "gdb-multiarch");
        ToolResult result = await Tool.RunAsync(_root, words.Skip(1), cancel);
        return (result.Status, result.Everything);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (string folder in Directory.EnumerateDirectories(from))
        {
            // What builds have left there is not the repository's.
            if (Path.GetFileName(folder) is not ("bin" or "obj" or "build"))
                Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }
}
