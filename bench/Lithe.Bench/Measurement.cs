using System.Text.Json.Nodes;

namespace Lithe.Bench;

/// <summary>Which values of a measurement are the better ones.</summary>
public enum Better
{
    /// <summary>Less is better: the target is the most it may be.</summary>
    Lower,

    /// <summary>More is better: the target is the least it may be.</summary>
    Higher,
}

/// <summary>What a peer reaches; where several are known, the best.</summary>
/// <param name="Name">The peer, with its version where that matters.</param>
/// <param name="Value">Its value, in the measurement's unit.</param>
public sealed record Peer(string Name, double Value);

/// <summary>One measured figure.</summary>
/// <param name="Metric">Its dotted name: <c>hello.image_bytes.x86_64</c>.</param>
/// <param name="Value">What was measured.</param>
/// <param name="Unit">The unit: <c>bytes</c>, <c>instructions</c>, <c>KiB</c>, <c>s</c>.</param>
public sealed record Measurement(string Metric, double Value, string Unit)
{
    /// <summary>What it must reach, or null.</summary>
    public double? Target { get; init; }

    /// <summary>What a peer reaches, or null.</summary>
    public Peer? Peer { get; init; }

    /// <summary>Which values are better.</summary>
    public Better Better { get; init; } = Better.Lower;

    /// <summary>Whether it does not reach its target.</summary>
    public bool Misses => Target is { } target && (Better == Better.Lower ? Value > target : Value < target);

    /// <summary>The measurement as one line of JSON.</summary>
    public string ToJson() => new JsonObject
    {
        ["metric"] = Metric,
        ["value"] = Value,
        ["unit"] = Unit,
        ["target"] = Target,
        ["peer"] = Peer?.Name,
        ["peer_value"] = Peer?.Value,
    }.ToJsonString();
}
