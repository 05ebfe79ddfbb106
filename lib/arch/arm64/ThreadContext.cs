using System.Runtime;
using System.Runtime.CompilerServices;

namespace Lithe.Arch;

/// <summary>Contexts of switch.s.</summary>
public static unsafe class ThreadContext
{
    // From the context up: x19-x28, x29, x30, d8-d15.
    private const int Registers = 20, LinkRegister = 11;

    [RuntimeImport("*", "arm64_switch"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void SwitchStacks(ref nint save, nint load);

    [RuntimeImport("*", "arm64_thread_entry"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern nint ThreadEntry();

    [RuntimeImport("*", "arm64_current_thread"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern nint ReadCurrent();

    [RuntimeImport("*", "arm64_set_current_thread"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void WriteCurrent(nint value);

    [RuntimeImport("*", "arm64_read_tpidr"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong ReadThreadRegister();

    [RuntimeImport("*", "arm64_write_tpidr"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void WriteThreadRegister(ulong value);

    public static nint Create(nint stackTop)
    {
        nint* slots = (nint*)stackTop - Registers;
        for (int i = 0; i < Registers; i++)
            slots[i] = 0;
        slots[LinkRegister] = ThreadEntry();
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
        get => ReadThreadRegister();
        set => WriteThreadRegister(value);
    }
}
