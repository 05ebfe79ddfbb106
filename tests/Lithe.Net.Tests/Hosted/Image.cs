using System.Runtime.InteropServices;
using Lithe.Tests.Shared;

#pragma warning disable SA1402, SA1649 // Small stand-ins for what an image has.

namespace Lithe
{
    /// <summary>The configuration of an image with everything on; a test may turn something off.</summary>
    internal static class Config
    {
        internal static bool NET_FAULTS => true;

        internal static bool NET_STACK_PER_PROCESSOR => true;

        internal static bool NET_TCP_FAST_OPEN => true;

        internal static bool NET_IPV4 { get; set; } = OwnTests.Has("NET_IPV4");

        internal static bool NET_IPV6 { get; set; } = OwnTests.Has("NET_IPV6");

        internal static bool NET_FRAGMENTS { get; set; } = OwnTests.Has("NET_FRAGMENTS");

        internal static bool NET_MULTICAST { get; set; } = OwnTests.Has("NET_MULTICAST");

        internal static bool NET_RAW { get; set; } = OwnTests.Has("NET_RAW");

        internal static bool NET_IP_COUNTERS { get; set; } = OwnTests.Has("NET_IP_COUNTERS");
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
    /// <summary>Page frames of the process's memory.</summary>
    internal static unsafe class Frames
    {
        public static ulong Allocate(int order) => (ulong)NativeMemory.AlignedAlloc((nuint)4096 << order, 4096);

        public static void Free(ulong address, int order) => NativeMemory.AlignedFree((void*)address);
    }
}
