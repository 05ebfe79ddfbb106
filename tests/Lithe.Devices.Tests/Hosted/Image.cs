using System.Runtime.InteropServices;

#pragma warning disable SA1402, SA1649 // Small stand-ins for what an image has.

namespace Lithe
{
    /// <summary>The configuration of an image with everything on.</summary>
    internal static class Config
    {
        internal static bool VIRTIO_PACKED => true;

        internal static bool VIRTIO_IN_ORDER => true;

        internal static bool VIRTIO_NET_CONTROL => true;

        internal static bool NET_IPV4 => true;

        internal static bool NET_IPV6 => true;

        internal static bool NET_TCP_FAST_OPEN => true;
    }

    internal enum FailReason
    {
        ArgumentOutOfRange,
    }

    /// <summary>What ends an image ends a test.</summary>
    internal static class Fail
    {
        internal static void Stop(FailReason reason, string message) => throw new InvalidOperationException($"{reason}: {message}");
    }
}

namespace Lithe.Mem
{
    /// <summary>Frames with a page on either side that nobody may have changed when they are given back.</summary>
    internal static unsafe class Frames
    {
        private const int PageSize = 4096;
        private const byte Canary = 0xc5;

        /// <summary>How many pieces this thread has taken and not given back.</summary>
        [field: ThreadStatic]
        public static int InUse { get; private set; }

        public static ulong Allocate(int order)
        {
            InUse++;
            nuint size = (nuint)PageSize << order;
            byte* start = (byte*)NativeMemory.AlignedAlloc(size + 2 * PageSize, PageSize);
            new Span<byte>(start, PageSize).Fill(Canary);
            new Span<byte>(start + PageSize + size, PageSize).Fill(Canary);
            return (ulong)(start + PageSize);
        }

        public static void Free(ulong address, int order)
        {
            InUse--;
            byte* start = (byte*)address - PageSize;
            nuint size = (nuint)PageSize << order;
            if (new Span<byte>(start, PageSize).ContainsAnyExcept(Canary) || new Span<byte>(start + PageSize + size, PageSize).ContainsAnyExcept(Canary))
                throw new InvalidOperationException("memory beside a queue was written");
            NativeMemory.AlignedFree(start);
        }
    }
}
