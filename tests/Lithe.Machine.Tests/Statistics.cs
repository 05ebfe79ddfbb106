namespace Lithe.Machine.Tests;

/// <summary>Tests of randomness.</summary>
internal static class Statistics
{
    /// <summary>The tests of FIPS 140-2 (change notice 1), §4.9.1, on 20,000 bits.</summary>
    public static bool PassesFips(ReadOnlySpan<byte> bytes)
    {
        int ones = 0;
        Span<int> nibbles = stackalloc int[16];
        // Runs by value and length, six and more together.
        Span<int> runs = stackalloc int[14];
        int last = -1, length = 0, longest = 0;
        foreach (byte b in bytes)
        {
            ones += int.PopCount(b);
            nibbles[b >> 4]++;
            nibbles[b & 15]++;
            for (int i = 7; i >= 0; i--)
            {
                int bit = b >> i & 1;
                if (bit == last)
                {
                    length++;
                }
                else
                {
                    if (last >= 0)
                        runs[last * 7 + Math.Min(length, 6)]++;
                    last = bit;
                    length = 1;
                }

                longest = Math.Max(longest, length);
            }
        }

        runs[last * 7 + Math.Min(length, 6)]++;
        double poker = 0;
        foreach (int count in nibbles)
            poker += (double)count * count;
        poker = 16.0 / 5000 * poker - 5000;
        bool passes = ones is > 9725 and < 10275 && poker is > 2.16 and < 46.17 && longest < 26;
        (int Low, int High)[] bounds = [(2315, 2685), (1114, 1386), (527, 723), (240, 384), (103, 209), (103, 209)];
        for (int i = 0; i < bounds.Length; i++)
        {
            for (int bit = 0; bit < 2; bit++)
                passes &= runs[bit * 7 + i + 1] >= bounds[i].Low && runs[bit * 7 + i + 1] <= bounds[i].High;
        }

        return passes;
    }
}
