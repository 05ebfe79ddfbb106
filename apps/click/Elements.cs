using System;
using System.Buffers.Binary;
using Lithe.Net;

/// <summary>Something that takes packets. Who has taken one owns it.</summary>
internal interface IElement
{
    /// <summary>Takes a packet.</summary>
    void Push(Netbuf packet);

    /// <summary>Called when a burst is through: time to hand on what was gathered.</summary>
    void Flush();
}

/// <summary>The end of packets that nobody wants.</summary>
internal struct Discard : IElement
{
    public readonly void Push(Netbuf packet) => packet.Free();

    public readonly void Flush()
    {
    }
}

/// <summary>Counts, in a counter that others can read.</summary>
internal struct Counter<TNext>(Count count, TNext next) : IElement where TNext : struct, IElement
{
    private TNext _next = next;

    public void Push(Netbuf packet)
    {
        count.Packets++;
        _next.Push(packet);
    }

    public void Flush() => _next.Flush();
}

/// <summary>What a <see cref="Counter{TNext}"/> has counted.</summary>
internal sealed class Count
{
    internal ulong Packets { get; set; }
}

/// <summary>Sorts frames by their type: ARP, IPv4, all else.</summary>
internal struct Classifier<TArp, TIp, TElse>(TArp arp, TIp ip, TElse rest) : IElement where TArp : struct, IElement where TIp : struct, IElement where TElse : struct, IElement
{
    private const ushort ArpType = 0x0806, IpType = 0x0800;

    private TArp _arp = arp;
    private TIp _ip = ip;
    private TElse _else = rest;

    public void Push(Netbuf packet)
    {
        ReadOnlySpan<byte> frame = packet.Data;
        int type = frame.Length < 34 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(frame.Slice(12));
        if (type == IpType)
            _ip.Push(packet);
        else if (type == ArpType)
            _arp.Push(packet);
        else
            _else.Push(packet);
    }

    public void Flush()
    {
        _arp.Flush();
        _ip.Flush();
        _else.Flush();
    }
}

/// <summary>Something that looks at packets that another element gets.</summary>
internal interface IObserver
{
    /// <summary>Looks at a packet.</summary>
    void Look(Netbuf packet);
}

/// <summary>Shows each packet to an observer, and hands it on.</summary>
internal struct Tee<TObserver, TNext>(TObserver observer, TNext next) : IElement where TObserver : struct, IObserver where TNext : struct, IElement
{
    private TObserver _observer = observer;
    private TNext _next = next;

    public void Push(Netbuf packet)
    {
        _observer.Look(packet);
        _next.Push(packet);
    }

    public void Flush() => _next.Flush();
}

/// <summary>Gathers packets of a burst, and hands them on together: the last of them when it is flushed. What does not fit is dropped and counted.</summary>
internal struct Queue<TNext>(Netbuf[] places, Count dropped, TNext next) : IElement where TNext : struct, IElement
{
    private TNext _next = next;
    private int _count;

    public void Push(Netbuf packet)
    {
        if (_count < places.Length)
        {
            places[_count++] = packet;
            return;
        }

        dropped.Packets++;
        packet.Free();
    }

    public void Flush()
    {
        for (int i = 0; i < _count; i++)
            _next.Push(places[i]);
        _count = 0;
        _next.Flush();
    }
}

/// <summary>Transmits by a card, whole bursts at a time; what the card does not take is dropped.</summary>
internal struct ToCard(Output output) : IElement
{
    public readonly void Push(Netbuf packet) => output.Add(packet);

    public readonly void Flush() => output.Send();
}
