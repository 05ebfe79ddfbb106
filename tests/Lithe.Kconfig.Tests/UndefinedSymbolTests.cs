namespace Lithe.Kconfig.Tests;

/// <summary>Symbols that are mentioned and defined nowhere.</summary>
public sealed class UndefinedSymbolTests
{
    [Theory]
    [InlineData("config A\n\tbool \"a\"\n\tdepends on NOSUCH\n", "A mentions NOSUCH", 1)]
    [InlineData("config A\n\tbool \"a\"\n\tselect NOSUCH\n", "A mentions NOSUCH", 3)]
    [InlineData("config A\n\tbool \"a\"\n\tdefault y if !NOSUCH\n", "A mentions NOSUCH", 3)]
    [InlineData("config NET_TCP\n\tbool \"a\"\nconfig A\n\tbool \"b\" if NET_TPC\n", "did you mean NET_TCP?", 4)]
    public void AreFoundWithTheirPlace(string text, string message, int line)
    {
        Diagnostic found = Assert.Single(UndefinedSymbols.Find(Kconf.Parse(text)));
        Assert.Contains(message, found.Message);
        Assert.Equal(line, found.Location.Line);
    }

    [Theory]
    [InlineData("config A\n\tint \"a\"\n\tdefault 42\n\trange 1 100\n")]
    [InlineData("config A\n\thex \"a\"\n\tdefault 0x10\n")]
    [InlineData("config A\n\tbool \"a\"\n\tdefault y\nconfig B\n\tstring \"b\"\n\tdefault \"NOSUCH\" if A = y || A != n\n")]
    [InlineData("choice C\n\tprompt \"c\"\n\tdefault B\nconfig A\n\tbool \"a\"\nconfig B\n\tbool \"b\"\nendchoice\n")]
    public void ConstantsAreNone(string text) => Assert.Empty(UndefinedSymbols.Find(Kconf.Parse(text)));
}
