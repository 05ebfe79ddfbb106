using System.Runtime.CompilerServices;

namespace System.Runtime.Intrinsics.X86;

/// <summary>Instructions that every x86 has.</summary>
/// <remarks>On other processors <see cref="IsSupported"/> is false and nothing else may be called.</remarks>
public static class X86Base
{
    /// <summary>Whether this is x86; settled when the image is compiled.</summary>
    public static bool IsSupported
    {
        [Intrinsic]
        get => false;
    }

    /// <summary>Tells the processor that this is a spin-wait loop.</summary>
    [Intrinsic]
    public static void Pause() => Pause();

    // The place of the highest one bit; not for 0. (`lzcnt` is not in the images' baseline.)
    [Intrinsic]
    internal static uint BitScanReverse(uint value) => BitScanReverse(value);

    // The same with 64 bits.
    internal static class X64
    {
        internal static bool IsSupported
        {
            [Intrinsic]
            get => false;
        }

        [Intrinsic]
        internal static ulong BitScanReverse(ulong value) => BitScanReverse(value);
    }
}
