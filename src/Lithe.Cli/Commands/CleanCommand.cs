using System.CommandLine;
using Lithe.Build;
using Lithe.Description;

namespace Lithe.Cli.Commands;

/// <summary><c>lithe clean</c>: removes what builds made, and nothing else.</summary>
internal static class CleanCommand
{
    public static Command Create(GlobalOptions global)
    {
        var options = new AppOptions();
        var cache = new Option<bool>("--cache") { Description = "Also empty the cache of compiled libraries." };
        var command = new Command("clean", "Remove an application's images (and with --cache the compiled libraries).");
        command.Arguments.Add(options.App);
        command.Options.Add(cache);
        command.SetAction(global.Action((parse, context, _) =>
        {
            string? app = FolderOf(parse.GetValue(options.App)!);
            if (app is not null)
                CleanApp(app, context);
            // Without an application here, --cache alone still has its work to do.
            else if (parse.GetResult(options.App) is { Implicit: false } || !parse.GetValue(cache))
                throw UserError.Usage($"there is no {DescriptionReader.FileName} in '{parse.GetValue(options.App)}'", "name an application's folder");
            if (parse.GetValue(cache))
                Remove(Path.Combine(context.Root, "build", "cache"), context);
            return Task.FromResult(ExitCodes.Success);
        }));
        return command;
    }

    // The description is not read: a wrong one must not keep the images that an earlier one made.
    private static string? FolderOf(string app)
    {
        if (app.Length == 0)
            return null;
        string path = Path.GetFullPath(app);
        if (File.Exists(path))
            return Path.GetFileName(path) == DescriptionReader.FileName ? Path.GetDirectoryName(path) : null;
        return File.Exists(Path.Combine(path, DescriptionReader.FileName)) ? path : null;
    }

    private static void CleanApp(string folder, CommandContext context)
    {
        var app = new AppDescription { Name = "", Folder = folder, File = "", Kind = AppKind.CSharp, Source = "" };
        foreach (Target target in Target.All)
        {
            foreach (BuildProfile profile in Enum.GetValues<BuildProfile>())
                Remove(BuildRequest.DefaultOutputFolder(app, target, profile), context);
        }

        // The folder around them goes only when nothing else is in it.
        string build = Path.Combine(folder, "build");
        if (Directory.Exists(build) && !Directory.EnumerateFileSystemEntries(build).Any())
            Directory.Delete(build);
    }

    private static void Remove(string folder, CommandContext context)
    {
        if (!Directory.Exists(folder))
            return;
        // A link in its place is somebody else's: the link goes, what it leads to stays.
        if (new DirectoryInfo(folder).LinkTarget is not null)
            File.Delete(folder);
        else
            Directory.Delete(folder, recursive: true);
        context.Screen.Out.WriteLine($"removed {context.Screen.Display(folder)}");
    }
}
