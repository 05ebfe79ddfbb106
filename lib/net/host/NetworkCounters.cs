namespace Lithe.Net;

/// <summary>The counters of the image's own stack, by name, for images that hold <c>lib/counters</c>. Names are those of /proc/net/snmp behind <c>net.</c> and the protocol.</summary>
public static class NetworkCounters
{
    /// <summary>IPv4 (RFC 4293).</summary>
    [Counter("net.ipv4")]
    public static IpCounters V4 => Network.IsStarted ? Network.Stack.V4Counters : default;

    /// <summary>IPv6.</summary>
    [Counter("net.ipv6")]
    public static IpCounters V6 => Network.IsStarted ? Network.Stack.V6Counters : default;

    /// <summary>ICMP.</summary>
    [Counter("net.icmpv4")]
    public static IcmpCounters IcmpV4 => Network.IsStarted ? Network.Stack.IcmpV4Counters : default;

    /// <summary>ICMPv6.</summary>
    [Counter("net.icmpv6")]
    public static IcmpCounters IcmpV6 => Network.IsStarted ? Network.Stack.IcmpV6Counters : default;

    /// <summary>UDP (RFC 4113).</summary>
    [Counter("net.udp")]
    public static UdpCounters OfUdp => Network.IsStarted && Network.Stack.TransportOf(IpProtocol.Udp) is Udp udp ? udp.Counters : default;

    /// <summary>Dropped packets by reason.</summary>
    [Counter("net.dropped")]
    public static DropCounters Dropped => Network.IsStarted ? Network.Stack.Drops : default;
}
