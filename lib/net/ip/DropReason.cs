namespace Lithe.Net;

/// <summary>Why a packet was dropped. Each has a counter: <see cref="NetStack.DropCount"/>.</summary>
public enum DropReason : byte
{
    /// <summary>Shorter than the header of its link.</summary>
    FrameTooShort,

    /// <summary>For another station.</summary>
    NotOurFrame,

    /// <summary>A type of frame that nobody takes.</summary>
    UnknownType,

    /// <summary>ARP of another kind, or with addresses that cannot be.</summary>
    BadArp,

    /// <summary>An IP header, or an extension of it, with a length or a version that cannot be.</summary>
    BadHeader,

    /// <summary>An IPv4 header whose checksum is wrong.</summary>
    BadHeaderChecksum,

    /// <summary>A sender or receiver that cannot be: a group as sender, the loopback network on a link.</summary>
    BadAddress,

    /// <summary>For somebody else: we do not forward.</summary>
    NotOurAddress,

    /// <summary>Source routes are not followed.</summary>
    SourceRoute,

    /// <summary>A transport that nobody here has.</summary>
    UnknownProtocol,

    /// <summary>A fragment that contradicts others, is too short, or reaches too far.</summary>
    BadFragment,

    /// <summary>Fragments that overlap: the whole packet goes (RFC 5722).</summary>
    OverlappingFragment,

    /// <summary>No room for another packet in fragments, or too many fragments.</summary>
    TooManyFragments,

    /// <summary>Not all fragments came in time.</summary>
    ReassemblyTimeout,

    /// <summary>Fragments, in an image without them.</summary>
    NoFragments,

    /// <summary>An ICMP, NDP, IGMP or MLD message that is too short, wrong in itself, or from where it cannot come.</summary>
    BadIcmp,

    /// <summary>A transport's header that is too short or contradicts the packet.</summary>
    BadTransportHeader,

    /// <summary>A transport's checksum that is wrong.</summary>
    BadTransportChecksum,

    /// <summary>Nobody listens at the port.</summary>
    NoListener,

    /// <summary>The receiver's queue is full.</summary>
    QueueFull,

    /// <summary>No netbuf was free.</summary>
    NoNetbuf,

    /// <summary>No route to the receiver, or no address to send from.</summary>
    NoRoute,

    /// <summary>Too long for the way, and not to be cut.</summary>
    TooLong,

    /// <summary>The neighbour did not answer.</summary>
    NeighborUnreachable,

    /// <summary>Too many packets wait for a neighbour: the oldest goes.</summary>
    NeighborQueueFull,

    /// <summary>Too many neighbours are being asked for.</summary>
    NeighborTableFull,

    /// <summary>The interface's ring is full.</summary>
    TransmitFull,

    /// <summary>More answers than are allowed in this time.</summary>
    RateLimited,

    /// <summary>A header in front of the transport is spread over parts of a packet.</summary>
    SplitHeader,

    /// <summary>Number of reasons.</summary>
    Count,
}
