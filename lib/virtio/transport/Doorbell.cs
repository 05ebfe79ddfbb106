using System.Runtime.CompilerServices;
using Lithe.Dma;

namespace Lithe.Virtio;

/// <summary>The register that tells a device to look at a queue.</summary>
public readonly struct Doorbell
{
    private readonly DeviceRegisters _register;
    private readonly ushort _queue;

    /// <summary>A register of two or four bytes that takes the queue's number.</summary>
    public Doorbell(DeviceRegisters register, ushort queue) => (_register, _queue) = (register, queue);

    /// <summary>Tells the device.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Ring()
    {
        if (_register.Length == 4)
            _register.Write32(0, _queue);
        else
            _register.Write16(0, _queue);
    }
}
