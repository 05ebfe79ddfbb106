namespace Lithe.Vmem;

/// <summary>A stretch of the address space whose pages are all alike.</summary>
public unsafe struct Region
{
    /// <summary>The first address.</summary>
    public ulong Start;

    /// <summary>The address behind the last one.</summary>
    public ulong End;

    /// <summary>How it may be used; the values are the owner's.</summary>
    public int Access;

    /// <summary>The order of its pages: 0 for 4 KiB, 9 for 2 MiB, 18 for 1 GiB.</summary>
    public int Order;

    /// <summary>Who fills its pages; 0 where they are zeros.</summary>
    public nint Pager;

    /// <summary>The pager's offset of the first page.</summary>
    public ulong Offset;

    internal Region* Left;
    internal Region* Right;
    internal uint Priority;

    /// <summary>Whether the other region, which starts where this one ends, could be part of it.</summary>
    internal readonly bool Continues(in Region next) =>
        End == next.Start && Access == next.Access && Order == next.Order && Pager == next.Pager && (Pager == 0 || Offset + (End - Start) == next.Offset);
}

/// <summary>Gives memory for the records, as a member that the compiler inlines.</summary>
public interface IRegionMemory
{
    /// <summary>4 KiB, or 0 when there is no more.</summary>
    static abstract ulong Take();
}
