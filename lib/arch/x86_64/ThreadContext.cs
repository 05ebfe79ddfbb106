using System.Runtime;
using System.Runtime.CompilerServices;

namespace Lithe.Arch;

/// <summary>Contexts of switch.s.</summary>
public static unsafe class ThreadContext
{
    // From the context up: rbx, rbp, r12-r15, the address to return to, and the return address that the started function sees.
    private const int Registers = 6;

    [RuntimeImport("*", "x86_switch"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void SwitchStacks(ref nint save, nint load);

    [RuntimeImport("*", "x86_thread_entry"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern nint ThreadEntry();

    [RuntimeImport("*", "x86_current_thread"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern nint ReadCurrent();

    [RuntimeImport("*", "x86_set_current_thread"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void WriteCurrent(nint value);

    [RuntimeImport("*", "x86_read_fs_base"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong ReadFsBase();

    [RuntimeImport("*", "x86_write_fs_base"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void WriteFsBase(ulong value);

    public static nint Create(nint stackTop)
    {
        nint* slots = (nint*)stackTop - (Registers + 2);
        for (int i = 0; i < Registers; i++)
            slots[i] = 0;
        slots[Registers] = ThreadEntry();
        // No caller: ends a walk of the stack.
        slots[Registers + 1] = 0;
        return (nint)slots;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Switch(ref nint save, nint load) => SwitchStacks(ref save, load);

    public static nint Current
    {
        get => ReadCurrent();
        set => WriteCurrent(value);
    }

    public static ulong ThreadPointer
    {
        get => ReadFsBase();
        set => WriteFsBase(value);
    }
}
