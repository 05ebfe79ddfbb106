using System.Runtime.CompilerServices;

namespace DotnetWide;

/// <summary>Exceptions, those that the processor raises among them.</summary>
internal static class FaultChecks
{
    public static void Add(Checks checks)
    {
        checks.Add("faults: null references", NullReferences);
        checks.Add("faults: divisions", Divisions);
        checks.Add("faults: arithmetic, indices, casts", Checked);
        checks.Add("faults: finally and filters in their order", Order);
        checks.Add("faults: through awaits", ThroughAwaitsAsync);
        checks.Add("faults: on many threads at once", ManyThreads);
        checks.Add("faults: traces name methods", Traces);
        checks.Add("faults: several in one", Several);
        checks.Add("faults: what a task lost is told", Unobserved);
    }

    private static void NullReferences()
    {
        string? nothing = Maybe(null);
        Checks.Throws<NullReferenceException>(() => Console.WriteLine(nothing!.Length));
        Holder? holder = null;
        Checks.Throws<NullReferenceException>(() => holder!.Value = 5);
        Checks.Throws<NullReferenceException>(() => holder!.Far[1] = 5);
        int[]? numbers = null;
        for (int i = 0; i < 1000; i++)
            Checks.Throws<NullReferenceException>(() => numbers![i] = 1);
    }

    private static void Divisions()
    {
        int zero = Environment.TickCount64 < 0 ? 1 : 0;
        for (int i = 1; i < 100; i++)
        {
            Checks.Throws<DivideByZeroException>(() => Console.WriteLine(i / zero));
            Checks.Throws<DivideByZeroException>(() => Console.WriteLine((long)i % zero));
        }

        int least = int.MinValue + zero;
        Checks.Throws<OverflowException>(() => Console.WriteLine(least / (zero - 1)));
        Checks.True(double.IsInfinity(1.0 / zero), "1.0 / 0 is finite");
    }

    private static void Checked()
    {
        int[] numbers = new int[3];
        int index = numbers.Length;
        Checks.Throws<IndexOutOfRangeException>(() => numbers[index] = 1);
        Checks.Throws<OverflowException>(() => checked(int.MaxValue - 3 + index).ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(checked(int.MaxValue + index)));
        Checks.Throws<InvalidCastException>(() => _ = (string)(object)numbers);
        Checks.Throws<ArrayTypeMismatchException>(() => ((object[])new string[1])[0] = numbers);
        Checks.Throws<KeyNotFoundException>(() => _ = new Dictionary<int, int>()[3]);
        Checks.Throws<FormatException>(() => int.Parse("x", System.Globalization.CultureInfo.InvariantCulture));
    }

    private static void Order()
    {
        var said = new List<string>();
        try
        {
            try
            {
                Fail(said);
            }
            catch (InvalidOperationException) when (Say(said, "filter", false))
            {
                said.Add("wrong");
            }
            finally
            {
                said.Add("outer");
            }
        }
        catch (InvalidOperationException error)
        {
            said.Add(error.Message);
        }

        Checks.Equal("filter inner outer text", string.Join(' ', said));
    }

    private static async Task ThroughAwaitsAsync()
    {
        var error = new NotSupportedException("deep");
        try
        {
            await LevelAsync(20, error);
        }
        catch (NotSupportedException same)
        {
            Checks.True(ReferenceEquals(error, same), "another exception");
            return;
        }

        throw new InvalidOperationException("no exception");
    }

    private static async Task LevelAsync(int level, Exception error)
    {
        await Task.Yield();
        if (level == 0)
            throw error;
        await LevelAsync(level - 1, error);
    }

    private static void ManyThreads()
    {
        int caught = 0;
        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            string? nothing = Maybe(null);
            try
            {
                if (i % 2 == 0)
                    Interlocked.Add(ref caught, nothing!.Length);
                else
                    throw new InvalidOperationException();
            }
            catch (NullReferenceException)
            {
                Interlocked.Increment(ref caught);
            }
            catch (InvalidOperationException)
            {
                Interlocked.Increment(ref caught);
            }
        });
        Checks.Equal(400, caught);
    }

    private static void Traces()
    {
        InvalidOperationException error = Checks.Throws<InvalidOperationException>(() => Fail([]));
        Checks.True(error.StackTrace!.Contains(nameof(Fail), StringComparison.Ordinal), error.StackTrace);
    }

    private static void Several()
    {
        AggregateException error = Checks.Throws<AggregateException>(() => Task.WaitAll(
            Task.Run(() => throw new InvalidOperationException("1")), Task.Run(() => throw new ArgumentException("2")), Task.CompletedTask));
        Checks.Equal(2, error.InnerExceptions.Count);
    }

    private static void Unobserved()
    {
        var told = new ManualResetEventSlim();
        void Tell(object? sender, UnobservedTaskExceptionEventArgs e)
        {
            e.SetObserved();
            told.Set();
        }

        TaskScheduler.UnobservedTaskException += Tell;
        Lose();
        for (int i = 0; i < 50 && !told.Wait(20); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        TaskScheduler.UnobservedTaskException -= Tell;
        Checks.True(told.IsSet, "the lost exception was not told");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Lose()
    {
        Task task = Task.Run(() => throw new InvalidOperationException("lost"));
        ((IAsyncResult)task).AsyncWaitHandle.WaitOne();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Fail(List<string> said)
    {
        try
        {
            throw new InvalidOperationException("text");
        }
        finally
        {
            said.Add("inner");
        }
    }

    private static bool Say(List<string> said, string text, bool answer)
    {
        said.Add(text);
        return answer;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string? Maybe(string? text) => text;

    private sealed class Holder
    {
        public Numbers Far;

        public int Value { get; set; }
    }

    [InlineArray(400)]
    private struct Numbers
    {
        private long _first;
    }
}
