using System.Diagnostics;

namespace Lithe.Cli.Testing;

/// <summary>Runs a built host test program (xunit on Microsoft.Testing.Platform) and reads its report.</summary>
internal static class HostTestRunner
{
    // Microsoft.Testing.Platform's code for a run in which no test was found.
    private const int NoTests = 8;

    public static async Task<ProjectReport> RunAsync(HostTestProject project, TestPlan plan, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        DirectoryInfo folder = Directory.CreateTempSubdirectory("lithe-test-");
        try
        {
            return await RunAsync(project, plan, folder.FullName, clock, cancel).ConfigureAwait(false);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<ProjectReport> RunAsync(
        HostTestProject project, TestPlan plan, string folder, Stopwatch clock, CancellationToken cancel)
    {
        const string Report = "report.xml";
        (TestFilter filter, TimeSpan timeout) = (plan.Filter, plan.HostProjectTimeout);
        var start = new ProcessStartInfo(project.Program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Path.GetDirectoryName(project.Program)!,
        };
        foreach (string argument in (string[])["--no-progress", "--no-ansi", "--results-directory", folder, "--report-xunit", "--report-xunit-filename", Report])
            start.ArgumentList.Add(argument);
        if (!filter.TakesProject(project.Name))
        {
            start.ArgumentList.Add("--filter-method");
            foreach (string part in filter.Parts)
                start.ArgumentList.Add($"*{part}*");
        }

        foreach ((string variable, string value) in plan.HostEnvironment)
            start.Environment[variable] = value;
        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{project.Program} did not start");
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        if (!await EndsInTimeAsync(process, timeout, cancel).ConfigureAwait(false))
            return ProjectReport.Broken(project.Name, $"did not finish within {timeout.TotalSeconds:0} s and was stopped", clock.Elapsed);

        string said = await output.ConfigureAwait(false) + await errors.ConfigureAwait(false);
        string path = Path.Combine(folder, Report);
        if (process.ExitCode == NoTests && !filter.IsEmpty)
            return new ProjectReport(project.Name, [], null, clock.Elapsed);
        if (!File.Exists(path))
            return ProjectReport.Broken(project.Name, $"ended with code {process.ExitCode} and without a report\n{said}", clock.Elapsed);
        await using FileStream stream = File.OpenRead(path);
        (IReadOnlyList<TestResult> tests, string? error) = XunitXml.Read(stream);
        if (error is null && process.ExitCode != 0 && tests.All(t => t.Outcome != TestOutcome.Failed))
            error = $"ended with code {process.ExitCode}\n{said}";
        return new ProjectReport(project.Name, tests, error, clock.Elapsed);
    }

    private static async Task<bool> EndsInTimeAsync(Process process, TimeSpan timeout, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(timeout);
        try
        {
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            // A test may have started programs of its own (machines, builds).
            process.Kill(entireProcessTree: true);
            cancel.ThrowIfCancellationRequested();
            return false;
        }
    }
}
