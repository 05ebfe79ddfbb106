namespace Lithe.Kconfig;

/// <summary>Which tool's language and value rules to follow.</summary>
public enum KconfigDialect
{
    /// <summary>Linux 6.1, with rsource, osource, orsource and glob patterns on top.</summary>
    Linux,

    /// <summary>The older language of BusyBox: no macros, "---help---", "boolean", "requires", "enable".</summary>
    BusyBox,
}

/// <summary>Everything about parsing that can be chosen. The defaults suit files on disk.</summary>
public sealed class KconfigOptions
{
    /// <summary>Where files come from; the current directory on disk by default.</summary>
    public IKconfigFileProvider? Files { get; init; }

    /// <summary>Looks up an environment variable; the process environment by default.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>
    /// Runs the command of <c>$(shell,…)</c> and returns its standard output; <c>/bin/sh -c</c> by default. The
    /// caller removes trailing line breaks and turns the others into spaces.
    /// </summary>
    public Func<string, string> Shell { get; init; } = ShellRunner.Run;

    /// <summary>Receives warnings and <c>$(info,…)</c> texts as they are found, besides <see cref="KconfigTree.Warnings"/>.</summary>
    public Action<Diagnostic>? OnDiagnostic { get; init; }

    /// <summary>The prefix of names in .config files.</summary>
    public string Prefix { get; init; } = "CONFIG_";

    /// <summary>The language to accept.</summary>
    public KconfigDialect Dialect { get; init; }

    /// <summary>The most source statements to follow: a bound on files that include each other many times over.</summary>
    public int MaxSources { get; init; } = 20_000;

    /// <summary>The most macro expansions to make, a bound on macros that double at every step.</summary>
    public int MaxExpansions { get; init; } = 500_000;

    /// <summary>The most characters that all macro expansions together may produce.</summary>
    public long MaxExpandedLength { get; init; } = 64 << 20;

    /// <summary>The most operands in all expressions of one definition: a bound on the work of simplifying.</summary>
    public int MaxOperands { get; init; } = 4_000;
}
