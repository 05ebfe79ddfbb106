using System.Globalization;

namespace Lithe.Vmm;

/// <summary>An amount of guest memory, in whole kibibytes (the unit QEMU's <c>-m</c> is given).</summary>
/// <param name="Kibibytes">The amount in units of 1,024 bytes.</param>
public readonly record struct MemorySize(long Kibibytes) : IComparable<MemorySize>
{
    /// <summary>An amount given in kibibytes.</summary>
    public static MemorySize FromKibibytes(long kibibytes) => new(kibibytes);

    /// <summary>An amount given in mebibytes.</summary>
    public static MemorySize FromMebibytes(long mebibytes) => new(mebibytes * 1024);

    /// <summary>Reads <c>1408K</c>, <c>64M</c>, <c>2G</c>, or a bare number of mebibytes, as QEMU does.</summary>
    public static bool TryParse(string text, out MemorySize size)
    {
        size = default;
        text = text.Trim();
        if (text.Length == 0)
            return false;
        long unit = char.ToUpperInvariant(text[^1]) switch { 'K' => 1, 'M' => 1024, 'G' => 1024 * 1024, _ => 0 };
        ReadOnlySpan<char> digits = unit == 0 ? text : text.AsSpan(0, text.Length - 1);
        if (unit == 0)
            unit = 1024;
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long value) || value > long.MaxValue / unit / 1024)
            return false;
        size = new MemorySize(value * unit);
        return value > 0;
    }

    /// <inheritdoc/>
    public int CompareTo(MemorySize other) => Kibibytes.CompareTo(other.Kibibytes);

    /// <summary>Whether one amount is less than another.</summary>
    public static bool operator <(MemorySize a, MemorySize b) => a.Kibibytes < b.Kibibytes;

    /// <summary>Whether one amount is more than another.</summary>
    public static bool operator >(MemorySize a, MemorySize b) => a.Kibibytes > b.Kibibytes;

    /// <summary>The amount as the command line writes it: in the largest unit that keeps it whole.</summary>
    public override string ToString() => Kibibytes switch
    {
        > 0 when Kibibytes % (1024 * 1024) == 0 => $"{Kibibytes / (1024 * 1024)}G",
        > 0 when Kibibytes % 1024 == 0 => $"{Kibibytes / 1024}M",
        _ => $"{Kibibytes}K",
    };
}
