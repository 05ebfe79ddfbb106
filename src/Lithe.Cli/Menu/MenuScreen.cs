using System.Globalization;
using System.Text;
using Lithe.Configure;
using Lithe.Configure.Menu;
using Lithe.Kconfig;
using Terminal.Gui.Input;
using Terminal.Gui.ViewBase;
using Terminal.Gui.Views;
using Attribute = Terminal.Gui.Drawing.Attribute;
using Diagnostic = Lithe.Description.Diagnostic;

namespace Lithe.Cli.Menu;

/// <summary>The menu on a full screen: the tree above, below it what the selected option is, and why it is as it is.</summary>
internal sealed class MenuScreen : Runnable
{
    private const int MostDetailLines = 9, FewestRows = 5, FewestColumns = 20;

    private readonly MenuModel _model;
    private readonly string _title;
    private readonly Func<string?> _save;
    private readonly TextField _input = new() { Visible = false, X = 0, Height = 1 };
    private string _inputLabel = "";
    private Action<string>? _onInput;
    private IReadOnlyList<MenuNode>? _found;
    private int _selected;
    private int _top;
    private string _message = "";
    private bool _isError;
    private bool _asksToQuit;

    /// <summary>Makes the screen.</summary>
    /// <param name="model">The menu.</param>
    /// <param name="title">What is configured.</param>
    /// <param name="save">
    /// Writes the model's changes; returns what is in the way, or null; throws <see cref="ConfigureException"/>, <see cref="UserError"/> or an I/O error.
    /// </param>
    public MenuScreen(MenuModel model, string title, Func<string?> save)
    {
        (_model, _title, _save) = (model, title, save);
        Width = Dim.Fill();
        Height = Dim.Fill();
        CanFocus = true;
        Add(_input);
        if (model.Problems is [{ } problem, ..])
            Complain(problem.Message);
    }

    /// <summary>What is known about the size; drawn on the next line of it.</summary>
    public SizeEstimate? Estimate { get; set; }

    /// <summary>What is said about the size while there is no estimate.</summary>
    public string SizeNote { get; set; } = "";

    // On a small terminal the tree keeps its place, and the details give way.
    private int DetailLines => Math.Clamp(Viewport.Height - 4 - FewestRows, 0, MostDetailLines);

    private int ListHeight => Math.Max(1, Viewport.Height - DetailLines - 4);

    private IReadOnlyList<MenuRow> Rows => _found is { } found ? [.. found.Select(node => _model.RowOf(node))] : _model.Rows;

    private MenuRow? Current => Rows is { Count: > 0 } rows ? rows[Math.Clamp(_selected, 0, rows.Count - 1)] : null;

    protected override bool OnKeyDown(Key key)
    {
        if (_input.Visible)
            return HandleInput(key);
        if (_asksToQuit)
            return HandleQuit(key);
        Say("");
        int page = Math.Max(1, ListHeight - 1);
        if (key == Key.CursorDown || IsChar(key, 'j'))
            Select(_selected + 1);
        else if (key == Key.CursorUp || IsChar(key, 'k'))
            Select(_selected - 1);
        else if (key == Key.PageDown)
            Select(_selected + page);
        else if (key == Key.PageUp)
            Select(_selected - page);
        else if (key == Key.Home)
            Select(0);
        else if (key == Key.End)
            Select(int.MaxValue);
        else if (key == Key.CursorRight || IsChar(key, 'l'))
            Open();
        else if (key == Key.CursorLeft || IsChar(key, 'h'))
            Close();
        else if (key == Key.Space || key == Key.Enter)
            Act(key == Key.Enter);
        else if (IsChar(key, 'y') || IsChar(key, 'n') || IsChar(key, 'm'))
            SetSwitch(key.AsRune.ToString());
        else if (IsChar(key, '/'))
            Ask("search", "", Search);
        else if (IsChar(key, 'd'))
            Reset();
        else if (IsChar(key, 'u') || key == Key.Z.WithCtrl)
            Say(_model.Undo() ? "undone" : "nothing to undo");
        else if (IsChar(key, 's') || key == Key.S.WithCtrl)
            Save();
        else if (IsChar(key, '?'))
            Say("Space change, Enter open or edit, / search, d default, u undo, s save, q quit; -*- and - - cannot be changed, the reason stands below");
        else if (key == Key.Esc && _found is not null)
            Leave(_found);
        else if (IsChar(key, 'q') || key == Key.Esc || key == Key.Q.WithCtrl || key == Key.C.WithCtrl)
            Quit();
        else
            return base.OnKeyDown(key);
        SetNeedsDraw();
        return true;
    }

    private static bool IsChar(Key key, char c) => !key.IsCtrl && !key.IsAlt && key.AsRune == new Rune(c);

    private bool HandleInput(Key key)
    {
        if (key == Key.Enter)
        {
            Action<string>? accept = _onInput;
            EndInput();
            accept?.Invoke(_input.Text.ToString());
        }
        else if (key == Key.Esc || key == Key.C.WithCtrl)
            EndInput();
        else
            return base.OnKeyDown(key);
        SetNeedsDraw();
        return true;
    }

