using System.CommandLine;
using Lithe.Description;

namespace Lithe.Cli.Commands;

/// <summary>The options by which commands name an application and what it is built for.</summary>
internal sealed class AppOptions
{
    public Argument<string> App { get; } = new("APP")
    {
        Description = "The application's folder, or its lithe.yaml.",
        Arity = ArgumentArity.ZeroOrOne,
        DefaultValueFactory = _ => ".",
    };

    public Option<string[]> Target { get; } = new("--target", "-t")
    {
        Description = $"What to build for: {string.Join(", ", Description.Target.All.Select(t => t.Name))}.",
        HelpName = "TARGET",
    };

    public Option<bool> Debug { get; } = new("--debug") { Description = "Not optimised, with DEBUG defined." };

    public Option<string[]> Set { get; } = new("--set", "-s")
    {
        Description = "Set a configuration symbol for this build.",
        HelpName = "SYMBOL=VALUE",
    };

    public void AddTo(Command command)
    {
        command.Arguments.Add(App);
        AddBuildOptionsTo(command);
    }

    public void AddBuildOptionsTo(Command command)
    {
        command.Options.Add(Target);
        command.Options.Add(Debug);
        command.Options.Add(Set);
    }

    public BuildProfile Profile(ParseResult parse) => parse.GetValue(Debug) ? BuildProfile.Debug : BuildProfile.Release;

    /// <summary>The targets named on the command line; empty when none is.</summary>
    /// <exception cref="UserError">A name is no target's.</exception>
    public IReadOnlyList<Target> Targets(ParseResult parse) => ParseTargets(parse.GetValue(Target));

    /// <summary>The targets of some names.</summary>
    /// <exception cref="UserError">A name is no target's.</exception>
    public static IReadOnlyList<Target> ParseTargets(string[]? names) => [.. (names ?? []).Select(ParseTarget).Distinct()];

    /// <summary>The configuration symbols set on the command line; a later setting wins.</summary>
    /// <exception cref="UserError">One is not of the form SYMBOL=VALUE.</exception>
    public IReadOnlyDictionary<string, string> Overrides(ParseResult parse)
    {
        var overrides = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string setting in parse.GetValue(Set) ?? [])
        {
            int equals = setting.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw UserError.Usage($"'--set {setting}' is not of the form SYMBOL=VALUE", "write for instance --set HEAP_REGION=y");
            string value = setting[(equals + 1)..];
            overrides[setting[..equals]] = value switch { "true" => "y", "false" => "n", _ => value };
        }

        return overrides;
    }

    private static Target ParseTarget(string name) => Description.Target.TryParse(name, out Target? target, out string? nearest)
        ? target
        : throw UserError.Usage(
            $"there is no target '{name}'",
            nearest is null ? $"use one of {string.Join(", ", Description.Target.All.Select(t => t.Name))}" : $"did you mean {nearest}?");
}
