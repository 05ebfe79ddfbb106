namespace Lithe.Net;

/// <summary>What IP knows of a received packet.</summary>
public struct IpPacket
{
    /// <summary>Where it came in.</summary>
    public NetInterface Interface;

    /// <summary>Sender: never a group. May be unspecified.</summary>
    public IpAddress Source;

    /// <summary>Receiver: one of our addresses, a group that we are in, or everybody.</summary>
    public IpAddress Destination;

    /// <summary>The transport.</summary>
    public byte Protocol;

    /// <summary>How many routers more it might have passed.</summary>
    public byte HopLimit;

    /// <summary>Differentiated services and congestion marks (RFC 3168: the lowest two bits).</summary>
    public byte TrafficClass;

    /// <summary>Number of bytes in front of the data that are the IP header and its extensions.</summary>
    public ushort HeaderLength;

    /// <summary>Whether the transport's checksum is known to be right: the card has looked, or the packet never left the machine.</summary>
    public bool IsChecksumKnown;

    /// <summary>Whether it was for more than us, on the link or by its address: no error answers it (RFC 1122 3.2.2).</summary>
    public bool IsForMany;

    /// <summary>Whether it came in fragments.</summary>
    public bool WasFragmented;
}

/// <summary>How a packet is to be sent.</summary>
public readonly record struct IpHeaderOptions
{
    /// <summary>The default for the hops that a packet may take (RFC 1700).</summary>
    public const byte DefaultHopLimit = 64;

    /// <summary>The transport's number.</summary>
    public byte Protocol { get; init; }

    /// <summary>How many routers it may pass; 0 is <see cref="DefaultHopLimit"/>.</summary>
    public byte HopLimit { get; init; }

    /// <summary>Differentiated services and congestion marks.</summary>
    public byte TrafficClass { get; init; }

    /// <summary>Whether it must not be cut, here or on the way: then it is not sent when it is too long.</summary>
    public bool DontFragment { get; init; }

    /// <summary>IPv6's flow label.</summary>
    public uint FlowLabel { get; init; }

    /// <summary>Whether a router alert is put into the header (RFC 2113, 2711): reports of groups.</summary>
    internal bool RouterAlert { get; init; }
}

/// <summary>Where packets to a destination go. A value that may be kept, as long as <see cref="NetStack.RouteGeneration"/> is what it was when it was made.</summary>
public struct IpRoute
{
    /// <summary>Where they go out.</summary>
    public NetInterface Interface;

    /// <summary>The address that they come from.</summary>
    public IpAddress Source;

    /// <summary>The address that they are for.</summary>
    public IpAddress Destination;

    /// <summary>The neighbour that takes them: a router, or the destination itself.</summary>
    public IpAddress NextHop;

    /// <summary>The most bytes of a packet, header included, that the way is known to take.</summary>
    public int Mtu;

    /// <summary><see cref="NetStack.RouteGeneration"/> when the route was made.</summary>
    public uint Generation;

    internal Neighbor? Neighbor;

    /// <summary>Whether it is for more than one receiver.</summary>
    public bool IsForMany { readonly get; internal set; }

    /// <summary>Whether all of a network get it.</summary>
    public bool IsBroadcast { readonly get; internal set; }
}
