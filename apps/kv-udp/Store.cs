using System;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

/// <summary>A hash table of fixed size: entries of 256 bytes, found by open addressing, the oldest in a row of eight replaced when all are taken.</summary>
internal sealed class Store
{
    /// <summary>The most bytes of an answer.</summary>
    internal const int MaxAnswer = 256;

    private const int EntrySize = 256, KeySpace = 48, MaxKey = 46, MaxValue = 200, Probes = 8;

    // An entry: length of the key (0: free), length of the value, key, value.
    private readonly byte[] _entries;
    private readonly int _mask;
    private int _victim;

    internal Store(int entries)
    {
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)entries);
        _entries = new byte[size * EntrySize];
        _mask = size - 1;
    }

    /// <summary>Writes the answer to a question, over the question itself if need be, and returns its length; -1 when it is no question that it understands.</summary>
    internal int Answer(ReadOnlySpan<byte> question, Span<byte> answer)
    {
        if (question.Length < 5 || question[3] != ' ')
            return -1;
        int command = question[0] << 16 | question[1] << 8 | question[2];
        ReadOnlySpan<byte> key = question.Slice(4), value = default;
        if (command == ('s' << 16 | 'e' << 8 | 't'))
        {
            int space = 0;
            while (space < key.Length && key[space] != ' ')
                space++;
            if (space == key.Length)
                return -1;
            value = key.Slice(space + 1);
            key = key.Slice(0, space);
        }

        if (key.Length is 0 or > MaxKey || value.Length > MaxValue)
            return -1;
        uint hash = Hash(key);
        Span<byte> entry = Find(key, hash);
        switch (command)
        {
            case 'g' << 16 | 'e' << 8 | 't' when entry.Length > 0:
                answer[0] = (byte)'+';
                entry.Slice(KeySpace, entry[1]).CopyTo(answer.Slice(1));
                return 1 + entry[1];
            case 's' << 16 | 'e' << 8 | 't':
                if (entry.Length == 0)
                    entry = Take(hash);
                entry[0] = (byte)key.Length;
                entry[1] = (byte)value.Length;
                key.CopyTo(entry.Slice(2));
                value.CopyTo(entry.Slice(KeySpace));
                answer[0] = (byte)'+';
                return 1;
            case 'd' << 16 | 'e' << 8 | 'l' when entry.Length > 0:
                entry[0] = 0;
                answer[0] = (byte)'+';
                return 1;
            case 'g' << 16 | 'e' << 8 | 't' or 'd' << 16 | 'e' << 8 | 'l':
                answer[0] = (byte)'-';
                return 1;
            default:
                return -1;
        }
    }

    private Span<byte> At(uint place) => _entries.AsSpan((int)(place & (uint)_mask) * EntrySize, EntrySize);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<byte> Find(ReadOnlySpan<byte> key, uint hash)
    {
        Span<byte> entries = _entries;
        for (uint i = 0; i < Probes; i++)
        {
            Span<byte> entry = entries.Slice((int)((hash + i) & (uint)_mask) * EntrySize, EntrySize);
            if (entry[0] == key.Length && AreEqual(entry.Slice(2, key.Length), key))
                return entry;
        }

        return default;
    }

    private Span<byte> Take(uint hash)
    {
        for (uint i = 0; i < Probes; i++)
        {
            Span<byte> entry = At(hash + i);
            if (entry[0] == 0)
                return entry;
        }

        return At(hash + (uint)(_victim++ & (Probes - 1)));
    }

    // Keys are short: words of four bytes, then the last four bytes, which may have been part of a word before.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreEqual(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (right.Length < 4)
            return left.SequenceEqual(right);
        ReadOnlySpan<uint> words = MemoryMarshal.Cast<byte, uint>(right), others = MemoryMarshal.Cast<byte, uint>(left);
        for (int i = 0; i < words.Length && i < others.Length; i++)
        {
            if (words[i] != others[i])
                return false;
        }

        return LastWord(left) == LastWord(right);
    }

    // Each word is multiplied by 2^64 over the golden ratio, and the middle of the product is kept: low bits of a product know nothing of high ones, so the lower half would be worth little.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hash(ReadOnlySpan<byte> key)
    {
        uint hash = 2166136261;
        if (key.Length < 4)
        {
            foreach (byte b in key)
                hash = Mix(hash ^ b);
            return hash;
        }

        foreach (uint word in MemoryMarshal.Cast<byte, uint>(key))
            hash = Mix(hash ^ word);
        return Mix(hash ^ LastWord(key));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Mix(uint hash) => (uint)(hash * 0x9e37_79b9_7f4a_7c15UL >> 32);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint LastWord(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.Slice(bytes.Length - 4));
}
