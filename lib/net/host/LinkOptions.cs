namespace Lithe.Net;

/// <summary>What the command line says of one interface.</summary>
public struct LinkOptions
{
    /// <summary>The most addresses that it names.</summary>
    public const int MaxAddresses = 4;

    /// <summary>Addresses with the lengths of their prefixes.</summary>
    public FixedPrefixes Addresses;

    /// <summary>How many there are.</summary>
    public int AddressCount;

    /// <summary>Routers; unspecified for none.</summary>
    public IpAddress GatewayV4, GatewayV6;

    /// <summary>Whether a DHCP server is asked, and routers are listened to; null when nobody says.</summary>
    public bool? Dhcp, Slaac;

    /// <summary>What goes wrong on purpose.</summary>
    public NetFaults Faults;

    /// <summary>A few prefixes, in place.</summary>
    [System.Runtime.CompilerServices.InlineArray(MaxAddresses)]
    public struct FixedPrefixes
    {
        private IpPrefix _first;
    }
}
