using Lithe.Device;
using Lithe.Interrupts;
using Lithe.Plat;

namespace Lithe.Host;

/// <summary>Connects the cards of a process to handlers. Whether a card interrupts is its queue's own switch (<c>EnableInterrupts</c>).</summary>
public static class HostNetInterrupts
{
    /// <summary>Has <typeparamref name="THandler"/> called with <paramref name="argument"/> on one processor, when that idles and something has arrived. A second handler is <see cref="DeviceError.Unsupported"/>.</summary>
    public static DeviceError TryConnect<THandler>(HostNet card, int argument, int processor = 0) where THandler : struct, IInterruptHandler =>
        card.Line >= 0 && InterruptHandling.Register<THandler>(card.Line, argument, InterruptTrigger.Edge, processor) ? DeviceError.None : DeviceError.Unsupported;
}
