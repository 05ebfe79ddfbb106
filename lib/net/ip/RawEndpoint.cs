using System;

namespace Lithe.Net;

/// <summary>Whom a raw endpoint calls.</summary>
public abstract class RawHandler
{
    /// <summary>
    /// A packet of the endpoint's protocol has come. It is a copy, which is the handler's from here on; its data begin with the IP header for IPv4, as on Linux, and with what stands behind the
    /// headers for IPv6.
    /// </summary>
    public abstract void OnReceive(RawEndpoint endpoint, Netbuf packet, in IpPacket ip);
}

/// <summary>An end for packets of one protocol, beside the transport that may stand on it.</summary>
public sealed class RawEndpoint
{
    private readonly NetStack _stack;

    internal RawEndpoint(NetStack stack, bool isV4, byte protocol, RawHandler handler) => (_stack, IsV4, Protocol, Handler) = (stack, isV4, protocol, handler);

    internal RawEndpoint? Next;

    internal RawHandler Handler { get; }

    /// <summary>Of which version its packets are.</summary>
    public bool IsV4 { get; }

    /// <summary>Of which protocol.</summary>
    public byte Protocol { get; }

    /// <summary>Packets only from here are received; unspecified: from everybody.</summary>
    public IpAddress Remote { get; set; }

    /// <summary>Packets only for this address of ours are received, and what is sent comes from it; unspecified: any.</summary>
    public IpAddress Local { get; set; }

    /// <summary>Packets that came when there was no netbuf to copy them to.</summary>
    public ulong Dropped { get; internal set; }

    /// <summary>Whether it was closed.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>
    /// Sends what stands behind the IP header: as much as one packet of the link takes, without fragments. The checksum of ICMPv6 is put in (RFC 3542 3.1); all others are the caller's.
    /// False when there is no route, no netbuf, or too much.
    /// </summary>
    public bool TrySend(ReadOnlySpan<byte> bytes, in IpAddress destination, in IpHeaderOptions options = default)
    {
        if (destination.IsV4 != IsV4 || !_stack.TryRoute(destination, Local, out IpRoute route))
            return false;
        if (!_stack.TryAllocate(out Netbuf packet))
            return false;
        if (bytes.Length > Netbuf.Capacity || !packet.TrySetLength(bytes.Length))
        {
            packet.Free();
            return false;
        }

        bytes.CopyTo(packet.Data);
        if (Protocol == IpProtocol.IcmpV6 && bytes.Length >= 4)
            NetStack.SetChecksum(packet, route, IpProtocol.IcmpV6, 2);
        return _stack.Send(packet, route, options with { Protocol = Protocol });
    }

    /// <summary>Receives no more.</summary>
    public void Close()
    {
        if (IsClosed)
            return;
        IsClosed = true;
        _stack.Remove(this);
    }
}
