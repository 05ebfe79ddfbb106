using System.CommandLine;
using Lithe.Cli.Terminal;
using Lithe.Description;
using Lithe.Insight.Images;
using Lithe.Insight.Size;

namespace Lithe.Cli.Commands;

/// <summary><c>lithe size</c>: where the bytes of an image go, and what a change of configuration saves.</summary>
internal sealed class SizeCommand
{
    private const int DefaultTop = 30;

    private readonly AppOptions _options = new();
    private readonly Option<string> _by = new("--by") { Description = "What has a row: library, type, method or section.", HelpName = "WHAT", DefaultValueFactory = _ => "library" };
    private readonly Option<int> _top = new("--top") { Description = $"Show the largest N rows (default {DefaultTop}; 0: all).", HelpName = "N", DefaultValueFactory = _ => DefaultTop };
    private readonly Option<string?> _against = new("--against") { Description = "Compare with another build: an output folder, an application's folder, or a target.", HelpName = "FOLDER|TARGET" };
    private readonly Option<bool> _json = new("--json") { Description = "One JSON object, with all rows." };

    public static Command Create(GlobalOptions global)
    {
        var size = new SizeCommand();
        var command = new Command("size", "Show where an image's bytes go. With --set: what the setting costs or saves, library by library.");
        size._options.AddTo(command);
        foreach (Option option in (Option[])[size._by, size._top, size._against, size._json])
            command.Options.Add(option);
        command.SetAction(global.Action(size.RunAsync));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parse, CommandContext context, CancellationToken cancel)
    {
        SizeGrouping by = ParseGrouping(parse.GetValue(_by)!);
        int top = parse.GetValue(_top);
        if (top < 0)
            throw UserError.Usage($"'--top {top}' is no number of rows", "write 0 for all rows");
        IReadOnlyList<Target> wanted = _options.Targets(parse);
        IReadOnlyDictionary<string, string> overrides = _options.Overrides(parse);
        string? against = parse.GetValue(_against);
        if (against is not null && overrides.Count > 0)
            throw UserError.Usage("--against and --set both name a second build", "use one of them");

        var builds = new ImageBuilds(context);
        AppDescription app = new AppBuilds(context).Read(parse.GetValue(_options.App)!);
        Target target = ImageBuilds.ChooseOne(app, wanted);
        BuildProfile profile = _options.Profile(parse);
        BuiltImage image = await builds.BuildAsync(app, target, profile, null, null, cancel).ConfigureAwait(false);
        ImageSize size = await MeasureAsync(image, cancel).ConfigureAwait(false);
        string name = $"{app.Name} ({target.Name})";
        var report = new SizeReport(context.Screen, by, top, parse.GetValue(_json));
        if (overrides.Count > 0)
        {
            // The image with the setting is for this comparison only: the application's output stays as its description says.
            DirectoryInfo folder = Directory.CreateTempSubdirectory("lithe-size-");
            try
            {
                BuiltImage changed = await builds.BuildAsync(app, target, profile, overrides, Path.Combine(folder.FullName, "image"), cancel).ConfigureAwait(false);
                string settings = string.Join(", ", overrides.Select(entry => $"{entry.Key}={entry.Value}"));
                report.WriteDifference(name, "as described", size, settings, await MeasureAsync(changed, cancel).ConfigureAwait(false));
            }
            finally
            {
                // A first build that failed leaves no folder.
                if (Directory.Exists(folder.FullName))
                    folder.Delete(recursive: true);
            }
        }
        else if (against is not null)
        {
            BuiltImage other = await OpenOtherAsync(builds, context, app, target, profile, against, cancel).ConfigureAwait(false);
            report.WriteDifference(name, against, await MeasureAsync(other, cancel).ConfigureAwait(false), target.Name, size);
        }
        else
        {
            report.Write(name, size, new FileInfo(Path.Combine(image.Folder, image.Name + ".elf")).Length);
        }
        return ExitCodes.Success;
    }

    private static async Task<BuiltImage> OpenOtherAsync(
        ImageBuilds builds, CommandContext context, AppDescription app, Target target, BuildProfile profile, string against, CancellationToken cancel)
    {
        if (Target.TryParse(against, out Target? other, out string? nearest))
            return await builds.BuildAsync(app, ImageBuilds.ChooseOne(app, [other]), profile, null, null, cancel).ConfigureAwait(false);
        if (!Directory.Exists(against))
            throw UserError.Usage($"'{against}' is neither a folder nor a target", nearest is null ? null : $"did you mean {nearest}?");
        if (!File.Exists(Path.Combine(against, "lithe.yaml")))
            return builds.Open(Path.GetFullPath(against));
        AppDescription otherApp = new AppBuilds(context).Read(against);
        return await builds.BuildAsync(otherApp, ImageBuilds.ChooseOne(otherApp, [target]), profile, null, null, cancel).ConfigureAwait(false);
    }

    private static Task<ImageSize> MeasureAsync(BuiltImage image, CancellationToken cancel) => ImageBuilds.GuardedAsync(() => ImageSize.MeasureAsync(image, cancel));

    private static SizeGrouping ParseGrouping(string text) => Enum.TryParse(text, ignoreCase: true, out SizeGrouping grouping) && Enum.IsDefined(grouping) && !char.IsDigit(text[0])
        ? grouping
        : throw UserError.Usage($"there is no table of sizes by '{text}'", NearMatch.Find(text, ["library", "type", "method", "section"]) is { } nearest ? $"did you mean {nearest}?" : "use library, type, method or section");
}
