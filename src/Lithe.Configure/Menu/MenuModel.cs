using Lithe.Description;
using Lithe.Kconfig;
using Diagnostic = Lithe.Description.Diagnostic;

namespace Lithe.Configure.Menu;

/// <summary>
/// The menu without its screen: the tree of options, changes with their reasons and their undoing, search. What it writes back are the
/// symbols that differ from their defaults; lines of <c>config:</c> that nobody touched stay.
/// </summary>
public sealed class MenuModel
{
    private readonly IReadOnlyList<AppConfiguration> _targets;
    private readonly Stack<IReadOnlyList<Setting>> _history = new();
    private readonly HashSet<MenuNode> _open = [];
    private IReadOnlyList<Setting> _saved;
    private IReadOnlyList<Setting> _settings;
    private IReadOnlyList<MenuRow>? _rows;

    /// <summary>Starts from a description's settings.</summary>
    /// <param name="targets">The configuration for every target of the application; the first is shown.</param>
    /// <param name="settings">The lines of <c>config:</c>.</param>
    public MenuModel(IReadOnlyList<AppConfiguration> targets, IReadOnlyList<Setting> settings)
    {
        ArgumentNullException.ThrowIfNull(targets);
        _targets = targets;
        _settings = _saved = settings;
        Values = Shown.Evaluate(settings).Values;
    }

    /// <summary>The configuration that is shown.</summary>
    public AppConfiguration Shown => _targets[0];

    /// <summary>The values as they are now.</summary>
    public Configuration Values { get; private set; }

    /// <summary>The lines of <c>config:</c> as they are now.</summary>
    public IReadOnlyList<Setting> Settings => _settings;

    /// <summary>The lines of <c>config:</c> as the file has them.</summary>
    public IReadOnlyList<Setting> Saved => _saved;

    /// <summary>Lines that cannot hold, as they were in the file.</summary>
    public IReadOnlyList<RequestError> Problems => Shown.Evaluate(_settings).Errors;

    /// <summary>Something is not saved yet.</summary>
    public bool IsModified => Changes.Count > 0;

    /// <summary>There is something to undo.</summary>
    public bool CanUndo => _history.Count > 0;

    /// <summary>The lines to write since the last saving.</summary>
    public IReadOnlyList<SettingChange> Changes =>
    [
        .. _saved.Where(old => _settings.All(now => now.Name != old.Name)).Select(old => new SettingChange(old.Name, null)),
        .. _settings.Where(now => !_saved.Contains(now)).Select(now => new SettingChange(now.Name, now.Value)),
    ];

    /// <summary>The rows that are shown, from the top.</summary>
    public IReadOnlyList<MenuRow> Rows => _rows ??= Collect();

    /// <summary>Shows or hides what lies below a row.</summary>
    public void SetOpen(MenuNode node, bool isOpen)
    {
        if (isOpen ? _open.Add(node) : _open.Remove(node))
            _rows = null;
    }

    /// <summary>Opens all that lies above a node, and gives the number of its row.</summary>
    public int Reveal(MenuNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        for (MenuNode? above = node.Parent; above is not null; above = above.Parent)
            SetOpen(above, true);
        return Math.Max(0, Rows.ToList().FindIndex(row => row.Node == node));
    }

    /// <summary>Sets a symbol.</summary>
    /// <returns>
    /// Null; or, where it cannot be set, the reason, and nothing has changed. Settings of other symbols that cannot hold any more are dropped, and
    /// <paramref name="dropped"/> names them.
    /// </returns>
    public string? Set(Symbol symbol, string value, out IReadOnlyList<string> dropped)
    {
        ArgumentNullException.ThrowIfNull(symbol);
        dropped = [];
        if (symbol.Name == "<choice>" || (symbol.Choice is { Name: "<choice>" } && value != "y"))
            return "choose one of its members";
        var changes = new SettingChanges(_targets, _settings);
        changes.Set(symbol.Name, value);
        var lost = new List<string>();
        IReadOnlyList<Diagnostic> problems = changes.Check();
        while (problems.Count > 0 && FirstOther(changes, symbol) is { } other)
        {
            changes.Unset(other);
            lost.Add(other);
            problems = changes.Check();
        }
        if (problems.Count > 0)
            return problems[0].Message;
        Change(WithoutDefault(changes.Settings, symbol));
        dropped = lost;
        return null;
    }

    /// <summary>Gives a symbol its default again.</summary>
    /// <returns>Whether it was set.</returns>
    public bool Reset(Symbol symbol)
    {
        ArgumentNullException.ThrowIfNull(symbol);
        var changes = new SettingChanges(_targets, _settings);
        if (!changes.Unset(symbol.Choice is { Name: not "<choice>" } choice ? choice.Name : symbol.Name) || changes.Check().Count > 0)
            return false;
        Change(changes.Settings);
        return true;
    }

    /// <summary>Takes the last change back.</summary>
    /// <returns>False when there is none.</returns>
    public bool Undo()
    {
        if (!_history.TryPop(out IReadOnlyList<Setting>? settings))
            return false;
        Show(settings);
        return true;
    }

    /// <summary>What was changed has been written.</summary>
    public void MarkSaved() => _saved = _settings;

