namespace System.Globalization;

// Simple case mapping of the invariant culture: character to character, surrogates stay.
internal static partial class CaseMapping
{
    internal static char ToUpper(char c)
    {
        if (c < 0x80)
            return (uint)(c - 'a') <= 25 ? (char)(c - 32) : c;
        return Map(c, UpperEvery, UpperOther);
    }

    internal static char ToLower(char c)
    {
        if (c < 0x80)
            return (uint)(c - 'A') <= 25 ? (char)(c + 32) : c;
        return Map(c, LowerEvery, LowerOther);
    }

    private static char Map(char c, ReadOnlySpan<ushort> every, ReadOnlySpan<ushort> other)
    {
        int i = Find(c, every);
        if (i >= 0)
            return (char)(c + every[i + 2]);
        i = Find(c, other);
        return i >= 0 && ((c - other[i]) & 1) == 0 ? (char)(c + other[i + 2]) : c;
    }

    // The index of the range that holds `c`, or -1. Ranges are sorted and apart.
    private static int Find(char c, ReadOnlySpan<ushort> ranges)
    {
        int low = 0;
        int high = ranges.Length / 3 - 1;
        while (low <= high)
        {
            int middle = (low + high) >> 1;
            if (c < ranges[middle * 3])
                high = middle - 1;
            else if (c > ranges[middle * 3 + 1])
                low = middle + 1;
            else
                return middle * 3;
        }
        return -1;
    }
}
