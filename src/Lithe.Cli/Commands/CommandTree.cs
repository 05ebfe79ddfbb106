using System.CommandLine;
using System.CommandLine.Help;
using Lithe.Cli.Terminal;
using Lithe.Description;

namespace Lithe.Cli.Commands;

/// <summary>The tool's command line as a whole.</summary>
internal static class CommandTree
{
    private const string About = """
        Lithe builds one specialised operating system for each application.

        First steps:
          lithe new hello && lithe run hello

        Exit codes: run gives the guest's status. Otherwise 0 done, 1 a build, test or check failed, 2 wrong command line,
        3 a needed program is missing, 124 time limit, 125 the guest ended without a status, 126 QEMU failed, 130 interrupted.
        """;

    /// <summary>Runs the tool.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        // What follows -- belongs to the program in the guest, whatever it looks like.
        string[] own = [.. arguments.TakeWhile(a => a != "--")];
        string[] programs = [.. arguments.Skip(own.Length + 1)];
        var global = new GlobalOptions();
        RootCommand root = Create(global, programs);
        if (own.Length == 0)
            own = ["--help"];

        ParseResult parse = root.Parse(own, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
        if (parse.Errors.Count > 0 && parse.Action is not HelpAction)
            return PrintErrors(parse, global.ScreenFor(parse));
        // After Ctrl-C the machine is stopped and temporary files are removed; this is how long that may take.
        var configuration = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(10), EnableDefaultExceptionHandler = false };
        return await parse.InvokeAsync(configuration).ConfigureAwait(false);
    }

    internal static RootCommand Create(GlobalOptions global, IReadOnlyList<string> programArguments)
    {
        var root = new RootCommand(About)
        {
            NewCommand.Create(global),
            BuildCommand.Create(global),
            RunCommand.Create(global, programArguments),
            TestCommand.Create(global),
            CleanCommand.Create(global),
            DoctorCommand.Create(global),
            BenchCommand.Create(global),
        };
        root.Options.Add(global.Verbose);
        root.Options.Add(global.NoColor);
        return root;
    }

    private static int PrintErrors(ParseResult parse, Screen screen)
    {
        string command = parse.CommandResult.Command is RootCommand ? "" : $" {parse.CommandResult.Command.Name}";
        string first = parse.Tokens.Count > 0 ? parse.Tokens[0].Value : "";
        // An unknown command is reported by the library as a missing and an unmatched one; one message says it.
        if (parse.CommandResult.Command is RootCommand && parse.Tokens.Count > 0 && !first.StartsWith('-'))
        {
            string[] names = [.. parse.RootCommandResult.Command.Children.OfType<Command>().Select(c => c.Name)];
            screen.Print(Diagnostic.Error(
                ErrorCodes.Usage,
                $"there is no command '{first}'",
                NearMatch.Find(first, names) is { } nearest ? $"did you mean {nearest}?" : $"use one of {string.Join(", ", names)}"));
            return ExitCodes.Usage;
        }

        foreach (string message in parse.Errors.Select(e => e.Message).Distinct())
            screen.Print(Diagnostic.Error(ErrorCodes.Usage, message.TrimEnd('.'), $"lithe{command} --help shows what there is"));
        return ExitCodes.Usage;
    }
}
