using Lithe.Arch;

namespace Lithe.Smp;

/// <summary>
/// Makes every processor forget a mapping that has changed (Intel SDM volume 3, §4.10.5), at once and whatever it is doing: a cooperative thread lets no signal
/// in for as long as it computes, and whoever changes a mapping cannot wait for that. Processors whose own instruction reaches the others (arm64's TLBI) never
/// ask for it. Called by who holds the lock of the page tables, and so by one processor at a time.
/// </summary>
internal readonly struct TlbShootdown : IShootdown
{
    /// <summary>How many there were.</summary>
    internal static ulong Count { get; private set; }

    public static void Flush(ulong address, ulong length)
    {
        Count++;
        int count = Multiprocessing.OnlineCount, self = Processor.Index;
        for (int i = 0; i < count; i++)
        {
            if (i != self)
                RemoteFlush.Start(i, address, length);
        }

        for (int i = 0; i < count; i++)
        {
            while (i != self && !RemoteFlush.IsDone(i))
                Processor.Relax();
        }
    }
}
