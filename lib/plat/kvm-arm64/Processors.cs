using Lithe.DeviceTree;

namespace Lithe.Plat;

/// <summary>The processors that the device tree lists; number 0 is the one that booted, which QEMU lists first.</summary>
public static class Processors
{
    private static int s_count;

    public static int Count
    {
        get
        {
            if (s_count == 0)
            {
                int listed = Platform.TryOpenDeviceTree(out FlattenedDeviceTree tree) ? DeviceTreeSearch.CountProcessors(tree) : 0;
                s_count = listed < 1 ? 1 : listed;
            }

            return s_count;
        }
    }

    public static bool Start(int index, nint stackTop) => false;

    /// <summary>What MPIDR_EL1 of a processor holds.</summary>
    internal static bool TryGetAffinity(int index, out ulong affinity)
    {
        affinity = 0;
        return Platform.TryOpenDeviceTree(out FlattenedDeviceTree tree) && DeviceTreeSearch.TryFindProcessor(tree, index, out affinity);
    }
}
