using System;
using System.Numerics;
using Lithe.Arch;
using Lithe.ChaCha20;

namespace Lithe.Entropy;

/// <summary>Collects seeds: jitter always, the processor's generator when it has one and answers.</summary>
internal static class SeedCollector
{
    /// <summary>
    /// Samples taken for the first seed. The least significant bits of a counter around a memory access hold well under one bit
    /// of entropy each; a sixteenth is assumed, for 256 bits. A later seed adds to what is there.
    /// </summary>
    private const int FirstSamples = 4096, LaterSamples = 256;

    /// <summary>Numbers of 64 bits taken from the processor: each may be as little as half random (RDRAND between two of its own seedings).</summary>
    private const int HardwareNumbers = 8;

    internal static void Seed(ref ChaChaGenerator generator, bool isFirst)
    {
        Span<uint> pool = stackalloc uint[ChaChaBlock.Words];
        pool.Clear();
        for (int i = 0; i < HardwareNumbers && Processor.TryReadRandom(out ulong number); i++)
        {
            pool[2 * i] = (uint)number;
            pool[2 * i + 1] = (uint)(number >> 32);
        }

        AddJitter(pool, isFirst ? FirstSamples : LaterSamples);
        generator.Seed(pool.Slice(0, ChaChaGenerator.SeedWords));
        pool.Clear();
    }

    /// <summary>Folds each sample into the pool and stirs the pool with the block function every 16 samples.</summary>
    private static void AddJitter(Span<uint> pool, int samples)
    {
        Span<uint> mixed = stackalloc uint[ChaChaBlock.Words];
        ulong last = Processor.Cycles;
        for (int i = 0; i < samples; i++)
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

        mixed.Clear();
    }
}
