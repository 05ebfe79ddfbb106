using System;
using System.Numerics;
using Lithe.Arch;
using Lithe.Entropy;
using Lithe.Testing;

public static class EntropyTests
{
    [GuestTest]
    public static void CallsGiveDifferentBytes()
    {
        Span<byte> first = stackalloc byte[32];
        Span<byte> second = stackalloc byte[32];
        EntropySource.Fill(first);
        EntropySource.Fill(second);
        Check.False(first.SequenceEqual(second));
        first.Clear();
        EntropySource.Fill(Span<byte>.Empty);
        EntropySource.Fill(first.Slice(0, 31));
        Check.Equal((byte)0, first[31]);
    }

    [GuestTest]
    public static void HalfOfTheBitsAreSet()
    {
        // 80,000 bits: five standard deviations are 707.
        Span<byte> bytes = stackalloc byte[10_000];
        EntropySource.Fill(bytes);
        int ones = 0;
        foreach (byte b in bytes)
            ones += BitOperations.PopCount(b);
        Check.True(ones is > 40_000 - 707 and < 40_000 + 707);
        Span<int> counts = stackalloc int[256];
        counts.Clear();
        foreach (byte b in bytes)
            counts[b]++;
        int rarest = int.MaxValue;
        foreach (int count in counts)
            rarest = count < rarest ? count : rarest;
        Check.True(rarest > 0);
    }

    [GuestTest]
    public static void GoesOnBehindTheNextSeed()
    {
        // More than a seed is good for.
        Span<byte> bytes = stackalloc byte[4096];
        ulong folded = 0;
        for (int i = 0; i < 300; i++)
        {
            EntropySource.Fill(bytes);
            ulong head = 0;
            for (int at = 0; at < 8; at++)
                head = head << 8 | bytes[at];
            Check.True(head != folded);
            folded = head;
        }
    }

    [GuestTest]
    public static void TheProcessorsNumbersDiffer()
    {
        // Without such a generator there is nothing to see; with one, two numbers are never the same.
        if (Processor.TryReadRandom(out ulong first) && Processor.TryReadRandom(out ulong second))
            Check.True(first != second);
        else
            Check.Equal("jitter", EntropySource.Name.Length == 6 ? "jitter" : "?");
    }
}
