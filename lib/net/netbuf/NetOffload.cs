namespace Lithe.Net;

/// <summary>What kind of segments a card cuts a packet into, or has joined to one.</summary>
public enum SegmentKind : byte
{
    /// <summary>None: the packet is one frame.</summary>
    None,

    /// <summary>TCP over IPv4.</summary>
    TcpV4,

    /// <summary>TCP over IPv6.</summary>
    TcpV6,

    /// <summary>UDP.</summary>
    Udp,
}

/// <summary>The state of a packet's transport checksum.</summary>
public enum ChecksumState : byte
{
    /// <summary>Received: nobody has looked. To transmit: it is in the packet.</summary>
    None,

    /// <summary>To transmit: the card shall compute it, from <see cref="NetOffload.ChecksumStart"/> to the end, and add it to what stands there. Received: it is only partly there, and the data is right.</summary>
    Partial,

    /// <summary>Received: the card has found it right.</summary>
    Valid,
}

/// <summary>Work that a network card does for a packet.</summary>
public struct NetOffload
{
    /// <summary>The checksum's state.</summary>
    public ChecksumState Checksum;

    /// <summary>Segmentation.</summary>
    public SegmentKind Segments;

    /// <summary>Where the checksum's bytes begin, from the start of the data.</summary>
    public ushort ChecksumStart;

    /// <summary>Where the checksum stands, from <see cref="ChecksumStart"/>.</summary>
    public ushort ChecksumOffset;

    /// <summary>Number of bytes of headers that each segment gets.</summary>
    public ushort HeaderLength;

    /// <summary>The most payload of a segment.</summary>
    public ushort SegmentSize;
}
