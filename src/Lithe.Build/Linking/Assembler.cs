using System.Text.RegularExpressions;
using Lithe.Build.Output;
using Lithe.Build.Tools;
using Lithe.Description;

namespace Lithe.Build.Linking;

/// <summary>Assembles <c>*.s</c> with <c>llvm-mc</c>.</summary>
internal sealed partial class Assembler(ToolPaths tools, string toolIdentity, BuildCache cache, FileHashes hashes, string root)
{
    /// <summary>The object of a source file.</summary>
    /// <exception cref="BuildFailure">The source has errors.</exception>
    public async Task<string> AssembleAsync(string source, string arch, CancellationToken cancellation)
    {
        // The working folder is the repository and the file is named relative to it: that is what the line table then says.
        string name = Path.GetRelativePath(root, source);
        string[] options = [.. CodeGeneration.For(arch).AssemblerOptions, "-filetype=obj", "-g", "--fdebug-compilation-dir=."];
        string key = ContentHash.OfTexts(["asm", toolIdentity, name, hashes.Hash(source), .. options]);
        string folder = await cache.GetOrAddAsync(key, async temporary =>
        {
            string output = Path.Combine(temporary, ObjectName(source));
            ToolResult result = await ToolProcess.RunAsync(tools.Assembler!, [.. options, "-o", output, name], root, cancellation).ConfigureAwait(false);
            if (result.ExitCode != 0)
                throw new BuildFailure(ParseErrors(result.Text, source));
        }).ConfigureAwait(false);
        return Path.Combine(folder, ObjectName(source));
    }

    private static string ObjectName(string source) => Path.GetFileNameWithoutExtension(source) + ".o";

    private static IReadOnlyList<Diagnostic> ParseErrors(string text, string source)
    {
        List<Diagnostic> errors = [.. Message().Matches(text).Select(match => Diagnostic.ErrorAt(
            "LITHE1402", match.Groups["text"].Value.Trim(), null, source, int.Parse(match.Groups["line"].Value), int.Parse(match.Groups["column"].Value)))];
        return errors.Count > 0 ? errors : [Diagnostic.ErrorAt("LITHE1402", "the assembler failed: " + text.Trim(), null, source)];
    }

    [GeneratedRegex(@"^[^\n:]+:(?<line>\d+):(?<column>\d+): error: (?<text>[^\n]*)$", RegexOptions.Multiline)]
    private static partial Regex Message();
}
