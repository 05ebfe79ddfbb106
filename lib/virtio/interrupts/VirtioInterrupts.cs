using Lithe.Device;
using Lithe.Interrupts;
using Lithe.Plat;

namespace Lithe.Virtio;

/// <summary>
/// Connects a queue's interrupts to a handler: by a message of its own where the bus has messages, else by the device's line, which all its queues share. Whether a queue interrupts is the queue's
/// own switch (<c>EnableInterrupts</c>).
/// </summary>
/// <remarks>Set up by the processor that starts drivers; read by interrupts afterwards.</remarks>
public static class VirtioInterrupts
{
    private const int MaxLines = 32;

    private static readonly Connection[] s_lines = new Connection[MaxLines];
    private static int s_count;

    /// <summary>
    /// Has <typeparamref name="THandler"/> called with <paramref name="argument"/> on one processor. On a line the first handler is called for all queues of the device, and a second one is
    /// <see cref="DeviceError.Unsupported"/>.
    /// </summary>
    public static DeviceError TryConnect<THandler>(VirtioTransport transport, int queue, int argument, int processor = 0) where THandler : struct, IInterruptHandler
    {
        if (transport.UsesMessages)
        {
            if (!InterruptHandling.RegisterMessage<THandler>(argument, processor, out MessageInterrupt message))
                return DeviceError.Unsupported;
            if (transport.SetMessage(queue, message) && transport.SetQueueVector(queue, queue))
                return DeviceError.None;
            InterruptHandling.Unregister(message.Line);
            return DeviceError.Unsupported;
        }

        if (transport.Line < 0 || s_count == MaxLines)
            return DeviceError.Unsupported;
        s_lines[s_count] = new Connection(transport, argument);
        // The device holds its line until it is acknowledged.
        if (!InterruptHandling.Register<Line<THandler>>(transport.Line, s_count, InterruptTrigger.Level, processor))
            return DeviceError.Unsupported;
        s_count++;
        return DeviceError.None;
    }

    private readonly struct Line<THandler> : IInterruptHandler where THandler : struct, IInterruptHandler
    {
        public static void OnInterrupt(int argument)
        {
            s_lines[argument].Transport.AcknowledgeInterrupt();
            THandler.OnInterrupt(s_lines[argument].Argument);
        }
    }

    private readonly record struct Connection(VirtioTransport Transport, int Argument);
}
