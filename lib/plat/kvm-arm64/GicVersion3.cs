using Lithe.DeviceTree;

namespace Lithe.Plat;

/// <summary>The parts of a GIC of version 3 that version 2 does otherwise (ARM IHI 0069): redistributors, routing by affinity, system registers.</summary>
internal static class GicVersion3
{
    private const int Router = 0x6000, RouterEnd = 0x8000;
    private const uint EnableGroup1 = 2, AffinityRouting = 16;

    private const ulong FrameSize = 0x1_0000, RedistributorSize = 2 * FrameSize;
    private const int RedistributorType = 8, Waker = 0x14, Group = 0x80, Priority = 0x400;
    private const uint ProcessorSleep = 2, ChildrenAsleep = 4;
    private const ulong LastRedistributor = 16;
    private const byte MiddlePriority = 0xa0;

    private static DeviceRegisters s_redistributors;
    private static ulong s_redistributorCount;

    internal static bool Initialize(DeviceRegisters distributor, DeviceTreeRange redistributors)
    {
        // One for each processor that the machine could have: map those that are there, in the order of their affinities.
        ulong count = Config.SMP ? (ulong)Processors.Count : 1;
        if (count * RedistributorSize > redistributors.Length)
            return false;
        s_redistributors = DeviceRegisters.Map(redistributors.Start, count * RedistributorSize);
        s_redistributorCount = count;
        if (!s_redistributors.Exists)
            return false;
        Distributor.SetControl(distributor, 0);
        Distributor.Initialize(distributor, hasGroups: true);
        Distributor.SetControl(distributor, AffinityRouting | EnableGroup1);
        return true;
    }

    internal static void InitializeProcessor(int timerLine)
    {
        if (!TryFindRedistributor(out DeviceRegisters redistributor))
            return;
        redistributor[Waker] &= ~ProcessorSleep;
        while ((redistributor[Waker] & ChildrenAsleep) != 0)
        {
        }

        DeviceRegisters own = redistributor.At(FrameSize);
        own[Group] = uint.MaxValue;
        own.WriteByte(Priority, MiddlePriority);
        Distributor.Enable(own, 0, InterruptTrigger.Edge);
        Distributor.Enable(own, timerLine, InterruptTrigger.Level);
        SystemRegisters.EnableGic();
    }

    internal static void Direct(DeviceRegisters distributor, int line, int processor)
    {
        int offset = Router + line * 8;
        if (offset < RouterEnd && Processors.TryGetAffinity(processor, out ulong affinity))
            distributor.WriteLong(offset, affinity);
    }

    /// <summary>ICC_SGI1R_EL1: affinities 3, 2, 1 name a group of sixteen, a mask the processor in it.</summary>
    internal static void Signal(int processor, int line)
    {
        if (!Processors.TryGetAffinity(processor, out ulong affinity))
            return;
        ulong target = (affinity & 0xff_0000_0000) << 16 | (affinity & 0xff_0000) << 16 | (affinity & 0xff00) << 8;
        SystemRegisters.SignalGic(target | (uint)line << 24 | 1UL << (int)(affinity & 15));
    }

    private static bool TryFindRedistributor(out DeviceRegisters found)
    {
        ulong affinity = SystemRegisters.Affinity();
        ulong wanted = (affinity >> 32 & 0xff) << 24 | (affinity & 0xff_ffff);
        for (ulong i = 0; i < s_redistributorCount; i++)
        {
            found = s_redistributors.At(i * RedistributorSize);
            ulong type = found.ReadLong(RedistributorType);
            if (type >> 32 == wanted)
                return true;
            if ((type & LastRedistributor) != 0)
                break;
        }

        found = default;
        return false;
    }
}
