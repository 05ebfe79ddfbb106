using System.CommandLine;
using System.Text.Json.Nodes;
using Lithe.Cli.Terminal;
using Lithe.Description;
using Lithe.Insight.Images;
using Lithe.Insight.Why;

namespace Lithe.Cli.Commands;

/// <summary><c>lithe why</c>: which chain of references brought something into an image.</summary>
internal sealed class WhyCommand
{
    private readonly Argument<string> _symbol = new("SYMBOL") { Description = "A method, a type, a library, or a link symbol." };
    private readonly AppOptions _options = new();
    private readonly Option<bool> _all = new("--all") { Description = "Several chains: one for each that refers to it." };
    private readonly Option<bool> _json = new("--json") { Description = "One JSON object." };

    public static Command Create(GlobalOptions global)
    {
        var why = new WhyCommand();
        var command = new Command("why", "Show which chain of references brought a method, a type or a library into the image (exit code 1: it is not there).");
        command.Arguments.Add(why._symbol);
        why._options.AddTo(command);
        command.Options.Add(why._all);
        command.Options.Add(why._json);
        command.SetAction(global.Action(why.RunAsync));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parse, CommandContext context, CancellationToken cancel)
    {
        string symbol = parse.GetValue(_symbol)!;
        if (string.IsNullOrWhiteSpace(symbol))
            throw UserError.Usage("no symbol is named", "write for instance lithe why System.Console apps/hello");
        IReadOnlyList<Target> wanted = _options.Targets(parse);
        IReadOnlyDictionary<string, string> overrides = _options.Overrides(parse);
        AppDescription app = new AppBuilds(context).Read(parse.GetValue(_options.App)!);
        Target target = ImageBuilds.ChooseOne(app, wanted);
        BuiltImage image = await new ImageBuilds(context).BuildAsync(app, target, _options.Profile(parse), overrides, null, cancel).ConfigureAwait(false);
        WhyAnswer answer = await ImageBuilds.GuardedAsync(async () => (await WhyQuery.OpenAsync(image, cancel).ConfigureAwait(false)).Ask(symbol, parse.GetValue(_all))).ConfigureAwait(false);
        string name = $"{app.Name} ({target.Name})";
        if (parse.GetValue(_json))
            context.Screen.Out.WriteLine(ToJson(answer, name).ToJsonString());
        else
            Write(answer, name, context.Screen);
        return answer.Presence == WhyPresence.InImage ? ExitCodes.Success : ExitCodes.Failure;
    }

    private static void Write(WhyAnswer answer, string image, Screen screen)
    {
        switch (answer.Presence)
        {
            case WhyPresence.InImage:
                screen.Out.WriteLine($"{Matches(answer)}: {TextTable.Number(answer.Bytes)} bytes in {image}");
                break;
            case WhyPresence.WithoutOwnCode:
                screen.Out.WriteLine($"{Matches(answer)} has no code of its own in {image}: the compiler inlined it, or left it out as unused. What is written asks for it:");
                break;
            case WhyPresence.NotAskedFor:
                screen.Print(Diagnostic.Error(ErrorCodes.NotInImage, $"'{answer.Asked}' is not in {image}: nothing there asks for it", answer.Matches.Count > 0 ? $"it is {string.Join(" or ", answer.Matches.Take(5))}" : null));
                return;
            default:
                screen.Print(Diagnostic.Error(
                    ErrorCodes.NotInImage, $"'{answer.Asked}' is not in {image}, and none of its libraries has it", answer.Nearest.Count > 0 ? $"did you mean {string.Join(" or ", answer.Nearest)}?" : null));
                return;
        }
        if (answer.Chains.Count == 0)
            screen.Out.WriteLine("  placed by the linker; nothing refers to it by a symbol");
        foreach (IReadOnlyList<WhyStep> chain in answer.Chains)
        {
            screen.Out.WriteLine();
            int width = chain.Max(step => step.Reason.Length);
            int names = chain.Max(step => step.Name.Length);
            foreach (WhyStep step in chain)
                screen.Out.WriteLine($"  {step.Reason.PadLeft(width)} {step.Name.PadRight(names)}  {step.Library}".TrimEnd());
        }
    }

    private static string Matches(WhyAnswer answer) => answer.Matches.Count > 3
        ? $"{string.Join(", ", answer.Matches.Take(3))} and {answer.Matches.Count - 3} more"
        : string.Join(", ", answer.Matches);

    private static JsonObject ToJson(WhyAnswer answer, string image) => new()
    {
        ["image"] = image,
        ["symbol"] = answer.Asked,
        ["presence"] = answer.Presence switch
        {
            WhyPresence.InImage => "in-image",
            WhyPresence.WithoutOwnCode => "without-own-code",
            WhyPresence.NotAskedFor => "not-asked-for",
            _ => "unknown",
        },
        ["bytes"] = answer.Bytes,
        ["matches"] = new JsonArray([.. answer.Matches.Select(match => JsonValue.Create(match))]),
        ["chains"] = new JsonArray([.. answer.Chains.Select(chain => new JsonArray([.. chain.Select(step => new JsonObject
        {
            ["name"] = step.Name, ["library"] = step.Library, ["symbol"] = step.Symbol, ["reason"] = step.Reason,
        })]))]),
        ["nearest"] = new JsonArray([.. answer.Nearest.Select(name => JsonValue.Create(name))]),
    };
}
