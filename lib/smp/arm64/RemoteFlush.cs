namespace Lithe.Smp;

/// <summary>Never asked for: TLBI reaches every processor by itself.</summary>
internal static class RemoteFlush
{
    internal static void Start(int processor, ulong address, ulong length)
    {
    }

    internal static bool IsDone(int processor) => true;
}
