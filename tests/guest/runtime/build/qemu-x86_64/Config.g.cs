// The configuration of 'runtime-tests' for qemu-x86_64. Generated from lib/Kconfig and the application's lithe.yaml.

namespace Lithe;

/// <summary>The image's configuration.</summary>
public static class Config
{
    // arm64
    public static bool @ARCH_ARM64 => false;
    // x86_64
    public static bool @ARCH_X86_64 => true;
    // timing jitter, ChaCha20 generator
    public static bool @ENTROPY_JITTER => true;
    // region
    public static bool @HEAP_REGION => true;
    // TLSF (two-level segregated fit)
    public static bool @HEAP_TLSF => false;
    // Virtual machine (QEMU, KVM)
    public static bool @PLAT_KVM => true;
    // none: one loop that runs to completion
    public static bool @SCHED_NONE => true;
}
