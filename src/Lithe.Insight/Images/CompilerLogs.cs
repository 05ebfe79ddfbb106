using System.Xml;
using Lithe.Build;
using Lithe.Build.Tools;

namespace Lithe.Insight.Images;

/// <summary>What the compiler made a node for.</summary>
/// <param name="Kind">Its own word, e.g. <c>MethodCode</c>.</param>
/// <param name="Length">The bytes it put out.</param>
internal sealed record CompilerNode(string Kind, ulong Length);

/// <summary>
/// What the ahead-of-time compiler says about an image when it is asked: it runs again over the same input, in a temporary folder, with its logs
/// on. Ordinary builds keep no logs and pay nothing for them.
/// </summary>
internal sealed class CompilerLogs
{
    private CompilerLogs(Dictionary<string, CompilerNode> nodes, DependencyLog compiled, DependencyLog scanned) =>
        (Nodes, Compiled, Scanned) = (nodes, compiled, scanned);

    /// <summary>What the object holds, by symbol.</summary>
    public IReadOnlyDictionary<string, CompilerNode> Nodes { get; }

    /// <summary>Why each node is in the object: calls as they are after inlining.</summary>
    public DependencyLog Compiled { get; }

    /// <summary>What the scan of IL reached before the optimiser: calls as they are written.</summary>
    public DependencyLog Scanned { get; }

    /// <summary>Runs the compiler.</summary>
    /// <exception cref="InsightException">Its input is gone, or it does not give the image's object again.</exception>
    public static async Task<CompilerLogs> CollectAsync(BuiltImage image, CancellationToken cancellation)
    {
        string ilc = ToolPaths.Find(Toolchain.IlcVersion).Ilc
            ?? throw InsightException.Because(InsightCodes.CompilerFailed, "the ahead-of-time compiler ilc is missing", "run 'lithe doctor'");
        string[] files = [.. image.Record.CompilerInputs.Concat(image.Record.CompilerReferences).Append(image.Record.CompiledObject).Select(image.FullPath)];
        if (Array.Find(files, file => !File.Exists(file)) is { } gone)
            throw InsightException.Because(InsightCodes.NoImage, $"what the image was compiled from is no longer there: {gone}", "remove the image with 'lithe clean' and build it again");

        DirectoryInfo folder = Directory.CreateTempSubdirectory("lithe-insight-");
        try
        {
            string Place(string name) => Path.Combine(folder.FullName, name);
            // Not optimising leaves the scan out, and its log with it; the object is compared, so a difference would show.
            await File.WriteAllLinesAsync(
                Place("ilc.rsp"),
                [
                    .. image.Record.CompilerInputs.Select(image.FullPath),
                    .. image.Record.CompilerReferences.Select(path => "-r:" + image.FullPath(path)),
                    "-o:" + Place("image.o"),
                    .. image.Record.CompilerOptions,
                    "--map:" + Place("map.xml"), "--dgmllog:" + Place("compiled.dgml"), "--fulllog", "--scandgmllog:" + Place("scanned.dgml"), "--scanfulllog",
                ],
                cancellation).ConfigureAwait(false);
            ToolResult result = await ToolProcess.RunAsync(ilc, ["@" + Place("ilc.rsp")], folder.FullName, cancellation).ConfigureAwait(false);
            if (result.ExitCode != 0)
                throw InsightException.Because(InsightCodes.CompilerFailed, "the ahead-of-time compiler failed with its logs on: " + result.Text.Trim());
            if (!File.ReadAllBytes(Place("image.o")).AsSpan().SequenceEqual(File.ReadAllBytes(image.FullPath(image.Record.CompiledObject))))
                throw InsightException.Because(InsightCodes.CompilerFailed, "the ahead-of-time compiler gave another object than the image's", "remove the image with 'lithe clean' and build it again");
            DependencyLog compiled = DependencyLog.Read(Place("compiled.dgml"));
            return new CompilerLogs(
                ReadNodes(Place("map.xml")), compiled, File.Exists(Place("scanned.dgml")) ? DependencyLog.Read(Place("scanned.dgml")) : compiled);
        }
        catch (Exception problem) when (problem is XmlException or IOException or FormatException)
        {
            throw InsightException.Because(InsightCodes.CompilerFailed, "a log of the ahead-of-time compiler cannot be read: " + problem.Message);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Dictionary<string, CompilerNode> ReadNodes(string path)
    {
        var nodes = new Dictionary<string, CompilerNode>(StringComparer.Ordinal);
        using var reader = XmlReader.Create(path);
        while (reader.Read())
        {
            // Unwinding information has its method's name and is in a section that images leave out.
            if (reader.NodeType == XmlNodeType.Element && reader.GetAttribute("Name") is { } name && reader.Name is not ("GCInfo" or "EHInfo"))
                nodes.TryAdd(name, new CompilerNode(reader.Name, ulong.Parse(reader.GetAttribute("Length")!)));
        }
        return nodes;
    }
}
