using System.Globalization;
using System.Runtime.InteropServices;
using CsCheck;
using Xunit;

namespace Lithe.Vmem.Tests;

/// <summary>The set of regions against a plain model: for each page of a small address space, what it is. LITHE_VMEM_OPERATIONS says how many operations.</summary>
public unsafe class RegionSetTests
{
    private const int Pages = 600;

    private static readonly int Operations =
        int.TryParse(Environment.GetEnvironmentVariable("LITHE_VMEM_OPERATIONS"), CultureInfo.InvariantCulture, out int wanted) ? wanted : 100_000;

    private readonly struct HostMemory : IRegionMemory
    {
        [ThreadStatic]
        private static List<nint>? s_pages;

        public static ulong Take()
        {
            nint page = (nint)NativeMemory.AlignedAlloc(4096, 4096);
            (s_pages ??= []).Add(page);
            return (ulong)page;
        }

        public static void FreeAll()
        {
            foreach (nint page in s_pages ?? [])
                NativeMemory.AlignedFree((void*)page);
            s_pages?.Clear();
        }
    }

    // What a page is; the pager's offset tells neighbours apart as it does in the set.
    private readonly record struct PageState(int Access, nint Pager, ulong Offset);

    [Fact]
    public void Long_run() => Run(Operations, 7);

    [Fact]
    public void Short_runs() => Gen.Int.Sample(seed => Run(60, seed), iter: 500);

    private static void Run(int operations, int seed)
    {
        Random random = new(seed);
        var set = default(RegionSet<HostMemory>);
        var model = new PageState?[Pages];
        for (int i = 0; i < operations; i++)
        {
            Assert.True(set.Prepare());
            int first = random.Next(1, Pages - 1), count = random.Next(1, random.Next(2, Math.Min(80, Pages - first) + 1));
            ulong start = (ulong)first << 12, end = (ulong)(first + count) << 12;
            Span<PageState?> pages = model.AsSpan(first, count);
            switch (random.Next(6))
            {
                case 0 or 1:
                    bool isFree = pages.IndexOfAnyExcept((PageState?)null) < 0;
                    Assert.Equal(isFree, set.IsFree(start, end));
                    if (isFree)
                        Add(ref set, model, first, count, random);
                    break;
                case 2:
                    ulong alignment = 4096UL << random.Next(5);
                    ulong found = set.FindFree(end - start, alignment, 4096, (ulong)Pages << 12);
                    if (found != 0)
                    {
                        Assert.Equal(0UL, found % alignment);
                        Assert.True(model.AsSpan((int)(found >> 12), count).IndexOfAnyExcept((PageState?)null) < 0);
                        Add(ref set, model, (int)(found >> 12), count, random);
                    }
                    else
                    {
                        Assert.False(HasRoom(model, count, (int)(alignment >> 12)), $"seed {seed}, operation {i}: there is room for {count} pages");
                    }

                    break;
                case 3 or 4:
                    set.Remove(start, end);
                    pages.Clear();
                    break;
                default:
                    int access = random.Next(3);
                    set.Protect(start, end, access);
                    foreach (ref PageState? page in pages)
                        page = page is { } was ? was with { Access = access } : null;
                    break;
            }

            Compare(ref set, model, $"seed {seed}, operation {i}");
        }

        HostMemory.FreeAll();
    }

    private static void Add(ref RegionSet<HostMemory> set, PageState?[] model, int first, int count, Random random)
    {
        int access = random.Next(3);
        nint pager = random.Next(2);
        // Often an offset that goes on where a neighbour's ended.
        ulong offset = pager == 0 ? 0 : (ulong)(random.Next(3) == 0 ? random.Next(50) : first) << 12;
        set.Add(new Region { Start = (ulong)first << 12, End = (ulong)(first + count) << 12, Access = access, Pager = pager, Offset = offset });
        for (int i = 0; i < count; i++)
            model[first + i] = new PageState(access, pager, pager == 0 ? 0 : offset + ((ulong)i << 12));
    }

    private static bool HasRoom(PageState?[] model, int count, int alignment)
    {
        for (int first = alignment; first + count <= Pages; first += alignment)
        {
            if (model.AsSpan(first, count).IndexOfAnyExcept((PageState?)null) < 0)
                return true;
        }

        return false;
    }

    private static void Compare(ref RegionSet<HostMemory> set, PageState?[] model, string where)
    {
        // The model's regions: runs of pages that are alike.
        int count = 0;
        Region* region = set.FirstBehind(0);
        for (int page = 0; page < Pages;)
        {
            if (model[page] is not { } state)
            {
                page++;
                continue;
            }

            int end = page + 1;
            while (end < Pages && model[end] is { } next && next == state with { Offset = state.Pager == 0 ? 0 : state.Offset + ((ulong)(end - page) << 12) })
                end++;
            Assert.True(region != null && region->Start == (ulong)page << 12 && region->End == (ulong)end << 12 && region->Access == state.Access
                && region->Pager == state.Pager && (state.Pager == 0 || region->Offset == state.Offset), $"{where}: region of pages {page} to {end}");
            Assert.True(set.Find(region->Start) == region && set.Find(region->End - 1) == region, where);
            region = set.FirstBehind(region->End);
            count++;
            page = end;
        }

        Assert.True(region == null, $"{where}: a region too many");
        Assert.Equal(count, set.Count);
    }
}
