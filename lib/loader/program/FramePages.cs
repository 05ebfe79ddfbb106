using Lithe.Fs;
using Lithe.Mem;

namespace Lithe.Loader;

/// <summary>Pages of files are page frames.</summary>
internal sealed class FramePages : PageMemory
{
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
