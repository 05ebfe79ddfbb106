using System;

namespace Lithe.Entropy;

/// <summary>Bytes that nobody can foresee.</summary>
public static class EntropySource
{
    /// <summary>The implementation's name, for messages.</summary>
    public static extern ReadOnlySpan<byte> Name { get; }

    /// <summary>How many times a generator was seeded, on all processors.</summary>
    [Counter("entropy.seeds")]
    public static extern ulong Seeds { get; }

    /// <summary>Fills the whole span. Always succeeds; the first call may take the time of a seeding.</summary>
    public static extern void Fill(Span<byte> bytes);
}
