using System;

namespace Lithe.Fs;

/// <summary>A name in a directory of a <see cref="RamFileSystem"/>.</summary>
internal sealed class RamEntry
{
    // Names come in sizes that are kept with the objects, which are used again: nothing is ever given back to the heap.
    internal byte[] Text = [];
    internal int Length;
    internal uint Hash;

    /// <summary>Its place in the directory: later ones have higher numbers.</summary>
    internal ulong Place;

    internal RamInode? Directory;
    internal Inode? Target;

    // Links: of one bucket, and of one directory in the order of the places.
    internal RamEntry? NextInBucket, Next, Previous;

    internal ReadOnlySpan<byte> Name => Text.AsSpan(0, Length);

    internal void SetName(ReadOnlySpan<byte> name)
    {
        if (Text.Length < name.Length)
            Text = new byte[name.Length <= 24 ? 24 : name.Length <= 64 ? 64 : Inode.MaxName + 1];
        name.CopyTo(Text);
        Length = name.Length;
    }
}

/// <summary>All names of a file system by directory and name: chains from a table that grows with their number.</summary>
internal struct RamNames
{
    private RamEntry?[] _buckets;
    private RamEntry? _free;
    private ulong _place;

    internal int Count { get; private set; }

    internal static RamNames Create() => new() { _buckets = new RamEntry?[256], _place = 2 };

    internal static uint HashOf(RamInode directory, ReadOnlySpan<byte> name)
    {
        // FNV-1a (Fowler, Noll, Vo), begun with the directory.
        uint hash = 2166136261 ^ (uint)directory.Number * 2654435761;
        foreach (byte letter in name)
            hash = (hash ^ letter) * 16777619;
        return hash ^ hash >> 15;
    }

    internal readonly RamEntry? Find(RamInode directory, ReadOnlySpan<byte> name)
    {
        uint hash = HashOf(directory, name);
        RamEntry? entry = _buckets[hash & (uint)(_buckets.Length - 1)];
        while (entry is not null && (entry.Hash != hash || entry.Directory != directory || !entry.Name.SequenceEqual(name)))
            entry = entry.NextInBucket;
        return entry;
    }

    internal RamEntry Add(RamInode directory, ReadOnlySpan<byte> name, Inode target)
    {
        if (Count >= _buckets.Length)
            Grow();
        RamEntry entry = _free ?? new RamEntry();
        _free = entry.Next;
        entry.SetName(name);
        entry.Hash = HashOf(directory, name);
        entry.Place = ++_place;
        entry.Directory = directory;
        entry.Target = target;
        ref RamEntry? bucket = ref _buckets[entry.Hash & (uint)(_buckets.Length - 1)];
        entry.NextInBucket = bucket;
        bucket = entry;
        entry.Next = null;
        entry.Previous = directory.LastEntry;
        if (directory.LastEntry is null)
            directory.FirstEntry = entry;
        else
            directory.LastEntry.Next = entry;
        directory.LastEntry = entry;
        Count++;
        return entry;
    }

    internal void Remove(RamEntry entry)
    {
        ref RamEntry? bucket = ref _buckets[entry.Hash & (uint)(_buckets.Length - 1)];
        if (bucket == entry)
        {
            bucket = entry.NextInBucket;
        }
        else
        {
            RamEntry before = bucket!;
            while (before.NextInBucket != entry)
                before = before.NextInBucket!;
            before.NextInBucket = entry.NextInBucket;
        }

        RamInode directory = entry.Directory!;
        if (entry.Previous is null)
            directory.FirstEntry = entry.Next;
        else
            entry.Previous.Next = entry.Next;
        if (entry.Next is null)
            directory.LastEntry = entry.Previous;
        else
            entry.Next.Previous = entry.Previous;
        entry.Directory = null;
        entry.Target = null;
        entry.Previous = null;
        entry.NextInBucket = null;
        entry.Next = _free;
        _free = entry;
        Count--;
    }

    // The old table is lost: all of them together are smaller than the new one.
    private void Grow()
    {
        RamEntry?[] old = _buckets;
        _buckets = new RamEntry?[old.Length * 4];
        foreach (RamEntry? first in old)
        {
            for (RamEntry? entry = first, next; entry is not null; entry = next)
            {
                next = entry.NextInBucket;
                ref RamEntry? bucket = ref _buckets[entry.Hash & (uint)(_buckets.Length - 1)];
                entry.NextInBucket = bucket;
                bucket = entry;
            }
        }
    }
}
