namespace Lithe.Kconfig;

/// <summary>Matches one path part against a shell pattern.</summary>
internal static class GlobPattern
{
    public static bool IsPattern(string text) => text.AsSpan().IndexOfAny('*', '?', '[') >= 0;

    public static bool IsMatch(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        // As in the shell, a leading dot must be matched literally.
        if (name.StartsWith('.') && !pattern.StartsWith('.'))
            return false;
        int p = 0, n = 0, starPattern = -1, starName = 0;
        while (n < name.Length)
        {
            int length = 0;
            if (p < pattern.Length && pattern[p] == '*')
            {
                starPattern = p++;
                starName = n;
            }
            else if (p < pattern.Length && MatchOne(pattern[p..], name[n], out length))
            {
                p += length;
                n++;
            }
            else if (starPattern >= 0)
            {
                // Only the latest star needs backtracking, so the search is quadratic at worst.
                p = starPattern + 1;
                n = ++starName;
            }
            else
            {
                return false;
            }
        }
        while (p < pattern.Length && pattern[p] == '*')
            p++;
        return p == pattern.Length;
    }

    private static bool MatchOne(ReadOnlySpan<char> pattern, char c, out int length)
    {
        length = 1;
        if (pattern[0] == '?')
            return true;
        int close = pattern[0] == '[' && pattern.Length > 2 ? pattern[2..].IndexOf(']') : -1;
        if (close < 0)
            return pattern[0] == c;
        length = close + 3;
        ReadOnlySpan<char> set = pattern[1..(close + 2)];
        bool negate = set[0] is '!' or '^';
        if (negate)
            set = set[1..];
        bool found = false;
        for (int i = 0; i < set.Length; i++)
        {
            if (i + 2 < set.Length && set[i + 1] == '-')
            {
                found |= c >= set[i] && c <= set[i + 2];
                i += 2;
            }
            else
            {
                found |= set[i] == c;
            }
        }
        return found != negate;
    }
}
