namespace Lithe.Cli.Testing;

/// <summary>
/// Follows the console of a test image (docs/composition.md, "Testing") and keeps what each test came to. One object follows
/// one image over all its boots: after a crash, <see cref="NextIndex"/> is where the next boot starts.
/// </summary>
internal sealed class GuestTestProtocol(IReadOnlyList<ExpectedTest> tests)
{
    // Begins every line of the protocol, so that what a test prints cannot be taken for one.
    private const char Mark = '\u001e';

    // A test that prints without end is cut off in the report.
    private const int KeptLines = 60;
    private readonly List<TestResult> _results = [];
    private readonly List<string> _failures = [];
    private readonly List<string> _output = [];
    private ExpectedTest? _running;

    /// <summary>The results so far.</summary>
    public IReadOnlyList<TestResult> Results => _results;

    /// <summary>The place in the table of the test that comes next.</summary>
    public int NextIndex { get; private set; }

    /// <summary>The image said that it is through.</summary>
    public bool Ended { get; private set; }

    /// <summary>The image departed from the protocol; null while it has not.</summary>
    public string? Violation { get; private set; }

    /// <summary>The test that runs now, or null between tests.</summary>
    public string? Running => _running?.Name;

    /// <summary>What was printed outside of any test, for the report of an image that ends without running them.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>A boot starts at a test.</summary>
    public void StartFrom(int index)
    {
        NextIndex = index;
        _running = null;
        Clear();
    }

    /// <summary>Takes the next line of the console.</summary>
    public void Add(string line, TimeSpan elapsed)
    {
        int mark = line.IndexOf(Mark, StringComparison.Ordinal);
        if (mark < 0)
        {
            Keep(line);
            return;
        }

        // A test may leave a line unfinished before the frame prints its own.
        if (mark > 0)
            Keep(line[..mark]);
        string[] words = line[(mark + 1)..].Split(' ', 2);
        string rest = words.Length > 1 ? words[1] : "";
        switch (words[0])
        {
            case "test":
                Begin(rest);
                break;
            case "pass":
                Finish(rest, elapsed, claimsPass: true);
                break;
            case "fail":
                _failures.Add(rest);
                break;
            case "failed":
                Finish(rest, elapsed, claimsPass: false);
                break;
            case "end":
                Ended = true;
                break;
            default:
                Violation ??= $"the image printed an unknown test event '{words[0]}'";
                break;
        }
    }

    /// <summary>The boot is over; a test that still runs has crashed, or has panicked as it should.</summary>
    /// <param name="panic">The panic's reason, when there was one.</param>
    /// <param name="how">How the machine ended, for people.</param>
    /// <param name="elapsed">How long the test ran.</param>
    public void EndBoot(string? panic, string how, TimeSpan elapsed)
    {
        if (_running is not { } test)
            return;
        bool isExpected = test.Panic is not null && panic is not null && panic.Contains(test.Panic, StringComparison.Ordinal);
        if (isExpected && test.Places.Count > 0 && !_output.Any(line => test.Places.Any(place => EndsAt(line, place))))
            _failures.Add($"the trace does not name {string.Join(" or ", test.Places)}");
        if (isExpected && _failures.Count == 0)
        {
            Close(new TestResult(test.Name, TestOutcome.Passed, null, elapsed, 1));
            return;
        }

        if (test.Panic is not null && !isExpected)
            _failures.Add($"expected a panic with '{test.Panic}'");
        _failures.Add(panic is null ? $"the image {how}" : $"crashed: {panic}");
        Close(new TestResult(test.Name, TestOutcome.Failed, Report(), elapsed));
    }

    // "PanicTests.cs:12" in a trace's line, and not as the start of "PanicTests.cs:123".
    private static bool EndsAt(string line, string place)
    {
        int at = line.IndexOf(place, StringComparison.Ordinal);
        return at >= 0 && (at + place.Length == line.Length || !char.IsAsciiDigit(line[at + place.Length]));
    }

    private void Begin(string name)
    {
        Clear();
        if (NextIndex >= tests.Count || tests[NextIndex].Name != name)
        {
            Violation ??= $"the image ran '{name}' where '{(NextIndex < tests.Count ? tests[NextIndex].Name : "nothing")}' was due";
            return;
        }

        _running = tests[NextIndex++];
    }

    private void Finish(string count, TimeSpan elapsed, bool claimsPass)
    {
        if (_running is not { } test || !int.TryParse(count, out int checks))
        {
            Violation ??= $"the image closed a test that was not open, or without a count: '{count}'";
            return;
        }

        if (test.Panic is not null)
            _failures.Add($"expected a panic with '{test.Panic}', and the test returned");
        bool passed = claimsPass && _failures.Count == 0;
        Close(new TestResult(test.Name, passed ? TestOutcome.Passed : TestOutcome.Failed, passed ? null : Report(), elapsed, checks));
    }

    private void Close(TestResult result)
    {
        _results.Add(result);
        _running = null;
        Clear();
    }

    private void Clear()
    {
        _failures.Clear();
        _output.Clear();
    }

    private void Keep(string line)
    {
        if (_output.Count < KeptLines)
            _output.Add(line);
        else if (_output.Count == KeptLines)
            _output.Add("...");
    }

    // The failures first, then what the test printed (a panic's trace is there).
    private string Report() => string.Join('\n', _failures.Concat(_output.Where(l => l.Length > 0)));
}

/// <summary>A test that an image holds.</summary>
/// <param name="Name">What the image prints.</param>
/// <param name="Panic">The text of the panic that it must end in, or null.</param>
/// <param name="Places">Places of which one must be in the panic's trace, as <c>Name.cs:12</c>; empty: any place will do.</param>
internal sealed record ExpectedTest(string Name, string? Panic, IReadOnlyList<string> Places)
{
    /// <summary>A test that may panic anywhere.</summary>
    public ExpectedTest(string name, string? panic)
        : this(name, panic, [])
    {
    }
}
