using System.Runtime;
using System.Runtime.CompilerServices;

namespace Lithe.X86;

/// <summary>The model-specific registers (Intel SDM volume 4). A register that the processor does not have faults.</summary>
public static class ModelSpecific
{
    /// <summary>Address and mode of the local APIC.</summary>
    public const uint ApicBase = 0x1b;

    /// <summary>The first register of the local APIC in x2APIC mode.</summary>
    public const uint X2Apic = 0x800;

    /// <summary>When the local APIC's timer rings, as a value of the time stamp counter.</summary>
    public const uint TscDeadline = 0x6e0;

    /// <summary>Reads a register.</summary>
    [RuntimeImport("*", "x86_rdmsr"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern ulong Read(uint register);

    /// <summary>Writes a register.</summary>
    [RuntimeImport("*", "x86_wrmsr"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void Write(uint register, ulong value);
}
