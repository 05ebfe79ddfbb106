using System.Diagnostics;
using Lithe.Analysis;
using Lithe.Vmm;

namespace Lithe.Cli.Testing;

/// <summary>Boots a test image until each of its tests has a result.</summary>
internal sealed class GuestTestRunner(VmOptions machine, TimeSpan testTimeout)
{
    /// <summary>Runs the tests.</summary>
    /// <param name="name">What the image is called in the report.</param>
    /// <param name="tests">The tests that the image holds, in order.</param>
    /// <param name="wanted">Which of them are to run.</param>
    /// <param name="symbols">The image's symbols, for the traces of panics.</param>
    /// <param name="cancel">Ends the machine and the run.</param>
    public async Task<ProjectReport> RunAsync(
        string name, IReadOnlyList<ExpectedTest> tests, Func<string, bool> wanted, Symbolizer? symbols, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        var protocol = new GuestTestProtocol(tests);
        int last = LastIndex(tests, wanted);
        string? error = null;
        int from = FirstIndex(tests, wanted, 0);
        while (error is null && from <= last)
        {
            protocol.StartFrom(from);
            error = await BootAsync(protocol, from, last, symbols, cancel).ConfigureAwait(false);
            if (protocol.Ended)
                break;
            from = FirstIndex(tests, wanted, protocol.NextIndex);
        }

        TestResult[] results = [.. protocol.Results.Where(r => wanted(r.Name))];
        error ??= tests.Count == 0 ? "the image holds no tests" : Unrun(tests, wanted, results);
        return new ProjectReport(name, results, error, clock.Elapsed);
    }

    // One boot; returns what is wrong with the image as a whole, if anything is.
    private async Task<string?> BootAsync(GuestTestProtocol protocol, int from, int last, Symbolizer? symbols, CancellationToken cancel)
    {
        var console = new GuestConsole();
        var annotator = new PanicAnnotator(symbols);
        VmOptions options = machine with { CommandLine = $"{machine.CommandLine} test.from={from}".Trim() };
        await using VirtualMachine vm = await VirtualMachine.StartAsync(options, console, cancel).ConfigureAwait(false);
        var sinceTest = Stopwatch.StartNew();
        string? stopped = null;
        try
        {
            while (await console.ReadLineAsync(testTimeout - sinceTest.Elapsed > TimeSpan.Zero ? testTimeout - sinceTest.Elapsed : TimeSpan.Zero, cancel)
                       .ConfigureAwait(false) is { } line)
            {
                string? before = protocol.Running;
                foreach (string shown in annotator.AnnotateLine(line).Split('\n'))
                    protocol.Add(shown, sinceTest.Elapsed);
                if (protocol.Running != before)
                    sinceTest.Restart();
                if (protocol.Violation is not null || (protocol.Running is null && protocol.NextIndex > last))
                    break;
            }
        }
        catch (TimeoutException)
        {
            stopped = $"did not finish within {testTimeout.TotalSeconds:0.#} s and was stopped";
        }

        if (stopped is null && protocol.Running is null && protocol.NextIndex > last)
            return protocol.Violation;
        if (stopped is not null || protocol.Violation is not null)
            vm.Kill();
        VmResult result = await vm.WaitAsync().ConfigureAwait(false);
        string how = stopped ?? result.Describe();
        protocol.EndBoot(result.PanicReason, how, sinceTest.Elapsed);
        if (protocol.Violation is not null)
            return protocol.Violation;
        bool hasGoneOn = protocol.NextIndex > from;
        return hasGoneOn || protocol.Ended ? null : $"the image {how} before its first test\n{protocol.Output}".TrimEnd();
    }

    private static int FirstIndex(IReadOnlyList<ExpectedTest> tests, Func<string, bool> wanted, int start)
    {
        int index = start;
        while (index < tests.Count && !wanted(tests[index].Name))
            index++;
        return index;
    }

    private static int LastIndex(IReadOnlyList<ExpectedTest> tests, Func<string, bool> wanted)
    {
        int index = tests.Count - 1;
        while (index >= 0 && !wanted(tests[index].Name))
            index--;
        return index;
    }

    private static string? Unrun(IReadOnlyList<ExpectedTest> tests, Func<string, bool> wanted, IReadOnlyList<TestResult> results)
    {
        int missing = tests.Count(t => wanted(t.Name)) - results.Count;
        return missing == 0 ? null : $"{missing} of the image's tests did not run";
    }
}
