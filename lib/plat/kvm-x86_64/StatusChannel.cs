using Lithe.X86;

namespace Lithe.Plat;

/// <summary>
/// The exit status in decimal and a line feed on QEMU's debug console port: <c>isa-debug-exit</c> alone cannot tell all values apart.
/// </summary>
internal static class StatusChannel
{
    private const ushort DebugConsole = 0xe9;

    internal static void Report(int status)
    {
        if (status < 0)
            Ports.Out8(DebugConsole, (byte)'-');
        uint rest = status < 0 ? (uint)-(long)status : (uint)status;
        uint divisor = 1;
        while (rest / divisor >= 10)
            divisor *= 10;
        for (; divisor > 0; divisor /= 10)
            Ports.Out8(DebugConsole, (byte)('0' + rest / divisor % 10));
        Ports.Out8(DebugConsole, (byte)'\n');
    }
}
