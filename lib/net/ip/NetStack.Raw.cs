using System;

namespace Lithe.Net;

/// <summary>Raw endpoints: each gets a copy of every packet of its protocol.</summary>
public sealed partial class NetStack
{
    private RawEndpoint? _firstRaw;

    /// <summary>Opens an end for packets of a protocol; any number may be open for one. Null in an image without them (<c>NET_RAW</c>), or without the version.</summary>
    public RawEndpoint? OpenRaw(bool isV4, byte protocol, RawHandler handler)
    {
        if (!Config.NET_RAW || !(isV4 ? Config.NET_IPV4 : Config.NET_IPV6))
            return null;
        var opened = new RawEndpoint(this, isV4, protocol, handler) { Next = _firstRaw };
        _firstRaw = opened;
        return opened;
    }

    internal void Remove(RawEndpoint endpoint)
    {
        if (_firstRaw == endpoint)
        {
            _firstRaw = endpoint.Next;
            return;
        }

        for (RawEndpoint? before = _firstRaw; before is not null; before = before.Next)
        {
            if (before.Next == endpoint)
                before.Next = endpoint.Next;
        }
    }

    private static bool IsFor(RawEndpoint endpoint, in IpPacket ip) =>
        endpoint.Protocol == ip.Protocol && endpoint.IsV4 == ip.Source.IsV4 && (endpoint.Remote.IsUnspecified || endpoint.Remote == ip.Source)
        && (endpoint.Local.IsUnspecified || endpoint.Local == ip.Destination);

    private bool HasRaw(in IpPacket ip)
    {
        for (RawEndpoint? endpoint = _firstRaw; endpoint is not null; endpoint = endpoint.Next)
        {
            if (IsFor(endpoint, ip))
                return true;
        }

        return false;
    }

    private void DeliverRaw(Netbuf packet, in IpPacket ip)
    {
        for (RawEndpoint? endpoint = _firstRaw; endpoint is not null;)
        {
            // A handler may close it.
            RawEndpoint? next = endpoint.Next;
            if (IsFor(endpoint, ip))
            {
                if (TryCopy(packet, endpoint.IsV4 && !ip.WasFragmented ? ip.HeaderLength : 0, out Netbuf copy))
                    endpoint.Handler.OnReceive(endpoint, copy, ip);
                else
                    endpoint.Dropped++;
            }

            endpoint = next;
        }
    }

    // With so many bytes of what stands in front. Copies take no netbufs that those who own the packets need.
    private bool TryCopy(Netbuf packet, int header, out Netbuf copy)
    {
        copy = default;
        if (_pool.FreeCount < _pool.Count / 4 || !packet.TryPrepend(header))
            return false;
        Netbuf last = default;
        bool isWhole = true;
        for (Netbuf part = packet; part.Exists && isWhole; part = part.Next)
        {
            isWhole = _pool.TryAllocate(out Netbuf next) && (next.TrySetLength(part.Length) || Free(next));
            if (!isWhole)
                break;
            part.Data.CopyTo(next.Data);
            if (last.Exists)
                last.Next = next;
            else
                copy = next;
            last = next;
        }

        packet.TryTrimStart(header);
        if (!isWhole && copy.Exists)
            copy.Free();
        return isWhole;
    }

    private static bool Free(Netbuf packet)
    {
        packet.Free();
        return false;
    }
}
