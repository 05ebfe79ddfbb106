using System;
using System.Buffers.Binary;
using Lithe.Fs;
using Lithe.Net;

namespace Lithe.Posix;

/// <summary>What programs ask of sockets about the network's interfaces (netdevice(7)).</summary>
internal static class InterfaceControl
{
    private const uint GetName = 0x8910, GetList = 0x8912, GetFlags = 0x8913, GetAddress = 0x8915, GetBroadcast = 0x8919, GetMask = 0x891b, GetMetric = 0x891d, GetMtu = 0x8921, GetHardware = 0x8927, GetIndex = 0x8933,
        GetQueue = 0x8942;
    private const int RequestSize = 40, NameSize = 16, ListRequestSize = 16;

    /// <summary>Answers a request: 0, or a negated error number.</summary>
    internal static long Answer(uint request, UserPointer argument)
    {
        if (request == GetList)
            return List(argument);
        if (request is not (GetName or GetFlags or GetAddress or GetBroadcast or GetMask or GetMetric or GetMtu or GetHardware or GetIndex or GetQueue))
            return -(long)Errno.ENOTTY;
        if (!UserMemory.TryGetSpan(argument, RequestSize, out Span<byte> record))
            return -(long)Errno.EFAULT;
        Network.Enter();
        long result = Answer(request, record);
        Network.Exit();
        return result;
    }

    private static long Answer(uint request, Span<byte> record)
    {
        const int Ethernet = 1, Loopback = 772, QueueLength = 1000;
        Span<byte> value = record.Slice(NameSize);
        NetInterface? at = null;
        foreach (NetInterface one in Network.Stack.Interfaces)
        {
            bool isIt = request == GetName ? one.Index + 1 == BinaryPrimitives.ReadInt32LittleEndian(value) : InterfaceNames.Is(one, record.Slice(0, NameSize));
            if (isIt)
                at = one;
        }

        if (at is null)
            return -(long)Errno.ENODEV;
        if (request == GetName)
        {
            InterfaceNames.Write(at, record.Slice(0, NameSize));
            return 0;
        }

        value.Slice(0, RequestSize - NameSize).Clear();
        switch (request)
        {
            case GetFlags:
                BinaryPrimitives.WriteUInt16LittleEndian(value, (ushort)InterfaceNames.FlagsOf(at));
                return 0;
            case GetMtu:
                BinaryPrimitives.WriteInt32LittleEndian(value, at.Mtu);
                return 0;
            case GetIndex:
                BinaryPrimitives.WriteInt32LittleEndian(value, at.Index + 1);
                return 0;
            case GetQueue:
                BinaryPrimitives.WriteInt32LittleEndian(value, QueueLength);
                return 0;
            case GetMetric:
                return 0;
            case GetHardware:
                BinaryPrimitives.WriteUInt16LittleEndian(value, (ushort)(at.IsLoopback ? Loopback : Ethernet));
                at.Mac.Write(value.Slice(2));
                return 0;
        }

        foreach (ref readonly InterfaceAddress own in at.Addresses)
        {
            if (!own.Address.IsV4)
                continue;
            uint address = own.Address.V4, mask = InterfaceNames.MaskOf(own.Prefix);
            WriteAddress(value, request == GetAddress ? address : request == GetMask ? mask : address | ~mask);
            return 0;
        }

        return -(long)Errno.EADDRNOTAVAIL;
    }

    private static long List(UserPointer argument)
    {
        if (!UserMemory.TryGetSpan(argument, ListRequestSize, out Span<byte> request))
            return -(long)Errno.EFAULT;
        int room = BinaryPrimitives.ReadInt32LittleEndian(request), at = 0;
        var records = new UserPointer(BinaryPrimitives.ReadUInt64LittleEndian(request.Slice(8)));
        Span<byte> to = default;
        if (room < 0 || !records.IsNull && !UserMemory.TryGetSpan(records, (ulong)room, out to))
            return -(long)(room < 0 ? Errno.EINVAL : Errno.EFAULT);
        Network.Enter();
        foreach (NetInterface one in Network.Stack.Interfaces)
        {
            foreach (ref readonly InterfaceAddress own in one.Addresses)
            {
                if (!own.Address.IsV4 || !records.IsNull && to.Length - at < RequestSize)
                    continue;
                if (!records.IsNull)
                {
                    Span<byte> record = to.Slice(at, RequestSize);
                    record.Clear();
                    InterfaceNames.Write(one, record.Slice(0, NameSize));
                    WriteAddress(record.Slice(NameSize), own.Address.V4);
                }

                at += RequestSize;
            }
        }

        Network.Exit();
        BinaryPrimitives.WriteInt32LittleEndian(request, at);
        return 0;
    }

    private static void WriteAddress(Span<byte> to, uint address)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(to, SocketFamily.Inet);
        BinaryPrimitives.WriteUInt16LittleEndian(to.Slice(2), 0);
        BinaryPrimitives.WriteUInt32BigEndian(to.Slice(4), address);
    }
}
