namespace Lithe.Kconfig.Tests;

/// <summary>Short ways to parse text in memory.</summary>
internal static class Kconf
{
    public static KconfigTree Parse(string text, Action<KconfigOptionsBuilder>? change = null)
    {
        var builder = new KconfigOptionsBuilder();
        builder.Files["Kconfig"] = text;
        change?.Invoke(builder);
        return KconfigTree.Parse("Kconfig", builder.Build());
    }

    public static Configuration Configure(string text, string config = "")
    {
        var configuration = new Configuration(Parse(text));
        configuration.Load(config);
        return configuration;
    }

    public static KconfigException Fails(string text, Action<KconfigOptionsBuilder>? change = null)
        => Assert.Throws<KconfigException>(() => Parse(text, change));
}

internal sealed class KconfigOptionsBuilder
{
    public MemoryFileProvider Files { get; } = new();

    public Dictionary<string, string> Environment { get; } = [];

    public Func<string, string> Shell { get; set; } = _ => throw new InvalidOperationException("no shell here");

    public KconfigDialect Dialect { get; set; }

    public List<Diagnostic> Diagnostics { get; } = [];

    public KconfigOptions Build() => new()
    {
        Files = Files,
        Environment = Environment.GetValueOrDefault,
        Shell = Shell,
        Dialect = Dialect,
        OnDiagnostic = Diagnostics.Add,
    };
}
