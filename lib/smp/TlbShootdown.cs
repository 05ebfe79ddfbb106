using Lithe.Arch;

namespace Lithe.Smp;

/// <summary>
/// Makes every processor forget a mapping that has changed (Intel SDM volume 3, §4.10.5). Processors whose own instruction reaches the others (arm64's
/// TLBI) never ask for it.
/// </summary>
internal readonly unsafe struct TlbShootdown : IShootdown
{
    public static void Flush(ulong address, ulong length)
    {
        int count = Multiprocessing.OnlineCount;
        if (count == 1)
            return;
        // The caller waits for the others, so what lies on its stack outlives their reading.
        var range = new PageRange(address, length);
        RemoteCalls.RunOnOthers<FlushRange>((nint)(&range), count);
    }

    private readonly struct PageRange(ulong address, ulong length)
    {
        public readonly ulong Address = address, Length = length;
    }

    private readonly struct FlushRange : IRemoteCall
    {
        public static void Run(nint argument)
        {
            var range = (PageRange*)argument;
            PageTables.Flush(range->Address, range->Length);
        }
    }
}
