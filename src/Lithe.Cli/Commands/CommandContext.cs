using System.CommandLine;
using Lithe.Cli.Terminal;

namespace Lithe.Cli.Commands;

/// <summary>What every command works with.</summary>
/// <param name="Root">The Lithe repository.</param>
/// <param name="Screen">Where it writes.</param>
internal sealed record CommandContext(string Root, Screen Screen);

/// <summary>The options that every command has.</summary>
internal sealed class GlobalOptions
{
    public Option<bool> Verbose { get; } = new("--verbose", "-v") { Description = "Say more about what is done.", Recursive = true };

    public Option<bool> NoColor { get; } = new("--no-color") { Description = "No colours (NO_COLOR does the same).", Recursive = true };

    public Screen ScreenFor(ParseResult parse) => Screen.ForProcess(parse.GetValue(NoColor), parse.GetValue(Verbose));

    /// <summary>Makes a command's action: its errors are printed, its result is the exit code.</summary>
    public Func<ParseResult, CancellationToken, Task<int>> Action(Func<ParseResult, CommandContext, CancellationToken, Task<int>> body) =>
        async (parse, cancel) =>
        {
            Screen screen = ScreenFor(parse);
            return await Guard.RunAsync(screen, () => body(parse, new CommandContext(LitheRoot.Find(), screen), cancel)).ConfigureAwait(false);
        };
}
