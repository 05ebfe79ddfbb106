namespace Lithe.Plat;

/// <summary>The GIC's distributor, as far as versions 2 and 3 agree (ARM IHI 0048 §4.3, ARM IHI 0069 §12.9).</summary>
internal static class Distributor
{
    internal const int FirstSharedLine = 32;

    private const int Control = 0, Type = 4, Group = 0x80, SetEnable = 0x100, ClearEnable = 0x180, Priority = 0x400, Configuration = 0xc00;
    private const byte MiddlePriority = 0xa0;

    /// <summary>The greatest number of a line, and one.</summary>
    internal static int LineCount(DeviceRegisters distributor) => (int)((distributor[Type] & 31) + 1) * 32;

    internal static void SetControl(DeviceRegisters distributor, uint value) => distributor[Control] = value;

    /// <summary>Every shared line: masked, group 1 where there are groups to choose, one priority.</summary>
    internal static void Initialize(DeviceRegisters distributor, bool hasGroups)
    {
        int lines = LineCount(distributor);
        for (int line = FirstSharedLine; line < lines; line += 32)
        {
            distributor[ClearEnable + line / 8] = uint.MaxValue;
            if (hasGroups)
                distributor[Group + line / 8] = uint.MaxValue;
        }
    }

    internal static void Enable(DeviceRegisters registers, int line, InterruptTrigger trigger)
    {
        registers.WriteByte(Priority + line, MiddlePriority);
        int shift = line % 16 * 2 + 1;
        uint configuration = registers[Configuration + line / 16 * 4] & ~(1u << shift);
        registers[Configuration + line / 16 * 4] = trigger == InterruptTrigger.Edge ? configuration | 1u << shift : configuration;
        registers[SetEnable + line / 32 * 4] = 1u << line % 32;
    }

    internal static void Disable(DeviceRegisters registers, int line) => registers[ClearEnable + line / 32 * 4] = 1u << line % 32;
}
