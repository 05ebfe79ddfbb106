using System;
using System.Buffers.Binary;
using Lithe.Fs;
using Lithe.Net;

namespace Lithe.Posix;

/// <summary>Answers to questions of NETLINK_ROUTE (RFC 3549 2.3, 3.1): a list's messages, then the one that ends it.</summary>
internal sealed class NetlinkAnswer
{
    private const int HeadSize = 16, LinkSize = 16, AddressSize = 8, Room = 8192;
    private const ushort Error = 2, Done = 3, NewLink = 16, GetLink = 18, NewAddress = 20, GetAddress = 22, Multiple = 2;

    private readonly byte[] _bytes = new byte[Room];
    private int _length, _listEnd;

    // Messages of a list are one datagram, its end is another.
    private int _taken;

    internal ReadOnlySpan<byte> Next => _taken < _listEnd ? _bytes.AsSpan(0, _listEnd) : _bytes.AsSpan(_taken, _length - _taken);

    internal void Clear() => _length = _listEnd = _taken = 0;

    internal void Take() => _taken = _taken < _listEnd ? _listEnd : _length;

    /// <summary>Takes a question; an answer that nobody has read is lost. How many bytes it has, or a negated error number.</summary>
    internal long Ask(ReadOnlySpan<byte> question, uint port)
    {
        if (question.Length < HeadSize)
            return question.Length;
        Clear();
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(question), sequence = BinaryPrimitives.ReadUInt32LittleEndian(question.Slice(8));
        ushort type = BinaryPrimitives.ReadUInt16LittleEndian(question.Slice(4));
        if (length < HeadSize || length > (uint)question.Length)
            return question.Length;
        int family = question.Length > HeadSize ? question[HeadSize] : 0;
        switch (type)
        {
            case GetLink or GetAddress:
                Network.Enter();
                foreach (NetInterface one in Network.Stack.Interfaces)
                {
                    if (type == GetLink)
                        AddLink(one, sequence, port);
                    else
                        AddAddresses(one, family, sequence, port);
                }

                Network.Exit();
                _listEnd = _length;
                int end = Begin(Done, Multiple, sequence, port);
                Put32(0);
                End(end);
                break;
            default:
                int start = Begin(Error, 0, sequence, port);
                Put32(unchecked((uint)-(int)Errno.EOPNOTSUPP));
                question.Slice(0, HeadSize).CopyTo(_bytes.AsSpan(_length));
                _length += HeadSize;
                End(start);
                break;
        }

        return question.Length;
    }

    private void AddLink(NetInterface one, uint sequence, uint port)
    {
        const ushort Ethernet = 1, Loopback = 772, Mac = 1, Broadcast = 2, Name = 3, Mtu = 4, Queue = 13, State = 16;
        const byte StateUp = 6;
        if (Room - _length < 256)
            return;
        int start = Begin(NewLink, Multiple, sequence, port);
        Span<byte> head = _bytes.AsSpan(_length, LinkSize);
        head.Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(head.Slice(2), one.IsLoopback ? Loopback : Ethernet);
        BinaryPrimitives.WriteInt32LittleEndian(head.Slice(4), one.Index + 1);
        BinaryPrimitives.WriteInt32LittleEndian(head.Slice(8), InterfaceNames.FlagsOf(one));
        _length += LinkSize;
        Span<byte> name = stackalloc byte[16], mac = stackalloc byte[MacAddress.Size];
        int nameLength = InterfaceNames.Write(one, name);
        PutAttribute(Name, name.Slice(0, nameLength + 1));
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(number, 1000);
        PutAttribute(Queue, number);
        PutAttribute(State, [StateUp]);
        BinaryPrimitives.WriteInt32LittleEndian(number, one.Mtu);
        PutAttribute(Mtu, number);
        one.Mac.Write(mac);
        PutAttribute(Mac, mac);
        if (one.IsLoopback)
            mac.Clear();
        else
            MacAddress.Broadcast.Write(mac);
        PutAttribute(Broadcast, mac);
        End(start);
    }

    private void AddAddresses(NetInterface one, int family, uint sequence, uint port)
    {
        const ushort Address = 1, Local = 2, Label = 3, Broadcast = 4;
        const byte Permanent = 0x80, OfLink = 253, OfHost = 254;
        Span<byte> name = stackalloc byte[16], bytes = stackalloc byte[IpAddress.V6Size];
        int nameLength = InterfaceNames.Write(one, name);
        foreach (ref readonly InterfaceAddress own in one.Addresses)
        {
            bool isV4 = own.Address.IsV4;
            if (family != 0 && family != (isV4 ? SocketFamily.Inet : SocketFamily.Inet6) || Room - _length < 256)
                continue;
            int start = Begin(NewAddress, Multiple, sequence, port);
            Span<byte> head = _bytes.AsSpan(_length, AddressSize);
            head[0] = (byte)(isV4 ? SocketFamily.Inet : SocketFamily.Inet6);
            head[1] = own.Prefix.Length;
            head[2] = Permanent;
            head[3] = one.IsLoopback ? OfHost : own.Address.IsLinkLocal ? OfLink : (byte)0;
            BinaryPrimitives.WriteInt32LittleEndian(head.Slice(4), one.Index + 1);
            _length += AddressSize;
            if (isV4)
            {
                Span<byte> four = bytes.Slice(0, IpAddress.V4Size);
                own.Address.WriteV4(four);
                PutAttribute(Address, four);
                PutAttribute(Local, four);
                if (!one.IsLoopback)
                {
                    own.Prefix.Broadcast.WriteV4(four);
                    PutAttribute(Broadcast, four);
                }

                PutAttribute(Label, name.Slice(0, nameLength + 1));
            }
            else
            {
                own.Address.WriteV6(bytes);
                PutAttribute(Address, bytes);
            }

            End(start);
        }
    }

    private int Begin(ushort type, ushort flags, uint sequence, uint port)
    {
        int start = _length;
        Span<byte> head = _bytes.AsSpan(start, HeadSize);
        BinaryPrimitives.WriteUInt16LittleEndian(head.Slice(4), type);
        BinaryPrimitives.WriteUInt16LittleEndian(head.Slice(6), flags);
        BinaryPrimitives.WriteUInt32LittleEndian(head.Slice(8), sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(head.Slice(12), port);
        _length += HeadSize;
        return start;
    }

    private void End(int start) => BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(start), _length - start);

    private void Put32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(_length), value);
        _length += 4;
    }

    private void PutAttribute(ushort type, ReadOnlySpan<byte> value)
    {
        const int AttributeHead = 4;
        Span<byte> to = _bytes.AsSpan(_length);
        BinaryPrimitives.WriteUInt16LittleEndian(to, (ushort)(AttributeHead + value.Length));
        BinaryPrimitives.WriteUInt16LittleEndian(to.Slice(2), type);
        value.CopyTo(to.Slice(AttributeHead));
        int size = AttributeHead + value.Length, padded = (size + 3) & ~3;
        to.Slice(size, padded - size).Clear();
        _length += padded;
    }
}
