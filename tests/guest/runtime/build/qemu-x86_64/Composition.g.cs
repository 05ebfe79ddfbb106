// The composition root of 'runtime-tests' for qemu-x86_64: start-up order and entry. Generated; see docs/composition.md.

using System.Runtime;

namespace Lithe;

internal static class Composition
{
    /// <summary>Called by the processor's start-up code, on the boot stack.</summary>
    [RuntimeExport("lithe_start")]
    private static void Start(nint boot)
    {
        global::Lithe.Arch.Processor.Initialize();
        global::Lithe.Plat.Platform.Initialize(boot);

        // Heap
        global::Lithe.Alloc.Heap.Initialize(); // lib/alloc/region

        // Statics
        global::Lithe.Runtime.Statics.StaticData.Initialize(); // lib/runtime/statics

        int status = global::Lithe.EntryPoint.Main();
        global::Lithe.Plat.Platform.PowerOff(status);
    }
}
