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
    // Assembly knows the offsets of all that have no other owner.
    private long _index;
    private HostProcessor* _self;
    private nint _current;
    private int _enabled;
    private int _pending;

    /// <summary>The thread's id.</summary>
    public long Thread;

    /// <summary>When the alarm rings, in nanoseconds of the host's monotonic clock; the greatest number for never.</summary>
    public ulong Alarm;

    /// <summary>The host's timer that rings while interrupts are enabled; -1 when there is none yet.</summary>
    public long Timer;

    /// <summary>The trap stack's lowest address and the one behind its highest.</summary>
    public ulong TrapStackBottom, TrapStackTop;

    private int _started;
    private int _spins;
    private long _padding0, _padding1, _padding2, _padding3, _padding4, _padding5;

    /// <summary>Number of bytes: two lines of memory.</summary>
    public const int Size = 128;

    /// <summary>Makes a processor's block. Its thread begins with interrupts disabled.</summary>
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

    /// <summary>Its number.</summary>
    public readonly int Index => (int)_index;

    /// <summary>Whether the thread runs.</summary>
    public readonly bool HasStarted => System.Threading.Volatile.Read(in _started) != 0;

    /// <summary>
    /// Starts the thread of the processor that is described here, on a stack; it calls the exported <c>lithe_processor_start</c> with its number. False when the
    /// host gives no thread.
    /// </summary>
    public bool Start(nint stackTop)
    {
        // Memory, files, signal handlers and the process are shared: CLONE_VM, FS, FILES, SIGHAND, THREAD, SYSVSEM.
        const ulong Thread = 0x100 | 0x200 | 0x400 | 0x800 | 0x1_0000 | 0x4_0000;
        return Clone(Thread, stackTop, _self) > 0;
    }

    /// <summary>Whether an interrupt waits.</summary>
    public readonly bool HasPending => _pending != 0;

    /// <summary>Has an interrupt of this thread's processor wait, as if its signal had come. Interrupts are disabled.</summary>
    public static void Raise(int interrupt) => System.Threading.Interlocked.Or(ref Current->_pending, 1 << (interrupt - HostInterrupts.First));

    [RuntimeImport("*", "linux_clone"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern long Clone(ulong flags, nint stackTop, HostProcessor* block);

    [RuntimeImport("*", "linux_block"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern HostProcessor* GetBlock();

    [RuntimeImport("*", "linux_boot_block"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern HostProcessor* GetBootBlock();
}
