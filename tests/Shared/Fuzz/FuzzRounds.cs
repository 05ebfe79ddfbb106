using System.Diagnostics;
using System.Globalization;

namespace Lithe.Tests.Shared;

/// <summary>
/// The rounds of a fuzz test, each made from its seed alone. <c>./lithe test --fuzz SECONDS</c> sets LITHE_FUZZ_SECONDS, how long each fuzz test runs, and LITHE_FUZZ_SEED, the first seed, another
/// each time; a failure names its seed.
/// </summary>
internal static class FuzzRounds
{
    /// <summary>Runs rounds until the time is over, at least one.</summary>
    /// <param name="seconds">How long, unless the environment says otherwise.</param>
    /// <param name="round">One round; throws when it finds something.</param>
    public static void Run(double seconds, Action<int> round)
    {
        double time = Environment.GetEnvironmentVariable("LITHE_FUZZ_SECONDS") is { Length: > 0 } text ? double.Parse(text, CultureInfo.InvariantCulture) : seconds;
        int first = Environment.GetEnvironmentVariable("LITHE_FUZZ_SEED") is { Length: > 0 } start ? int.Parse(start, CultureInfo.InvariantCulture) : 1;
        var clock = Stopwatch.StartNew();
        int seed = first;
        do
        {
            try
            {
                round(seed);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"seed {seed}: {error.Message} (again: LITHE_FUZZ_SEED={seed})", error);
            }

            seed = seed == int.MaxValue ? 1 : seed + 1;
        }
        while (clock.Elapsed.TotalSeconds < time);
        Xunit.TestContext.Current.TestOutputHelper?.WriteLine($"{seed - first} rounds");
    }
}
