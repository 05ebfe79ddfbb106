namespace Lithe.Kconfig.Tests;

public class MacroTests
{
    private static string Value(string definitions, string expression, Action<KconfigOptionsBuilder>? change = null)
    {
        KconfigTree tree = Kconf.Parse($"{definitions}\nconfig S\n\tstring\n\tdefault \"{expression}\"\n", change);
        return new Configuration(tree)["S"];
    }

    [Theory]
    [InlineData("A = 1", "$(A)", "1")]
    [InlineData("A = $(B)\nB = 2", "$(A)", "2")]
    [InlineData("B = 1\nA := $(B)\nB = 2", "$(A)", "1")]
    [InlineData("A := 1\nB = 5\nA += $(B)\nB = 6", "$(A)", "1 5")]
    [InlineData("A = 1\nB = 5\nA += $(B)\nB = 6", "$(A)", "1 6")]
    [InlineData("A += $(B)\nB = 6", "$(A)", "6")]
    [InlineData("A =   spaces  inside", "<$(A)>", "<spaces  inside>")]
    [InlineData("A =", "<$(A)>", "<>")]
    [InlineData("A = 1", "$A $$(A) $", "$A $1 $")]
    [InlineData("f = [$(1)|$(2)|$(3)]", "$(f,a,b c)", "[a|b c|]")]
    [InlineData("f = $(1)$(2)\ng = $(f,$(2),$(1))", "$(g,x,y)", "yx")]
    [InlineData("X = name\nname = deep", "$($(X))", "deep")]
    [InlineData("f = <$(1)>", "$(f,(a,b))", "<(a,b)>")]
    [InlineData("f = <$(1)>", "$(f, a )", "< a >")]
    [InlineData("", "<$(NOTHING)>", "<>")]
    [InlineData("A = $(lineno)", "$(filename):$(A)", "Kconfig:4")]
    [InlineData("1 = one", "$(1)", "one")]
    public void Expands(string definitions, string expression, string expected)
    {


        Assert.Equal(expected, Value(definitions, expression));
    }

    [Fact]
    public void The_environment_comes_last()
        => Assert.Equal("mine theirs", Value("A = mine", "$(A) $(B)", b =>
        {
            b.Environment["A"] = "hidden";
            b.Environment["B"] = "theirs";
        }));

    [Fact]
    public void Shell_output_loses_its_line_breaks()
    {
        var commands = new List<string>();
        string value = Value("run = $(shell,$(1) --x)", "<$(run,tool)>", b => b.Shell = c =>
        {
            commands.Add(c);
            return "one\ntwo\n\n";
        });
        Assert.Equal("<one two>", value);
        Assert.Equal(["tool --x"], commands);
    }

    [Fact]
    public void The_default_shell_is_a_real_one()
        => Assert.Equal("a b", Value("", "$(shell,printf 'a\\nb\\n' | cat)", b => b.Shell = ShellRunner.Run));

    [Fact]
    public void Success_failure_and_if_success_are_ordinary_functions()
    {
        const string Definitions = """
            if-success = $(shell,{ $(1); } && echo "$(2)" || echo "$(3)")
            success = $(if-success,$(1),y,n)
            failure = $(if-success,$(1),n,y)
            """;
        string Run(string use) => Value(Definitions, use, b => b.Shell = ShellRunner.Run);
        Assert.Equal("y", Run("$(success,true)"));
        Assert.Equal("y", Run("$(failure,false)"));
        Assert.Equal("no", Run("$(if-success,false,yes,no)"));
    }

    [Fact]
    public void Words_are_expanded_without_being_split()
    {
        KconfigTree tree = Kconf.Parse("N = FOO\nV = y\nconfig $(N)_BAR\n\tdef_bool $(V)\n$(EMPTY)\nconfig X\n\tbool\n");
        Assert.Equal("y", new Configuration(tree)["FOO_BAR"]);
        Assert.NotNull(tree.FindSymbol("X"));
    }

    [Fact]
    public void Info_warning_and_error_report()
    {
        var seen = new List<Diagnostic>();
        Kconf.Parse("$(info,hello)\n$(warning-if,y,careful)\n$(warning-if,n,quiet)\n$(error-if,n,quiet)\n", b => seen = b.Diagnostics);
        Assert.Equal([(Severity.Info, 1, "hello"), (Severity.Warning, 2, "careful")], seen.Select(d => (d.Severity, d.Location.Line, d.Message)));
        KconfigException e = Kconf.Fails("\n$(error-if,y,stop here)\n");
        Assert.Equal((2, "stop here"), (e.Location.Line, e.Errors[0].Message));
    }

    [Theory]
    [InlineData("A = $(A)\nconfig X$(A)\n", "references itself")]
    [InlineData("A = $(B)\nB = $(A)\nconfig X$(A)\n", "references itself")]
    [InlineData("f = $(f,$(1)x)\nconfig X$(f,a)\n", "too deeply")]
    [InlineData("config $(A\n", "missing ')'")]
    [InlineData("$(info)\n", "too few function arguments passed to 'info'")]
    [InlineData("$(info,a,b)\n", "too many function arguments passed to 'info'")]
    [InlineData("$(f,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16)\n", "too many function arguments")]
    public void Bad_macros_are_errors(string text, string message)
    {
        KconfigException e = Kconf.Fails(text);
        Assert.Contains(message, e.Message);
        Assert.True(e.Location.Line > 0);
    }

    [Fact]
    public void Doubling_macros_are_stopped()
    {
        string text = string.Concat(Enumerable.Range(0, 60).Select(i => $"A{i} = $(A{i + 1})$(A{i + 1})\n")) + "A60 = x\nconfig X$(A0)\n";
        Assert.Contains("too many macro expansions", Kconf.Fails(text).Message);
        string growing = "A := 0123456789\n" + string.Concat(Enumerable.Repeat("A := $(A)$(A)\n", 60));
        Assert.Contains("too long", Kconf.Fails(growing).Message);
    }
}
