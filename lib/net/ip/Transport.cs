using System;

namespace Lithe.Net;

/// <summary>What stands on IP: UDP, TCP, and others. One object for a protocol and a stack.</summary>
public abstract class Transport
{
    /// <summary>
    /// Takes a packet, which is the transport's from here on. Its data begin with the transport's header and end with its payload; the first part holds at least the fixed header when
    /// the sender's was whole, but no more is promised than that there is a byte.
    /// </summary>
    public abstract void Receive(Netbuf packet, in IpPacket ip);

    /// <summary>
    /// Whether an error is about a packet that the transport may have sent: <paramref name="quoted"/> begins with that packet's transport header and may end anywhere. What nobody knows is not
    /// believed (RFC 5927).
    /// </summary>
    public virtual bool Recognizes(in IcmpError error, ReadOnlySpan<byte> quoted) => true;

    /// <summary>Somebody on the way says that a packet of ours did not arrive; called for what it recognizes. A shorter path is known to routes made from now on.</summary>
    public virtual void Error(in IcmpError error, ReadOnlySpan<byte> quoted)
    {
    }

    /// <summary>All packets of a burst were received: what was held back goes out now.</summary>
    public virtual void EndBurst()
    {
    }
}
