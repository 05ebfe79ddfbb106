namespace Lithe.Net;

/// <summary>Where a datagram came from and how.</summary>
public struct UdpDatagram
{
    /// <summary>Sender.</summary>
    public IpEndpoint Source;

    /// <summary>Receiver: one of our addresses, a group, or everybody.</summary>
    public IpEndpoint Destination;

    /// <summary>Where it came in.</summary>
    public NetInterface Interface;

    /// <summary>How many routers more it might have passed.</summary>
    public byte HopLimit;

    /// <summary>Differentiated services and congestion marks.</summary>
    public byte TrafficClass;

    /// <summary>Whether it was for more than us.</summary>
    public bool IsForMany;
}

/// <summary>Takes the datagrams of endpoints; one object may serve many. Called inside of <see cref="NetStack.Poll"/>.</summary>
public abstract class UdpHandler
{
    /// <summary>A datagram has come: the data of the packet, which may have several parts, are its payload. The packet is the handler's, who frees it or sends it on.</summary>
    public abstract void OnReceive(UdpEndpoint endpoint, Netbuf packet, in UdpDatagram datagram);

    /// <summary>A datagram that was sent did not arrive.</summary>
    public virtual void OnError(UdpEndpoint endpoint, in IcmpError error, ushort remotePort)
    {
    }
}

/// <summary>Counters of UDP (RFC 4113; the names of /proc/net/snmp).</summary>
public struct UdpCounters
{
    public ulong InDatagrams { get; set; }

    public ulong NoPorts { get; set; }

    public ulong InErrors { get; set; }

    public ulong InCsumErrors { get; set; }

    public ulong OutDatagrams { get; set; }
}
