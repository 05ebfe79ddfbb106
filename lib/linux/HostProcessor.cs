using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Lithe.Linux;

/// <summary>
/// A processor as a thread of the process: its number, and which interrupts wait. A thread finds its own behind the segment register gs. The word that says
/// whether interrupts are enabled is the thread's own; bits of the pending ones are set by its signals' handler.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct HostProcessor
{
    // interrupts.s knows the offsets of these four.
    private long _index;
    private HostProcessor* _self;
    private int _enabled;
    private int _pending;

    /// <summary>The thread's id.</summary>
    public long Thread;

    /// <summary>When the alarm rings, in nanoseconds of the host's monotonic clock; the greatest number for never.</summary>
    public ulong Alarm;

    /// <summary>The host's timer that rings while interrupts are enabled; -1 when there is none yet.</summary>
    public long Timer;

    private long _padding0, _padding1;

    /// <summary>Makes a processor's block. Its thread has interrupts disabled.</summary>
    public void Initialize(int index)
    {
        _index = index;
        _self = (HostProcessor*)Unsafe.AsPointer(ref this);
        Alarm = ulong.MaxValue;
        Timer = -1;
    }

    /// <summary>This thread's. It does not change while interrupts are disabled.</summary>
    public static HostProcessor* Current => GetBlock();

    /// <summary>The boot processor's.</summary>
    public static HostProcessor* Boot => GetBootBlock();

    /// <summary>Whether an interrupt waits.</summary>
    public readonly bool HasPending => _pending != 0;

    /// <summary>Has an interrupt of this thread's processor wait, as if its signal had come. Interrupts are disabled.</summary>
    public static void Raise(int interrupt) => System.Threading.Interlocked.Or(ref Current->_pending, 1 << (interrupt - HostInterrupts.First));

    [RuntimeImport("*", "linux_block"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern HostProcessor* GetBlock();

    [RuntimeImport("*", "linux_boot_block"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern HostProcessor* GetBootBlock();
}
