using Lithe.Vmm;

namespace Lithe.Bench;

/// <summary>
/// Two servers under the same load on the same emulator, one after the other, in turns: what a busy host does to one it does to the other as well, and of all turns the median
/// counts.
/// </summary>
internal sealed class ServerPair(BenchContext context, PrivateNetwork network, ServerSide ours, ServerSide theirs)
{
    /// <summary>From QEMU's start to the first answer, in milliseconds: a figure that every run has.</summary>
    internal const string FirstAnswer = "first_answer";

    private readonly Dictionary<string, List<double>> _ours = [], _theirs = [];

    /// <summary>
    /// Starts each server <paramref name="pairs"/> times and has it driven; who is first changes from pair to pair. What <paramref name="drive"/> measures is kept by its name.
    /// </summary>
    /// <exception cref="BenchException">A server did not start, or could not be driven.</exception>
    internal async Task RunAsync(int pairs, Func<RunningServer, CancellationToken, Task<IReadOnlyDictionary<string, double>>> drive, CancellationToken cancel)
    {
        for (int i = 0; i < pairs; i++)
        {
            foreach (bool isOurs in i % 2 == 0 ? new[] { true, false } : [false, true])
            {
                ServerSide side = isOurs ? ours : theirs;
                context.Note($"pair {i + 1} of {pairs}: {side.Name}");
                await using RunningServer server = await RunningServer.StartAsync(context, network, side, cancel).ConfigureAwait(false);
                Dictionary<string, List<double>> all = isOurs ? _ours : _theirs;
                Keep(all, FirstAnswer, server.FirstAnswer.TotalMilliseconds);
                foreach ((string name, double value) in await drive(server, cancel).ConfigureAwait(false))
                    Keep(all, name, value);
            }
        }
    }

    /// <summary>A figure of both sides.</summary>
    internal Compared this[string name] => new(Spread.Of(_ours[name]), Spread.Of(_theirs[name]), theirs.Name);

    /// <summary>The least memory, in whole steps, with which a server answers and is driven without an error.</summary>
    /// <exception cref="BenchException">It does not serve with <paramref name="most"/> either.</exception>
    internal static async Task<MemorySize> LeastMemoryAsync(
        BenchContext context, PrivateNetwork network, ServerSide side, MemorySize least, MemorySize most, MemorySize step, Func<RunningServer, CancellationToken, Task> drive, CancellationToken cancel)
    {
        // Invariant: it serves with `good` steps, and not with `bad`.
        long bad = least.Kibibytes / step.Kibibytes - 1, good = most.Kibibytes / step.Kibibytes;
        if (!await ServesAsync(good).ConfigureAwait(false))
            throw new BenchException($"{side.Name} does not serve with {most} of memory");
        while (good - bad > 1)
        {
            long middle = (good + bad) / 2;
            if (await ServesAsync(middle).ConfigureAwait(false))
                good = middle;
            else
                bad = middle;
        }

        return MemorySize.FromKibibytes(good * step.Kibibytes);

        async Task<bool> ServesAsync(long steps)
        {
            try
            {
                ServerSide smaller = side with { Options = side.Options with { Memory = MemorySize.FromKibibytes(steps * step.Kibibytes) } };
                await using RunningServer server = await RunningServer.StartAsync(context, network, smaller, cancel, TimeSpan.FromSeconds(10)).ConfigureAwait(false);
                await drive(server, cancel).ConfigureAwait(false);
                return true;
            }
            catch (BenchException)
            {
                return false;
            }
        }
    }

    private static void Keep(Dictionary<string, List<double>> all, string name, double value)
    {
        if (!all.TryGetValue(name, out List<double>? values))
            all.Add(name, values = []);
        values.Add(value);
    }
}

/// <summary>What several runs gave: the middle one, and how far they are apart.</summary>
internal readonly record struct Spread(double Median, double Least, double Most)
{
    internal static Spread Of(IReadOnlyCollection<double> values)
    {
        double[] sorted = [.. values.Order()];
        double median = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        return new(median, sorted[0], sorted[^1]);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Median:0.##} ({Least:0.##}..{Most:0.##})";
}

/// <summary>A figure of both sides of a comparison.</summary>
internal readonly record struct Compared(Spread Ours, Spread Theirs, string Peer)
{
    /// <summary>Our figure, with the peer's beside it; the target, where there is one, is so many times the peer's.</summary>
    internal Measurement AsMeasurement(string metric, string unit, Better better, double? timesPeer)
    {
        // Whole numbers where they are large enough to say all.
        int digits = Ours.Median >= 100 ? 0 : 2;
        return new(metric, Math.Round(Ours.Median, digits), unit)
        {
            Better = better,
            Target = timesPeer is { } times ? Math.Round(times * Theirs.Median, digits) : null,
            Peer = new Peer($"{Peer}; {Ours.Least:0.##}..{Ours.Most:0.##} against {Theirs.Least:0.##}..{Theirs.Most:0.##}", Math.Round(Theirs.Median, digits)),
        };
    }

    /// <summary>How many times the peer's median ours is, which is to be at least <paramref name="least"/>.</summary>
    internal Measurement AsRatio(string metric, double? least) =>
        new(metric, Math.Round(Ours.Median / Theirs.Median, 2), "x") { Better = Better.Higher, Target = least, Peer = new Peer(Peer, 1) };
}
