using System;
using Lithe.Device;
using Lithe.Mem;
using Lithe.Plat;
using Lithe.Posix;
using Lithe.Virtio;
using Lithe.Vmem;

namespace Lithe.Fs;

/// <summary>Finds the root file system's archive on the machine's first disk, and has its pages given up when memory is short.</summary>
public sealed class RootDiskPart : ImagePart
{
    // Pages under way: 1 MiB, as many as QEMU's queue has descriptors.
    private const int Depth = 256;

    private static PageCache? s_cache;

    /// <summary>At start-up.</summary>
    [Init(InitStage.Late)]
    public static void Initialize() => All.Add(new RootDiskPart());

    /// <summary>Pages of the root disk that are in memory.</summary>
    [Counter("root.pages")]
    public static ulong Pages => (ulong)(s_cache?.Count ?? 0);

    /// <summary>Pages that were read from it.</summary>
    [Counter("root.reads")]
    public static ulong Reads => (ulong)(s_cache?.ReadCount ?? 0);

    /// <summary>Pages that were given up.</summary>
    [Counter("root.evictions")]
    public static ulong Evictions => (ulong)(s_cache?.EvictedCount ?? 0);

    /// <summary>Pages that were waited for after they had been given up.</summary>
    [Counter("root.misses")]
    public static ulong Misses => (ulong)(s_cache?.MissedCount ?? 0);

    /// <summary>How often the disk could not read.</summary>
    [Counter("root.errors")]
    public static ulong Errors => (ulong)(s_cache?.FailedCount ?? 0);

    /// <inheritdoc/>
    public override bool TryOpenRoot(out StoredContent archive)
    {
        archive = default;
        DeviceError problem = VirtioBlk.TryOpen(0, 1, Depth, out VirtioBlk? disk);
        if (disk is null)
        {
            if (problem != DeviceError.Missing)
                Console.WriteLine(string.Concat("program: the root file system's disk: ", problem.Describe(DeviceKind.Disk)));
            return false;
        }

        // Sectors may be larger than 512 bytes, but not than a page.
        if (disk.Geometry.SectorSize > PageCache.PageSize)
        {
            Console.WriteLine("program: the root file system's disk has sectors that are larger than a page");
            return false;
        }

        s_cache = new PageCache(new DiskSource(disk));
        PageReclaimer.Current = new CacheReclaimer(s_cache);
        FrameReclaimer.Current = new SpaceReclaimer();
        archive = new StoredContent(s_cache, 0, s_cache.Length, ownsLastPage: false);
        return true;
    }

    private sealed class CacheReclaimer(PageCache cache) : PageReclaimer
    {
        // The address space's lock's.
        private MissPressure _pressure;

        public override ulong Kept => (ulong)cache.Count * PageCache.PageSize;

        public override bool IsNeededAgain => _pressure.Look(Clock.Nanoseconds, cache.MissedTime, cache.MissedCount, cache.Count);

        public override ulong Reclaim(ulong count) => (ulong)cache.Evict((long)count);
    }

    private sealed class SpaceReclaimer : FrameReclaimer
    {
        public override bool TryReclaim(ulong frames) => AddressSpace.Reclaim(frames) != 0;
    }
}
