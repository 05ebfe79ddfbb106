using System;
using System.Numerics;

namespace Lithe.Collections;

/// <summary>Bits over memory of the caller: no heap. Indexes run from 0 to <see cref="Length"/> less one.</summary>
public readonly ref struct BitSet
{
    private readonly Span<ulong> _words;

    /// <summary>The bits of some words.</summary>
    public BitSet(Span<ulong> words) => _words = words;

    /// <summary>The number of bits.</summary>
    public int Length => _words.Length * 64;

    /// <summary>The words that so many bits take.</summary>
    public static int WordsFor(int bits) => (bits + 63) >> 6;

    /// <summary>A bit.</summary>
    public bool this[int index]
    {
        get => (_words[index >> 6] >> (index & 63) & 1) != 0;
        set
        {
            ulong bit = 1ul << (index & 63);
            if (value)
                _words[index >> 6] |= bit;
            else
                _words[index >> 6] &= ~bit;
        }
    }

    /// <summary>Sets a bit and returns whether it was clear.</summary>
    public bool TrySet(int index)
    {
        bool clear = !this[index];
        this[index] = true;
        return clear;
    }

    /// <summary>The number of bits set.</summary>
    public int PopCount()
    {
        int count = 0;
        for (int i = 0; i < _words.Length; i++)
            count += BitOperations.PopCount(_words[i]);
        return count;
    }

    /// <summary>The first set bit at or after an index, or -1.</summary>
    public int NextSet(int from) => Next(from, 0);

    /// <summary>The first clear bit at or after an index, or -1.</summary>
    public int NextClear(int from) => Next(from, ulong.MaxValue);

    /// <summary>Clears all bits.</summary>
    public void Clear() => _words.Clear();

    private int Next(int from, ulong flip)
    {
        if (from >= Length)
            return -1;
        int i = from >> 6;
        ulong word = (_words[i] ^ flip) & (ulong.MaxValue << (from & 63));
        while (word == 0)
        {
            if (++i == _words.Length)
                return -1;
            word = _words[i] ^ flip;
        }
        return i * 64 + BitOperations.TrailingZeroCount(word);
    }
}