    private bool HandleQuit(Key key)
    {
        _asksToQuit = false;
        Say("");
        if (IsChar(key, 'y'))
        {
            Save();
            if (!_isError)
                RequestStop();
        }
        else if (IsChar(key, 'n') || key == Key.C.WithCtrl)
            RequestStop();
        SetNeedsDraw();
        return true;
    }

    private void Quit()
    {
        if (!_model.IsModified)
        {
            RequestStop();
            return;
        }
        _asksToQuit = true;
        Say("save the changes? y yes, n no, any other key goes back");
    }

    private void Save()
    {
        try
        {
            int count = _model.Changes.Count;
            if (_save() is { } obstacle)
            {
                Complain(obstacle);
                return;
            }
            Say(count == 0 ? "nothing to save" : $"saved {count} {(count == 1 ? "line" : "lines")}");
        }
        catch (ConfigureException problem)
        {
            Complain(Text(problem.Diagnostics));
        }
        catch (UserError problem)
        {
            Complain(Text(problem.Diagnostics));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            Complain($"not saved: {problem.Message}");
        }

        static string Text(IReadOnlyList<Diagnostic> diagnostics) => diagnostics is [{ } first, ..]
            ? $"not saved: {(first.Line > 0 ? $"line {first.Line} of the file: " : "")}{first.Message}{(first.Mend is { } mend ? $"; {mend}" : "")}"
            : "not saved";
    }

    private void Select(int row) => _selected = Math.Clamp(row, 0, Math.Max(0, Rows.Count - 1));

    private void Open()
    {
        if (Current is { HasChildren: true } row && _found is null)
            _model.SetOpen(row.Node, true);
    }

    private void Close()
    {
        if (Current is not { } row || _found is not null)
            return;
        if (row.IsOpen)
        {
            _model.SetOpen(row.Node, false);
            return;
        }
        MenuNode? above = row.Node.Parent;
        while (above is not null && above.Text is null)
            above = above.Parent;
        if (above?.Parent is not null)
            _selected = _model.Reveal(above);
    }

    private void Act(bool isEnter)
    {
        if (Current is not { } row)
            return;
        if (_found is { } found && isEnter)
            Leave(found);
        else if (row.Kind == MenuRowKind.Menu || (row.Kind == MenuRowKind.Choice && row.Fixed is null) || (isEnter && row.HasChildren))
            Toggle(row);
        else if (row.Fixed is { } why)
            Complain(why);
        else if (row.Kind == MenuRowKind.Member)
            Set(row.Symbol!, "y");
        else if (row.Kind == MenuRowKind.Value)
            Ask(row.Symbol!.Name, row.Value, text => Set(row.Symbol!, text));
        else if (row.Kind == MenuRowKind.Switch)
            Set(row.Symbol!, Next(row));
    }

    private void Toggle(MenuRow row)
    {
        if (_found is { } found)
            Leave(found);
        _model.SetOpen(row.Node, !row.IsOpen);
    }

    // The next value that the symbol can take now.
    private string Next(MenuRow row)
    {
        IReadOnlyList<Tristate> possible = _model.Values.GetAssignable(row.Symbol!);
        Tristate now = _model.Values.GetTristate(row.Symbol!);
        Tristate next = possible.FirstOrDefault(value => value > now, possible.Count > 0 ? possible[0] : now);
        return next switch { Tristate.Yes => "y", Tristate.Module => "m", _ => "n" };
    }

    private void SetSwitch(string value)
    {
        if (Current is { Kind: MenuRowKind.Switch or MenuRowKind.Member } row)
            Set(row.Symbol!, value);
    }

    private void Set(Symbol symbol, string value)
    {
        if (_model.Set(symbol, value, out IReadOnlyList<string> dropped) is { } why)
            Complain(why);
        else if (dropped.Count > 0)
            Say($"no longer possible, so taken back: {string.Join(", ", dropped)}");
        Select(_selected);
    }

    private void Reset()
    {
        if (Current?.Symbol is { } symbol)
            Say(_model.Reset(symbol) ? $"{symbol.Name} has its default" : $"{symbol.Name} is not set");
    }

    private void Search(string text)
    {
        if (text.Trim().Length == 0)
            return;
        IReadOnlyList<MenuNode> found = _model.Search(text);
        if (found.Count == 0)
        {
            Complain($"nothing is called '{text.Trim()}'{SymbolNames.Near(_model.Shown.Tree, text.Trim().ToUpperInvariant())}");
            return;
        }
        (_found, _selected, _top) = (found, 0, 0);
        Say($"{found.Count} found: Enter shows it in the tree, Esc goes back");
    }

    // From the list of what was found to the selected one's place in the tree.
    private void Leave(IReadOnlyList<MenuNode> found)
    {
        MenuNode node = found[Math.Clamp(_selected, 0, found.Count - 1)];
        _found = null;
        _selected = _model.Reveal(node);
    }

    private void Ask(string label, string text, Action<string> accept)
    {
        (_inputLabel, _onInput) = ($" {label}: ", accept);
        _input.X = _inputLabel.Length;
        _input.Y = Pos.AnchorEnd(2);
        _input.Width = Dim.Fill();
        _input.Text = text;
        _input.Visible = true;
        _input.SetFocus();
        _input.MoveEnd();
    }

