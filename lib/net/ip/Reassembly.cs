using System;

namespace Lithe.Net;

internal enum FragmentResult : byte
{
    Taken,
    Duplicate,
    Overlap,
}

/// <summary>A packet that comes in parts: the parts in order of their places. Its timer gives it up.</summary>
internal sealed class Reassembly(NetStack stack) : Time.Timer
{
    /// <summary>The most parts: of 65,535 bytes over a link of 1,500 there are 45.</summary>
    internal const int MaxFragments = 64;

    private readonly Netbuf[] _parts = new Netbuf[MaxFragments];
    private readonly int[] _offsets = new int[MaxFragments];
    private uint _identification;
    private byte _protocol;

    // The whole length, -1 before the last part has come; and the bytes that are there.
    private int _total, _present;

    internal IpPacket Ip;

    /// <summary>How many parts there are; 0 says that it is free.</summary>
    internal int Count { get; private set; }

    internal bool IsWhole => _present == _total;

    public override void OnExpire() => stack.OnReassemblyTimeout(this);

    internal bool IsOf(in IpPacket ip, uint identification, byte protocol) =>
        _identification == identification && _protocol == protocol && Ip.Source == ip.Source && Ip.Destination == ip.Destination;

    internal void Start(in IpPacket ip, uint identification, byte protocol)
    {
        Ip = ip;
        _identification = identification;
        _protocol = protocol;
        _total = -1;
        _present = 0;
    }

    internal FragmentResult Insert(Netbuf packet, in IpPacket ip, int offset, bool more)
    {
        int end = offset + packet.Length, place = Count;
        while (place > 0 && _offsets[place - 1] >= offset)
            place--;
        if (place < Count && _offsets[place] == offset && _parts[place].Length == packet.Length && more == (_total < 0 || end != _total))
            return FragmentResult.Duplicate;
        // Nothing overlaps, nothing is behind the last part, and there is one last part.
        if ((place > 0 && _offsets[place - 1] + _parts[place - 1].Length > offset) || (place < Count && _offsets[place] < end) || (_total >= 0 && (end > _total || !more)) || (!more && place < Count))
            return FragmentResult.Overlap;
        _parts.AsSpan(place, Count - place).CopyTo(_parts.AsSpan(place + 1));
        _offsets.AsSpan(place, Count - place).CopyTo(_offsets.AsSpan(place + 1));
        _parts[place] = packet;
        _offsets[place] = offset;
        Count++;
        _present += packet.Length;
        if (!more)
            _total = end;
        byte marks = (byte)(Ip.TrafficClass & 3);
        if (offset == 0)
            Ip = ip;
        // Congestion that any part has met counts (RFC 3168 5.3).
        if (marks == 3 || (ip.TrafficClass & 3) == 3)
            Ip.TrafficClass |= 3;
        return FragmentResult.Taken;
    }

    internal bool TryGetFirst(out Netbuf first)
    {
        first = _parts[0];
        return Count > 0 && _offsets[0] == 0;
    }

    /// <summary>Chains the parts, which are the caller's then.</summary>
    internal Netbuf Join(out IpPacket ip)
    {
        for (int i = 0; i + 1 < Count; i++)
            _parts[i].Next = _parts[i + 1];
        Netbuf first = _parts[0];
        first.Offload = default;
        ip = Ip;
        ip.IsChecksumKnown = false;
        ip.WasFragmented = true;
        Count = 0;
        return first;
    }

    internal void Free()
    {
        for (int i = 0; i < Count; i++)
            _parts[i].Free();
        Count = 0;
    }
}
