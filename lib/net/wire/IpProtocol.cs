namespace Lithe.Net;

/// <summary>Numbers of what stands behind an IP header (IANA).</summary>
public static class IpProtocol
{
    public const byte HopByHop = 0, Icmp = 1, Igmp = 2, Tcp = 6, Udp = 17, Routing = 43, Fragment = 44, Esp = 50, Authentication = 51, IcmpV6 = 58, NoNext = 59, DestinationOptions = 60;
}
