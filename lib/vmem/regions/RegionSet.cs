namespace Lithe.Vmem;

/// <summary>
/// Regions that do not overlap, by address: a treap (Seidel, Aragon: "Randomized search trees", 1996), a search tree whose shape is that of one built in random
/// order. Neighbours that are alike are one region. Finding takes steps in proportion to the logarithm of the number of regions, and no stack.
/// </summary>
/// <remarks>One owner at a time. Records come from pages that are never given back, and are used again.</remarks>
public unsafe struct RegionSet<TMemory> where TMemory : struct, IRegionMemory
{
    private const int PageSize = 4096;

    private Region* _root;
    private Region* _free;
    private uint _random;
    private ulong _cursor;

    /// <summary>How many regions there are.</summary>
    public int Count { get; private set; }

    /// <summary>The region that holds the address, or null.</summary>
    public readonly Region* Find(ulong address)
    {
        Region* region = FirstBehind(address);
        return region != null && region->Start <= address ? region : null;
    }

    /// <summary>The lowest region that ends behind the address, or null.</summary>
    public readonly Region* FirstBehind(ulong address)
    {
        Region* best = null;
        for (Region* region = _root; region != null;)
        {
            if (region->End > address)
            {
                best = region;
                region = region->Left;
            }
            else
            {
                region = region->Right;
            }
        }

        return best;
    }

    /// <summary>Whether no region meets the range.</summary>
    public readonly bool IsFree(ulong start, ulong end)
    {
        Region* region = FirstBehind(start);
        return region == null || region->Start >= end;
    }

    /// <summary>A free range of this length between two addresses, at a multiple of a power of two; 0 when there is none.</summary>
    public ulong FindFree(ulong length, ulong alignment, ulong low, ulong high)
    {
        // Behind the last range that was found there is mostly room.
        ulong found = _cursor > low ? FindFreeFrom(_cursor, length, alignment, high) : 0;
        if (found == 0)
            found = FindFreeFrom(low, length, alignment, high);
        if (found != 0)
            _cursor = found + length;
        return found;
    }

    /// <summary>
    /// Room for the records that a change may need. False when there is no memory for them: then nothing else may be called that changes regions.
    /// </summary>
    public bool Prepare()
    {
        int have = 0;
        for (Region* region = _free; region != null && have < 3; region = region->Right)
            have++;
        if (have == 3)
            return true;
        ulong page = TMemory.Take();
        if (page == 0)
            return false;
        for (int i = 0; i < PageSize / sizeof(Region); i++)
            Put((Region*)page + i);
        return true;
    }

    /// <summary>Adds a region to a free range.</summary>
    public void Add(in Region region)
    {
        Region* added = Get(region);
        Split(_root, region.Start, out Region* below, out Region* above);
        _root = Merge(Merge(below, added), above);
        JoinAt(region.Start);
        JoinAt(region.End);
    }

    /// <summary>Removes whatever lies in the range; a region that reaches out of it keeps the rest.</summary>
    public void Remove(ulong start, ulong end)
    {
        Cut(start);
        Cut(end);
        Split(_root, start, out Region* below, out Region* rest);
        Split(rest, end, out Region* removed, out Region* above);
        Drop(removed);
        _root = Merge(below, above);
        if (start < _cursor)
            _cursor = start;
    }

    /// <summary>Changes how the regions in the range may be used; holes stay holes.</summary>
    public void Protect(ulong start, ulong end, int access)
    {
        Cut(start);
        Cut(end);
        for (Region* region = FirstBehind(start); region != null && region->Start < end; region = FirstBehind(region->End))
            region->Access = access;
        for (ulong at = start; at <= end;)
        {
            Region* region = FirstBehind(at);
            JoinAt(at);
            if (region == null || region->End > end || region->End <= at)
                break;
            at = region->End;
        }

        JoinAt(end);
    }

    private readonly ulong FindFreeFrom(ulong from, ulong length, ulong alignment, ulong high)
    {
        while (true)
        {
            ulong start = (from + alignment - 1) & ~(alignment - 1);
            if (start < from || start > high || length > high - start)
                return 0;
            Region* region = FirstBehind(start);
            if (region == null || region->Start >= start + length)
                return start;
            from = region->End;
        }
    }

    // Makes an address a border between regions.
    private void Cut(ulong address)
    {
        Region* region = Find(address);
        if (region == null || region->Start == address)
            return;
        Region second = *region;
        second.Start = address;
        if (second.Pager != 0)
            second.Offset += address - region->Start;
        region->End = address;
        Region* added = Get(second);
        Split(_root, address, out Region* below, out Region* above);
        _root = Merge(Merge(below, added), above);
    }

    // Makes the two regions that meet here one, where they are alike.
    private void JoinAt(ulong address)
    {
        if (address == 0)
            return;
        Region* second = Find(address), first = Find(address - 1);
        if (first == null || second == null || first == second || !first->Continues(*second))
            return;
        ulong end = second->End;
        Split(_root, address, out Region* below, out Region* rest);
        Split(rest, end, out Region* removed, out Region* above);
        Drop(removed);
        first->End = end;
        _root = Merge(below, above);
    }

    // Regions that start before the address, and the others. As deep as the tree: some dozens of calls at the most.
    private static void Split(Region* tree, ulong address, out Region* below, out Region* above)
    {
        if (tree == null)
        {
            below = above = null;
        }
        else if (tree->Start < address)
        {
            Split(tree->Right, address, out Region* right, out above);
            tree->Right = right;
            below = tree;
        }
        else
        {
            Split(tree->Left, address, out below, out Region* left);
            tree->Left = left;
            above = tree;
        }
    }

    private static Region* Merge(Region* below, Region* above)
    {
        if (below == null)
            return above;
        if (above == null)
            return below;
        if (below->Priority > above->Priority)
        {
            below->Right = Merge(below->Right, above);
            return below;
        }

        above->Left = Merge(below, above->Left);
        return above;
    }

    private void Drop(Region* tree)
    {
        if (tree == null)
            return;
        Drop(tree->Left);
        Drop(tree->Right);
        Count--;
        Put(tree);
    }

    private void Put(Region* region)
    {
        region->Right = _free;
        _free = region;
    }

    private Region* Get(in Region values)
    {
        Region* region = _free;
        _free = region->Right;
        *region = values;
        region->Left = region->Right = null;
        // xorshift32 (Marsaglia, 2003).
        uint random = _random == 0 ? 0x9e37_79b9 : _random;
        random ^= random << 13;
        random ^= random >> 17;
        random ^= random << 5;
        region->Priority = _random = random;
        Count++;
        return region;
    }
}
