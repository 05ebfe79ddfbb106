using System.Runtime;
using System.Runtime.CompilerServices;
using System.Threading;
using Lithe.Arch;
using Lithe.Plat;

namespace Lithe.Smp;

/// <summary>What other processors shall forget at a non-maskable interrupt: flush.s. Owned by who changes page tables.</summary>
internal static unsafe class RemoteFlush
{
    /// <summary>Above so many pages a processor forgets all that it remembers.</summary>
    private const ulong MaxPages = 32;

    // As many words as flush.s has; the platform starts no more.
    private const int MaxProcessors = 64;

    [RuntimeImport("*", "x86_flush_requests"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern Requests* Find();

    internal static void Start(int processor, ulong address, ulong length)
    {
        Requests* requests = Find();
        ulong pages = length / (ulong)Processor.PageSize;
        requests->Address = address;
        requests->Pages = pages > MaxPages ? 0 : pages;
        // Behind the range, which the processor reads when it finds this set.
        Volatile.Write(ref requests->AreAsked[processor], 1);
        InterruptController.SendNonMaskable(processor);
    }

    internal static bool IsDone(int processor) => Volatile.Read(ref Find()->AreAsked[processor]) == 0;

    private struct Requests
    {
        internal ulong Address, Pages;
        internal fixed int AreAsked[MaxProcessors];
    }
}
