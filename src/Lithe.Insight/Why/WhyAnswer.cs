namespace Lithe.Insight.Why;

/// <summary>A step of a chain of references.</summary>
/// <param name="Name">What it is, as C# writes it.</param>
/// <param name="Library">The library that it belongs to.</param>
/// <param name="Symbol">Its link symbol, or the compiler's name.</param>
/// <param name="Reason">How the step before asked for it; empty for the first.</param>
public sealed record WhyStep(string Name, string Library, string Symbol, string Reason);

/// <summary>Whether what was asked about is in the image.</summary>
public enum WhyPresence
{
    /// <summary>It has bytes of its own.</summary>
    InImage,

    /// <summary>Something asks for it, and it has no bytes of its own: the compiler inlined it into its callers, or left it out after all.</summary>
    WithoutOwnCode,

    /// <summary>It exists, and nothing in the image asks for it.</summary>
    NotAskedFor,

    /// <summary>There is no such thing.</summary>
    Unknown,
}

/// <summary>Why something is in an image.</summary>
/// <param name="Asked">What was asked about.</param>
/// <param name="Presence">Whether it is there.</param>
/// <param name="Matches">What was found by that name.</param>
/// <param name="Bytes">How many bytes of the image are theirs.</param>
/// <param name="Chains">Chains of references from the image's start, the shortest first.</param>
/// <param name="Nearest">Names that may have been meant.</param>
public sealed record WhyAnswer(
    string Asked, WhyPresence Presence, IReadOnlyList<string> Matches, ulong Bytes, IReadOnlyList<IReadOnlyList<WhyStep>> Chains, IReadOnlyList<string> Nearest);
