using System;
using Lithe.Device;

namespace Lithe.Net;

/// <summary>
/// A pair of queues of a network card: the raw packet interface. Frames are whole, from the destination address on, without the checksum at their end.
/// </summary>
/// <remarks>
/// Implemented by structs, and used by code that is generic over them, so that a chain of them is compiled into one function. A queue has one owner and no lock; two queues of a card
/// can be two processors'.
/// </remarks>
public interface INetQueue
{
    /// <summary>Takes what has arrived. The netbufs are the caller's, who frees or transmits each.</summary>
    /// <returns>How many there are, at the front of <paramref name="burst"/>.</returns>
    int Receive(Span<Netbuf> burst);

    /// <summary>Sends. What is taken is freed when the card has sent it.</summary>
    /// <returns>How many were taken, from the front; the rest stays the caller's.</returns>
    int Transmit(ReadOnlySpan<Netbuf> burst);

    /// <summary>A netbuf to fill and transmit. False when the queue has none left.</summary>
    bool TryAllocate(out Netbuf netbuf);

    /// <summary>Asks for an interrupt when the next packet arrives. True when one has arrived already: then receive first.</summary>
    bool EnableInterrupts();

    /// <summary>Asks for none: the state in which a queue starts.</summary>
    void DisableInterrupts();

    /// <summary>What is wrong with the queue; <see cref="DeviceError.None"/> as long as it works.</summary>
    DeviceError Error { get; }

    /// <summary>What went through.</summary>
    NetStatistics Statistics { get; }
}

/// <summary>Counters of a queue.</summary>
public struct NetStatistics
{
    /// <summary>Packets received.</summary>
    public ulong Received;

    /// <summary>Bytes of them.</summary>
    public ulong ReceivedBytes;

    /// <summary>Packets sent.</summary>
    public ulong Transmitted;

    /// <summary>Bytes of them.</summary>
    public ulong TransmittedBytes;

    /// <summary>Packets that were dropped because the device said of them what cannot be.</summary>
    public ulong Dropped;

    /// <summary>Packets that were not taken because the transmit ring was full.</summary>
    public ulong Refused;
}
