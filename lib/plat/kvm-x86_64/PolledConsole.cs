using System;

using Lithe.X86;

namespace Lithe.Plat;

/// <summary>The first serial port: a 16550 UART at 0x3F8, as the firmware or the emulator's reset left it.</summary>
public static class PolledConsole
{
    private const ushort Data = 0x3f8, LineStatus = 0x3fd;
    private const byte DataReady = 0x01, TransmitEmpty = 0x20;

    /// <summary>A missing UART reads as all ones, which counts as ready: output is lost but nothing hangs.</summary>
    public static void Write(ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
        {
            while ((Ports.In8(LineStatus) & TransmitEmpty) == 0)
            {
            }

            Ports.Out8(Data, b);
        }
    }

    public static int TryRead()
    {
        byte status = Ports.In8(LineStatus);
        return status != 0xff && (status & DataReady) != 0 ? Ports.In8(Data) : -1;
    }
}