    /// <summary>The file has other lines than before: the changes made here are laid over them. Nothing earlier can be undone then.</summary>
    public void Rebase(IReadOnlyList<Setting> onDisk)
    {
        ArgumentNullException.ThrowIfNull(onDisk);
        SettingChange[] changes = [.. Changes];
        var lines = onDisk.Where(line => !changes.Any(change => change.Name == line.Name && change.Value is null)).ToList();
        foreach (SettingChange change in changes.Where(change => change.Value is not null))
        {
            int at = lines.FindIndex(line => line.Name == change.Name);
            if (at >= 0)
                lines[at] = new Setting(change.Name, change.Value!);
            else
                lines.Add(new Setting(change.Name, change.Value!));
        }
        _saved = onDisk;
        _history.Clear();
        Show(lines);
    }

    /// <summary>Why a symbol cannot be changed now, or null.</summary>
    public string? WhyFixed(Symbol symbol) => Shown.WhyFixed(Values, symbol);

    /// <summary>The nodes with a text in their prompt, symbol or help: those whose name or prompt starts with it first.</summary>
    public IReadOnlyList<MenuNode> Search(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string wanted = text.Trim();
        if (wanted.Length == 0)
            return [];
        return [.. All(Shown.Tree.Root)
            .Where(node => node.Text is not null && node.Kind != MenuNodeKind.Comment)
            .Select(node => (Node: node, Rank: Rank(node, wanted)))
            .Where(found => found.Rank < int.MaxValue)
            .OrderBy(found => found.Rank)
            .Select(found => found.Node)];
    }

    /// <summary>The row that a node would have.</summary>
    public MenuRow RowOf(MenuNode node, int depth = 0)
    {
        ArgumentNullException.ThrowIfNull(node);
        Symbol? symbol = node.Symbol;
        MenuRowKind kind = symbol is null ? (node.Kind == MenuNodeKind.Comment ? MenuRowKind.Comment : MenuRowKind.Menu)
            : symbol.IsChoice ? MenuRowKind.Choice
            : symbol.Choice is not null ? MenuRowKind.Member
            : symbol.Type is SymbolType.Bool or SymbolType.Tristate ? MenuRowKind.Switch
            : MenuRowKind.Value;
        string value = symbol is null ? string.Empty : SymbolNames.ValueOf(Values, symbol);
        bool isDefault = symbol is null || value == SymbolNames.ValueOf(Shown.Defaults, symbol);
        string? why = symbol is null ? (Values.IsVisible(node) ? null : "its condition does not hold") : WhyFixed(symbol);
        return new MenuRow(node, kind, depth, value, why, isDefault, HasRows(node), _open.Contains(node));
    }

    // A line that only says what would be so anyway is not written, unless the file has it already.
    private IReadOnlyList<Setting> WithoutDefault(IReadOnlyList<Setting> settings, Symbol symbol)
    {
        Symbol line = symbol.Choice is { Name: not "<choice>" } choice ? choice : symbol;
        Setting[] without = [.. settings.Where(setting => SymbolNames.Find(Shown.Tree, setting.Name) != line)];
        bool same = _targets.All(target => Text(target, settings) == Text(target, without));
        return same ? without : settings;

        static string Text(AppConfiguration target, IReadOnlyList<Setting> lines) => target.Evaluate(lines).Values.ToDotConfig();
    }

    private string? FirstOther(SettingChanges changes, Symbol symbol) => _targets
        .SelectMany(target => target.Evaluate(changes.Settings).Errors)
        .Select(error => error.Request.Name)
        .FirstOrDefault(name => changes.Settings.Any(setting => setting.Name == name)
            && SymbolNames.Find(Shown.Tree, name) is { } other && other != symbol && other != symbol.Choice);

    private void Change(IReadOnlyList<Setting> settings)
    {
        if (settings.SequenceEqual(_settings))
            return;
        _history.Push(_settings);
        Show(settings);
    }

    private void Show(IReadOnlyList<Setting> settings)
    {
        _settings = [.. settings];
        Values = Shown.Evaluate(_settings).Values;
        _rows = null;
    }

    private List<MenuRow> Collect()
    {
        var rows = new List<MenuRow>();
        Add(Shown.Tree.Root, 0);
        return rows;

        void Add(MenuNode parent, int depth)
        {
            foreach (MenuNode node in parent.Children)
            {
                // What has no prompt has no row; what lies below it stands in its place.
                if (node.Text is null)
                {
                    Add(node, depth);
                    continue;
                }
                rows.Add(RowOf(node, depth));
                if (_open.Contains(node))
                    Add(node, depth + 1);
            }
        }
    }

    private static bool HasRows(MenuNode node) => node.Children.Any(child => child.Text is not null || HasRows(child));

    private static IEnumerable<MenuNode> All(MenuNode node) => node.Children.SelectMany(child => All(child).Prepend(child));

    private static int Rank(MenuNode node, string wanted)
    {
        string name = node.Symbol?.Name ?? string.Empty, prompt = node.Text!;
        if (name.Equals(wanted, StringComparison.OrdinalIgnoreCase))
            return 0;
        if (name.StartsWith(wanted, StringComparison.OrdinalIgnoreCase) || prompt.StartsWith(wanted, StringComparison.OrdinalIgnoreCase))
            return 1;
        if (name.Contains(wanted, StringComparison.OrdinalIgnoreCase) || prompt.Contains(wanted, StringComparison.OrdinalIgnoreCase))
            return 2;
        return node.Help?.Contains(wanted, StringComparison.OrdinalIgnoreCase) == true ? 3 : int.MaxValue;
    }
}
