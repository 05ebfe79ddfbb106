namespace Lithe.Kconfig;

/// <summary>BusyBox's tool fills a configuration by answering the questions of the interactive one.</summary>
public sealed partial class Configuration
{
    private void FillBusyBox(ConfigurationMode mode, uint seed)
    {
        CalculateAll();
        var filler = new BusyBoxFiller(this, mode, seed);
        filler.Run();
    }

    private sealed class BusyBoxFiller(Configuration configuration, ConfigurationMode mode, uint seed)
    {
        private readonly Configuration _c = configuration;
        private readonly GlibcRandom _random = new(seed);
        private bool _asked;

        public void Run()
        {
            Visit(_c._tree.Root);
            // A select made on the way may be gone by now: the second run sees the final ones.
            if (mode is ConfigurationMode.AllNo or ConfigurationMode.AllYes or ConfigurationMode.AllModule)
                Visit(_c._tree.Root);
            // A question that cannot be answered (a default out of range) comes again for ever in the C tool: here, rounds
            // end when they add no answer.
            int before;
            do
            {
                before = Answered();
                _asked = false;
                VisitNew(_c._tree.Root);
            }
            while (_asked && Answered() > before);
        }

        private int Answered() => _c._states.Count(s => s.HasUser);

        private void Visit(MenuNode node)
        {
            if (!_c.IsVisible(node))
                return;
            KconfigStack.Ensure(node.Location);
            if (node.Symbol is { } symbol)
            {
                if (symbol.IsChoice)
                {
                    Choose(node, symbol);
                    if (_c._states[symbol.Index].Value != Tristate.Module)
                        return;
                }
                else if (symbol.Type.IsLogic())
                {
                    Answer(symbol);
                }
                else
                {
                    _c.TrySet(symbol, _c.CurrentText(symbol));
                }
            }
            for (MenuNode? child = node.FirstChild; child is not null; child = child.Next)
                Visit(child);
        }

        private void VisitNew(MenuNode node)
        {
            if (!_c.IsVisible(node))
                return;
            KconfigStack.Ensure(node.Location);
            if (node.Symbol is { } symbol && !_c._states[symbol.Index].HasUser
                && (_c.IsChangeable(symbol) || (symbol.IsChoice && _c._states[symbol.Index].Value == Tristate.Yes)))
            {
                _asked = true;
                MenuNode menu = node;
                while (menu.Parent is not null && menu.Prompt?.Kind != PropertyKind.Menu)
                    menu = menu.Parent;
                Visit(menu);
            }
            for (MenuNode? child = node.FirstChild; child is not null; child = child.Next)
                VisitNew(child);
        }

        private void Answer(Symbol symbol)
        {
            ref SymbolState state = ref _c._states[symbol.Index];
            _c.SetTristate(symbol, _c.IsChangeable(symbol) ? Wanted(symbol, ref state) : state.Value);
        }

        private Tristate Wanted(Symbol symbol, ref SymbolState state)
        {
            bool tristate = _c.EffectiveType(symbol) == SymbolType.Tristate;
            if (mode == ConfigurationMode.AllYes && _c.IsWithinRange(symbol, Tristate.Yes))
                return Tristate.Yes;
            Tristate mod = tristate ? Tristate.Module : Tristate.Yes;
            if (mode is ConfigurationMode.AllYes or ConfigurationMode.AllModule && _c.IsWithinRange(symbol, mod))
                return mod;
            if (mode is not (ConfigurationMode.AllDefault or ConfigurationMode.Random))
                return _c.IsWithinRange(symbol, Tristate.No) ? Tristate.No : state.Value;
            if (mode == ConfigurationMode.AllDefault || state.HasUser || _c.GetAssignable(symbol).Count == 0)
                return state.Value;
            Tristate value;
            do
                value = (Tristate)(_random.Next() % 3);
            while (!_c.IsWithinRange(symbol, value));
            return value;
        }

        private void Choose(MenuNode node, Symbol choice)
        {
            if (_c.IsChangeable(choice))
                Answer(choice);
            if (_c.GetTristate(choice) != Tristate.Yes)
                return;
            List<Symbol> visible = [];
            MenuNode? chosenNode = null;
            for (MenuNode? child = node.FirstChild; child is not null; child = child.Next)
            {
                if (child.Symbol is { } member && _c.IsVisible(child))
                    visible.Add(member);
            }
            Symbol? chosen = _c._states[choice.Index].Selected;
            if (visible.Count == 0)
                return;
            if (visible.Count == 1)
                chosen = visible[0];
            else if (mode == ConfigurationMode.Random)
                chosen = visible[_random.Next() % visible.Count];
            if (chosen is null)
                return;
            for (MenuNode? child = node.FirstChild; child is not null && chosenNode is null; child = child.Next)
                chosenNode = child.Symbol == chosen ? child : null;
            _c.SetTristate(chosen, Tristate.Yes);
            if (chosenNode?.FirstChild is { } first)
                Visit(first);
        }
    }
}
