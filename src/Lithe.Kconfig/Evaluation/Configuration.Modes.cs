namespace Lithe.Kconfig;

/// <summary>How to choose values for symbols that the user did not set.</summary>
public enum ConfigurationMode
{
    /// <summary>Every symbol has its default.</summary>
    AllDefault,

    /// <summary>As many symbols as possible are n.</summary>
    AllNo,

    /// <summary>As many symbols as possible are y.</summary>
    AllYes,

    /// <summary>As many symbols as possible are m.</summary>
    AllModule,

    /// <summary>Random values, the same for the same seed.</summary>
    Random,
}

/// <summary>The modes: allnoconfig, allyesconfig, allmodconfig, alldefconfig and randconfig.</summary>
public sealed partial class Configuration
{
    /// <summary>Creates a configuration with values chosen by a mode.</summary>
    public static Configuration Create(KconfigTree tree, ConfigurationMode mode, uint seed = 0)
    {
        var configuration = new Configuration(tree);
        configuration.Fill(mode, seed);
        return configuration;
    }

    /// <summary>
    /// Chooses a value for every symbol that the user or a file did not set. With Linux's rules a seed gives the values
    /// that the C tool gives for the same KCONFIG_SEED.
    /// </summary>
    public void Fill(ConfigurationMode mode, uint seed = 0)
    {
        if (_tree.IsBusyBox)
        {
            FillBusyBox(mode, seed);
        }
        else if (mode == ConfigurationMode.Random)
        {
            var random = new GlibcRandom(seed);
            while (FillOnce(mode, random))
            {
            }
        }
        else
        {
            FillOnce(mode, null);
        }
    }

    private bool FillOnce(ConfigurationMode mode, GlibcRandom? random)
    {
        bool changed = false;
        foreach (Symbol symbol in _tree.VisitingOrder)
        {
            ref SymbolState state = ref _states[symbol.Index];
            if ((state.Flags & (StateFlags.User | StateFlags.Valid)) != 0 || !symbol.Type.IsLogic())
                continue;
            changed = true;
            if (mode == ConfigurationMode.AllDefault)
                continue;
            state.UserValue = mode switch
            {
                ConfigurationMode.AllYes => Tristate.Yes,
                ConfigurationMode.AllModule => Tristate.Module,
                ConfigurationMode.Random => RandomValue(symbol, random!),
                _ => Tristate.No,
            };
            if (!symbol.IsChoice || mode != ConfigurationMode.Random)
                state.Flags |= StateFlags.User;
        }
        Invalidate();
        return FillChoices(random) | changed;
    }

    private static Tristate RandomValue(Symbol symbol, GlibcRandom random)
    {
        int percent = random.Next() % 100;
        if (symbol.Type == SymbolType.Tristate)
            return percent < 33 ? Tristate.Yes : percent < 66 ? Tristate.Module : Tristate.No;
        return percent < 50 ? Tristate.Yes : Tristate.No;
    }

    private bool FillChoices(GlibcRandom? random)
    {
        bool changed = false;
        if (random is null)
        {
            foreach (Symbol symbol in _tree.VisitingOrder)
            {
                ref SymbolState state = ref _states[symbol.Index];
                if ((symbol.IsChoice && !state.HasUser) || symbol.Choice is not null)
                    state.Flags |= StateFlags.PendingChoice;
            }
        }
        foreach (Symbol choice in _tree.VisitingOrder)
        {
            if (!choice.IsChoice || _states[choice.Index].HasUser)
                continue;
            Calculate(choice);
            if (random is null)
            {
                SetChoiceValues(choice);
                changed = true;
            }
            else
            {
                changed |= RandomizeChoice(choice, random);
            }
        }
        return changed;
    }

    private void SetChoiceValues(Symbol choice)
    {
        foreach (Symbol member in choice.Members)
        {
            ref SymbolState member2 = ref _states[member.Index];
            if (!member2.HasUser)
                member2.UserValue = Tristate.No;
        }
        ref SymbolState state = ref _states[choice.Index];
        state.Flags |= StateFlags.User;
        state.Flags &= ~(StateFlags.Valid | StateFlags.PendingChoice);
    }

    private bool RandomizeChoice(Symbol choice, GlibcRandom random)
    {
        ref SymbolState state = ref _states[choice.Index];
        if (state.Value != Tristate.Yes || choice.Members.Count == 0)
            return false;
        int wanted = random.Next() % choice.Members.Count;
        for (int i = 0; i < choice.Members.Count; i++)
        {
            ref SymbolState member = ref _states[choice.Members[i].Index];
            member.UserValue = i == wanted ? Tristate.Yes : Tristate.No;
            member.Flags = (member.Flags | StateFlags.User) & ~StateFlags.Valid;
        }
        state.UserSelected = choice.Members[wanted];
        state.Flags = (state.Flags | StateFlags.User) & ~StateFlags.Valid;
        return true;
    }
}
