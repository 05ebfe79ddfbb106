using System;

namespace Lithe.Fs;

/// <summary>
/// A file's pages by their number: a tree of tables of 512, one page each, that grows a level when a higher number comes. What was never written takes no memory.
/// </summary>
/// <remarks>
/// One owner at a time for changes. <see cref="Find"/> may be called meanwhile by a fault handler on the same processor: entries are written when what they lead to is whole.
/// </remarks>
public unsafe struct FilePages
{
    /// <summary>Number of bytes of a page.</summary>
    public const int PageSize = 4096;

    private const int Bits = 9, Entries = 1 << Bits, MaxHeight = 5;

    // Height 0: the root is page 0 itself, or nothing.
    private ulong _root;
    private int _height;

    /// <summary>How many pages there are, tables not counted.</summary>
    public long Count { get; private set; }

    /// <summary>The page's address, or 0.</summary>
    public readonly ulong Find(long number)
    {
        if ((ulong)number >> (Bits * _height) != 0)
            return 0;
        ulong at = _root;
        for (int level = _height - 1; level >= 0 && at != 0; level--)
            at = ((ulong*)at)[number >> (Bits * level) & (Entries - 1)];
        return at;
    }

    /// <summary>The page's bytes; empty when it is not there.</summary>
    public readonly Span<byte> Bytes(long number)
    {
        ulong page = Find(number);
        return page == 0 ? default : new Span<byte>((void*)page, PageSize);
    }

    /// <summary>Puts a page where there is none; it is the tree's from then on. False, and nothing is changed, when there is no memory for tables.</summary>
    public bool TryAdd(long number, ulong page)
    {
        while ((ulong)number >> (Bits * _height) != 0)
        {
            if (_height == MaxHeight)
                return false;
            if (_root != 0)
            {
                ulong table = TakeZeroed();
                if (table == 0)
                    return false;
                *(ulong*)table = _root;
                _root = table;
            }

            _height++;
        }

        fixed (ulong* root = &_root)
        {
            ulong* slot = root;
            for (int level = _height - 1; level >= 0; level--)
            {
                if (*slot == 0 && (*slot = TakeZeroed()) == 0)
                    return false;
                slot = (ulong*)*slot + (number >> (Bits * level) & (Entries - 1));
            }

            *slot = page;
            Count++;
            return true;
        }
    }

    /// <summary>Gives back all pages from a number on.</summary>
    public void RemoveFrom(long number)
    {
        // At height 0 there is page 0 and no other.
        if (_root == 0 || _height == 0 && number > 0)
            return;
        ulong root = _root;
        if (number <= 0)
            _root = 0;
        Remove(root, _height - 1, 0, number);
        if (number <= 0)
        {
            GiveTable(root, _height);
            _height = 0;
        }
    }

    // The height is part of what a page is: at height 0 the root is a page, and gone already.
    private static void GiveTable(ulong table, int height)
    {
        if (height > 0)
            PageMemory.Current!.Give(table);
    }

    private void Remove(ulong at, int level, long first, long from)
    {
        if (level < 0)
        {
            PageMemory.Current!.Give(at);
            Count--;
            return;
        }

        for (int i = 0; i < Entries; i++)
        {
            ulong entry = ((ulong*)at)[i];
            long start = first + ((long)i << (Bits * level)), end = start + (1L << (Bits * level));
            if (entry == 0 || end <= from)
                continue;
            if (start >= from)
                ((ulong*)at)[i] = 0;
            Remove(entry, level - 1, start, from);
            if (start >= from && level > 0)
                PageMemory.Current!.Give(entry);
        }
    }

    private static ulong TakeZeroed()
    {
        ulong page = PageMemory.Current!.Take();
        if (page != 0)
            new Span<byte>((void*)page, PageSize).Clear();
        return page;
    }
}
