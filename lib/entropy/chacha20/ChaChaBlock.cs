using System;
using System.Numerics;

namespace Lithe.ChaCha20;

/// <summary>The ChaCha20 block function (RFC 8439 §2.3).</summary>
public static class ChaChaBlock
{
    /// <summary>Number of words of a state and of a block.</summary>
    public const int Words = 16;

    private const int DoubleRounds = 10;

    /// <summary>Sets up a state: constants, a key of 8 words, block counter, a nonce of 3 words.</summary>
    public static void Initialize(Span<uint> state, ReadOnlySpan<uint> key, uint counter, ReadOnlySpan<uint> nonce)
    {
        state[0] = 0x6170_7865;
        state[1] = 0x3320_646e;
        state[2] = 0x7962_2d32;
        state[3] = 0x6b20_6574;
        key.Slice(0, 8).CopyTo(state.Slice(4));
        state[12] = counter;
        nonce.Slice(0, 3).CopyTo(state.Slice(13));
    }

    /// <summary>Computes the block of a state; the state is left as it is.</summary>
    public static void Compute(ReadOnlySpan<uint> state, Span<uint> block)
    {
        state.Slice(0, Words).CopyTo(block);
        for (int i = 0; i < DoubleRounds; i++)
        {
            QuarterRound(block, 0, 4, 8, 12);
            QuarterRound(block, 1, 5, 9, 13);
            QuarterRound(block, 2, 6, 10, 14);
            QuarterRound(block, 3, 7, 11, 15);
            QuarterRound(block, 0, 5, 10, 15);
            QuarterRound(block, 1, 6, 11, 12);
            QuarterRound(block, 2, 7, 8, 13);
            QuarterRound(block, 3, 4, 9, 14);
        }

        for (int i = 0; i < Words; i++)
            block[i] += state[i];
    }

    private static void QuarterRound(Span<uint> s, int a, int b, int c, int d)
    {
        s[a] += s[b];
        s[d] = BitOperations.RotateLeft(s[d] ^ s[a], 16);
        s[c] += s[d];
        s[b] = BitOperations.RotateLeft(s[b] ^ s[c], 12);
        s[a] += s[b];
        s[d] = BitOperations.RotateLeft(s[d] ^ s[a], 8);
        s[c] += s[d];
        s[b] = BitOperations.RotateLeft(s[b] ^ s[c], 7);
    }
}
