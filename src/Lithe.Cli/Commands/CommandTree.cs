using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
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
        if (parse.Action is not HelpAction && FindProblem(parse) is { } problem)
        {
            global.ScreenFor(parse).Print(problem);
            return ExitCodes.Usage;
        }

        // After Ctrl-C the machine is stopped and temporary files are removed; this is how long that may take. Under the debugger the key is not ours.
        TimeSpan? termination = parse.CommandResult.Command.Name == DebugCommand.Name ? null : TimeSpan.FromSeconds(10);
        var configuration = new InvocationConfiguration { ProcessTerminationTimeout = termination, EnableDefaultExceptionHandler = false };
        return await parse.InvokeAsync(configuration).ConfigureAwait(false);
    }

    internal static RootCommand Create(GlobalOptions global, IReadOnlyList<string> programArguments)
    {
        var root = new RootCommand(About)
        {
            NewCommand.Create(global),
            BuildCommand.Create(global),
            RunCommand.Create(global, programArguments),
            DebugCommand.Create(global, programArguments),
            TestCommand.Create(global),
            CleanCommand.Create(global),
            DoctorCommand.Create(global),
            BenchCommand.Create(global),
            GraphCommand.Create(global),
            SizeCommand.Create(global),
            WhyCommand.Create(global),
            ConfigCommand.Create(global),
            MenuCommand.Create(global),
            ListCommand.Create(global),
            SyscallsCommand.Create(global),
        };
        root.Options.Add(global.Verbose);
        root.Options.Add(global.NoColor);
        return root;
    }

    private static Diagnostic? FindProblem(ParseResult parse)
    {
        string help = $"lithe{PathOf(parse.CommandResult.Command)} --help shows what there is";
        string first = parse.Tokens.Count > 0 ? parse.Tokens[0].Value : "";
        // The library takes a misspelt option for an argument, and reports an unknown command as two things; one message says it.
        string[] strays = [.. parse.CommandResult.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens).Select(t => t.Value).Where(IsOption), .. parse.UnmatchedTokens.Where(IsOption)];
        if (strays.Length > 0)
        {
            IEnumerable<string> names = parse.CommandResult.Command.Options.Concat(parse.RootCommandResult.Command.Options).Select(o => o.Name);
            return Diagnostic.Error(
                ErrorCodes.Usage, $"there is no option '{strays[0]}'", NearMatch.Find(strays[0], names) is { } option ? $"did you mean {option}?" : help);
        }

        string[] verbs = [.. parse.CommandResult.Command.Subcommands.Select(c => c.Name)];
        string? unknown = parse.CommandResult.Command is RootCommand ? first : parse.UnmatchedTokens.FirstOrDefault();
        if (verbs.Length > 0 && parse.Errors.Count > 0 && unknown is { Length: > 0 })
        {
            return Diagnostic.Error(
                ErrorCodes.Usage,
                $"there is no command '{$"{PathOf(parse.CommandResult.Command)} {unknown}".TrimStart()}'",
                NearMatch.Find(unknown, verbs) is { } nearest ? $"did you mean {nearest}?" : $"use one of {string.Join(", ", verbs)}");
        }

        return parse.Errors.Count == 0 ? null : Diagnostic.Error(ErrorCodes.Usage, parse.Errors[0].Message.TrimEnd('.'), help);
    }

    // " config get"; nothing for the tool itself.
    private static string PathOf(Command command) =>
        command is RootCommand ? "" : $"{command.Parents.OfType<Command>().Select(PathOf).FirstOrDefault()} {command.Name}";

    private static bool IsOption(string word) => word.Length > 1 && word[0] == '-';
}
