using System.Runtime;
using System.Runtime.CompilerServices;

namespace Lithe.X86;

/// <summary>What the processor says of itself (Intel SDM volume 2, CPUID).</summary>
public readonly struct CpuId
{
    private const uint HypervisorLeaves = 0x4000_0000;

    private readonly uint _eax, _ebx, _ecx, _edx;

    private CpuId(uint eax, uint ebx, uint ecx, uint edx) => (_eax, _ebx, _ecx, _edx) = (eax, ebx, ecx, edx);

    /// <summary>Register eax.</summary>
    public uint Eax => _eax;

    /// <summary>Register ebx.</summary>
    public uint Ebx => _ebx;

    /// <summary>Register ecx.</summary>
    public uint Ecx => _ecx;

    /// <summary>Register edx.</summary>
    public uint Edx => _edx;

    /// <summary>The greatest basic leaf.</summary>
    public static uint MaxLeaf => Query(0).Eax;

    /// <summary>Whether a hypervisor runs this machine and says so.</summary>
    public static bool HasHypervisor => (Query(1).Ecx & 1u << 31) != 0;

    /// <summary>The greatest leaf of the hypervisor; 0 without one.</summary>
    public static uint MaxHypervisorLeaf
    {
        get
        {
            uint max = HasHypervisor ? Query(HypervisorLeaves).Eax : 0;
            // An old KVM answers 0 and means its first leaf.
            return IsHypervisor("KVMKVMKVM\0\0\0"u8) && max == 0 ? HypervisorLeaves + 1 : max;
        }
    }

    /// <summary>Whether the hypervisor's signature is these twelve bytes.</summary>
    public static bool IsHypervisor(System.ReadOnlySpan<byte> signature)
    {
        if (!HasHypervisor || signature.Length != 12)
            return false;
        CpuId id = Query(HypervisorLeaves);
        return id.Ebx == Word(signature) && id.Ecx == Word(signature.Slice(4)) && id.Edx == Word(signature.Slice(8));
    }

    /// <summary>Asks for a leaf.</summary>
    public static unsafe CpuId Query(uint leaf, uint subleaf = 0)
    {
        uint* registers = stackalloc uint[4];
        Execute(leaf, subleaf, registers);
        return new CpuId(registers[0], registers[1], registers[2], registers[3]);
    }

    private static uint Word(System.ReadOnlySpan<byte> bytes) => bytes[0] | (uint)bytes[1] << 8 | (uint)bytes[2] << 16 | (uint)bytes[3] << 24;

    [RuntimeImport("*", "x86_io_cpuid"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern unsafe void Execute(uint leaf, uint subleaf, uint* registers);
}
