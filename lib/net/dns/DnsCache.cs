using System;

namespace Lithe.Net;

/// <summary>Answers by name and type, of a fixed number; the one that was not used for longest makes room.</summary>
internal sealed class DnsCache(int size)
{
    private readonly Entry[] _entries = new Entry[size < 1 ? 1 : size];
    private readonly byte[] _names = new byte[(size < 1 ? 1 : size) * DnsName.MaxSize];

    internal ulong Hits { get; private set; }

    internal ulong Misses { get; private set; }

    internal int Count { get; private set; }

    internal bool TryFind(ReadOnlySpan<byte> name, ushort type, ulong now, out DnsAnswer answer)
    {
        int index = IndexOf(name, type);
        if (index >= 0 && _entries[index].ValidUntil > now)
        {
            ref Entry entry = ref _entries[index];
            entry.Used = now;
            answer = entry.Answer;
            answer.Ttl = (uint)((entry.ValidUntil - now) / NetStack.Second);
            Hits++;
            return true;
        }

        answer = default;
        Misses++;
        return false;
    }

    internal void Add(ReadOnlySpan<byte> name, ushort type, in DnsAnswer answer, ulong now)
    {
        if (answer.Ttl == 0)
            return;
        int index = IndexOf(name, type);
        if (index < 0)
        {
            index = 0;
            for (int i = 0; i < _entries.Length; i++)
            {
                // What holds no more goes first.
                if (Age(_entries[i], now) > Age(_entries[index], now))
                    index = i;
            }

            if (_entries[index].NameLength == 0)
                Count++;
        }

        name.CopyTo(_names.AsSpan(index * DnsName.MaxSize));
        _entries[index] = new Entry
        {
            Hash = DnsName.Hash(name), NameLength = (byte)name.Length, Type = type, Answer = answer, Used = now, ValidUntil = now + answer.Ttl * NetStack.Second,
        };
    }

    private static ulong Age(in Entry entry, ulong now) => entry.NameLength == 0 || entry.ValidUntil <= now ? ulong.MaxValue : now - entry.Used;

    private int IndexOf(ReadOnlySpan<byte> name, ushort type)
    {
        uint hash = DnsName.Hash(name);
        for (int i = 0; i < _entries.Length; i++)
        {
            ref Entry entry = ref _entries[i];
            if (entry.Hash == hash && entry.Type == type && entry.NameLength == name.Length && DnsName.AreEqual(name, _names.AsSpan(i * DnsName.MaxSize, entry.NameLength)))
                return i;
        }

        return -1;
    }

    private struct Entry
    {
        internal uint Hash;
        internal byte NameLength;
        internal ushort Type;
        internal DnsAnswer Answer;
        internal ulong Used, ValidUntil;
    }
}
