using System;
using System.Buffers.Binary;
using Lithe.Net;

namespace Lithe.Posix;

/// <summary>Control data of datagrams: where they were sent to, came in, and how many hops they had left (<c>struct cmsghdr</c>: length, level, type).</summary>
internal static class ControlData
{
    /// <summary>Options that ask for them, and types of what comes.</summary>
    internal const int PacketInfo = 8, ReceiveTimeToLive = 12, TimeToLive = 2, ReceivePacketInfoV6 = 49, PacketInfoV6 = 50, ReceiveHopLimit = 51, HopLimit = 52;

    private const int HeadSize = 16, InfoSize = 12, InfoSizeV6 = 20, V4At = 4, V6At = 0, IndexAtV6 = 16;

    /// <summary>Adds what is known of a datagram: 16 bytes of address and the interface's number for IPv6, number and address twice for IPv4.</summary>
    internal static void AddPacketInfo(ref MessageExtras extras, bool isV6, in UdpDatagram datagram)
    {
        Span<byte> info = stackalloc byte[InfoSizeV6];
        info.Clear();
        IpAddress to = datagram.Destination.Address;
        int number = datagram.Interface is { } at ? at.Index + 1 : 0;
        if (isV6)
        {
            to.WriteV6(info.Slice(V6At));
            BinaryPrimitives.WriteInt32LittleEndian(info.Slice(IndexAtV6), number);
            Add(ref extras, SocketOption.LevelOfIpv6, PacketInfoV6, info);
            return;
        }

        BinaryPrimitives.WriteInt32LittleEndian(info, number);
        to.WriteV4(info.Slice(V4At));
        to.WriteV4(info.Slice(V4At + IpAddress.V4Size));
        Add(ref extras, SocketOption.LevelOfIp, PacketInfo, info.Slice(0, InfoSize));
    }

    /// <summary>Adds the hops that were left.</summary>
    internal static void AddHops(ref MessageExtras extras, bool isV6, byte hops)
    {
        Span<byte> value = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(value, hops);
        Add(ref extras, isV6 ? SocketOption.LevelOfIpv6 : SocketOption.LevelOfIp, isV6 ? HopLimit : TimeToLive, value);
    }

    private static void Add(ref MessageExtras extras, int level, int type, scoped ReadOnlySpan<byte> value)
    {
        Span<byte> room = extras.Control.Slice(Math.Min(extras.ControlLength, extras.Control.Length));
        if (room.Length < HeadSize)
        {
            extras.Flags |= MessageFlags.ControlCut;
            return;
        }

        // As Linux: what does not fit is cut, and says so.
        int length = HeadSize + value.Length;
        if (length > room.Length)
        {
            extras.Flags |= MessageFlags.ControlCut;
            length = room.Length;
        }

        BinaryPrimitives.WriteInt64LittleEndian(room, length);
        BinaryPrimitives.WriteInt32LittleEndian(room.Slice(8), level);
        BinaryPrimitives.WriteInt32LittleEndian(room.Slice(12), type);
        value.Slice(0, length - HeadSize).CopyTo(room.Slice(HeadSize));
        extras.ControlLength += Math.Min((length + 7) & ~7, room.Length);
    }

    /// <summary>Reads the address that a datagram is to be sent from; unspecified when nothing says one. 0, or a negated error number.</summary>
    internal static long ReadSource(ReadOnlySpan<byte> control, bool isV6, out IpAddress source)
    {
        source = default;
        while (control.Length >= HeadSize)
        {
            long length = BinaryPrimitives.ReadInt64LittleEndian(control);
            if (length < HeadSize || length > control.Length)
                return -(long)Fs.Errno.EINVAL;
            int level = BinaryPrimitives.ReadInt32LittleEndian(control.Slice(8)), type = BinaryPrimitives.ReadInt32LittleEndian(control.Slice(12));
            ReadOnlySpan<byte> value = control.Slice(HeadSize, (int)length - HeadSize);
            if (level == SocketOption.LevelOfIp && type == PacketInfo && !isV6)
            {
                if (value.Length != InfoSize)
                    return -(long)Fs.Errno.EINVAL;
                source = IpAddress.ReadV4(value.Slice(V4At));
            }
            else if (level == SocketOption.LevelOfIpv6 && type == PacketInfoV6 && isV6)
            {
                if (value.Length < InfoSizeV6)
                    return -(long)Fs.Errno.EINVAL;
                source = IpAddress.ReadV6(value.Slice(V6At));
            }

            int next = (int)Math.Min((length + 7) & ~7L, control.Length);
            control = control.Slice(next);
        }

        return 0;
    }
}
