using System;
using Lithe.Device;

namespace Lithe.Block;

/// <summary>One request at a time, waited for: for start-up code and programs that have nothing else to do meanwhile.</summary>
public static class BlockQueues
{
    private const int Patience = 2_000_000_000;

    /// <summary>Submits a request to a queue that has nothing else under way, and polls until it has ended.</summary>
    public static BlockStatus Run<TQueue>(ref TQueue queue, in BlockRequest request) where TQueue : struct, IBlockQueue
    {
        if (!queue.TrySubmit(in request))
            return BlockStatus.Invalid;
        queue.Kick();
        Span<BlockCompletion> one = stackalloc BlockCompletion[1];
        for (int i = 0; i < Patience; i++)
        {
            if (queue.Complete(one) == 1)
                return one[0].Status;
            if ((i & 0xffff) == 0xffff && queue.Error != DeviceError.None)
                break;
        }

        return BlockStatus.IoError;
    }
}
