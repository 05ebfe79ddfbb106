using System.Diagnostics;

namespace Lithe.Tests.Shared;

/// <summary>
/// Runs this program's own tests once more as they are for an image without an option: <c>Config</c> of a test program asks <see cref="Has"/>. Tests that need the option
/// (<see cref="NeedsAttribute"/>) are left out; all others must pass.
/// </summary>
internal static class OwnTests
{
    private const string Variable = "LITHE_WITHOUT";

    /// <summary>Whether the image under test has an option.</summary>
    public static bool Has(string symbol) => Environment.GetEnvironmentVariable(Variable) != symbol;

    /// <summary>Runs the tests; fails with what they said unless at least so many ran and all passed.</summary>
    public static async Task PassWithoutAsync(string symbol, int least, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { "--no-progress", "--no-ansi", "--minimum-expected-tests", $"{least}", "--filter-not-trait", $"{NeedsAttribute.Trait}={symbol}", "--filter-not-trait", $"{NeedsAttribute.Trait}=all" },
            Environment = { [Variable] = symbol, ["LITHE_FUZZ_SECONDS"] = "0.5" },
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancel);
        string errors = await process.StandardError.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        Assert.True(process.ExitCode == 0, $"without {symbol}:\n{await output}{errors}");
    }
}
