using System;

namespace Lithe.Plat;

/// <summary>The PL011 UART of the virt machine at 0x0900_0000 (ARM DDI 0183), as the emulator's reset left it: QEMU sends without set-up.</summary>
public static unsafe class PolledConsole
{
    private const ulong Base = 0x0900_0000;
    private const int Data = 0, Flags = 0x18 / 4;
    private const uint ReceiveEmpty = 1 << 4, TransmitFull = 1 << 5;

    public static void Write(ReadOnlySpan<byte> bytes)
    {
        uint* registers = (uint*)Base;
        foreach (byte b in bytes)
        {
            while ((Read(registers + Flags) & TransmitFull) != 0)
            {
            }

            System.Threading.Volatile.Write(ref registers[Data], b);
        }
    }

    public static int TryRead()
    {
        uint* registers = (uint*)Base;
        return (Read(registers + Flags) & ReceiveEmpty) == 0 ? (int)(Read(registers + Data) & 0xff) : -1;
    }

    private static uint Read(uint* register) => System.Threading.Volatile.Read(ref *register);
}
