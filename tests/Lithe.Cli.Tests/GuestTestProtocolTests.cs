using Lithe.Cli.Testing;

namespace Lithe.Cli.Tests;

public sealed class GuestTestProtocolTests
{
    private static readonly TimeSpan Some = TimeSpan.FromMilliseconds(3);

    [Fact]
    public void Passed_and_failed_tests_are_told_apart()
    {
        GuestTestProtocol protocol = Follow(["A", "B"], "hello", "\u001etest A", "\u001epass 3", "\u001etest B", "B prints", "\u001efail x", "\u001efail y", "\u001efailed 2", "\u001eend 1 1");
        Assert.Equal([(TestOutcome.Passed, 3), (TestOutcome.Failed, 2)], protocol.Results.Select(r => (r.Outcome, r.Checks)));
        Assert.Equal("x\ny\nB prints", protocol.Results[1].Message);
        Assert.True(protocol.Ended);
        Assert.Null(protocol.Violation);
    }

    [Fact]
    public void A_test_that_leaves_its_line_open_does_not_hide_the_event()
    {
        GuestTestProtocol protocol = Follow(["A"], "\u001etest A", "prompt> \u001epass 1");
        Assert.Equal(TestOutcome.Passed, Assert.Single(protocol.Results).Outcome);
    }

    [Fact]
    public void What_a_test_prints_is_not_taken_for_an_event()
    {
        GuestTestProtocol protocol = Follow(["A"], "\u001etest A", "fail x", "end 1 0", "\u001epass 1");
        Assert.Equal(TestOutcome.Passed, Assert.Single(protocol.Results).Outcome);
        Assert.False(protocol.Ended);
    }

    [Fact]
    public void A_crash_fails_the_running_test_and_the_next_boot_goes_on_behind_it()
    {
        GuestTestProtocol protocol = Follow(["A", "B", "C"], "\u001etest A", "\u001epass 1", "\u001etest B", "PANIC: null reference");
        protocol.EndBoot("null reference", "panicked", Some);
        Assert.Equal(2, protocol.NextIndex);
        Assert.Contains("crashed: null reference", protocol.Results[1].Message, StringComparison.Ordinal);
        protocol.StartFrom(protocol.NextIndex);
        protocol.Add("\u001etest C", Some);
        protocol.Add("\u001epass 1", Some);
        Assert.Equal(["A", "B", "C"], protocol.Results.Select(r => r.Name));
        Assert.Null(protocol.Violation);
    }

    [Theory]
    [InlineData("division by zero", true)]
    [InlineData("attempted division by zero in ring 0", true)]
    [InlineData("null reference", false)]
    [InlineData(null, false)]
    public void An_expected_panic_passes_when_it_is_the_expected_one(string? panic, bool passes)
    {
        var protocol = new GuestTestProtocol([new ExpectedTest("A", "division by zero")]);
        protocol.Add("\u001etest A", Some);
        protocol.EndBoot(panic, "ended", Some);
        Assert.Equal(passes ? TestOutcome.Passed : TestOutcome.Failed, Assert.Single(protocol.Results).Outcome);
    }

    [Fact]
    public void An_expected_panic_that_does_not_come_fails()
    {
        var protocol = new GuestTestProtocol([new ExpectedTest("A", "division by zero")]);
        protocol.Add("\u001etest A", Some);
        protocol.Add("\u001epass 0", Some);
        Assert.Equal(TestOutcome.Failed, Assert.Single(protocol.Results).Outcome);
    }

    [Theory]
    [InlineData("  at 0x1 A.B in T.cs:12", true)]
    [InlineData("  at 0x1 A.B in T.cs:123", false)]
    public void An_expected_panic_must_be_at_the_marked_line(string trace, bool passes)
    {
        var protocol = new GuestTestProtocol([new ExpectedTest("A", "zero", ["T.cs:12"])]);
        protocol.Add("\u001etest A", Some);
        protocol.Add("PANIC: division by zero", Some);
        protocol.Add(trace, Some);
        protocol.EndBoot("division by zero", "panicked", Some);
        Assert.Equal(passes ? TestOutcome.Passed : TestOutcome.Failed, Assert.Single(protocol.Results).Outcome);
    }

    [Theory]
    [InlineData("\u001etest B")]
    [InlineData("\u001epass 1")]
    [InlineData("\u001ewhat")]
    public void Departures_from_the_protocol_are_noticed(string line) => Assert.NotNull(Follow(["A"], line).Violation);

    private static GuestTestProtocol Follow(string[] tests, params string[] lines)
    {
        var protocol = new GuestTestProtocol([.. tests.Select(t => new ExpectedTest(t, null))]);
        protocol.StartFrom(0);
        foreach (string line in lines)
            protocol.Add(line, Some);
        return protocol;
    }
}
