using System.CommandLine;
using Lithe.Description;
using Lithe.Insight.Graph;
using Lithe.Insight.Images;

namespace Lithe.Cli.Commands;

/// <summary><c>lithe graph</c>: the libraries of an image or of the source tree, and what goes on between them.</summary>
internal sealed class GraphCommand
{
    private static readonly string[] Formats = ["svg", "html", "json", "text"];

    private readonly AppOptions _options = new();
    private readonly Option<bool> _tree = new("--tree") { Description = "The libraries of the source tree, instead of an image's." };
    private readonly Option<string?> _output = new("--output", "-o") { Description = "Write to this file; its extension gives the format.", HelpName = "FILE" };
    private readonly Option<string?> _format = new("--format") { Description = "svg, html, json or text (the default without a file).", HelpName = "FORMAT" };

    public static Command Create(GlobalOptions global)
    {
        var graph = new GraphCommand();
        var command = new Command("graph", "Draw an image's libraries with the number of calls between them. A circle, or a call that no project declares, is an error.");
        graph._options.AddTo(command);
        foreach (Option option in (Option[])[graph._tree, graph._output, graph._format])
            command.Options.Add(option);
        command.SetAction(global.Action(graph.RunAsync));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parse, CommandContext context, CancellationToken cancel)
    {
        string? output = parse.GetValue(_output);
        string format = ChooseFormat(parse.GetValue(_format), output);
        (LibraryGraph graph, IReadOnlyList<Diagnostic> errors) = parse.GetValue(_tree)
            ? (ImageBuilds.Guarded(() => SourceGraph.Build(context.Root)), [])
            : await BuildImageGraphAsync(parse, context, cancel).ConfigureAwait(false);
        string text = format switch
        {
            "svg" => GraphSvg.Write(graph),
            "html" => GraphHtml.Write(graph),
            "json" => GraphText.ToJson(graph).ToJsonString() + "\n",
            _ => GraphText.Write(graph),
        };
        if (output is null)
        {
            context.Screen.Out.Write(text);
        }
        else
        {
            await File.WriteAllTextAsync(output, text, cancel).ConfigureAwait(false);
            context.Screen.Out.WriteLine($"{output}: {graph.Nodes.Count} libraries, {graph.Edges.Count} edges");
        }
        // The graph is written even so: it shows what is wrong.
        errors = [.. errors, .. GraphCheck.FindCycles(graph)];
        context.Screen.Print(errors);
        return errors.Count == 0 ? ExitCodes.Success : ExitCodes.Failure;
    }

    private async Task<(LibraryGraph Graph, IReadOnlyList<Diagnostic> Errors)> BuildImageGraphAsync(ParseResult parse, CommandContext context, CancellationToken cancel)
    {
        IReadOnlyList<Target> wanted = _options.Targets(parse);
        IReadOnlyDictionary<string, string> overrides = _options.Overrides(parse);
        AppDescription app = new AppBuilds(context).Read(parse.GetValue(_options.App)!);
        Target target = ImageBuilds.ChooseOne(app, wanted);
        BuiltImage image = await new ImageBuilds(context).BuildAsync(app, target, _options.Profile(parse), overrides, null, cancel).ConfigureAwait(false);
        return await ImageBuilds.GuardedAsync(() => ImageGraph.BuildAsync(image, $"{app.Name} ({target.Name})", cancel)).ConfigureAwait(false);
    }

    private static string ChooseFormat(string? format, string? output)
    {
        if (format is null)
        {
            string extension = output is null ? string.Empty : Path.GetExtension(output).TrimStart('.').ToLowerInvariant();
            return extension switch { "htm" => "html", "txt" => "text", _ => Formats.Contains(extension) ? extension : output is null ? "text" : throw Unknown($"'{output}' does not say its format", extension) };
        }
        return Formats.Contains(format) ? format : throw Unknown($"there is no format '{format}'", format);
    }

    private static UserError Unknown(string message, string name) => UserError.Usage(
        message, NearMatch.Find(name, Formats) is { } nearest ? $"did you mean {nearest}?" : $"use --format with one of {string.Join(", ", Formats)}");
}
