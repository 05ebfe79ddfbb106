using System;
using System.Buffers.Binary;

namespace Lithe.Net;

/// <summary>Kinds of DHCP messages (RFC 2132 9.6).</summary>
public enum DhcpMessageType : byte
{
    None = 0,
    Discover = 1,
    Offer = 2,
    Request = 3,
    Decline = 4,
    Acknowledge = 5,
    Refuse = 6,
    Release = 7,
    Inform = 8,
}

/// <summary>Numbers of DHCP options (RFC 2132, 3442).</summary>
public static class DhcpOption
{
    public const byte Pad = 0, SubnetMask = 1, Router = 3, NameServers = 6, HostName = 12, DomainName = 15, InterfaceMtu = 26, RequestedAddress = 50, LeaseTime = 51, Overload = 52, MessageType = 53,
        ServerIdentifier = 54, ParameterList = 55, MaximumSize = 57, RenewalTime = 58, RebindingTime = 59, ClientIdentifier = 61, ClasslessRoutes = 121, End = 255;
}

/// <summary>The fixed part of a DHCP message (RFC 2131 2), with the magic number behind it.</summary>
public readonly record struct DhcpHeader
{
    /// <summary>Number of bytes, the magic number included.</summary>
    public const int Size = 240;

    /// <summary>Ports.</summary>
    public const ushort ServerPort = 67, ClientPort = 68;

    internal const int ServerNameOffset = 44, ServerNameSize = 64, FileOffset = 108, FileSize = 128;

    private const uint Magic = 0x6382_5363;
    private const ushort BroadcastFlag = 0x8000;

    /// <summary>From a server to a client, or the other way.</summary>
    public bool IsReply { get; init; }

    /// <summary>By which an answer is known.</summary>
    public uint Transaction { get; init; }

    /// <summary>Seconds since the client began.</summary>
    public ushort Seconds { get; init; }

    /// <summary>Whether the client cannot take packets for its own address yet.</summary>
    public bool IsBroadcast { get; init; }

    /// <summary>The address that the client has.</summary>
    public IpAddress ClientAddress { get; init; }

    /// <summary>The address that it gets.</summary>
    public IpAddress YourAddress { get; init; }

    /// <summary>The next server to ask.</summary>
    public IpAddress ServerAddress { get; init; }

    /// <summary>A relay on the way.</summary>
    public IpAddress RelayAddress { get; init; }

    /// <summary>The client's Ethernet address.</summary>
    public MacAddress ClientMac { get; init; }

    /// <summary>Reads one. False when it is too short, or not of Ethernet, or without the magic number.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, out DhcpHeader header)
    {
        header = default;
        if (message.Length < Size || message[0] is not (1 or 2) || message[1] != 1 || message[2] != MacAddress.Size || BinaryPrimitives.ReadUInt32BigEndian(message.Slice(Size - 4)) != Magic)
            return false;
        header = new DhcpHeader
        {
            IsReply = message[0] == 2,
            Transaction = BinaryPrimitives.ReadUInt32BigEndian(message.Slice(4)),
            Seconds = BinaryPrimitives.ReadUInt16BigEndian(message.Slice(8)),
            IsBroadcast = (BinaryPrimitives.ReadUInt16BigEndian(message.Slice(10)) & BroadcastFlag) != 0,
            ClientAddress = IpAddress.ReadV4(message.Slice(12)),
            YourAddress = IpAddress.ReadV4(message.Slice(16)),
            ServerAddress = IpAddress.ReadV4(message.Slice(20)),
            RelayAddress = IpAddress.ReadV4(message.Slice(24)),
            ClientMac = MacAddress.Read(message.Slice(28)),
        };
        return true;
    }

    /// <summary>Writes it; names of servers and files are empty.</summary>
    public void Write(Span<byte> message)
    {
        message.Slice(0, Size).Clear();
        BinaryPrimitives.WriteUInt32BigEndian(message, (IsReply ? 2u : 1u) << 24 | 1 << 16 | MacAddress.Size << 8);
        BinaryPrimitives.WriteUInt32BigEndian(message.Slice(4), Transaction);
        BinaryPrimitives.WriteUInt32BigEndian(message.Slice(8), (uint)Seconds << 16 | (IsBroadcast ? BroadcastFlag : 0u));
        ClientAddress.WriteV4(message.Slice(12));
        YourAddress.WriteV4(message.Slice(16));
        ServerAddress.WriteV4(message.Slice(20));
        RelayAddress.WriteV4(message.Slice(24));
        ClientMac.Write(message.Slice(28));
        BinaryPrimitives.WriteUInt32BigEndian(message.Slice(Size - 4), Magic);
    }
}

