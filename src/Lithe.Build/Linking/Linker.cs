using System.Text.RegularExpressions;
using Lithe.Build.Tools;
using Lithe.Description;
using Lithe.Image;

namespace Lithe.Build.Linking;

/// <summary>Links the objects of an image, and takes the symbols out of what is booted.</summary>
internal sealed partial class Linker(ToolPaths tools)
{
    /// <summary>Writes the debug file, the image and the map.</summary>
    /// <param name="script">The linker script.</param>
    /// <param name="objects">The objects.</param>
    /// <param name="methodNames">Gives the debug file's table of C# names.</param>
    /// <param name="debugFile">The image with symbols and line tables.</param>
    /// <param name="image">What is booted.</param>
    /// <param name="map">What lies where.</param>
    /// <param name="cancellation">Ends the programs.</param>
    public async Task LinkAsync(
        string script, IReadOnlyList<string> objects, Func<ElfFile, string> methodNames, string debugFile, string image, string map, CancellationToken cancellation)
    {
        string folder = Path.GetDirectoryName(debugFile)!;
        // Objects get short names in the working folder, so that no path of this machine reaches the map.
        string work = Path.Combine(folder, "objects");
        Directory.CreateDirectory(work);
        var names = new List<string>();
        for (int i = 0; i < objects.Count; i++)
        {
            string name = Path.Combine("objects", $"{i:d2}-{Path.GetFileName(objects[i])}");
            File.CreateSymbolicLink(Path.Combine(folder, name), objects[i]);
            names.Add(name);
        }
        ToolResult result = await ToolProcess.RunAsync(
            tools.Linker!,
            ["-static", "-nostdlib", "--gc-sections", "-z", "max-page-size=64", "--build-id=none", "--error-limit=0", "-T", script, "--Map=" + Path.GetFileName(map), "-o", Path.GetFileName(debugFile), .. names],
            folder,
            cancellation).ConfigureAwait(false);
        if (result.ExitCode != 0)
            throw new BuildFailure(Explain(result, script, folder));
        Directory.Delete(work, recursive: true);

        // By names within the working folder: the LLVM tools take a per cent sign anywhere in a path for a place to put random digits.
        await CopyAsync(["--strip-all", Path.GetFileName(debugFile), Path.GetRelativePath(folder, image)], folder, cancellation).ConfigureAwait(false);
        string namesFile = Path.Combine(folder, "names");
        await File.WriteAllTextAsync(namesFile, methodNames(ElfFile.Open(debugFile)), cancellation).ConfigureAwait(false);
        await CopyAsync(["--add-section", ".lithe.names=" + Path.GetFileName(namesFile), Path.GetFileName(debugFile)], folder, cancellation).ConfigureAwait(false);
        File.Delete(namesFile);
    }

    private async Task CopyAsync(IReadOnlyList<string> arguments, string folder, CancellationToken cancellation)
    {
        ToolResult result = await ToolProcess.RunAsync(tools.ObjectCopy!, arguments, folder, cancellation).ConfigureAwait(false);
        if (result.ExitCode >= FirstSignalStatus)
            throw new BuildFailure(EndedBySignal("llvm-objcopy", result, folder));
        if (result.ExitCode != 0)
            throw new BuildFailure(Diagnostic.Error("LITHE1803", "llvm-objcopy failed on the image: " + result.Text.Trim()));
    }

    // .NET gives a program that a signal ended this status plus the signal's number, as shells do.
    private const int FirstSignalStatus = 128;

    // The LLVM tools write through mappings and streams that they do not check: on a full disk they are killed, with a dump of their own stack.
    private static Diagnostic EndedBySignal(string program, ToolResult result, string folder) => Diagnostic.ErrorAt(
        "LITHE1804",
        $"{program} was ended by signal {result.ExitCode - FirstSignalStatus}; the disk it writes to has {new DriveInfo(folder).AvailableFreeSpace >> 10:N0} KiB free",
        $"make room there; if there is enough, {program} is broken: install another version of it",
        folder);

    private static IReadOnlyList<Diagnostic> Explain(ToolResult result, string script, string folder)
    {
        if (result.ExitCode >= FirstSignalStatus)
            return [EndedBySignal("ld.lld", result, folder)];
        List<Diagnostic> errors = [.. Message().Matches(result.Text)
            .Select(match => match.Groups["text"].Value.Trim())
            .Distinct()
            .Select(text => Diagnostic.ErrorAt("LITHE1801", "the image cannot be linked: " + text, null, script))];
        return errors.Count > 0 ? errors : [Diagnostic.ErrorAt("LITHE1801", "the image cannot be linked: " + result.Text.Trim(), null, script)];
    }

    [GeneratedRegex(@"^ld\.lld: error: (?<text>[^\n]*)", RegexOptions.Multiline)]
    private static partial Regex Message();
}
