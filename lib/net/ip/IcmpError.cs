namespace Lithe.Net;

/// <summary>Why a packet did not arrive, for both versions of IP.</summary>
public enum IcmpErrorKind : byte
{
    /// <summary>No way to the network.</summary>
    NetworkUnreachable,

    /// <summary>Nobody has the address.</summary>
    HostUnreachable,

    /// <summary>The receiver does not have the transport.</summary>
    ProtocolUnreachable,

    /// <summary>The receiver has nobody at the port.</summary>
    PortUnreachable,

    /// <summary>It was too long, and <see cref="IcmpError.Mtu"/> is what can pass.</summary>
    PacketTooBig,

    /// <summary>Somebody does not allow it.</summary>
    Prohibited,

    /// <summary>It passed as many routers as it may.</summary>
    HopLimitExceeded,

    /// <summary>Not all of its fragments came in time.</summary>
    ReassemblyTimeExceeded,

    /// <summary>Something in its headers was not understood.</summary>
    ParameterProblem,
}

/// <summary>An error that a packet of ours has met.</summary>
public struct IcmpError
{
    /// <summary>What is wrong.</summary>
    public IcmpErrorKind Kind;

    /// <summary>Type and code as they stand in the message.</summary>
    public byte Type, Code;

    /// <summary>The transport of the packet.</summary>
    public byte Protocol;

    /// <summary>For <see cref="IcmpErrorKind.PacketTooBig"/>: the most bytes of a packet that pass.</summary>
    public int Mtu;

    /// <summary>Who says so; one of our own addresses when no neighbour has answered.</summary>
    public IpAddress Reporter;

    /// <summary>Where the packet came from: one of our addresses.</summary>
    public IpAddress Local;

    /// <summary>Where it was to go.</summary>
    public IpAddress Remote;

    /// <summary>Whether a later attempt may succeed (RFC 1122 4.2.3.9).</summary>
    public readonly bool IsSoft => Kind is IcmpErrorKind.NetworkUnreachable or IcmpErrorKind.HostUnreachable or IcmpErrorKind.HopLimitExceeded or IcmpErrorKind.ReassemblyTimeExceeded;
}
