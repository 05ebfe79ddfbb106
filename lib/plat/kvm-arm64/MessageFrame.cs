using Lithe.DeviceTree;

namespace Lithe.Plat;

/// <summary>GICv2m: a frame whose register turns a device's write into a shared interrupt (Arm Server Base System Architecture 7.1, appendix E).</summary>
internal static class MessageFrame
{
    private const int Type = 8, SetInterrupt = 0x40;
    private const ulong Length = 0x1000;
    private const int MaxMessages = 64;

    private static ulong s_address;
    private static int s_firstLine, s_count;

    /// <summary>A bit for each line that is handed out.</summary>
    private static ulong s_taken;

    internal static void Initialize(DeviceTreeRange range)
    {
        DeviceRegisters frame = DeviceRegisters.Map(range.Start, Length);
        if (!frame.Exists)
            return;
        uint type = frame[Type];
        s_address = range.Start + SetInterrupt;
        s_firstLine = (int)(type >> 16 & 0x3ff);
        s_count = (int)(type & 0x3ff);
        if (s_count > MaxMessages)
            s_count = MaxMessages;
    }

    internal static bool TryAllocate(out MessageInterrupt message)
    {
        for (int i = 0; i < s_count; i++)
        {
            if ((s_taken >> i & 1) != 0)
                continue;
            s_taken |= 1UL << i;
            message = new MessageInterrupt(s_firstLine + i, s_address, (uint)(s_firstLine + i));
            return true;
        }

        message = default;
        return false;
    }

    internal static void Release(int line)
    {
        int i = line - s_firstLine;
        if ((uint)i < (uint)s_count)
            s_taken &= ~(1UL << i);
    }
}
