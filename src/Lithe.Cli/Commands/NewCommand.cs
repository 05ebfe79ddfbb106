using System.CommandLine;
using Lithe.Cli.Templates;
using Lithe.Cli.Terminal;
using Lithe.Description;

namespace Lithe.Cli.Commands;

/// <summary><c>lithe new</c>: makes an application's folder that builds and boots as it is.</summary>
internal static class NewCommand
{
    public static Command Create(GlobalOptions global)
    {
        var name = new Argument<string>("NAME") { Description = "The application's name, or the path of the folder to make." };
        var template = new Option<string>("--template")
        {
            Description = $"What to start from: {string.Join(", ", Template.All.Select(t => $"{t.Name} ({t.Summary})"))}.",
            HelpName = "TEMPLATE",
            DefaultValueFactory = _ => Template.All[0].Name,
        };
        var command = new Command("new", "Make the folder of a new application.");
        command.Arguments.Add(name);
        command.Options.Add(template);
        command.SetAction(global.Action((parse, context, _) =>
        {
            Template chosen = Find(parse.GetValue(template)!);
            string given = parse.GetValue(name)!;
            if (given.Length == 0)
                AppName.Parse(given);
            string folder = Path.GetFullPath(given);
            AppName app = AppName.Parse(Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)));
            if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
            {
                throw new UserError(ExitCodes.Failure, Diagnostic.Error(
                    ErrorCodes.AlreadyThere, $"'{context.Screen.Display(folder)}' is there already", "choose another name, or remove it"));
            }

            IReadOnlyDictionary<string, string> files = chosen.Files(app, folder, context.Root);
            Directory.CreateDirectory(folder);
            foreach ((string file, string text) in files)
                File.WriteAllText(Path.Combine(folder, file), text);
            string shown = context.Screen.Display(folder);
            context.Screen.Out.WriteLine($"made {shown}: {string.Join(", ", files.Keys)}");
            context.Screen.Note($"next: lithe run {ShellWord.Quote(shown)}");
            return Task.FromResult(ExitCodes.Success);
        }));
        return command;
    }

    private static Template Find(string name) => Template.All.FirstOrDefault(t => t.Name == name) ?? throw UserError.Usage(
        $"there is no template '{name}'",
        NearMatch.Find(name, Template.All.Select(t => t.Name)) is { } nearest
            ? $"did you mean {nearest}?"
            : $"use one of {string.Join(", ", Template.All.Select(t => t.Name))}");
}
