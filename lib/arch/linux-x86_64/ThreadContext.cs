using System.Runtime;
using System.Runtime.CompilerServices;
using Lithe.Linux;

namespace Lithe.Arch;

/// <summary>Contexts as processor.s switches them; the thread pointer is the host's to set.</summary>
public static unsafe class ThreadContext
{
    // From the context up: rbx, rbp, r12-r15, the address to return to, and the return address that the started function sees.
    private const int Registers = 6;

    private const ulong SetFs = 0x1002, GetFs = 0x1003;

    [RuntimeImport("*", "linux_switch"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void SwitchStacks(ref nint save, nint load);

    [RuntimeImport("*", "linux_thread_entry"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern nint ThreadEntry();

    [RuntimeImport("*", "linux_current_thread"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern nint ReadCurrent();

    [RuntimeImport("*", "linux_set_current_thread"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void WriteCurrent(nint value);

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
        get
        {
            ulong value = 0;
            SystemCall.Call(SystemCall.ArchPrctl, GetFs, (ulong)(&value));
            return value;
        }

        set => SystemCall.Call(SystemCall.ArchPrctl, SetFs, value);
    }
}
