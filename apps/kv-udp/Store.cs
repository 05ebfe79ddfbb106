using System;
using System.Numerics;

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

    /// <summary>Writes the answer to a question, over the question itself if need be, and returns its length.</summary>
    internal int Answer(ReadOnlySpan<byte> question, Span<byte> answer)
    {
        if (question.Length < 5 || question[3] != ' ')
            return Refuse(answer);
        int command = question[0] << 16 | question[1] << 8 | question[2];
        ReadOnlySpan<byte> key = question.Slice(4), value = default;
        if (command == ('s' << 16 | 'e' << 8 | 't'))
        {
            int space = 0;
            while (space < key.Length && key[space] != ' ')
                space++;
            if (space == key.Length)
                return Refuse(answer);
            value = key.Slice(space + 1);
            key = key.Slice(0, space);
        }

        if (key.Length is 0 or > MaxKey || value.Length > MaxValue)
            return Refuse(answer);
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
                return Refuse(answer);
        }
    }

    private static int Refuse(Span<byte> answer)
    {
        ReadOnlySpan<byte> text = "!get KEY, set KEY VALUE, del KEY, stats"u8;
        text.CopyTo(answer);
        return text.Length;
    }

    private Span<byte> At(uint place) => _entries.AsSpan((int)(place & (uint)_mask) * EntrySize, EntrySize);

    private Span<byte> Find(ReadOnlySpan<byte> key, uint hash)
    {
        for (uint i = 0; i < Probes; i++)
        {
            Span<byte> entry = At(hash + i);
            if (entry[0] == key.Length && entry.Slice(2, key.Length).SequenceEqual(key))
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

    // FNV-1a.
    private static uint Hash(ReadOnlySpan<byte> key)
    {
        uint hash = 2166136261;
        foreach (byte b in key)
            hash = (hash ^ b) * 16777619;
        return hash ^ hash >> 15;
    }
}