    private void EndInput()
    {
        _input.Visible = false;
        _onInput = null;
        SetFocus();
    }

    private void Say(string text) => (_message, _isError) = (text, false);

    private void Complain(string text) => (_message, _isError) = (text, true);

    protected override bool OnDrawingContent(DrawContext? context)
    {
        int width = Viewport.Width, height = Viewport.Height;
        if (height < FewestRows || width < FewestColumns)
        {
            for (int y = 0; y < height; y++)
                Line(y, Palette.Bad, y == 0 ? "too small" : "");
            return true;
        }
        IReadOnlyList<MenuRow> rows = Rows;
        _selected = Math.Clamp(_selected, 0, Math.Max(0, rows.Count - 1));
        _top = Math.Clamp(_top, Math.Max(0, _selected - ListHeight + 1), _selected);
        Line(0, Palette.Bar, $" {_title}{(_model.IsModified ? " (not saved)" : "")}{(_found is null ? "" : " - search")}");
        for (int i = 0; i < ListHeight; i++)
        {
            if (_top + i < rows.Count)
                DrawRow(1 + i, rows[_top + i], _top + i == _selected);
            else
                Line(1 + i, Palette.Text, "");
        }
        DrawDetails(1 + ListHeight, rows.Count > 0 ? rows[_selected] : null);
        Line(height - 3, Palette.Faint, $" size: {Estimate?.Describe(_model.Values) ?? SizeNote}");
        Line(height - 2, _input.Visible ? Palette.Heading : _isError ? Palette.Bad : Palette.Good, _input.Visible ? _inputLabel : $" {_message}");
        Line(height - 1, Palette.Bar, " \u2191\u2193 move  \u2190\u2192 close/open  Space change  Enter edit  / search  d default  u undo  s save  ? help  q quit");
        return true;

        void Line(int y, Attribute attribute, string text)
        {
            if (y < 0 || y >= height)
                return;
            SetAttribute(attribute);
            AddStr(0, y, Fit(text, width));
        }

        void DrawRow(int y, MenuRow row, bool isSelected)
        {
            string indent = new(' ', (row.Depth * 3) + 1);
            string text = $"{indent}{row.Mark} {row.Text}";
            string name = row.Symbol is { Name: not "<choice>" } symbol ? symbol.Name : "";
            Attribute attribute = isSelected ? Palette.Selected
                : row.Kind is MenuRowKind.Menu or MenuRowKind.Comment ? Palette.Heading
                : row.Fixed is not null && row.Kind != MenuRowKind.Member ? Palette.Faint
                : !row.IsDefault ? Palette.Changed
                : Palette.Text;
            int room = width - name.Length - 1;
            Line(y, attribute, text.Length < room ? text.PadRight(room) + name : text);
        }

        void DrawDetails(int y, MenuRow? row)
        {
            string rule = row?.Symbol is { } symbol ? $"\u2500\u2500 {(symbol.Name == "<choice>" ? "choice" : symbol.Name)} " : "\u2500\u2500 ";
            if (DetailLines > 0)
                Line(y, Palette.Faint, rule.PadRight(width, '\u2500'));
            int at = y + 1, end = y + DetailLines;
            if (row is not null)
            {
                foreach ((Attribute attribute, string text) in Details(row))
                {
                    foreach (string part in Wrap(text, width - 2))
                    {
                        if (at < end)
                            Line(at++, attribute, " " + part);
                    }
                }
            }
            while (at < end)
                Line(at++, Palette.Text, "");
        }
    }

    private IEnumerable<(Attribute, string)> Details(MenuRow row)
    {
        string help = (row.Node.Help ?? row.Symbol?.Help ?? "").Trim();
        if (help.Length > 0)
            yield return (Palette.Text, help.ReplaceLineEndings(" "));
        if (row.Symbol is not { } symbol)
        {
            if (row.Fixed is { } hidden)
                yield return (Palette.Bad, hidden);
            yield break;
        }
        if (row.Fixed is { } why && !(row.Kind == MenuRowKind.Member && row.Value == "y"))
            yield return (Palette.Bad, $"cannot be changed: {why}");
        else
            yield return (Palette.Good, AppConfiguration.Explain(_model.Values, symbol).Summary);
        if (Estimate?.BytesOf(symbol) is { } bytes)
            yield return (Palette.Text, string.Create(CultureInfo.InvariantCulture, $"its library takes {bytes:N0} bytes"));
        foreach (string detail in _model.Values.Explain(symbol).Details)
            yield return (Palette.Faint, detail);
    }

    private static string Fit(string text, int width) =>
        text.Length == width ? text : text.Length < width ? text.PadRight(width) : width > 1 ? text[..(width - 1)] + "\u2026" : text[..Math.Max(0, width)];

    private static IEnumerable<string> Wrap(string text, int width)
    {
        var line = new StringBuilder();
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear();
            }
            line.Append(line.Length > 0 ? " " : "").Append(word);
        }
        if (line.Length > 0)
            yield return line.ToString();
    }
}
