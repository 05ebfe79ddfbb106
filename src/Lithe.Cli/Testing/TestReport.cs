namespace Lithe.Cli.Testing;

/// <summary>How one test ended.</summary>
internal enum TestOutcome
{
    Passed,
    Failed,
    Skipped,
}

/// <summary>One test's result.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Message">Why it failed, or was skipped; several lines.</param>
/// <param name="Elapsed">How long it took, where known.</param>
/// <param name="Checks">How many checks it made, where known.</param>
internal sealed record TestResult(string Name, TestOutcome Outcome, string? Message = null, TimeSpan? Elapsed = null, int Checks = 0);

/// <summary>The results of one project: a host test program, or a guest test image on one target.</summary>
/// <param name="Name">What it is called in the report.</param>
/// <param name="Tests">Its results, in the order they ran.</param>
/// <param name="Error">Why the project as a whole failed (it did not build, did not start), or null.</param>
/// <param name="Elapsed">How long it ran.</param>
internal sealed record ProjectReport(string Name, IReadOnlyList<TestResult> Tests, string? Error, TimeSpan Elapsed)
{
    /// <summary>A project that could not be run at all: one failure.</summary>
    public static ProjectReport Broken(string name, string error, TimeSpan elapsed) => new(name, [], error, elapsed);

    public int Passed => Tests.Count(t => t.Outcome == TestOutcome.Passed);

    public int Skipped => Tests.Count(t => t.Outcome == TestOutcome.Skipped);

    public int Checks => Tests.Sum(t => t.Checks);

    /// <summary>Failed tests; a project's own error counts as one.</summary>
    public int Failed => Tests.Count(t => t.Outcome == TestOutcome.Failed) + (Error is null ? 0 : 1);
}
