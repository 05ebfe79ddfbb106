using System.Runtime;
using System.Runtime.CompilerServices;

namespace Lithe.X86;

/// <summary>The processor's random generator (Intel SDM volume 1, §7.3.17).</summary>
public static unsafe class HardwareRandom
{
    private const uint RandomBit = 1 << 30, SeedBit = 1 << 18, FeatureLeaf = 7;

    /// <summary>How often it is asked before it counts as out of numbers: ten times are enough, says the manual, unless it is broken.</summary>
    private const int Attempts = 10;

    /// <summary>A number of RDSEED, or of RDRAND where that gives none. False when the processor has neither, or is out of numbers.</summary>
    public static bool TryRead(out ulong value)
    {
        value = 0;
        bool hasSeed = CpuId.MaxLeaf >= FeatureLeaf && (CpuId.Query(FeatureLeaf).Ebx & SeedBit) != 0;
        bool hasRandom = (CpuId.Query(1).Ecx & RandomBit) != 0;
        for (int i = 0; i < Attempts; i++)
        {
            ulong read = 0;
            // All ones is what a generator with a known fault answers, and says it worked.
            if ((hasSeed && ReadSeed(&read) != 0 && read != ulong.MaxValue) || (hasRandom && ReadRandom(&read) != 0 && read != ulong.MaxValue))
            {
                value = read;
                return true;
            }
        }

        return false;
    }

    [RuntimeImport("*", "x86_rdseed"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern int ReadSeed(ulong* value);

    [RuntimeImport("*", "x86_rdrand"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern int ReadRandom(ulong* value);
}
