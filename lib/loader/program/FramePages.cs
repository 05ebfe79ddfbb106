using Lithe.Fs;
using Lithe.Mem;
using Lithe.Vmem;

namespace Lithe.Loader;

/// <summary>Pages of files are page frames.</summary>
internal sealed class FramePages : PageMemory
{
    // A 16th of memory, and not more than this, is left.
    private const ulong MostLeft = 2 << 20;

    public override bool HasRoom
    {
        get
        {
            FrameStatistics frames = Frames.Statistics;
            ulong left = frames.Capacity / 16;
            return frames.Capacity - frames.Used + (PageReclaimer.Current?.Kept ?? 0) >= (left < MostLeft ? left : MostLeft);
        }
    }

    public override ulong Take() => Frames.Allocate(0);

    public override void Give(ulong page) => Frames.Free(page, 0);

    public override ulong Capacity => Frames.Statistics.Capacity;

    public override ulong Free
    {
        get
        {
            FrameStatistics frames = Frames.Statistics;
            return frames.Capacity - frames.Used;
        }
    }
}
