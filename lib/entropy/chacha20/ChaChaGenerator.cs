using System;
using System.Runtime.CompilerServices;

namespace Lithe.ChaCha20;

/// <summary>
/// A generator on ChaCha20 with fast key erasure: the first half of the first block of every call becomes the next key, so what was given out cannot be
/// computed from what is in memory later. Owned by one caller at a time.
/// </summary>
public struct ChaChaGenerator
{
    /// <summary>Number of words of a seed: 256 bits.</summary>
    public const int SeedWords = 8;

    /// <summary>The most that one call of <see cref="Fill"/> gives, in bytes: a caller with interrupts disabled is done in some microseconds.</summary>
    public const int MaxFill = 1024;

    private Key _key;

    /// <summary>Bytes given out since the last seed.</summary>
    public ulong Given { get; private set; }

    /// <summary>
    /// Stirs a seed into the key. What was there stays in it, so a seed that somebody knows takes nothing away: the new key is half of the block of the
    /// seed under the old key, by which the seed's words are the counter and nonce of one block and the key of a second.
    /// </summary>
    public void Seed(ReadOnlySpan<uint> seed)
    {
        Span<uint> state = stackalloc uint[ChaChaBlock.Words];
        Span<uint> block = stackalloc uint[ChaChaBlock.Words];
        ChaChaBlock.Initialize(state, _key, seed[0], seed.Slice(1, 3));
        ChaChaBlock.Compute(state, block);
        for (int i = 0; i < SeedWords; i++)
            block[i] ^= seed[i];
        ChaChaBlock.Initialize(state, block, seed[4], seed.Slice(5, 3));
        ChaChaBlock.Compute(state, block);
        block.Slice(0, SeedWords).CopyTo(_key);
        Given = 0;
        state.Clear();
        block.Clear();
    }

    /// <summary>Fills the span: at most <see cref="MaxFill"/> bytes, the rest is left as it is. The number of bytes that it gave.</summary>
    public int Fill(Span<byte> bytes)
    {
        int wanted = bytes.Length < MaxFill ? bytes.Length : MaxFill;
        Span<uint> state = stackalloc uint[ChaChaBlock.Words];
        Span<uint> block = stackalloc uint[ChaChaBlock.Words];
        Span<uint> nonce = stackalloc uint[3];
        nonce.Clear();
        ChaChaBlock.Initialize(state, _key, 0, nonce);
        ChaChaBlock.Compute(state, block);
        block.Slice(0, SeedWords).CopyTo(_key);
        int done = Take(block.Slice(SeedWords), bytes.Slice(0, wanted));
        while (done < wanted)
        {
            state[12]++;
            ChaChaBlock.Compute(state, block);
            done += Take(block, bytes.Slice(done, wanted - done));
        }

        Given += (ulong)wanted;
        state.Clear();
        block.Clear();
        return wanted;
    }

    // Words in little-endian order, as RFC 8439 serialises a block.
    private static int Take(ReadOnlySpan<uint> words, Span<byte> bytes)
    {
        int count = 0;
        foreach (uint word in words)
        {
            uint value = word;
            for (int i = 0; i < sizeof(uint) && count < bytes.Length; i++, value >>= 8)
                bytes[count++] = (byte)value;
        }

        return count;
    }

    [InlineArray(SeedWords)]
    private struct Key
    {
        private uint _first;
    }
}
