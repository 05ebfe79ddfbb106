using System;
using System.Buffers.Binary;

namespace Lithe.Net;

/// <summary>What ways take less than their first link does: RFC 1191, RFC 8201. Routers say so; it is believed when the transport knows the packet, and for ten minutes.</summary>
public sealed partial class NetStack
{
    /// <summary>Less is not believed of IPv4: tiny segments are a way to waste a sender's time (RFC 5927 7).</summary>
    public const int MinPathMtu = 552;

    private const ulong PathLifetime = 600 * Second;

    private readonly Path[] _paths;

    /// <summary>The most bytes of a packet to a destination.</summary>
    private int PathMtuOf(in IpAddress destination, int linkMtu)
    {
        ref Path path = ref _paths[PlaceOf(destination)];
        return path.Destination == destination && path.Mtu < linkMtu && path.ValidUntil > Now && path.Mtu != 0 ? path.Mtu : linkMtu;
    }

    /// <summary>Takes a report; <see cref="IcmpError.Mtu"/> becomes what holds from now on. False when it says nothing new, or what cannot be.</summary>
    private bool OnPacketTooBig(ref IcmpError error, ReadOnlySpan<byte> quoted)
    {
        bool isV4 = error.Remote.IsV4;
        int mtu = error.Mtu;
        if (isV4 && mtu == 0)
            mtu = PlateauBelow(BinaryPrimitives.ReadUInt16BigEndian(quoted.Slice(2)));
        int least = isV4 ? MinPathMtu : Ipv6Header.MinMtu;
        if (mtu < least)
            mtu = least;
        if (!TryRoute(error.Remote, error.Local, out IpRoute route) || mtu >= route.Mtu)
            return false;
        _paths[PlaceOf(error.Remote)] = new Path { Destination = error.Remote, Mtu = mtu, ValidUntil = Now + PathLifetime };
        error.Mtu = mtu;
        RouteGeneration++;
        return true;
    }

    // Routers from before RFC 1191 do not say; these are what links take (RFC 1191 7.1).
    private static int PlateauBelow(int length)
    {
        ReadOnlySpan<ushort> plateaus = [32000, 17914, 8166, 4352, 2002, 1492, 1006];
        foreach (ushort plateau in plateaus)
        {
            if (plateau < length)
                return plateau;
        }

        return MinPathMtu;
    }

    // Two destinations of one place forget each other's path, and learn it again.
    private int PlaceOf(in IpAddress destination) => (int)((uint)destination.GetHashCode() & (uint)(_paths.Length - 1));

    private struct Path
    {
        internal IpAddress Destination;
        internal int Mtu;
        internal ulong ValidUntil;
    }
}
