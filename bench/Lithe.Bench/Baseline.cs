using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Lithe.Bench;

/// <summary>The figures that a commit says it has: <c>bench/baseline.json</c>, one <c>"metric": value</c> a line.</summary>
public sealed class Baseline
{
    /// <summary>A figure may grow by this part of itself before it counts as worse.</summary>
    public const double Tolerance = 0.03;

    private readonly SortedDictionary<string, double> _values;

    private Baseline(SortedDictionary<string, double> values) => _values = values;

    /// <summary>The figures, by metric.</summary>
    public IReadOnlyDictionary<string, double> Values => _values;

    /// <summary>Where a repository keeps it.</summary>
    public static string PathIn(string root) => Path.Combine(root, "bench", "baseline.json");

    /// <summary>A baseline of figures just measured.</summary>
    public static Baseline Of(IEnumerable<Measurement> measurements) =>
        new(new SortedDictionary<string, double>(measurements.ToDictionary(m => m.Metric, m => m.Value), StringComparer.Ordinal));

    /// <summary>Reads the file.</summary>
    /// <exception cref="BenchException">It is missing or wrong.</exception>
    public static Baseline Read(string path)
    {
        try
        {
            var values = JsonSerializer.Deserialize<Dictionary<string, double>>(File.ReadAllText(path)) ?? [];
            return new Baseline(new SortedDictionary<string, double>(values, StringComparer.Ordinal));
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            throw new BenchException($"{path}: {e.Message}", "lithe bench count --update writes it anew");
        }
    }

    /// <summary>Writes the file.</summary>
    public void Write(string path)
    {
        var text = new StringBuilder("{\n");
        text.AppendJoin(",\n", _values.Select(v => $"  \"{JavaScriptEncoder.Default.Encode(v.Key)}\": {JsonSerializer.Serialize(v.Value)}"));
        File.WriteAllText(path, text.Append("\n}\n").ToString());
    }

    /// <summary>What is wrong with figures when they are held against this baseline; empty when nothing is.</summary>
    public IReadOnlyList<string> Compare(IReadOnlyCollection<Measurement> measurements)
    {
        var complaints = new List<string>();
        foreach (Measurement m in measurements)
        {
            if (!_values.TryGetValue(m.Metric, out double was))
                complaints.Add($"{m.Metric} is not in the baseline");
            else if (Grew(m, was))
                complaints.Add(FormattableString.Invariant($"{m.Metric} went from {was} to {m.Value} {m.Unit}, {(m.Value - was) / was:+0.0%;-0.0%}"));
        }

        complaints.AddRange(_values.Keys.Except(measurements.Select(m => m.Metric)).Select(k => $"{k} is in the baseline but was not measured"));
        return complaints;
    }

    private static bool Grew(Measurement m, double was) =>
        m.Better == Better.Lower ? m.Value > was * (1 + Tolerance) : m.Value < was * (1 - Tolerance);
}
