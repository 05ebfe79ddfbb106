using System.CommandLine;
using System.Text.Json.Nodes;
using Lithe.Cli.Doctor;
using Lithe.Cli.Terminal;

namespace Lithe.Cli.Commands;

/// <summary><c>lithe doctor</c>: says what this machine lacks, and the command that mends it.</summary>
internal static class DoctorCommand
{
    public static Command Create(GlobalOptions global)
    {
        var json = new Option<bool>("--json") { Description = "One JSON object a check." };
        var command = new Command("doctor", "Check the programs that Lithe needs: which are missing or too old, and how to mend it.");
        command.Options.Add(json);
        command.SetAction(global.Action(async (parse, context, cancel) =>
        {
            IReadOnlyList<Check> checks = await Progress.WatchAsync(
                context.Screen, "looking at this machine", _ => Examination.RunAsync(context.Root, cancel)).ConfigureAwait(false);
            foreach (Check check in checks)
                context.Screen.Out.WriteLine(parse.GetValue(json) ? ToJson(check) : ToText(check, context.Screen));
            bool good = checks.All(c => c.Verdict != Verdict.Bad);
            if (!parse.GetValue(json))
                Conclude(checks, good, context.Screen);
            return good ? ExitCodes.Success : ExitCodes.MissingTool;
        }));
        return command;
    }

    private static void Conclude(IReadOnlyList<Check> checks, bool good, Screen screen)
    {
        screen.Out.WriteLine(good ? "everything that Lithe needs is here" : $"{checks.Count(c => c.Verdict == Verdict.Bad)} to mend");
        if (Examination.MendAll(checks) is { } command)
            screen.Out.WriteLine($"  mend: {command}");
    }

    private static string ToText(Check check, Screen screen)
    {
        (string word, string color) = check.Verdict switch
        {
            Verdict.Good => ("ok     ", Ansi.Green),
            Verdict.Remark => ("note   ", Ansi.Yellow),
            _ => ("missing", Ansi.Red),
        };
        if (check.Verdict == Verdict.Bad && !check.Finding.StartsWith("not found", StringComparison.Ordinal))
            word = "too old";
        string line = $"{Screen.Paint(color, word, screen.ColorsOutput)}  {check.Name,-22} {check.Finding}";
        if (check.Verdict == Verdict.Bad && check.Wanted.Length > 0)
            line += $"; {check.Wanted} is needed";
        return check.Mend is null ? line : $"{line}\n         mend: {check.Mend}";
    }

    private static string ToJson(Check check) => new JsonObject
    {
        ["check"] = check.Name,
        ["verdict"] = check.Verdict.ToString().ToLowerInvariant(),
        ["finding"] = check.Finding,
        ["wanted"] = check.Wanted,
        ["mend"] = check.Mend,
    }.ToJsonString();
}
