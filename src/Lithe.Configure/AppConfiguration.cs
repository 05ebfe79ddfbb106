using Lithe.Build;
using Lithe.Build.Configuration;
using Lithe.Description;
using Lithe.Kconfig;

namespace Lithe.Configure;

/// <summary>A symbol and the value that <c>lithe.yaml</c> gives it.</summary>
public readonly record struct Setting(string Name, string Value);

/// <summary>The values of all Kconfig symbols for an application and one target, as a build takes them.</summary>
public sealed class AppConfiguration
{
    private readonly IReadOnlyList<ConfigurationRequest> _targetRequests;

    private AppConfiguration(KconfigTree tree, Target target, IReadOnlyList<ConfigurationRequest> targetRequests)
    {
        (Tree, Target, _targetRequests) = (tree, target, targetRequests);
        Defaults = Evaluate([]).Values;
    }

    /// <summary>The symbols.</summary>
    public KconfigTree Tree { get; }

    /// <summary>What the image is for.</summary>
    public Target Target { get; }

    /// <summary>The values of an application that sets nothing.</summary>
    public Configuration Defaults { get; }

    /// <summary>Reads the symbols of a repository.</summary>
    /// <exception cref="ConfigureException">A Kconfig file has errors.</exception>
    public static AppConfiguration Open(string root, Target target)
    {
        try
        {
            KconfigTree tree = ConfigurationReader.Parse(root);
            return new AppConfiguration(tree, target, [.. ConfigurationReader.TargetRequests(tree, target)]);
        }
        catch (BuildFailure failure)
        {
            throw new ConfigureException(failure.Diagnostics);
        }
    }

    /// <summary>The same symbols for another target.</summary>
    public AppConfiguration For(Target target) => new(Tree, target, [.. ConfigurationReader.TargetRequests(Tree, target)]);

    /// <summary>The values under some settings, and the settings that cannot hold.</summary>
    public (Configuration Values, IReadOnlyList<RequestError> Errors) Evaluate(IEnumerable<Setting> settings)
    {
        var values = new Configuration(Tree);
        IReadOnlyList<RequestError> errors = values.Apply([.. _targetRequests, .. settings.Select(setting => new ConfigurationRequest(setting.Name, setting.Value))]);
        return (values, errors);
    }

    /// <summary>Whether the target decides about a symbol, so that no application can.</summary>
    public bool IsSetByTarget(Symbol symbol)
    {
        ArgumentNullException.ThrowIfNull(symbol);
        return _targetRequests.Any(request => request.Name == symbol.Name || request.Name == symbol.Choice?.Name);
    }

    /// <summary>Why a user cannot change a symbol now: one sentence; null where it can be changed.</summary>
    public string? WhyFixed(Configuration values, Symbol symbol)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(symbol);
        if (IsSetByTarget(symbol))
            return $"{symbol.Name} is set by the target of the build, {Target.Name}";
        if (symbol.IsChoice)
        {
            if (values.GetVisibility(symbol) == Tristate.No)
                return values.Explain(symbol).Summary;
            return symbol.ChoiceMembers.Count(member => values.GetVisibility(member) != Tristate.No) > 1 ? null
                : $"{SymbolNames.ValueOf(values, symbol)} is the only possible choice";
        }
        if (symbol.Choice is { } choice && values.GetVisibility(symbol) != Tristate.No)
            return values.GetSelected(choice) == symbol ? $"{symbol.Name} is chosen: choose another to change it" : WhyFixed(values, choice);
        if (values.IsChangeable(symbol))
            return null;
        string summary = values.Explain(symbol).Summary;
        return symbol.Prompt is null ? $"{symbol.Name} has no prompt, it follows from others: {summary}" : summary;
    }

    /// <summary>Why a symbol has its value; for a choice, why its member is chosen.</summary>
    public static Explanation Explain(Configuration values, Symbol symbol)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(symbol);
        return values.Explain(symbol.IsChoice && values.GetSelected(symbol) is { } member ? member : symbol);
    }

    /// <summary>The settings of a description.</summary>
    public static IReadOnlyList<Setting> SettingsOf(AppDescription app)
    {
        ArgumentNullException.ThrowIfNull(app);
        return [.. app.Config.Select(entry => new Setting(entry.Name, entry.Value))];
    }
}
