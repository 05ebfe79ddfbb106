namespace Lithe.Kconfig.Tests;

public class ValueTests
{
    [Fact]
    public void Select_against_dependencies_warns_in_the_C_tools_words()
    {
        Configuration c = Kconf.Configure("""
            config MODULES
            	def_bool y
            	modules
            config N
            	bool "n"
            config A
            	tristate "a"
            config SEL
            	tristate "sel"
            	depends on A
            	select TARGET
            config TARGET
            	tristate "target"
            	depends on N
            """ + "\n", "CONFIG_A=y\nCONFIG_SEL=m\n");
        Assert.Equal("m", c["TARGET"]);
        KeyValuePair<Symbol, string> unmet = Assert.Single(c.UnmetDependencies);
        Assert.Equal("TARGET", unmet.Key.Name);
        Assert.Equal(
            "\nWARNING: unmet direct dependencies detected for TARGET\n  Depends on [n]: N [=n]\n"
            + "  Selected by [m]:\n  - SEL [=m] && A [=y]\n",
            unmet.Value);
        Assert.Equal([("SEL", Tristate.Module)], c.GetSelectedBy(c.Tree.FindSymbol("TARGET")!).Select(s => (s.By.Name, s.Strength)));
    }

    [Theory]
    [InlineData("", "y")]
    [InlineData("# CONFIG_WEAK is not set\n", "n")]
    [InlineData("# CONFIG_DEP is not set\n", "n")]
    public void Imply_gives_way_to_the_user_and_to_dependencies(string config, string expected)
    {
        Configuration c = Kconf.Configure("config DEP\n\tbool \"dep\"\n\tdefault y\nconfig I\n\tdef_bool y\n\timply WEAK\nconfig WEAK\n\tbool \"weak\"\n\tdepends on DEP\n", config);
        Assert.Equal(expected, c["WEAK"]);
    }

    [Fact]
    public void Setting_recalculates_what_depends_on_it()
    {
        Configuration c = Kconf.Configure("config A\n\tbool \"a\"\nconfig B\n\tdef_bool A\nconfig C\n\tint \"c\"\n\tdepends on A\n\trange 1 5\n\tdefault 3\n");
        Assert.Equal(("n", ""), (c["B"], c["C"].Replace("3", "")));
        Assert.Equal(Tristate.No, c.GetVisibility(c.Tree.FindSymbol("C")!));
        Assert.True(c.TrySet("A", "y"));
        Assert.Equal(("y", "3"), (c["B"], c["C"]));
        Assert.False(c.TrySet("C", "6"));
        Assert.False(c.TrySet("C", "x"));
        Assert.True(c.TrySet("C", "5"));
        Assert.Equal("5", c["C"]);
        c.Unset(c.Tree.FindSymbol("A")!);
        Assert.Equal("n", c["B"]);
        Assert.Throws<KeyNotFoundException>(() => c["NOPE"]);
    }

    [Fact]
    public void A_selected_symbol_cannot_be_switched_off()
    {
        Configuration c = Kconf.Configure("config A\n\tbool \"a\"\n\tselect B\nconfig B\n\tbool \"b\"\n");
        Symbol b = c.Tree.FindSymbol("B")!;
        Assert.Equal([Tristate.No, Tristate.Yes], c.GetAssignable(b));
        c.TrySet("A", "y");
        Assert.Empty(c.GetAssignable(b));
        Assert.False(c.IsChangeable(b));
        Assert.False(c.TrySet(b, "n"));
    }

    [Fact]
    public void Choices_have_one_member_that_is_y()
    {
        Configuration c = Kconf.Configure("choice X\n\tprompt \"x\"\n\tdefault B\nconfig A\n\tbool \"a\"\nconfig B\n\tbool \"b\"\nendchoice\n");
        Symbol choice = c.Tree.FindChoice("X")!;
        Assert.Equal("B", c.GetSelected(choice)!.Name);
        Assert.True(c.TrySet("A", "y"));
        Assert.Equal(("y", "n"), (c["A"], c["B"]));
        Assert.False(c.TrySet("A", "n"));
        Assert.True(c.TrySet("X", "b"));
        Assert.Equal(("n", "y"), (c["A"], c["B"]));
    }

    [Fact]
    public void Menus_are_visible_when_their_conditions_hold()
    {
        Configuration c = Kconf.Configure("config A\n\tbool \"a\"\nmenu \"m\"\n\tvisible if A\nconfig B\n\tbool \"b\"\n\tdefault y\nendmenu\n");
        MenuNode menu = c.Tree.Root.Children.Single(n => n.Kind == MenuNodeKind.Menu);
        Assert.False(c.IsVisible(menu));
        Assert.Equal("y", c["B"]);
        Assert.False(c.TrySet("B", "n"));
        c.TrySet("A", "y");
        Assert.True(c.IsVisible(menu));
        Assert.True(c.TrySet("B", "n"));
    }

    [Fact]
    public void Strings_survive_writing_and_reading()
    {
        KconfigTree tree = Kconf.Parse("config S\n\tstring \"s\"\n");
        var first = new Configuration(tree);
        Assert.True(first.TrySet("S", "a \"b\" \\ c\\"));
        string text = first.ToDotConfig();
        Assert.Contains("CONFIG_S=\"a \\\"b\\\" \\\\ c\\\\\"\n", text);
        var second = new Configuration(tree);
        Assert.Empty(second.Load(text));
        Assert.Equal("a \"b\" \\ c\\", second["S"]);
    }

    [Fact]
    public void Bad_lines_in_a_config_give_warnings_with_lines()
    {
        var c = new Configuration(Kconf.Parse("config A\n\tbool \"a\"\nconfig S\n\tstring \"s\"\nconfig I\n\tint \"i\"\n"));
        IReadOnlyList<Diagnostic> warnings = c.Load("CONFIG_A=x\n\nhello\nCONFIG_S=\"open\nCONFIG_I=1x\nCONFIG_A=y\nCONFIG_A=n\n", "my.config");
        Assert.Equal(
            [
                "my.config:1: warning: symbol value 'x' invalid for A",
                "my.config:3: warning: unexpected data: hello",
                "my.config:4: warning: invalid string found",
                "my.config:5: warning: symbol value '1x' invalid for I",
                "my.config:7: warning: override: reassigning to symbol A",
            ],
            warnings.Select(w => w.ToString()));
    }

    [Fact]
    public void The_prefix_can_be_changed()
    {
        KconfigTree tree = KconfigTree.Parse("Kconfig", new KconfigOptions { Files = new MemoryFileProvider("config A\n\tdef_bool y\n"), Prefix = "L_" });
        Assert.Contains("L_A=y\n", new Configuration(tree).ToDotConfig());
    }

    [Fact]
    public void Two_configurations_of_one_tree_are_independent()
    {
        KconfigTree tree = Kconf.Parse("config A\n\tbool \"a\"\n");
        var first = new Configuration(tree);
        var second = new Configuration(tree);
        first.TrySet("A", "y");
        Assert.Equal(("y", "n"), (first["A"], second["A"]));
    }

    [Fact]
    public void The_random_generator_is_that_of_the_C_library()
    {
        // The well-known first values of rand() after srand(1).
        var random = new GlibcRandom(1);
        Assert.Equal([1804289383, 846930886, 1681692777, 1714636915], Enumerable.Range(0, 4).Select(_ => random.Next()));
    }
}
