namespace Lithe.Kconfig.Tests;

public class LanguageTests
{
    [Fact]
    public void Reads_all_parts_of_a_symbol()
    {
        KconfigTree tree = Kconf.Parse("""
            mainmenu "Title"
            config OTHER
            	bool
            config NUM
            	int "number" if OTHER
            	default 3 if OTHER
            	range 1 10
            	help
            	  First line.

            	    Indented.
            """ + "\n");
        Symbol num = tree.FindSymbol("NUM")!;
        Assert.Equal("Title", tree.MainMenu);
        Assert.Equal(SymbolType.Int, num.Type);
        Assert.Equal("number", num.Prompt);
        Assert.Equal("First line.\n\n  Indented.", num.Help);
        Assert.Equal(new SourceLocation("Kconfig", 4, 1), num.Location);
        Assert.Equal([PropertyKind.Prompt, PropertyKind.Default, PropertyKind.Range], num.Properties.Select(p => p.Kind));
        Assert.Equal("OTHER", num.Properties[0].Condition!.ToString());
        Assert.Equal(["OTHER", "NUM"], tree.Symbols.Select(s => s.Name));
    }

    [Fact]
    public void Help_ends_where_the_indentation_does()
    {
        KconfigTree tree = Kconf.Parse("config A\n\tbool\n\thelp\n\t    deep\n\n\t      more\n\tdefault y\nconfig B\n\tbool \"b\"\n\thelp\n\n\nconfig C\n\tbool\n");
        Assert.Equal("deep\n\n  more", tree.FindSymbol("A")!.Help);
        Assert.NotNull(tree.FindSymbol("C"));
    }

    [Fact]
    public void Submenus_follow_dependencies()
    {
        KconfigTree tree = Kconf.Parse("""
            config A
            	bool "a"
            config B
            	bool "b"
            	depends on A
            config C
            	bool "c"
            	depends on B && A
            config D
            	bool "d"
            """ + "\n");
        MenuNode a = Assert.Single(tree.Root.Children, n => n.Symbol!.Name == "A");
        MenuNode b = Assert.Single(a.Children);
        Assert.Equal("C", Assert.Single(b.Children).Symbol!.Name);
        Assert.Equal(2, tree.Root.Children.Count());
    }

    [Theory]
    [InlineData("config\n", 1, "expected a symbol name")]
    [InlineData("config A\n\tbool \"a\n\tfoo bar\n", 3, "unknown statement \"foo\"")]
    [InlineData("config A\n\tdepends A\n", 2, "expected 'on'")]
    [InlineData("config A\n\tdefault\n", 2, "expected a symbol or value, not end of line")]
    [InlineData("config A\n\tdepends on (B && C\n", 2, "expected ')'")]
    [InlineData("config A\n\tdepends on B &&\n", 2, "expected a symbol or value")]
    [InlineData("config A\n\tbool extra\n", 2, "unexpected 'extra'")]
    [InlineData("menu \"m\"\nconfig A\n\tbool\n", 1, "missing end statement")]
    [InlineData("menu \"m\"\nendif\n", 2, "unexpected 'endif' within menu block")]
    [InlineData("endmenu\n", 1, "unexpected 'endmenu'")]
    [InlineData("\n\nsource \"none\"\n", 3, "can't open file \"none\"")]
    [InlineData("choice\nmenu \"x\"\nendchoice\n", 2, "not allowed in a choice")]
    [InlineData("config y\n", 1, "'y' is a value")]
    [InlineData("config A\n\tbool\n\tmodules\nconfig B\n\tbool\n\tmodules\n", 6, "redefines option 'modules'")]
    [InlineData("config A\n\toptional\n", 2, "not allowed in a config statement")]
    [InlineData("choice\n\tint\nendchoice\n", 2, "not allowed in a choice statement")]
    public void Errors_have_a_line_and_a_reason(string text, int line, string message)
    {
        KconfigException e = Kconf.Fails(text);
        Assert.Equal(line, e.Location.Line);
        Assert.Equal("Kconfig", e.Location.File);
        Assert.Contains(message, e.Errors[0].Message);
    }

    [Fact]
    public void Several_errors_are_reported_together_with_columns()
    {
        KconfigException e = Kconf.Fails("config A\n\tselect \"B\"\nfoo\nconfig B\n\tdepends on !\n");
        Assert.Equal([(2, 9), (3, 1), (5, 14)], e.Errors.Select(d => (d.Location.Line, d.Location.Column)));
    }

