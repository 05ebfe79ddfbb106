using System;
using System.Numerics;
using Lithe.Arch;
using Lithe.ChaCha20;

namespace Lithe.Entropy;

/// <summary>
/// A ChaCha20 generator with fast key erasure: each block's first half becomes the next key, so what was given out cannot be computed
/// from what is in memory later. Seeded once from the jitter of the processor's counter.
/// </summary>
/// <remarks>State is owned by the boot processor until there are others.</remarks>
public static class EntropySource
{
    private const int KeyWords = 8;

    /// <summary>
    /// Samples taken for the seed. The least significant bits of a counter around a memory access hold well under one bit
    /// of entropy each; a sixteenth is assumed, for 256 bits.
    /// </summary>
    private const int SeedSamples = 4096;

    private static KeyBuffer s_key;
    private static bool s_seeded;

    public static ReadOnlySpan<byte> Name => "jitter"u8;

    public static void Fill(Span<byte> bytes)
    {
        if (!s_seeded)
            Seed();
        Span<uint> state = stackalloc uint[ChaChaBlock.Words];
        Span<uint> block = stackalloc uint[ChaChaBlock.Words];
        Span<uint> nonce = stackalloc uint[3];
        nonce.Clear();
        while (bytes.Length > 0)
        {
            ChaChaBlock.Initialize(state, s_key, 0, nonce);
            ChaChaBlock.Compute(state, block);
            block.Slice(0, KeyWords).CopyTo(s_key);
            int count = 0;
            for (int word = KeyWords; word < ChaChaBlock.Words; word++)
            {
                uint value = block[word];
                for (int i = 0; i < sizeof(uint) && count < bytes.Length; i++, value >>= 8)
                    bytes[count++] = (byte)value;
            }

            bytes = bytes.Slice(count);
        }

        state.Clear();
        block.Clear();
    }

    /// <summary>Folds each sample into the pool and stirs the pool with the block function every 16 samples.</summary>
    private static void Seed()
    {
        Span<uint> pool = stackalloc uint[ChaChaBlock.Words];
        Span<uint> mixed = stackalloc uint[ChaChaBlock.Words];
        pool.Clear();
        ulong last = Processor.Cycles;
        for (int i = 0; i < SeedSamples; i++)
        {
            // A walk whose way depends on the pool makes the time of each turn depend on caches and predictors.
            ulong now = Processor.Cycles + pool[(int)(pool[i & 15] >> 28)];
            pool[i & 15] ^= BitOperations.RotateLeft((uint)(now - last) ^ (uint)(now >> 32), i & 31);
            last = now;
            if ((i & 15) == 15)
            {
                ChaChaBlock.Compute(pool, mixed);
                mixed.CopyTo(pool);
            }
        }

        pool.Slice(0, KeyWords).CopyTo(s_key);
        pool.Clear();
        mixed.Clear();
        s_seeded = true;
    }

    [System.Runtime.CompilerServices.InlineArray(KeyWords)]
    private struct KeyBuffer
    {
        private uint _first;
    }
}
