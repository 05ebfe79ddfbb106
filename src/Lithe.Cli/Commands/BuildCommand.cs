using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Lithe.Description;

namespace Lithe.Cli.Commands;

/// <summary><c>lithe build</c>: makes an application's images.</summary>
internal static class BuildCommand
{
    public static Command Create(GlobalOptions global)
    {
        var options = new AppOptions();
        var json = new Option<bool>("--json") { Description = "One JSON object a target." };
        var command = new Command("build", "Build an application's images (for all its targets, or those named).");
        options.AddTo(command);
        command.Options.Add(json);
        command.SetAction(global.Action(async (parse, context, cancel) =>
        {
            IReadOnlyList<Target> wanted = options.Targets(parse);
            IReadOnlyDictionary<string, string> overrides = options.Overrides(parse);
            var builds = new AppBuilds(context);
            AppDescription app = builds.Read(parse.GetValue(options.App)!);
            bool allDone = true;
            foreach (Target target in AppBuilds.Choose(app, wanted))
            {
                AppBuild build = await builds.BuildAsync(app, target, options.Profile(parse), overrides, cancel).ConfigureAwait(false);
                allDone &= build.Outcome.Succeeded;
                context.Screen.Out.WriteLine(parse.GetValue(json) ? ToJson(build) : Describe(build, context));
            }

            return allDone ? ExitCodes.Success : ExitCodes.Failure;
        }));
        return command;
    }

    private static string Describe(AppBuild build, CommandContext context)
    {
        string name = $"{build.App.Name} ({build.Target.Name})";
        if (!build.Outcome.Succeeded)
            return $"{name}: failed";
        string image = context.Screen.Display(build.Outcome.ImagePath);
        string bytes = ImageBytes(build).ToString("N0", CultureInfo.InvariantCulture);
        string how = build.Outcome.UpToDate ? "up to date" : $"built in {build.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s";
        return $"{name}: {image}, {bytes} bytes, {how}";
    }

    private static string ToJson(AppBuild build) => new JsonObject
    {
        ["app"] = build.App.Name,
        ["target"] = build.Target.Name,
        ["succeeded"] = build.Outcome.Succeeded,
        ["upToDate"] = build.Outcome.UpToDate,
        ["image"] = build.Outcome.Succeeded ? build.Outcome.ImagePath : null,
        ["bytes"] = build.Outcome.Succeeded ? ImageBytes(build) : null,
        ["seconds"] = Math.Round(build.Elapsed.TotalSeconds, 3),
        ["errors"] = build.Outcome.Diagnostics.Count(d => d.Severity == Severity.Error),
    }.ToJsonString();

    private static long ImageBytes(AppBuild build) => new FileInfo(build.Outcome.ImagePath).Length;
}