/// <summary>The options of a DHCP message, in the order of RFC 2131 4.1: behind the header, then in the fields of the file's and the server's name where option 52 says so.</summary>
public ref struct DhcpOptionReader
{
    private readonly ReadOnlySpan<byte> _message;
    private ReadOnlySpan<byte> _rest;
    private byte _overload;

    /// <summary>Reads the options of a message that has a header.</summary>
    public DhcpOptionReader(ReadOnlySpan<byte> message)
    {
        _message = message;
        _rest = message.Slice(DhcpHeader.Size);
    }

    /// <summary>Whether an option did not fit.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>The next option.</summary>
    public bool TryNext(out byte code, out ReadOnlySpan<byte> data)
    {
        code = 0;
        data = default;
        while (true)
        {
            while (_rest.Length > 0 && _rest[0] == DhcpOption.Pad)
                _rest = _rest.Slice(1);
            if (_rest.Length == 0 || _rest[0] == DhcpOption.End)
            {
                if (!TryMoveOn())
                    return false;
                continue;
            }

            if (_rest.Length < 2 || _rest[1] > _rest.Length - 2)
            {
                IsMalformed = true;
                _rest = default;
                _overload = 0;
                return false;
            }

            code = _rest[0];
            data = _rest.Slice(2, _rest[1]);
            _rest = _rest.Slice(2 + data.Length);
            if (code != DhcpOption.Overload)
                return true;
            // Only the options behind the header can say it.
            if (data.Length == 1 && _overload == 0)
                _overload = (byte)(data[0] & 3 | 4);
        }
    }

    private bool TryMoveOn()
    {
        if ((_overload & 1) != 0)
        {
            _overload &= 0xfe;
            _rest = _message.Slice(DhcpHeader.FileOffset, DhcpHeader.FileSize);
            return true;
        }

        if ((_overload & 2) != 0)
        {
            _overload &= 0xfd;
            _rest = _message.Slice(DhcpHeader.ServerNameOffset, DhcpHeader.ServerNameSize);
            return true;
        }

        _rest = default;
        return false;
    }
}

/// <summary>Writes options behind a DHCP header.</summary>
public ref struct DhcpOptionWriter(Span<byte> message)
{
    private readonly Span<byte> _message = message;

    /// <summary>How long the message is so far.</summary>
    public int Length { get; private set; } = DhcpHeader.Size;

    /// <summary>Adds an option of at most 255 bytes. False when there is no room for it and the end.</summary>
    public bool TryAdd(byte code, scoped ReadOnlySpan<byte> data)
    {
        if (data.Length > 255 || Length + 3 + data.Length > _message.Length)
            return false;
        _message[Length] = code;
        _message[Length + 1] = (byte)data.Length;
        data.CopyTo(_message.Slice(Length + 2));
        Length += 2 + data.Length;
        return true;
    }

    /// <summary>Adds an IPv4 address.</summary>
    public bool TryAdd(byte code, in IpAddress address)
    {
        Span<byte> bytes = stackalloc byte[IpAddress.V4Size];
        address.WriteV4(bytes);
        return TryAdd(code, bytes);
    }

    /// <summary>Adds a number of 32 bits.</summary>
    public bool TryAdd(byte code, uint number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return TryAdd(code, bytes);
    }

    /// <summary>Adds a byte.</summary>
    public bool TryAddByte(byte code, byte value) => TryAdd(code, [value]);

    /// <summary>Ends the list; how long the message is: at least the 300 bytes that relays of BOOTP want, when there is room.</summary>
    public int End()
    {
        _message[Length++] = DhcpOption.End;
        int padded = Math.Min(Math.Max(Length, 300), _message.Length);
        _message.Slice(Length, padded - Length).Clear();
        return padded;
    }
}
