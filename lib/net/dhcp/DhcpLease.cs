using System;
using System.Buffers.Binary;
using System.Numerics;

namespace Lithe.Net;

/// <summary>What a server's message gives.</summary>
public struct DhcpLease
{
    /// <summary>The address with the length of its network's prefix.</summary>
    public IpPrefix Address;

    /// <summary>The router; unspecified for none.</summary>
    public IpAddress Router;

    /// <summary>Who gave it.</summary>
    public IpAddress Server;

    /// <summary>Name servers; unspecified ones are none.</summary>
    public IpAddress NameServer0, NameServer1;

    /// <summary>For how many seconds it holds; when it is renewed; when any server is asked. <see cref="uint.MaxValue"/> is for ever.</summary>
    public uint Duration, RenewAfter, RebindAfter;

    /// <summary>Reads a message from a server, whose header has been read. False when it does not say what it must; the lease of an offer or a refusal may lack everything but the server.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> message, in DhcpHeader header, out DhcpMessageType type, out DhcpLease lease)
    {
        lease = default;
        type = DhcpMessageType.None;
        uint mask = 0;
        var reader = new DhcpOptionReader(message);
        while (reader.TryNext(out byte code, out ReadOnlySpan<byte> data))
        {
            switch (code)
            {
                case DhcpOption.MessageType when data.Length == 1:
                    type = (DhcpMessageType)data[0];
                    break;
                case DhcpOption.ServerIdentifier when data.Length == 4:
                    lease.Server = IpAddress.ReadV4(data);
                    break;
                case DhcpOption.SubnetMask when data.Length == 4:
                    mask = BinaryPrimitives.ReadUInt32BigEndian(data);
                    break;
                case DhcpOption.Router when data.Length >= 4:
                    lease.Router = IpAddress.ReadV4(data);
                    break;
                case DhcpOption.NameServers when data.Length >= 4:
                    lease.NameServer0 = IpAddress.ReadV4(data);
                    lease.NameServer1 = data.Length >= 8 ? IpAddress.ReadV4(data.Slice(4)) : default;
                    break;
                case DhcpOption.LeaseTime when data.Length == 4:
                    lease.Duration = BinaryPrimitives.ReadUInt32BigEndian(data);
                    break;
                case DhcpOption.RenewalTime when data.Length == 4:
                    lease.RenewAfter = BinaryPrimitives.ReadUInt32BigEndian(data);
                    break;
                case DhcpOption.RebindingTime when data.Length == 4:
                    lease.RebindAfter = BinaryPrimitives.ReadUInt32BigEndian(data);
                    break;
            }
        }

        if (reader.IsMalformed || lease.Server.IsUnspecified)
            return false;
        // A mask with holes is none, and without one the network is as large as such networks are.
        int length = BitOperations.PopCount(mask);
        if (length == 0 || mask != uint.MaxValue << (32 - length))
            length = 24;
        lease.Address = new IpPrefix(header.YourAddress, (byte)length);
        // RFC 2131 4.4.5; times that contradict each other are as if they were not there.
        if (lease.RebindAfter == 0 || lease.RebindAfter >= lease.Duration)
            lease.RebindAfter = lease.Duration == uint.MaxValue ? lease.Duration : lease.Duration - lease.Duration / 8;
        if (lease.RenewAfter == 0 || lease.RenewAfter >= lease.RebindAfter)
            lease.RenewAfter = lease.Duration == uint.MaxValue ? lease.Duration : lease.Duration / 2;
        return true;
    }

    /// <summary>Whether it can be used.</summary>
    internal readonly bool IsUsable => !Address.Address.IsUnspecified && Address.Address.IsValidSource && !Address.Address.IsLoopback && Duration > 0;
}
