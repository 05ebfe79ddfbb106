namespace Lithe.Kconfig.Tests;

public class RequestTests
{
    private const string Tree = """
        config NET
        	bool "net"

        config NET_IP
        	bool "ip"
        	depends on NET

        config NET_TCP
        	bool "tcp"
        	depends on NET_IP

        config NET_PORT
        	int "port"
        	range 1 1000
        	default 80

        config BASE
        	hex "base"
        	default 0x10

        config NAME
        	string "name"

        choice HEAP
        	prompt "heap"
        	default HEAP_BUDDY

        config HEAP_BUDDY
        	bool "buddy"

        config HEAP_TLSF
        	bool "tlsf"

        config HEAP_REGION
        	bool "region"
        	depends on NET

        endchoice

        config HIDDEN
        	bool

        config FORCER
        	bool "forcer"
        	select FORCED

        config FORCED
        	bool "forced"

        """;

    private static (Configuration, string[]) Apply(params (string, string)[] requests)
    {
        var configuration = new Configuration(Kconf.Parse(Tree));
        IReadOnlyList<RequestError> errors = configuration.Apply(requests.Select(r => KeyValuePair.Create(r.Item1, r.Item2)));
        return (configuration, [.. errors.Select(e => e.Message)]);
    }

    [Fact]
    public void The_order_of_requests_does_not_matter()
    {
        (Configuration c, string[] errors) = Apply(("NET_TCP", "y"), ("CONFIG_NET_IP", "true"), ("NET", "on"), ("NET_PORT", "443"), ("BASE", "ff"), ("NAME", "a b"));
        Assert.Empty(errors);
        Assert.Equal(["y", "443", "0xff", "a b"], new[] { "NET_TCP", "NET_PORT", "BASE", "NAME" }.Select(n => c[n]));
        Assert.Equal(12, c.Values.Count());
    }

    [Theory]
    [InlineData("tlsf")]
    [InlineData("TLSF")]
    [InlineData("HEAP_TLSF")]
    public void A_choice_takes_the_name_of_a_member(string value)
    {
        (Configuration c, string[] errors) = Apply(("HEAP", value));
        Assert.Empty(errors);
        Assert.Equal(("n", "y"), (c["HEAP_BUDDY"], c["HEAP_TLSF"]));
    }

    [Fact]
    public void A_member_can_be_requested_directly()
    {
        (Configuration c, string[] errors) = Apply(("HEAP_TLSF", "y"), ("HEAP_BUDDY", "n"));
        Assert.Empty(errors);
        Assert.Equal("y", c["HEAP_TLSF"]);
    }

    [Theory]
    [InlineData("NET_TPC", "y", "there is no symbol NET_TPC; did you mean NET_TCP?")]
    [InlineData("TCP", "y", "there is no symbol TCP; did you mean NET_TCP")]
    [InlineData("COMPLETELY_DIFFERENT", "y", "there is no symbol COMPLETELY_DIFFERENT")]
    [InlineData("NET", "maybe", "NET is a bool: 'maybe' is not y or n")]
    [InlineData("NET_PORT", "many", "NET_PORT is an int: 'many' is not a decimal number")]
    [InlineData("HEAP", "slab", "choice HEAP has no member slab; the members are HEAP_BUDDY, HEAP_TLSF, HEAP_REGION")]
    [InlineData("NET_TCP", "y", "NET_TCP cannot be y: NET_TCP is n because NET_IP is n")]
    [InlineData("NET_PORT", "5000", "NET_PORT cannot be 5000: NET_PORT is 1000 because '5000' is outside its range 1 to 1000 (Kconfig:14)")]
    [InlineData("HIDDEN", "y", "HIDDEN cannot be y: HIDDEN is n because nothing sets it; the value that was set has no effect, since it has no prompt")]
    [InlineData("HEAP", "region", "HEAP_REGION cannot be y: HEAP_REGION is n because NET is n")]
    public void What_is_impossible_is_explained(string name, string value, string message)
    {
        (_, string[] errors) = Apply((name, value));
        Assert.StartsWith(message, Assert.Single(errors));
    }

    [Fact]
    public void A_select_wins_over_a_request()
    {
        (_, string[] errors) = Apply(("FORCER", "y"), ("FORCED", "n"));
        Assert.Equal(["FORCED cannot be n: FORCED is y because FORCER selects it"], errors);
    }

    [Fact]
    public void Errors_repeat_the_place_of_the_request()
    {
        var configuration = new Configuration(Kconf.Parse(Tree));
        RequestError error = Assert.Single(configuration.Apply([new ConfigurationRequest("NOT", "y", new("app.yaml", 7, 3))]));
        Assert.StartsWith("app.yaml:7:3: there is no symbol NOT; did you mean NET", error.ToString());
        Assert.Equal("NET", error.Suggestions[0]);
    }

    [Fact]
    public void Two_members_of_one_choice_cannot_both_be_y()
    {
        (_, string[] errors) = Apply(("HEAP_TLSF", "y"), ("HEAP_BUDDY", "y"));
        Assert.Equal(["HEAP_TLSF cannot be y: HEAP_TLSF is n because HEAP_BUDDY is chosen in choice HEAP"], errors);
    }

    [Fact]
    public void Values_have_explanations()
    {
        (Configuration c, _) = Apply(("FORCER", "y"));
        Assert.Equal("NET_PORT is 80 because that is its default (80, Kconfig:15)", c.Explain("NET_PORT").Summary);
        Assert.Equal("FORCER is y because it was set so", c.Explain("FORCER").Summary);
        Assert.Equal("FORCED is y because FORCER selects it", c.Explain("FORCED").Summary);
        Assert.Equal("HEAP_BUDDY is y because it is the default of choice HEAP", c.Explain("HEAP_BUDDY").Summary);
        Assert.Equal("HEAP_TLSF is n because HEAP_BUDDY is chosen in choice HEAP", c.Explain("HEAP_TLSF").Summary);
        Assert.Equal("NET is n because nothing sets it", c.Explain("NET").Summary);
        Explanation tcp = c.Explain("NET_TCP");
        Assert.Equal(ExplanationKind.Dependency, tcp.Kind);
        Assert.Contains("depends on NET_IP [=n]", tcp.Details);
    }
}
