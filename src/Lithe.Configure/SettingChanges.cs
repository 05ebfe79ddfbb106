using Lithe.Description;
using Lithe.Kconfig;
using Diagnostic = Lithe.Description.Diagnostic;

namespace Lithe.Configure;

/// <summary>A line of <c>config:</c> that is written anew, or removed where the value is null.</summary>
public readonly record struct SettingChange(string Name, string? Value);

/// <summary>
/// Finds out which lines of <c>config:</c> a wish changes. A choice has one line, with the member as its value: what other lines say about the
/// same choice goes.
/// </summary>
public sealed class SettingChanges
{
    private readonly IReadOnlyList<AppConfiguration> _targets;
    private readonly List<Setting> _settings;
    private readonly List<SettingChange> _changes = [];
    private readonly List<Diagnostic> _errors = [];
    private readonly HashSet<string> _before;

    /// <summary>Starts from what a description says.</summary>
    /// <param name="targets">The configuration for every target of the application.</param>
    /// <param name="settings">The lines there are.</param>
    public SettingChanges(IReadOnlyList<AppConfiguration> targets, IReadOnlyList<Setting> settings)
    {
        (_targets, _settings) = (targets, [.. settings]);
        _before = [.. _targets.SelectMany(target => target.Evaluate(_settings).Errors).Select(error => error.Message)];
    }

    private KconfigTree Tree => _targets[0].Tree;

    /// <summary>The lines to write, in order.</summary>
    public IReadOnlyList<SettingChange> Changes => _changes;

    /// <summary>The lines there will be.</summary>
    public IReadOnlyList<Setting> Settings => _settings;

    /// <summary>Sets a symbol.</summary>
    public void Set(string name, string value)
    {
        if (SymbolNames.Find(Tree, name) is not { } symbol)
        {
            _errors.Add(Error($"there is no symbol {name}{SymbolNames.Near(Tree, name)}"));
            return;
        }
        if (_targets.Any(target => target.IsSetByTarget(symbol)))
        {
            _errors.Add(Error($"{symbol.Name} is set by the target of the build", "choose with 'targets:' in lithe.yaml, or with --target"));
            return;
        }
        // A member of a choice that has a name is chosen under that name.
        if (symbol.Choice is { Name: not "<choice>" } choice && IsYes(value))
            (symbol, value) = (choice, SymbolNames.ShortName(symbol));
        else if (symbol.IsChoice && SymbolNames.FindMember(symbol, value) is { } member)
            value = SymbolNames.ShortName(member);
        else if (symbol.Type is SymbolType.Bool or SymbolType.Tristate)
            value = IsYes(value) ? "y" : IsNo(value) ? "n" : value;

        string? line = null;
        foreach (Setting setting in _settings.ToArray())
        {
            if (SymbolNames.Find(Tree, setting.Name) is not { } other)
                continue;
            if (other == symbol && line is null)
                line = setting.Name;
            else if (other == symbol || (symbol.IsChoice && other.Choice == symbol) || (symbol.Choice is { } own && own == other))
                Remove(setting.Name);
        }
        Write(line ?? symbol.Name, value);
    }

    /// <summary>Takes back what was set for a symbol: for a choice, for all of its members too.</summary>
    /// <returns>Whether anything was set.</returns>
    public bool Unset(string name)
    {
        Symbol? symbol = SymbolNames.Find(Tree, name);
        Setting[] lines = [.. _settings.Where(setting => setting.Name == name || (symbol is not null && SymbolNames.Find(Tree, setting.Name) is { } other
            && (other == symbol || other.Choice == symbol || (symbol.Choice == other && SymbolNames.FindMember(other, setting.Value) == symbol))))];
        foreach (Setting line in lines)
            Remove(line.Name);
        if (lines.Length == 0 && symbol is null)
            _errors.Add(Error($"there is no symbol {name}{SymbolNames.Near(Tree, name)}"));
        return lines.Length > 0;
    }

    /// <summary>What is wrong with the changes: settings that cannot hold and did hold before, or are new.</summary>
    public IReadOnlyList<Diagnostic> Check()
    {
        if (_errors.Count > 0)
            return _errors;
        HashSet<string?> changed = [.. _changes.Where(change => change.Value is not null).Select(change => change.Name)];
        var found = new List<Diagnostic>();
        foreach (AppConfiguration target in _targets)
        {
            foreach (RequestError error in target.Evaluate(_settings).Errors)
            {
                bool isNew = changed.Contains(error.Request.Name) || !_before.Contains(error.Message);
                if (isNew && !found.Exists(other => other.Message == error.Message))
                    found.Add(Error(error.Message));
            }
        }
        return found;
    }

    private void Write(string name, string value)
    {
        int at = _settings.FindIndex(setting => setting.Name == name);
        if (at >= 0)
            _settings[at] = new Setting(name, value);
        else
            _settings.Add(new Setting(name, value));
        _changes.Add(new SettingChange(name, value));
    }

    private void Remove(string name)
    {
        _settings.RemoveAll(setting => setting.Name == name);
        _changes.Add(new SettingChange(name, null));
    }

    private static bool IsYes(string value) => value.ToLowerInvariant() is "y" or "yes" or "true" or "on";

    private static bool IsNo(string value) => value.ToLowerInvariant() is "n" or "no" or "false" or "off";

    private static Diagnostic Error(string message, string? mend = null) => Diagnostic.Error("LITHE1301", message, mend);
}
