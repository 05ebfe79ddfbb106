using System;
using System.Collections.Generic;
using Lithe.Fs;
using Lithe.Sync;

namespace Lithe.Posix;

/// <summary>
/// Epoll files that watch epoll files: in no circle, and not deep, since each is asked, and told, through all above it (epoll_ctl(2): <c>ELOOP</c>). Whoever adds one to another has the lock from
/// the look to the end, so that two threads cannot close a circle together.
/// </summary>
internal static class EpollNesting
{
    // Linux lets five be below one that is added.
    private const int MaxDepth = 6;

    private static readonly Mutex s_lock = new();

    /// <summary>Adds one to another.</summary>
    internal static long Add(EpollFile outer, EpollFile inner, int number, uint events, ulong data, List<EpollFile> open)
    {
        const int Add = 1;
        s_lock.Enter();
        long result = outer != inner && (outer == inner.FindBelow(outer, MaxDepth, out int below) || below + Above(outer, open, MaxDepth) >= MaxDepth)
            ? -(long)Errno.ELOOP
            : outer.Control(Add, number, events, data);
        s_lock.Exit();
        return result;
    }

    // How many are above one in the longest chain, no further than the limit.
    private static int Above(EpollFile inner, List<EpollFile> open, int limit)
    {
        int most = 0;
        for (int i = 0; i < open.Count && most < limit; i++)
        {
            if (open[i].Watches(inner))
                most = Math.Max(most, 1 + Above(open[i], open, limit - 1));
        }

        return most;
    }
}
