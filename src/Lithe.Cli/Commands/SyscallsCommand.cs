using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Lithe.Cli.Terminal;
using Lithe.Description;
using Lithe.Insight.Syscalls;

namespace Lithe.Cli.Commands;

/// <summary><c>lithe syscalls</c>: which of Linux's system calls there are, and what tests have shown of them.</summary>
internal static class SyscallsCommand
{
    public static Command Create(GlobalOptions global)
    {
        var filter = new Argument<string[]>("CALL") { Description = "Only calls with this in their name, or of this state: works, partly, untested, absent.", Arity = ArgumentArity.ZeroOrMore };
        var json = new Option<bool>("--json") { Description = "One JSON object a call." };
        var page = new Option<string?>("--write") { Description = "Write the table into this Markdown page.", HelpName = "PAGE" };
        var command = new Command("syscalls", "List Linux's system calls: which the libraries have, which answer as on Linux, and with which flags. ./lithe test Conformance renews what is known.");
        command.Arguments.Add(filter);
        command.Options.Add(json);
        command.Options.Add(page);
        command.SetAction(global.Action(async (parse, context, cancel) =>
        {
            IReadOnlyList<SyscallRow> all = ImageBuilds.Guarded(() => SyscallReport.Make(context.Root));
            string[] wanted = parse.GetValue(filter) ?? [];
            SyscallRow[] rows = [.. all.Where(row => wanted.Length == 0 || wanted.Any(word => Matches(row, word)))];
            if (rows.Length == 0)
            {
                throw new UserError(ExitCodes.Failure, Diagnostic.Error(
                    ErrorCodes.NotInImage, $"Linux has no system call '{string.Join("', '", wanted)}'", NearMatch.Find(wanted[0], all.Select(row => row.Name)) is { } near ? $"did you mean {near}?" : "lithe syscalls shows all"));
            }

            bool isTested = all.Any(row => row.IsCompared);
            if (parse.GetValue(page) is { } path)
            {
                if (!isTested)
                    throw new UserError(ExitCodes.Failure, Diagnostic.Error(ErrorCodes.NotInImage, "no tests of system calls have run here", "./lithe test Conformance"));
                await File.WriteAllTextAsync(path, SyscallReport.ToMarkdown(all), cancel).ConfigureAwait(false);
                return ExitCodes.Success;
            }

            if (parse.GetValue(json))
            {
                foreach (SyscallRow row in rows)
                    context.Screen.Out.WriteLine(ToJson(row).ToJsonString());
                return ExitCodes.Success;
            }

            Write(rows, context.Screen);
            if (!isTested)
                context.Screen.Out.WriteLine("\nNo tests of system calls have run here: ./lithe test Conformance. What they last showed is in docs/syscalls.md.");
            return ExitCodes.Success;
        }));
        return command;
    }

    private static bool Matches(SyscallRow row, string word) => row.Name.Contains(word, StringComparison.OrdinalIgnoreCase) || word == SyscallReport.Describe(row.State);

    private static void Write(SyscallRow[] rows, Screen screen)
    {
        var table = new TextTable("#", "call", "state", "library", "compared with Linux", "not compared");
        foreach (SyscallRow row in rows)
        {
            string compared = !row.IsCompared ? "" : row.Flags.Count == 0 ? "yes" : string.Join(' ', row.Flags);
            table.Add(row.Number.ToString(CultureInfo.InvariantCulture), row.Name, SyscallReport.Describe(row.State), row.Library, compared, string.Join(' ', row.Missing));
        }

        table.Write(screen);
        IEnumerable<string> counts = rows.GroupBy(row => row.State).OrderByDescending(group => group.Key).Select(group => $"{group.Count()} {SyscallReport.Describe(group.Key)}");
        screen.Out.WriteLine($"\n{string.Join(", ", counts)}");
    }

    private static JsonObject ToJson(SyscallRow row) => new()
    {
        ["number"] = row.Number,
        ["name"] = row.Name,
        ["state"] = SyscallReport.Describe(row.State),
        ["library"] = row.Library,
        ["compared"] = row.IsCompared,
        ["flags"] = new JsonArray([.. row.Flags.Select(flag => (JsonNode)flag)]),
        ["missing"] = new JsonArray([.. row.Missing.Select(flag => (JsonNode)flag)]),
    };
}
