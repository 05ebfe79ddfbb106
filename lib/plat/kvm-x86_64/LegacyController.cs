using Lithe.X86;

namespace Lithe.Plat;

/// <summary>The pair of 8259A controllers of the first PCs: put to silence, since their power-on vectors are the processor's exceptions.</summary>
internal static class LegacyController
{
    private const ushort MasterData = 0x21, SlaveData = 0xa1;

    internal static void Mask()
    {
        Ports.Out8(MasterData, 0xff);
        Ports.Out8(SlaveData, 0xff);
    }
}
