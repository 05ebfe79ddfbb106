using System.Runtime.CompilerServices;

namespace System.Collections.Generic;

// The table under Dictionary and HashSet: entries in the order they were added, chained by buckets whose number is a power of two.
// Removed entries are chained up and used again first, as .NET does, so that both enumerate in the same order.
internal struct HashTable<TKey, TValue>
{
    internal struct Entry
    {
        internal uint Hash;
        // The next entry of the bucket, -1 at its end; of a free entry, FreeBase minus the next free one.
        internal int Next;
        internal TKey Key;
        internal TValue Value;
    }

    // A free entry's Next is at most this; -1 for the last free one is encoded as FreeBase + 1.
    private const int FreeBase = -3;

    internal Entry[]? Entries;
    private int[]? _buckets;
    internal int Used;
    private int _freeCount;
    private int _freeList;
    internal int Version;

    // Null where the type's default serves.
    internal IEqualityComparer<TKey>? Comparer;

    internal readonly int Count => Used - _freeCount;

    internal readonly int Capacity => Entries?.Length ?? 0;

    internal readonly int Find(TKey key)
    {
        int[]? buckets = _buckets;
        if (buckets is null)
            return -1;
        Entry[] entries = Entries!;
        uint hash = Hash(key);
        int i = buckets[(int)(hash & (uint)(buckets.Length - 1))] - 1;
        while ((uint)i < (uint)entries.Length)
        {
            ref Entry entry = ref entries[i];
            if (entry.Hash == hash && KeysEqual(entry.Key, key))
                return i;
            i = entry.Next;
        }
        return -1;
    }

    // The index of a key's entry, a new one if it was absent.
    internal int FindOrAdd(TKey key, out bool added)
    {
        int found = Find(key);
        added = found < 0;
        if (!added)
            return found;
        int index;
        if (_freeCount > 0)
        {
            index = _freeList;
            _freeList = FreeBase - Entries![index].Next;
            _freeCount--;
        }
        else
        {
            if (Used == Capacity)
                Resize(Capacity == 0 ? 4 : checked(Capacity * 2));
            index = Used++;
        }
        ref Entry entry = ref Entries![index];
        entry.Hash = Hash(key);
        entry.Key = key;
        Link(ref entry, index);
        Version++;
        return index;
    }

    internal bool Remove(TKey key, out TValue? value)
    {
        value = default;
        int[]? buckets = _buckets;
        if (buckets is null)
            return false;
        Entry[] entries = Entries!;
        uint hash = Hash(key);
        ref int bucket = ref buckets[(int)(hash & (uint)(buckets.Length - 1))];
        int last = -1;
        for (int i = bucket - 1; i >= 0; i = entries[i].Next)
        {
            ref Entry entry = ref entries[i];
            if (entry.Hash != hash || !KeysEqual(entry.Key, key))
            {
                last = i;
                continue;
            }
            if (last < 0)
                bucket = entry.Next + 1;
            else
                entries[last].Next = entry.Next;
            value = entry.Value;
            Free(ref entry, i);
            return true;
        }
        return false;
    }

    internal readonly bool IsUsed(int index) => Entries![index].Next >= -1;

    internal void Clear()
    {
        if (Used == 0)
            return;
        new Span<int>(_buckets).Clear();
        new Span<Entry>(Entries, 0, Used).Clear();
        Used = 0;
        _freeCount = 0;
        // .NET leaves the version alone here.
    }

    internal void EnsureCapacity(int capacity)
    {
        if (capacity < 0)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(capacity));
        if (capacity <= Capacity)
            return;
        Version++;
        Resize((int)Numerics.BitOperations.RoundUpToPowerOf2((uint)int.Max(capacity, 4)));
    }

    private void Free(ref Entry entry, int index)
    {
        entry.Next = FreeBase - (_freeCount == 0 ? -1 : _freeList);
        if (RuntimeHelpers.IsReferenceOrContainsReferences<TKey>())
            entry.Key = default!;
        if (RuntimeHelpers.IsReferenceOrContainsReferences<TValue>())
            entry.Value = default!;
        _freeList = index;
        _freeCount++;
    }

    private readonly void Link(ref Entry entry, int index)
    {
        ref int bucket = ref _buckets![(int)(entry.Hash & (uint)(_buckets.Length - 1))];
        entry.Next = bucket - 1;
        bucket = index + 1;
    }

    private void Resize(int capacity)
    {
        Entry[] entries = new Entry[capacity];
        if (Entries is not null)
            new ReadOnlySpan<Entry>(Entries, 0, Used).CopyTo(entries);
        Entries = entries;
        _buckets = new int[capacity];
        for (int i = 0; i < Used; i++)
        {
            if (entries[i].Next >= -1)
                Link(ref entries[i], i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly uint Hash(TKey key)
    {
        uint hash = (uint)(Comparer is null ? key!.GetHashCode() : Comparer.GetHashCode(key!));
        // Buckets take the low bits; this brings the high ones down (a number's hash is the number).
        return hash * 0x9E37_79B1 ^ (hash * 0x9E37_79B1 >> 15);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly bool KeysEqual(TKey left, TKey right) =>
        Comparer is null ? EqualityComparer<TKey>.Default.Equals(left, right) : Comparer.Equals(left, right);
}
