using System.Runtime;
using System.Runtime.CompilerServices;

namespace Lithe.X86;

/// <summary>The I/O ports of x86 (Intel SDM volume 1, chapter 19). For drivers of devices that have no memory-mapped registers.</summary>
public static class Ports
{
    /// <summary>Writes a byte.</summary>
    [RuntimeImport("*", "x86_out8"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void Out8(ushort port, byte value);

    /// <summary>Writes two bytes.</summary>
    [RuntimeImport("*", "x86_out16"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void Out16(ushort port, ushort value);

    /// <summary>Writes four bytes.</summary>
    [RuntimeImport("*", "x86_out32"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void Out32(ushort port, uint value);

    /// <summary>Reads a byte.</summary>
    [RuntimeImport("*", "x86_in8"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern byte In8(ushort port);

    /// <summary>Reads two bytes.</summary>
    [RuntimeImport("*", "x86_in16"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern ushort In16(ushort port);

    /// <summary>Reads four bytes.</summary>
    [RuntimeImport("*", "x86_in32"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern uint In32(ushort port);
}