    [Fact]
    public void Sources_can_be_relative_optional_and_patterns()
    {
        KconfigTree tree = Kconf.Parse("source \"a/Kconfig\"\nosource \"missing\"\nsource \"d/*/Kconfig\"\norsource \"x*\"\n", b =>
        {
            b.Files["a/Kconfig"] = "rsource \"../b/Kconfig\"\n";
            b.Files["b/Kconfig"] = "config B\n\tbool\n";
            b.Files["d/2/Kconfig"] = "config D2\n\tbool\n";
            b.Files["d/1/Kconfig"] = "config D1\n\tbool\n";
        });
        Assert.Equal(["B", "D1", "D2"], tree.Symbols.Select(s => s.Name));
        Assert.Equal(["Kconfig", "a/Kconfig", "b/Kconfig", "d/1/Kconfig", "d/2/Kconfig"], tree.Files);
        Assert.Equal("b/Kconfig", tree.Symbols[0].Location!.Value.File);
    }

    [Fact]
    public void Sources_are_also_sought_below_srctree()
    {
        KconfigTree tree = Kconf.Parse("source \"x\"\n", b =>
        {
            b.Environment["srctree"] = "/tree";
            b.Files["/tree/x"] = "config X\n\tbool\n";
        });
        Assert.Equal("x", tree.FindSymbol("X")!.Location!.Value.File);
    }

    [Fact]
    public void A_source_cycle_is_an_error_with_its_path()
    {
        KconfigException e = Kconf.Fails("\nsource \"a\"\n", b =>
        {
            b.Files["a"] = "source \"b\"\n";
            b.Files["b"] = "\n\nsource \"a\"\n";
        });
        Assert.Equal(new SourceLocation("b", 3, 1), e.Location);
        Assert.Contains("recursive inclusion of \"a\"", e.Message);
        Assert.Contains("included from: a:1", e.Message);
    }

    [Fact]
    public void Odd_input_gives_warnings()
    {
        var seen = new List<Diagnostic>();
        Kconf.Parse("config A\n\tbool \" a\"\n\tdefault y;\n\tint\nmenuconfig B\n\tstring\n\tselect A\nconfig C\n", b => seen = b.Diagnostics);
        Assert.Equal(
            [
                (2, "leading whitespace ignored"),
                (3, "ignoring unsupported character ';'"),
                (1, "ignoring type redefinition of 'A' from 'bool' to 'integer'"),
                (5, "menuconfig statement without prompt"),
                (7, "config symbol 'B' uses select, but is not bool or tristate"),
                (8, "config symbol defined without type"),
            ],
            seen.Select(d => (d.Location.Line, d.Message)));
    }

    [Fact]
    public void Recursive_dependencies_spell_out_the_cycle()
    {
        KconfigException e = Kconf.Fails("""
            config A
            	bool "a"
            	depends on B
            config B
            	bool
            	default C
            config C
            	bool "c"
            	depends on A
            """ + "\n");
        Assert.Contains("recursive dependency detected!", e.Message);
        Assert.Contains("symbol A depends on B", e.Message);
        Assert.Contains("symbol B default value contains C", e.Message);

        KconfigException select = Kconf.Fails("config A\n\tbool\n\tselect B\n\tdepends on B\nconfig B\n\tbool\n");
        Assert.Contains("symbol B is selected by A", select.Message);
        Assert.Contains("symbol A depends on B", select.Message);
    }

    [Fact]
    public void A_choice_that_depends_on_its_member_is_recursive()
    {
        KconfigException e = Kconf.Fails("choice\n\tprompt \"c\"\n\tdepends on A\nconfig A\n\tbool \"a\"\nendchoice\n");
        Assert.Contains("choice <choice> contains symbol A", e.Message);
        Assert.Contains("symbol A is part of choice <choice>", e.Message);
    }

    [Fact]
    public void The_older_dialect_is_understood()
    {
        KconfigTree tree = Kconf.Parse("""
            mainmenu Ignored

            config A
            	boolean "a"
            	requires B
            	---help---
            	  Text.

            config B
            	boolean b
            	default y
            	enable C
            config C
            	bool
            """ + "\n", b => b.Dialect = KconfigDialect.BusyBox);
        Assert.Equal("B", tree.FindSymbol("A")!.Properties[0].Condition!.ToString());
        Assert.Equal("Text.", tree.FindSymbol("A")!.Help);
        var configuration = new Configuration(tree);
        Assert.Equal("y", configuration["C"]);
        Assert.Contains("# CONFIG_A is not set\nCONFIG_B=y\nCONFIG_C=y\n", configuration.ToDotConfig());
    }
}
