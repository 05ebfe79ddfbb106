using System.Diagnostics;

namespace DotnetWide;

/// <summary>The program's checks, by name; a failing one says why and does not stop the others.</summary>
internal sealed class Checks(string[] parts)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);
    private readonly List<(string Name, Func<Task> Check)> _checks = [];

    public int Passed { get; private set; }

    public int Failed { get; private set; }

    public void Add(string name, Action check) => Add(name, () => Task.Run(check));

    public void Add(string name, Func<Task> check)
    {
        if (parts.Length == 0 || parts.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase)))
            _checks.Add((name, check));
    }

    /// <summary>Runs what was added, one after the other, and forgets it.</summary>
    public async Task RunAsync()
    {
        foreach ((string name, Func<Task> check) in _checks)
        {
            try
            {
                await check().WaitAsync(s_limit);
                Passed++;
            }
            catch (Exception error)
            {
                Failed++;
                Console.WriteLine($"{name}: {error}");
            }
        }

        _checks.Clear();
    }

    public static void Equal<T>(T expected, T actual)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
            throw new InvalidOperationException($"expected {expected}, got {actual}");
    }

    public static void True(bool condition, string what)
    {
        if (!condition)
            throw new InvalidOperationException(what);
    }

    public static T Throws<T>(Action action)
        where T : Exception
    {
        try
        {
            action();
        }
        catch (T expected)
        {
            return expected;
        }

        throw new InvalidOperationException($"no {typeof(T).Name}");
    }

    /// <summary>Waits, in steps, until something holds.</summary>
    public static async Task UntilAsync(Func<bool> condition, string what, int seconds = 20)
    {
        for (var clock = Stopwatch.StartNew(); !condition(); await Task.Delay(5))
            True(clock.Elapsed.TotalSeconds < seconds, what);
    }
}
