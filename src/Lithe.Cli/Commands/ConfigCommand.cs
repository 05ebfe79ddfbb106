using System.CommandLine;
using System.Text.Json.Nodes;
using Lithe.Cli.Terminal;
using Lithe.Configure;
using Lithe.Description;
using Lithe.Kconfig;
using Diagnostic = Lithe.Description.Diagnostic;
using Symbol = Lithe.Kconfig.Symbol;

namespace Lithe.Cli.Commands;

/// <summary><c>lithe config</c>: the configuration in <c>lithe.yaml</c>, for scripts.</summary>
internal sealed class ConfigCommand
{
    private readonly Argument<string> _app = new AppOptions().App;
    private readonly Option<string[]> _target = new AppOptions().Target;
    private readonly Option<bool> _json = new("--json") { Description = "JSON, one object a line." };

    public static Command Create(GlobalOptions global)
    {
        var command = new Command("config", "Read and change the configuration of an application. (lithe menu does it on a full screen.)");
        foreach (Command verb in (Command[])[new ConfigCommand().Get(global), new ConfigCommand().Set(global), new ConfigCommand().Unset(global), new ConfigCommand().List(global), new ConfigCommand().Diff(global)])
            command.Subcommands.Add(verb);
        return command;
    }

    private Command Get(GlobalOptions global)
    {
        var name = new Argument<string>("SYMBOL") { Description = "A symbol, or a choice." };
        var why = new Option<bool>("--why") { Description = "Say why it has its value." };
        Command command = Verb("get", "Print the value of a symbol.", name, _app);
        command.Options.Add(why);
        command.Options.Add(_target);
        command.SetAction(global.Action((parse, context, _) => Task.FromResult(Guarded(() =>
        {
            (AppConfiguration configuration, Configuration values) = Evaluate(parse, context);
            Symbol symbol = Find(configuration.Tree, parse.GetValue(name)!);
            context.Screen.Out.WriteLine(SymbolNames.ValueOf(values, symbol));
            if (parse.GetValue(why))
                context.Screen.Out.WriteLine(AppConfiguration.Explain(values, symbol).ToString());
            return ExitCodes.Success;
        }))));
        return command;
    }

    private Command Set(GlobalOptions global)
    {
        var words = new Argument<string[]>("SYMBOL=VALUE") { Description = "What to set; then, if it is not this folder, the application.", Arity = ArgumentArity.OneOrMore };
        Command command = Verb("set", "Set symbols in lithe.yaml. Comments and layout stay.", words);
        command.SetAction(global.Action((parse, context, _) => Task.FromResult(Guarded(() =>
        {
            string[] given = parse.GetValue(words)!;
            string[] settings = [.. given.Where(word => word.Contains('=', StringComparison.Ordinal))];
            string[] apps = [.. given.Except(settings)];
            if (settings.Length == 0 || apps.Length > 1 || settings.Any(setting => setting[0] == '='))
                throw UserError.Usage("what to set is written SYMBOL=VALUE", "for instance: lithe config set HEAP=tlsf apps/hello");
            return Change(context, apps.FirstOrDefault() ?? ".", changes =>
            {
                foreach (string setting in settings)
                {
                    int equals = setting.IndexOf('=', StringComparison.Ordinal);
                    changes.Set(setting[..equals], setting[(equals + 1)..]);
                }
            });
        }))));
        return command;
    }

    private Command Unset(GlobalOptions global)
    {
        var name = new Argument<string>("SYMBOL") { Description = "A symbol, or a choice." };
        Command command = Verb("unset", "Take a symbol out of lithe.yaml, so that it has its default.", name, _app);
        command.SetAction(global.Action((parse, context, _) => Task.FromResult(Guarded(() =>
            Change(context, parse.GetValue(_app)!, changes => changes.Unset(parse.GetValue(name)!))))));
        return command;
    }

    private Command List(GlobalOptions global)
    {
        Command command = Verb("list", "Print every symbol with its value: SYMBOL=VALUE lines.", _app);
        command.Options.Add(_target);
        command.Options.Add(_json);
        command.SetAction(global.Action((parse, context, _) => Task.FromResult(Guarded(() =>
        {
            (AppConfiguration configuration, Configuration values) = Evaluate(parse, context);
            foreach (Symbol symbol in configuration.Tree.Choices.Where(choice => choice.Name != "<choice>").Concat(configuration.Tree.Symbols))
            {
                if (!parse.GetValue(_json))
                    context.Screen.Out.WriteLine($"{symbol.Name}={SymbolNames.ValueOf(values, symbol)}");
                else
                    context.Screen.Out.WriteLine(ToJson(symbol, configuration, values).ToJsonString());
            }
            return ExitCodes.Success;
        }))));
        return command;
    }

