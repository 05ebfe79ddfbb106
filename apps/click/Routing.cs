using System;
using System.Buffers.Binary;
using Lithe.Net;
using Lithe.Virtio;

/// <summary>A card's side of the router: its own address, its neighbours, what waits to be sent by it.</summary>
internal sealed class Output(VirtioNet card, uint address)
{
    private const int Burst = 32, Places = 64;

    private readonly Netbuf[] _waiting = new Netbuf[Burst];
    private readonly uint[] _neighbours = new uint[Places];
    private readonly MacAddress[] _macs = new MacAddress[Places];
    private int _count;

    internal MacAddress Mac => card.Address;

    internal uint Address => address;

    internal ulong Dropped { get; private set; }

    internal bool IsOurNetwork(uint other) => (other ^ address) >> 8 == 0;

    internal void Learn(uint neighbour, MacAddress mac)
    {
        int place = (int)(neighbour % Places);
        (_neighbours[place], _macs[place]) = (neighbour, mac);
    }

    internal bool TryFind(uint neighbour, out MacAddress mac)
    {
        int place = (int)(neighbour % Places);
        mac = _macs[place];
        return _neighbours[place] == neighbour;
    }

    internal void Add(Netbuf packet)
    {
        if (_count == Burst)
            Send();
        _waiting[_count++] = packet;
    }

    internal void Send()
    {
        if (_count == 0)
            return;
        for (int sent = card.Queue(0).Transmit(_waiting.AsSpan(0, _count)); sent < _count; sent++, Dropped++)
            _waiting[sent].Free();
        _count = 0;
    }
}

/// <summary>Answers requests for the router's own address (RFC 826); drops the rest.</summary>
internal struct ArpResponder<TNext>(Output side, TNext next) : IElement where TNext : struct, IElement
{
    private const ulong Request = 0x0001_0800_0604_0001;

    private TNext _next = next;

    public void Push(Netbuf packet)
    {
        Span<byte> frame = packet.Data;
        if (frame.Length < 42 || BinaryPrimitives.ReadUInt64BigEndian(frame.Slice(14)) != Request || BinaryPrimitives.ReadUInt32BigEndian(frame.Slice(38)) != side.Address)
        {
            packet.Free();
            return;
        }

        side.Learn(BinaryPrimitives.ReadUInt32BigEndian(frame.Slice(28)), MacAddress.Read(frame.Slice(22)));
        frame[21] = 2;
        frame.Slice(22, 10).CopyTo(frame.Slice(32));
        side.Mac.Write(frame.Slice(22));
        BinaryPrimitives.WriteUInt32BigEndian(frame.Slice(28), side.Address);
        frame.Slice(6, 6).CopyTo(frame);
        side.Mac.Write(frame.Slice(6));
        _next.Push(packet);
    }

    public void Flush() => _next.Flush();
}

/// <summary>Remembers which Ethernet address a neighbour sends from.</summary>
internal readonly struct Learner(Output side) : IObserver
{
    public void Look(Netbuf packet)
    {
        ReadOnlySpan<byte> frame = packet.Data;
        uint sender = BinaryPrimitives.ReadUInt32BigEndian(frame.Slice(26));
        if (side.IsOurNetwork(sender))
            side.Learn(sender, MacAddress.Read(frame.Slice(6)));
    }
}

/// <summary>Parts packets for the router itself from those that go on.</summary>
internal struct ForUs<TUs, TOthers>(Output side, Output other, TUs us, TOthers others) : IElement where TUs : struct, IElement where TOthers : struct, IElement
{
    private TUs _us = us;
    private TOthers _others = others;

    public void Push(Netbuf packet)
    {
        uint receiver = BinaryPrimitives.ReadUInt32BigEndian(packet.Data.Slice(30));
        if (receiver == side.Address || receiver == other.Address)
            _us.Push(packet);
        else
            _others.Push(packet);
    }

    public void Flush()
    {
        _us.Flush();
        _others.Flush();
    }
}

/// <summary>
/// Rewrites a packet for its next hop: life less one and checksum mended (RFC 1624, equation 3), addresses of the next wire. Drops what has no life left, is broken, or goes to nobody known.
/// </summary>
internal struct Forwarder<TNext>(Output to, Count dropped, TNext next) : IElement where TNext : struct, IElement
{
    private TNext _next = next;

    public void Push(Netbuf packet)
    {
        Span<byte> frame = packet.Data;
        Span<byte> header = frame.Slice(14);
        uint receiver = BinaryPrimitives.ReadUInt32BigEndian(header.Slice(16));
        if (header[0] >> 4 != 4 || (header[0] & 15) < 5 || (header[0] & 15) * 4 > header.Length || header[8] <= 1
            || Sum(header.Slice(0, (header[0] & 15) * 4)) != 0xffff || !to.IsOurNetwork(receiver) || !to.TryFind(receiver, out MacAddress mac))
        {
            dropped.Packets++;
            packet.Free();
            return;
        }

        uint before = BinaryPrimitives.ReadUInt16BigEndian(header.Slice(8));
        header[8]--;
        uint sum = (uint)(ushort)~BinaryPrimitives.ReadUInt16BigEndian(header.Slice(10)) + (ushort)~before + (before - 0x100);
        sum = (sum & 0xffff) + (sum >> 16);
        sum = (sum & 0xffff) + (sum >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(header.Slice(10), (ushort)~sum);
        mac.Write(frame);
        to.Mac.Write(frame.Slice(6));
        _next.Push(packet);
    }

    public void Flush() => _next.Flush();

    private static uint Sum(ReadOnlySpan<byte> words)
    {
        uint sum = 0;
        for (; words.Length >= 2; words = words.Slice(2))
            sum += BinaryPrimitives.ReadUInt16BigEndian(words);
        sum = (sum & 0xffff) + (sum >> 16);
        return (sum & 0xffff) + (sum >> 16);
    }
}
