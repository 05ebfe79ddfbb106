namespace Lithe.Cli.Testing;

/// <summary>Chooses projects and tests by parts of their names; letter case does not count.</summary>
internal sealed class TestFilter(IReadOnlyList<string> parts)
{
    /// <summary>Whether there is anything to choose by.</summary>
    public bool IsEmpty => parts.Count == 0;

    /// <summary>The parts of names.</summary>
    public IReadOnlyList<string> Parts => parts;

    /// <summary>Whether all tests of a project run: nothing is asked for, or the project is.</summary>
    public bool TakesProject(string project) => IsEmpty || parts.Any(p => project.Contains(p, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a test of a project that is not taken as a whole runs.</summary>
    public bool TakesTest(string name) => parts.Any(p => name.Contains(p, StringComparison.OrdinalIgnoreCase));
}
