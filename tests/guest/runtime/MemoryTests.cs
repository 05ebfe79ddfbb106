using System;
using Lithe.Testing;

namespace RuntimeTests;

// Copies, fills and clears of every short length at every alignment, against loops of bytes.
public static class MemoryTests
{
    private const int Size = 1024;

    private static void Pattern(Span<byte> bytes, int seed)
    {
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)(i * 7 + seed);
    }

    // Whether copying inside one buffer gives what a byte loop over a copy of the source gives.
    private static bool MovesRight(byte[] actual, byte[] expected, int source, int destination, int length)
    {
        Pattern(actual, length);
        Pattern(expected, length);
        for (int i = 0; i < length; i++)
            expected[destination + i] = (byte)((source + i) * 7 + length);
        actual.AsSpan(source, length).CopyTo(actual.AsSpan(destination, length));
        for (int i = 0; i < actual.Length; i++)
        {
            if (actual[i] != expected[i])
                return false;
        }
        return true;
    }

    [GuestTest]
    public static void ShortMovesOfEveryLengthAndOverlap()
    {
        byte[] actual = new byte[Size], expected = new byte[Size];
        int wrong = 0;
        for (int length = 0; length <= 140; length++)
        {
            for (int distance = -20; distance <= 20; distance++)
                wrong += MovesRight(actual, expected, 300, 300 + distance, length) ? 0 : 1;
            wrong += MovesRight(actual, expected, 301, 700, length) ? 0 : 1;
        }
        Check.Equal(0, wrong);
    }

    [GuestTest]
    public static void LongMovesWithAndWithoutOverlap()
    {
        byte[] actual = new byte[12288], expected = new byte[12288];
        int wrong = 0;
        foreach (int length in (ReadOnlySpan<int>)[141, 191, 192, 193, 255, 256, 257, 300, 511, 1000, 1023, 1535, 1536, 1537, 2048, 3001])
        {
            foreach (int distance in (ReadOnlySpan<int>)[-3000, -1000, -129, -64, -63, -16, -1, 0, 1, 7, 16, 63, 64, 128, 999, 3000])
            {
                wrong += MovesRight(actual, expected, 3500, 3500 + distance, length) ? 0 : 1;
                wrong += MovesRight(actual, expected, 3503, 3508 + distance, length) ? 0 : 1;
            }
        }
        Check.Equal(0, wrong);
    }

    [GuestTest]
    public static void FillsAndClears()
    {
        byte[] bytes = new byte[6000];
        int wrong = 0;
        for (int round = 0; round < 330; round++)
        {
            int length = round < 300 ? round : (round - 299) * 170;
            for (int offset = 0; offset < 18; offset += round < 64 ? 1 : 5)
            {
                Pattern(bytes, round);
                bytes.AsSpan(100 + offset, length).Fill((byte)(0xA5 + round));
                for (int i = 0; i < bytes.Length; i += i < 90 || i > 130 + length ? 37 : 1)
                {
                    bool inside = i >= 100 + offset && i < 100 + offset + length;
                    wrong += bytes[i] == (inside ? (byte)(0xA5 + round) : (byte)(i * 7 + round)) ? 0 : 1;
                }
                bytes.AsSpan(100 + offset, length).Clear();
                for (int i = 95; i < 110 + offset + length; i++)
                {
                    bool inside = i >= 100 + offset && i < 100 + offset + length;
                    wrong += bytes[i] == (inside ? (byte)0 : (byte)(i * 7 + round)) ? 0 : 1;
                }
            }
        }
        Check.Equal(0, wrong);
    }

    [GuestTest]
    public static void ComparisonFindsTheFirstDifference()
    {
        byte[] left = new byte[400], right = new byte[400];
        int wrong = 0;
        for (int length = 0; length <= 300; length += length < 70 ? 1 : 13)
        {
            Pattern(left, 3);
            Pattern(right, 3);
            ReadOnlySpan<byte> a = left.AsSpan(5, length), b = right.AsSpan(5, length);
            wrong += a.SequenceEqual(b) && a.SequenceCompareTo(b) == 0 ? 0 : 1;
            for (int at = 0; at < length; at++)
            {
                right[5 + at] ^= 0x80;
                wrong += !a.SequenceEqual(b) && a.SequenceCompareTo(b) < 0 == left[5 + at] < right[5 + at] ? 0 : 1;
                right[5 + at] ^= 0x80;
            }
        }
        Check.Equal(0, wrong);
    }
}
