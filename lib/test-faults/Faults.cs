using System.Runtime;
using System.Runtime.CompilerServices;

namespace Lithe.Testing;

/// <summary>Ways to make the processor fault that safe C# does not have, for tests of traps and panics. Never in a real image.</summary>
public static unsafe partial class Faults
{
    /// <summary>Overwrites the first byte of the code that this returns from.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void WriteToCode() => *(byte*)(delegate*<void>)&WriteToCode = 0;

    /// <summary>Overwrites a constant.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void WriteToConstant()
    {
        fixed (byte* constant = "constant"u8)
            *constant = 0;
    }

    /// <summary>Calls bytes on the stack as if they were code (both processors' "return" fits).</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void RunData()
    {
        uint* code = stackalloc uint[1];
        *code = ReturnInstruction();
        ((delegate* unmanaged<void>)code)();
    }

    /// <summary>Reads an address that is neither null nor mapped.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte ReadUnmapped() => *(byte*)0x30_0000_0000;

    /// <summary>Makes the delivery of a fault fault.</summary>
    [RuntimeImport("*", "test_double_fault"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void DoubleFault();

    /// <summary>Runs an instruction that does not exist.</summary>
    [RuntimeImport("*", "test_invalid_instruction"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void InvalidInstruction();

    [RuntimeImport("*", "test_return_instruction"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern uint ReturnInstruction();
}