    private Command Diff(GlobalOptions global)
    {
        var against = new Option<string?>("--against") { Description = "Compare with another application, not with the defaults.", HelpName = "APP" };
        Command command = Verb("diff", "Print the symbols that differ from their defaults.", _app);
        command.Options.Add(against);
        command.Options.Add(_target);
        command.Options.Add(_json);
        command.SetAction(global.Action((parse, context, _) => Task.FromResult(Guarded(() =>
        {
            (AppConfiguration configuration, Configuration values) = Evaluate(parse, context);
            Configuration before = configuration.Defaults;
            if (parse.GetValue(against) is { } other)
                before = configuration.Evaluate(AppConfiguration.SettingsOf(new AppBuilds(context).Read(other))).Values;
            var table = new TextTable("symbol", "before", "now");
            int count = 0;
            // A choice stands for its members.
            foreach (Symbol symbol in configuration.Tree.Choices.Where(choice => choice.Name != "<choice>").Concat(configuration.Tree.Symbols.Where(symbol => symbol.Choice is null or { Name: "<choice>" })))
            {
                (string old, string now) = (SymbolNames.ValueOf(before, symbol), SymbolNames.ValueOf(values, symbol));
                if (old == now)
                    continue;
                count++;
                if (parse.GetValue(_json))
                    context.Screen.Out.WriteLine(new JsonObject { ["symbol"] = symbol.Name, ["before"] = old, ["now"] = now }.ToJsonString());
                else
                    table.Add(symbol.Name, old, now);
            }
            if (!parse.GetValue(_json) && count > 0)
                table.Write(context.Screen);
            return ExitCodes.Success;
        }))));
        return command;
    }

    private static int Change(CommandContext context, string app, Action<SettingChanges> change)
    {
        AppDescription description = new AppBuilds(context).Read(app);
        AppConfiguration first = AppConfiguration.Open(context.Root, description.Targets[0]);
        var changes = new SettingChanges([first, .. description.Targets.Skip(1).Select(first.For)], AppConfiguration.SettingsOf(description));
        change(changes);
        IReadOnlyList<Diagnostic> problems = changes.Check();
        if (problems.Count > 0)
            throw new UserError(ExitCodes.Failure, problems);
        DescriptionFile.Change(description.File, changes.Changes);
        context.Screen.Detail(changes.Changes.Count == 0 ? "nothing to change" : $"wrote {context.Screen.Display(description.File)}");
        return ExitCodes.Success;
    }

    private (AppConfiguration Configuration, Configuration Values) Evaluate(ParseResult parse, CommandContext context)
    {
        AppDescription app = new AppBuilds(context).Read(parse.GetValue(_app)!);
        Target target = ImageBuilds.ChooseOne(app, AppOptions.ParseTargets(parse.GetValue(_target)));
        AppConfiguration configuration = AppConfiguration.Open(context.Root, target);
        (Configuration values, IReadOnlyList<RequestError> errors) = configuration.Evaluate(AppConfiguration.SettingsOf(app));
        if (errors.Count > 0)
        {
            throw new UserError(ExitCodes.Failure, [.. errors.Select(error => app.Config.FirstOrDefault(entry => entry.Name == error.Request.Name) is { } entry
                ? Diagnostic.ErrorAt("LITHE1301", error.Message, null, app.File, entry.Line, entry.Column)
                : Diagnostic.Error("LITHE1301", error.Message))]);
        }
        return (configuration, values);
    }

    private static Symbol Find(KconfigTree tree, string name) => SymbolNames.Find(tree, name)
        ?? throw new UserError(ExitCodes.Failure, Diagnostic.Error("LITHE1301", $"there is no symbol {name}{SymbolNames.Near(tree, name)}", "lithe config list shows all"));

    private static JsonObject ToJson(Symbol symbol, AppConfiguration configuration, Configuration values) => new()
    {
        ["symbol"] = symbol.Name,
        ["type"] = symbol.IsChoice ? "choice" : symbol.Type.ToString().ToLowerInvariant(),
        ["value"] = SymbolNames.ValueOf(values, symbol),
        ["default"] = SymbolNames.ValueOf(configuration.Defaults, symbol),
        ["members"] = symbol.IsChoice ? new JsonArray([.. symbol.ChoiceMembers.Select(member => JsonValue.Create(member.Name))]) : null,
        ["choice"] = symbol.Choice?.Name,
        ["prompt"] = symbol.Prompt,
        ["help"] = symbol.Help?.Trim(),
        ["because"] = AppConfiguration.Explain(values, symbol).Summary,
        ["fixed"] = configuration.WhyFixed(values, symbol),
    };

    private static Command Verb(string name, string description, params Argument[] arguments)
    {
        var command = new Command(name, description);
        foreach (Argument argument in arguments)
            command.Arguments.Add(argument);
        return command;
    }

    private static T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (ConfigureException problem)
        {
            throw new UserError(ExitCodes.Failure, problem.Diagnostics);
        }
    }
}
