using System.Threading;
using Lithe.Alloc;
using Lithe.Arch;
using Lithe.Smp;
using Lithe.Testing;

public static unsafe class ShootdownTests
{
    private const ulong PageSize = Processor.PageSize;

    private static ulong s_window, s_found;

    [GuestTest]
    public static void EveryProcessorSeesAChangedMapping() => Alternate(1);

    /// <summary>More pages than are forgotten one by one.</summary>
    [GuestTest]
    public static void ALongRangeIsForgottenToo() => Alternate(64);

    private static void Alternate(ulong pages)
    {
        nint block = Heap.Allocate((nuint)(3 * pages * PageSize), Processor.PageSize);
        Check.True(block != 0);
        ulong length = pages * PageSize, first = (ulong)block, second = first + length;
        s_window = second + length;
        for (ulong at = 0; at < length; at += PageSize)
        {
            *(ulong*)(first + at) = 1;
            *(ulong*)(second + at) = 2;
        }

        for (ulong round = 0; round < 100; round++)
        {
            Check.True(PageTables.Map(s_window, round % 2 == 0 ? first : second, length, PageAccess.Read));
            for (int processor = 0; processor < Multiprocessing.StartedCount; processor++)
            {
                RemoteCalls.Run<ReadWindow>(processor, (nint)length);
                if (s_found != (round % 2 + 1) * pages)
                {
                    Check.Equal((round % 2 + 1) * pages, s_found);
                    return;
                }
            }
        }

        Check.True(PageTables.Map(s_window, length, PageAccess.Read | PageAccess.Write));
        Heap.Free(block);
    }

    private readonly struct ReadWindow : IRemoteCall
    {
        public static void Run(nint length)
        {
            ulong sum = 0;
            for (ulong at = 0; at < (ulong)length; at += PageSize)
                sum += Volatile.Read(ref *(ulong*)(s_window + at));
            Volatile.Write(ref s_found, sum);
        }
    }
}
